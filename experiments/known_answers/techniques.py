"""T5, asked of the city's own rules of learning: `recognised` and `conform`.

They copy one technique at a time, each in the place of one of the learner's own. Here a person
holds the six techniques of an idea, and what she learns is kept if the new idea is worth more.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.known_answers.answers import Worked
from experiments.known_answers.networks import (
    COMPLETE,
    LATTICE,
    PEOPLE,
    SEEN,
    STEPS,
    contacts,
    faster,
    row,
    summed_up,
)
from sim.kernels import ideas, learn

WORLDS = 50
TECHNIQUES, IN_IDEA = 64, 6
LEARNING = 1 / 3
"""Chance at the best distance, so that three contacts a month teach about one technique."""
SPREAD = 1.0
RULES = {"recognised": learn.RECOGNISED, "conform": learn.CONFORM}


def work_out() -> Worked:
    """Look for ideas in a fast and a slow network, by both rules."""
    table = pd.concat(
        [
            row(rule, network, world, *search(rule, network, world))
            for world in range(WORLDS)
            for rule in RULES
            for network in (COMPLETE, LATTICE)
        ]
    )
    figures = {f"T5 {rule}": faster(table, STEPS, rule, LATTICE) for rule in RULES}
    return Worked(figures, {"search_of_ideas": summed_up(table)})


def search(rule: str, network: str, world: int) -> tuple[list[float], list[int]]:
    """Let a group look for ideas; return mean ln value and different ideas, by month."""
    chance = np.random.default_rng([7, world])
    first = [chance.choice(TECHNIQUES, IN_IDEA, replace=False) for _ in range(PEOPLE)]
    held = np.array([sum(1 << int(t) for t in six) for six in first], np.uint64)
    value = worth(world, held)
    path, different = [np.log(value).mean()], [len(np.unique(held))]
    for month in range(STEPS):
        seen = contacts(chance, network, SEEN)
        copied = learnt(world, month, held, value, rule, seen)
        alone = learnt(world, month, held, value, rule, seen[:, :0])
        better, own = worth(world, copied), worth(world, alone)
        tried = np.where(better > value, copied, alone)
        gained = np.where(better > value, better, own)
        held = np.where(gained > value, tried, held)
        value = np.maximum(gained, value)
        path.append(np.log(value).mean())
        different.append(len(np.unique(held)))
    return path, different


def worth(world: int, sets: np.ndarray) -> np.ndarray:
    """Return what sets of six techniques are worth in a world, by the city's own kernel."""
    return np.asarray(ideas.idea_values(world, sets, SPREAD))


def learnt(
    world: int,
    month: int,
    skills: np.ndarray,
    recognition: np.ndarray,
    rule: str,
    seen: np.ndarray,
) -> np.ndarray:
    """Return what people would know after a month; who sees nobody finds one technique alone."""
    partner = np.full((PEOPLE, learn.N_ROUNDS), -1, np.int32)
    partner[:, : seen.shape[1]] = seen
    alone = 0.0 if seen.shape[1] else 1.0
    who = np.arange(PEOPLE)
    known = skills.copy()
    learn.learn_from_meetings(
        world, month, who, who, skills, recognition, partner, partner >= 0,
        RULES[rule], LEARNING, alone, IN_IDEA, known,
    )  # fmt: skip
    return known

"""T2, asked of the city's own rule of change: opinions drawn together only when they are near.

Bounded confidence (Deffuant, Neau, Amblard and Weisbuch 2000), to which `drift` can be set.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from experiments.known_answers.answers import Worked
from sim.kernels import drift
from sim.kernels.arithmetic import WHOLE
from sim.kernels.gather import N_ROUNDS

CONFIDENCES = (0.30, 0.20, 0.15, 0.10, 0.07)
PEOPLE = 1000
RUNS = 16
MONTHS = 400
COUNTED = 0.02
"""A group counts from this share of the people."""
APART = 0.01
"""Opinions nearer than this to the next are one group, once nothing moves any more."""
AXES = 3


def work_out() -> Worked:
    """Count groups of opinion for all confidences."""
    table = pd.DataFrame(
        [
            {"confidence": e, "run": run, "groups": groups_of_opinion(e, run)}
            for e, run in product(CONFIDENCES, range(RUNS))
        ]
    )
    known = table["confidence"].map(lambda e: int(1 / (2 * e)))
    off = (table["groups"] - known).abs().groupby(table["run"]).mean()
    return Worked({"T2 confidence": list(off)}, {"opinions": table})


def groups_of_opinion(confidence: float, run: int) -> int:
    """Let people whose opinions are near draw each other; count the groups that are left."""
    chance = np.random.default_rng([3, run])
    even = (chance.permutation(PEOPLE) + 1 / 2) / PEOPLE
    opinion = np.round(even * WHOLE).astype(np.uint16)
    for _ in range(MONTHS):
        opinion = draw_together(opinion, chance.permutation(PEOPLE), confidence)
    ordered = np.sort(opinion) / WHOLE
    sizes = np.diff(np.flatnonzero(np.diff(ordered, prepend=-1, append=2) > APART))
    return int((sizes >= COUNTED * PEOPLE).sum())


def draw_together(opinion: np.ndarray, met: np.ndarray, confidence: float) -> np.ndarray:
    """Return opinions after people met two by two, by the city's own drift; no anchor holds."""
    partner = np.full((PEOPLE, N_ROUNDS), -1, np.int32)
    partner[met[0::2], 0], partner[met[1::2], 0] = met[1::2], met[0::2]
    field = np.repeat(opinion[:, None], AXES, axis=1)
    still = np.zeros(PEOPLE, np.uint16)
    moved = field.copy()
    drift.drift(
        0, 0, np.arange(PEOPLE), partner, partner >= 0, field, field, still, still, still, still,
        1 / 2, confidence, 0.0, moved, still.copy(), still.copy(),
    )  # fmt: skip
    return moved[:, 0]

"""T3: an organisation whose members learn slowly knows more in the end. Apart from the city.

March 1991. Reality has so many dimensions, each 1 or -1; members believe 1, 0 or -1 of each, and
so does the code, which begins with 0. Each period members take over what the code holds, belief by
belief, with one chance, and the code what most of those who know more than it hold, with another.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.known_answers.answers import Worked

BELIEFS, MEMBERS = 30, 50
SPEEDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
SLOW, FAST = SPEEDS[0], SPEEDS[-1]
CODE_SPEED = 0.5
RUNS = 80
MOST_PERIODS = 1000


def work_out() -> Worked:
    """Let organisations learn at every speed, from the same beginnings."""
    table = pd.concat(
        [
            pd.DataFrame({"speed": speed, "run": range(RUNS), "knowledge": learnt(speed)})
            for speed in SPEEDS
        ]
    )
    at = table.set_index(["speed", "run"])["knowledge"]
    return Worked({"T3 slow": list(at[SLOW] - at[FAST])}, {"knowledge": table})


def learnt(speed: float, runs: int = RUNS) -> np.ndarray:
    """Return what members know at equilibrium: the share of beliefs that are right, by run."""
    chance = np.random.default_rng(4)
    reality = chance.choice([-1, 1], (runs, 1, BELIEFS))
    belief = chance.integers(-1, 2, (runs, MEMBERS, BELIEFS))
    code = np.zeros((runs, 1, BELIEFS), int)
    for _ in range(MOST_PERIODS):
        before = code
        code = adapted(chance, code, belief, reality)
        hears = (chance.random(belief.shape) < speed) & (before != 0)
        belief = np.where(hears, before, belief)
        if (belief == code).all():
            break
    return (belief == reality).mean(axis=(1, 2))


def adapted(
    chance: np.random.Generator, code: np.ndarray, belief: np.ndarray, reality: np.ndarray
) -> np.ndarray:
    """Return the code after it has learnt from the members who know more than it does.

    Of k members more who hold another belief than hold the code's, it takes that of the majority
    over with chance 1 - (1 - speed)^k.
    """
    better = (belief == reality).sum(axis=2) > (code == reality).sum(axis=2)
    for_it = ((belief == 1) & better[..., None]).sum(axis=1, keepdims=True)
    against = ((belief == -1) & better[..., None]).sum(axis=1, keepdims=True)
    majority = np.sign(for_it - against)
    holding = np.where(code == 1, for_it, np.where(code == -1, against, 0))
    differing = np.maximum(for_it, against)
    more = np.where((majority != 0) & (majority != code), differing - holding, 0)
    takes = chance.random(code.shape) < 1 - (1 - CODE_SPEED) ** np.maximum(more, 0)
    return np.where(takes & (more > 0), majority, code)

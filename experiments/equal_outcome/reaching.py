"""The least budget at which an arm has as much of an outcome as it is to reach."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
ALREADY, NEVER = 0.0, np.inf


def least(budgets: ArrayLike, curves: Floats, levels: Floats) -> Floats:
    """Return the least budget at which each curve is at its level or above.

    Between two budgets a curve is taken to be straight.

    Parameters
    ----------
    budgets : float array, rising, the first of them 0
    curves : float array, curves x budgets
    levels : float array, curves

    Returns
    -------
    float array, curves: a budget; 0 where nothing need be spent, infinity where no budget here is
    enough
    """
    spent = np.asarray(budgets, np.float64)
    above = curves - levels[:, None]
    there = above >= 0
    first = there.argmax(axis=1)
    rows = np.arange(len(curves))
    before = np.maximum(first - 1, 0)
    low, high = above[rows, before], above[rows, first]
    part = np.divide(-low, high - low, out=np.zeros_like(low), where=high > low)
    crossed = spent[before] + part * (spent[first] - spent[before])
    crossed = np.where(first == 0, ALREADY, crossed)
    return np.where(there.any(axis=1), crossed, NEVER)


def dealt(seeds: int, draws: int, number: int) -> NDArray[np.int64]:
    """Return seeds drawn anew with replacement, draws x seeds; the same for the same number."""
    luck = np.random.Generator(np.random.PCG64(number))
    return luck.integers(0, seeds, (draws, seeds))

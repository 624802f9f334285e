"""How unequal and how clustered things are, and where the middle of them lies."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def gini(values: NDArray[Any]) -> float:
    """Return the Gini coefficient of values of 0 or more: 0 all equal, near 1 one has all.

    G = sum_i (2 i - n - 1) x_i / (n sum x), x sorted, i from 1 (Gini 1912).
    """
    return gini_of_sorted(np.sort(np.asarray(values, np.float64)))


def gini_of_sorted(ordered: NDArray[Any]) -> float:
    """Return :func:`gini` of values that lie in order already."""
    n = len(ordered)
    total = ordered.sum()
    if n == 0 or total <= 0.0:
        return 0.0
    return float(((2.0 * np.arange(1, n + 1) - n - 1.0) * ordered).sum() / (n * total))


def moran(values: NDArray[np.float64], side: int) -> float:
    """Return Moran's I of a square map, neighbours sharing a side: N/W sum w z z / sum z z."""
    z = (values - values.mean()).reshape(side, side)
    variance = float((z * z).sum())
    if variance == 0.0:
        return 0.0
    across = float((z[:, :-1] * z[:, 1:]).sum() + (z[:-1] * z[1:]).sum())
    pairs = 2 * side * (side - 1)
    return side * side / pairs * across / variance


def in_order(values: NDArray[np.int64]) -> NDArray[Any]:
    """Return whole numbers in order; those that fit half the width take half the time."""
    narrow = np.iinfo(np.int32)
    fits = narrow.min <= values.min(initial=0) and values.max(initial=0) <= narrow.max
    return np.sort(values.astype(np.int32) if fits else values)


def median_of_sorted(ordered: NDArray[np.float64]) -> float:
    """Return the median of values that lie in order already; NaN of none."""
    if not len(ordered):
        return np.nan
    middle = len(ordered) // 2
    return float(ordered[middle - 1 + len(ordered) % 2] + ordered[middle]) / 2


def weighted_median(values: NDArray[Any], weight: NDArray[Any]) -> float:
    """Return the value at which half of the weight is reached."""
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weight[order])
    return float(values[order[np.searchsorted(running, running[-1] / 2)]])

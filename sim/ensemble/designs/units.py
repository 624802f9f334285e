"""What a number between 0 and 1 means for a factor: equal shares of its range or of its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.ensemble.designs.design import Factor

Units = npt.NDArray[np.float64]


def value_at(factor: Factor, unit: float) -> Any:
    """Return the value of a factor at a place in [0, 1].

    A range is stretched over it; whole numbers and values each have an equal share, the last one
    with the very end.
    """
    if factor.values:
        return factor.values[_share(unit, len(factor.values))]
    low, high = ends(factor)
    if factor.whole:
        return int(low) + _share(unit, int(high) - int(low) + 1)
    return min(max(low + (high - low) * unit, low), high)  # rounding may not leave the range


def at_units(factors: Sequence[Factor], units: Units) -> Iterator[dict[str, Any]]:
    """Yield the values of all factors at each row of places.

    Parameters
    ----------
    units : float array, one row per point and one column per factor, in [0, 1]
    """
    for row in units:
        yield {
            factor.path: value_at(factor, float(unit))
            for factor, unit in zip(factors, row, strict=True)
        }


def steps(factor: Factor, levels: int) -> list[Any]:
    """Return equally spaced values of a factor, both ends among them; all of its own values."""
    if factor.values:
        return list(factor.values)
    low, high = ends(factor)
    spaced = [low + (high - low) * step / (levels - 1) for step in range(levels - 1)] + [high]
    if factor.whole:
        spaced = [round(each) for each in spaced]
    return list(dict.fromkeys(spaced))


def ends(factor: Factor) -> tuple[float, float]:
    """Return both ends of a factor that has a range."""
    assert factor.low is not None
    assert factor.high is not None
    return factor.low, factor.high


def _share(unit: float, shares: int) -> int:
    return min(int(unit * shares), shares - 1)

"""How well people live: what is left of income after rent and fees."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.people import People
from sim.city.plan import CENTS

FLOOR = 100 * CENTS
UNIT = 1000 * CENTS


def left_over(people: People, rows: NDArray[Any]) -> NDArray[np.int64]:
    """Return what each has left of a month's income after rent and fees, cents."""
    return np.asarray((people.income - people.rent - people.fees)[rows])


def welfare_of(cents: NDArray[Any]) -> NDArray[np.float64]:
    """Return ln(max(left over, floor) / unit) of each sum that is left of a month, cents."""
    return np.asarray(np.log(np.maximum(cents, FLOOR) / UNIT))


def mean_welfare(people: People, rows: NDArray[Any]) -> float:
    """Return the mean welfare of some people."""
    return float(welfare_of(left_over(people, rows)).mean())

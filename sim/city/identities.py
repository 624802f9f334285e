"""Who is who: identities are never reused and never depend on policy.

People of the start come first, then the candidates by month and slot, whether they enter or not.
Firms and third places that people found are named by (founder, month); those that a policy opens
by (instrument, month, place in its list).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FOUNDED = 1 << 40
_OPENED = 1 << 60
_CANDIDATE_FIRM = 1 << 30
_MONTHS = 1 << 16
_SLOTS = 1 << 12


def candidates(start: int, month: int, slots: int) -> NDArray[np.int64]:
    """Name the people who knock in a month, in a city that began with ``start`` people."""
    return start + (month - 1) * slots + np.arange(slots)


def first_firms(count: int) -> NDArray[np.int64]:
    """Name the firms of the start."""
    return np.arange(count)


def first_places(count: int) -> NDArray[np.int64]:
    """Name the third places of the start."""
    return np.arange(count)


def candidate_firms(month: int, slots: int) -> NDArray[np.int64]:
    """Name the firms that knock in a month."""
    return _CANDIDATE_FIRM + month * _SLOTS + np.arange(slots)


def founded(founder: int, month: int) -> int:
    """Name what a person founds in a month."""
    return _FOUNDED + int(founder) * _MONTHS + month


def opened(instrument: int, month: int, number: int) -> int:
    """Name what an instrument opens in a month, the first being number 0."""
    return _OPENED + (instrument * _MONTHS + month) * _SLOTS + number

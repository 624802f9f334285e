"""How unlike people are: distance of skills and of fields, for many pairs at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

HEADS = np.uint64(0x1111111111111111)


def families(skills: NDArray[Any]) -> NDArray[np.uint64]:
    """Return masks with one bit for each family of four techniques of which any is held."""
    skills = np.asarray(skills, np.uint64)
    return (skills | skills >> 1 | skills >> 2 | skills >> 3) & HEADS


def skill_distance(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float64]:
    """Return 1 - shared families / families of either; 0 where neither holds any."""
    a, b = families(one), families(other)
    either = np.bitwise_count(a | b)
    return np.where(either > 0, 1.0 - np.bitwise_count(a & b) / np.maximum(either, 1), 0.0)


def field_distance(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float64]:
    """Return the mean absolute distance on the three axes; the last dimension is the axes."""
    return np.abs(one - other).mean(axis=-1)


def techniques(masks: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which of 64 techniques each mask holds: masks x 64."""
    bits = np.arange(64, dtype=np.uint64)
    return (np.asarray(masks, np.uint64)[:, None] >> bits & np.uint64(1)).astype(bool)

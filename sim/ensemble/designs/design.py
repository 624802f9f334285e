"""A design: the factors that are varied, and the points at which cities are lived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Factor:
    """One parameter that is varied, by its dotted path: between two ends, or over values."""

    path: str
    low: float | None = None
    high: float | None = None
    whole: bool = False
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Point:
    """One point of a design: its number, and the value it gives each factor's path."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Design:
    """All points of a design, in the order of their numbers."""

    kind: str
    factors: Sequence[Factor]
    points: Sequence[Point]
    seed: int

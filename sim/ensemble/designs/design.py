"""A design: the factors that are varied, and the points at which cities are lived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Factor:
    """One assumption that is varied, by its dotted path: between two ends, or over values.

    Attributes
    ----------
    path : as `faireville explain` names it, or the name of a group of presets
    low, high : the ends it is drawn between, where it has no values of its own
    whole : whether only whole numbers between them are taken
    values : words, switches, presets or numbers it takes instead
    unit : of its numbers, as `faireville explain` says it; none of words
    """

    path: str
    low: float | None = None
    high: float | None = None
    whole: bool = False
    values: tuple[Any, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Point:
    """One set of assumptions: its number in the design, and the value of each factor by path."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Design:
    """All points at which the same cities are lived, in the order of their numbers.

    Attributes
    ----------
    seed : luck of the points, where they are drawn
    levels : into how many steps a range is cut, where it is
    remarks : what a reader should know about how the points were made
    """

    kind: str
    factors: Sequence[Factor]
    points: Sequence[Point]
    seed: int = 0
    levels: int | None = None
    remarks: Sequence[str] = ()

    @property
    def told(self) -> dict[str, Any]:
        """Return what a manifest says of the design: all but the points, which have a table."""
        factors = [asdict(factor) | {"values": list(factor.values)} for factor in self.factors]
        return {
            "kind": self.kind,
            "seed": self.seed,
            "levels": self.levels,
            "points": len(self.points),
            "factors": factors,
        }

"""What was committed before anything was measured: patterns, design, ranges, and the split."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SPLIT = HERE / "split.yaml"
LEVELS = ("pair", "site", "district", "city")
HALVES = ("calibrates", "judges")


@dataclass(frozen=True)
class Criterion:
    """One figure and the band in which its interval must lie."""

    name: str
    pattern: str
    formula: str
    low: float
    high: float
    source: str


@dataclass(frozen=True)
class Pattern:
    """A pattern of the evidence; ``why`` says why the model cannot speak to it, if it cannot."""

    name: str
    level: str
    says: str
    criteria: tuple[Criterion, ...]
    why: str

    @property
    def speaks(self) -> bool:
        """Tell whether the model can speak to it."""
        return bool(self.criteria)


def read(name: str) -> dict[str, Any]:
    """Read one of the YAML files beside this module."""
    content: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return content


@cache
def patterns() -> dict[str, Pattern]:
    """Return every pattern, in the order of the evidence."""
    return {name: _pattern(name, given) for name, given in read("patterns.yaml").items()}


def criteria() -> dict[str, Criterion]:
    """Return every criterion of the patterns the model can speak to, by name."""
    return {one.name: one for pattern in patterns().values() for one in pattern.criteria}


@cache
def design() -> dict[str, Any]:
    """Return how the patterns are measured, parted and fitted."""
    return read("design.yaml")


def half_of(pattern: str) -> str:
    """Return the half a pattern was drawn into: it calibrates, or it judges."""
    halves = yaml.safe_load(SPLIT.read_text(encoding="utf-8"))
    return next(half for half in HALVES if pattern in halves[half])


def _pattern(name: str, given: dict[str, Any]) -> Pattern:
    inside = given.get("criteria", {}) if given["speaks"] else {}
    listed = tuple(_criterion(one, name, inside[one]) for one in inside)
    return Pattern(name, given["level"], given["pattern"], listed, given.get("why", ""))


def _criterion(name: str, pattern: str, given: dict[str, Any]) -> Criterion:
    low = -math.inf if given["low"] is None else float(given["low"])
    high = math.inf if given["high"] is None else float(given["high"])
    return Criterion(name, pattern, given["formula"], low, high, given["source"])

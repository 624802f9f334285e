"""The policies a family may be: every split of the money, and numbers of its instruments."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sim.config.refusal import Refusal
from sim.config.register import register
from sim.ensemble.designs import Factor
from sim.ensemble.designs.asked import factors_of
from sim.ensemble.moving import moved, value_at

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

    from sim.model.scenario import Scenario

GIVEN = Path(__file__).with_name("design.yaml")
INSTRUMENTS, SPLIT = "policy.instruments", "policy.split"
PARTS = 10_000
"""A share is a whole number of these, so that written down they still add up to one."""
DIGITS = 4

Point = dict[str, Any]
"""What the optimiser draws: a number in [0, 1] per instrument, a value per path."""


@cache
def design() -> dict[str, Any]:
    """Read what is committed."""
    read: dict[str, Any] = yaml.safe_load(GIVEN.read_text(encoding="utf-8"))
    return read


@dataclass(frozen=True)
class Space:
    """What may be chosen in one family.

    Attributes
    ----------
    start : the scenario of the preset
    factors : the numbers of instruments that are searched, in ranges of the register
    weights : the ends between which each instrument's weight is drawn
    """

    family: str
    preset: str
    start: Scenario
    factors: tuple[Factor, ...]
    weights: tuple[float, float]

    @property
    def instruments(self) -> tuple[str, ...]:
        """Return what the money is split between."""
        return tuple(self.start.policy.instruments)

    @property
    def distributions(self) -> dict[str, BaseDistribution]:
        """Return what the optimiser draws from, in one order."""
        from optuna.distributions import FloatDistribution

        low, high = self.weights
        split = {f"{SPLIT}.{name}": FloatDistribution(low, high) for name in self.instruments}
        return split | {factor.path: _distribution(factor) for factor in self.factors}

    @property
    def of_the_preset(self) -> Point:
        """Return the point at which the family's preset stands."""
        count = len(self.instruments)
        split = {
            f"{SPLIT}.{name}": math.exp(-count * share)
            for name, share in self.start.policy.split.items()
        }
        return split | {factor.path: value_at(self.start, factor.path) for factor in self.factors}

    def values(self, point: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a point means: shares that add up to one, and numbers of few digits."""
        drawn = {name: point[f"{SPLIT}.{name}"] for name in self.instruments}
        split = {f"{SPLIT}.{name}": share for name, share in shares(drawn).items()}
        return split | {factor.path: _short(point[factor.path]) for factor in self.factors}

    def refusal(self, point: Mapping[str, Any]) -> str:
        """Say why a point cannot be lived, as where its budget cannot fund it; else nothing."""
        try:
            moved(self.start, self.values(point))
        except Refusal as refusal:
            return refusal.sentence
        return ""

    def policy(self, point: Mapping[str, Any]) -> str:
        """Return a point as an arm of the command line; the preset itself where it stands there."""
        if dict(point) == self.of_the_preset:
            return self.preset
        values = self.values(point)
        return " ".join([self.preset, *(f"{path}={value}" for path, value in values.items())])


def shares(drawn: Mapping[str, float]) -> dict[str, float]:
    """Return the shares ln u / sum of ln u, in whole parts; the odd ones go to who lost most."""
    weight = {name: -math.log(number) for name, number in drawn.items()}
    total = sum(weight.values())
    exact = {name: PARTS * each / total for name, each in weight.items()}
    parts = {name: int(each) for name, each in exact.items()}
    by_loss = sorted(exact, key=lambda name: (parts[name] - exact[name], name))
    for name in by_loss[: PARTS - sum(parts.values())]:
        parts[name] += 1
    return {name: part / PARTS for name, part in parts.items()}


def spaces(given: Mapping[str, Any], arms: Mapping[str, Mapping[str, Any]]) -> dict[str, Space]:
    """Lay out the space of every family; a path or range that the register has not is refused."""
    return {family: _space(family, given, arms[family]) for family in given["families"]}


def _space(family: str, given: Mapping[str, Any], arm: Mapping[str, Any]) -> Space:
    from sim.model.scenario import Scenario

    asked = given["families"][family]
    ranges = {f"{INSTRUMENTS}.{path}": ends for path, ends in asked["parameters"].items()}
    factors = tuple(factors_of(ranges, register(arm), {}, ranges=True))
    low, high = given["weights"]
    return Space(family, asked["preset"], Scenario.of(dict(arm)), factors, (low, high))


def _distribution(factor: Factor) -> BaseDistribution:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if factor.values:
        return CategoricalDistribution(factor.values)
    ends = (factor.low or 0.0, factor.high or 0.0)  # a factor without values has two ends
    if factor.whole:
        return IntDistribution(*map(int, ends))
    return FloatDistribution(*ends)


def _short(value: Any) -> Any:
    """Return a number with few digits, so that what is written down is what is lived."""
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def presets(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the arms from which the search begins: each family's preset under its name."""
    return {family: asked["preset"] for family, asked in given["families"].items()}

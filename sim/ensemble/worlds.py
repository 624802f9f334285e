"""The contested science of each seed: one sampled world, the same for every arm."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.config.catalogue import RECORDED, text
from sim.config.refusal import Refusal, shown, unknown
from sim.ensemble.moving import has_path, value_at

World = dict[str, Any]
"""The value a sampled world gives each path."""

KINDS = ("uniform", "log_uniform", "integer", "choice")


@dataclass(frozen=True)
class Sampled:
    """One draw of a sampled world and the paths that receive it."""

    index: int
    paths: tuple[str, ...]
    kind: str
    low: float = 0.0
    high: float = 0.0
    values: tuple[Any, ...] = ()
    times: tuple[str, ...] = ()
    """Paths of the scenario whose values the draw is a multiple of, e.g. the city's side."""

    def value(self, luck: float) -> Any:
        """Return what a number in [0, 1) means here."""
        if self.kind == "uniform":
            return self.low + (self.high - self.low) * luck
        if self.kind == "log_uniform":
            return math.exp(math.log(self.low) + math.log(self.high / self.low) * luck)
        if self.kind == "integer":
            return int(self.low) + int(luck * (int(self.high) - int(self.low) + 1))
        return self.values[int(luck * len(self.values))]


def sampled_parameters(worlds: Mapping[str, Any] | None) -> list[Sampled]:
    """Read what is sampled from the `worlds` of a question; nothing in `worlds=default`."""
    listed = (worlds or {}).get("sampled") or {}
    named = listed.items() if isinstance(listed, Mapping) else enumerate(listed)
    return [_sampled(index, name, drawn) for index, (name, drawn) in enumerate(named)]


def _sampled(index: int, name: Any, drawn: Mapping[str, Any]) -> Sampled:
    """Check one entry of a world."""
    where = f"worlds.sampled.{name}"
    paths = drawn.get("paths") or [drawn.get("path", name)]
    kind = drawn.get("kind")
    if kind not in KINDS:
        raise unknown("draw", str(kind), KINDS, f"{where}.kind")
    values = tuple(drawn.get("values") or ())
    low, high = drawn.get("low", 0.0), drawn.get("high", 0.0)
    if kind == "choice" and not values:
        raise Refusal.of("ensemble.no_values", f"{where}.values")
    if kind != "choice" and not low <= high:
        raise Refusal.of("ensemble.no_range", where, low=shown(low), high=shown(high))
    if kind == "log_uniform" and not low > 0:
        raise Refusal.of("ensemble.log_of_nothing", where, low=shown(low))
    times = tuple(str(path) for path in drawn.get("times") or ())
    return Sampled(index, tuple(str(path) for path in paths), kind, low, high, values, times)


def draw_world(sampled: Iterable[Sampled], seed: int, scenario: Any = None) -> World:
    """Draw the world of one seed; each draw has its own address of luck.

    A draw that is a multiple of other numbers finds them in the scenario.
    """
    from sim.kernels import luck

    world: World = {}
    for drawn in sampled:
        number = luck.uniform(seed, int(luck.Purpose.WORLD), 0, drawn.index, 0)
        value = drawn.value(float(number))
        for path in drawn.times:
            value = value * value_at({} if scenario is None else scenario, path)
        world |= dict.fromkeys(drawn.paths, value)
    return world


def free_of(
    sampled: Sequence[Sampled], arms: Mapping[str, Any], fixed: Iterable[str]
) -> tuple[list[Sampled], list[str]]:
    """Leave out what the question itself fixes, and say so.

    A path is fixed where the command line set it, or where the arms differ in it: then that
    difference is what is asked about.
    """
    fixed = set(fixed)
    kept, said = [], []
    for drawn in sampled:
        taken = sorted(path for path in drawn.paths if path in fixed or _differs(arms, path))
        if taken:
            said.append(text("problems.ensemble.not_sampled", RECORDED, paths=", ".join(taken)))
        else:
            kept.append(drawn)
    return kept, said


def _differs(arms: Mapping[str, Any], path: str) -> bool:
    found = [repr(value_at(arm, path)) for arm in arms.values() if has_path(arm, path)]
    return len(set(found)) > 1

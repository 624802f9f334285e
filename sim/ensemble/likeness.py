"""Many scenarios told by what sets them apart from a first one, and made whole again."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

from sim.config.quantity import names_of
from sim.ensemble.identity import plain

LIKE, BUT = "like", "but"


def told_apart(scenarios: Mapping[str, Any]) -> dict[str, Any]:
    """Tell scenarios by name: the first of each policy whole, others by what is not as in it."""
    first: dict[tuple[str, ...], str] = {}
    told: dict[str, Any] = {}
    for name, scenario in scenarios.items():
        alike = first.setdefault(tuple(scenario.policy.instruments), name)
        if alike == name:
            told[name] = plain(scenario)
        else:
            told[name] = {LIKE: alike, BUT: dict(_differences(scenarios[alike], scenario))}
    return told


def told_whole(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain numbers of every scenario; None for one that cannot be made out."""
    return {name: _whole(told, said) for name, said in told.items()}


def _whole(told: Mapping[str, Any], said: Any) -> Any:
    if not isinstance(said, Mapping):
        return None
    if LIKE not in said:
        return said
    first = told.get(said[LIKE])
    if not isinstance(first, Mapping) or LIKE in first:
        return None
    numbers = copy.deepcopy(dict(first))
    for path, value in said.get(BUT, {}).items():
        *outer, last = path.split(".")
        inside: Any = numbers
        for name in outer:
            inside = inside.get(name) if isinstance(inside, dict) else None
        if not isinstance(inside, dict):
            return None
        inside[last] = value
    return numbers


def _differences(one: Any, other: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the paths at which a record is not as another; those they share are passed over."""
    inside, within = _inside(one), _inside(other)
    if inside and type(one) is type(other) and list(inside) == list(within):
        for name, held in inside.items():
            found = within[name]
            if held is not found and not (is_dataclass(held) and held == found):
                yield from _differences(held, found, f"{path}.{name}" if path else name)
    elif type(one) is not type(other) or one != other:
        yield path, plain(other)


def _inside(given: Any) -> Mapping[str, Any]:
    """Return what a record or a mapping holds, by name and in order; nothing of a value."""
    if is_dataclass(given):
        return {name: getattr(given, name) for name in names_of(given)}
    return given if isinstance(given, Mapping) else {}

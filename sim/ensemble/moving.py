"""A city's numbers moved to other values: only the records on the way are made and checked anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from sim.config.quantity import names_of
from sim.config.refusal import Refusal

OF_A_POLICY = "policy."


def moved[Numbers](scenario: Numbers, values: Mapping[str, Any]) -> Numbers:
    """Return a scenario with other values at dotted paths; what it shares with the first is one.

    Paths of policies the scenario does not have are passed over; any other path must be there.
    """
    there: dict[str, Any] = {}
    for path, value in values.items():
        if has_path(scenario, path):
            there[path] = value
        elif not path.startswith(OF_A_POLICY):
            raise Refusal.of("ensemble.no_such_path", path=path)
    return _replaced(scenario, there) if there else scenario


def _replaced(given: Any, values: Mapping[str, Any]) -> Any:
    """Replace values inside a record or a mapping, all those below one name at once."""
    own: dict[str, Any] = {}
    below: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        name, _, rest = path.partition(".")
        if rest:
            below.setdefault(name, {})[rest] = value
        else:
            own[name] = value
    for name, inner in below.items():
        try:
            own[name] = _replaced(own.get(name, _at(given, name)), inner)
        except Refusal as refusal:
            raise refusal.within(name) from None
    if isinstance(given, Mapping):
        return {**given, **own}
    return given.with_values(own)


def has_path(given: Any, path: str) -> bool:
    """Tell whether there is a value at a dotted path of a record or a nested mapping."""
    inside = given
    for name in path.split("."):
        if not _has(inside, name):
            return False
        inside = _at(inside, name)
    return True


def value_at(given: Any, path: str) -> Any:
    """Return the value at a dotted path of a record or a nested mapping."""
    if not has_path(given, path):
        raise Refusal.of("ensemble.no_such_path", path=path)
    inside = given
    for name in path.split("."):
        inside = _at(inside, name)
    return inside


def _has(given: Any, name: str) -> bool:
    if isinstance(given, Mapping):
        return name in given
    return is_dataclass(given) and name in names_of(given)


def _at(given: Any, name: str) -> Any:
    return given[name] if isinstance(given, Mapping) else getattr(given, name)

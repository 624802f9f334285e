"""From what is asked to be varied to factors; whatever cannot be varied is refused here."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sim.config.refusal import Refusal, nearest, shown
from sim.config.register import Row
from sim.ensemble.designs.design import Factor

WHERE = "parameters"
NOT_VARIED = ("seed",)
"""What every point shares: the same seed is the same luck at all of them."""


def factors_of(
    parameters: Any,
    known: Sequence[Row],
    presets: Mapping[str, Collection[str]],
    *,
    ranges: bool,
) -> list[Factor]:
    """Read every factor, by its path in the order of the alphabet.

    Parameters
    ----------
    parameters : mapping of path to null, [low, high], or {values: [...]}
    known : the register of what may be set
    presets : the presets of each group that may be varied as a whole
    ranges : bool
        Whether a bare list is the two ends of a range, as where points are drawn; else its items
        are the values.
    """
    if not isinstance(parameters, Mapping) or not parameters:
        raise Refusal.of("design.no_parameters", WHERE, given=shown(parameters))
    rows = {row.path: row for row in known}
    factors = []
    for path in sorted(map(str, parameters)):
        try:
            factors.append(_factor(path, parameters[path], rows, presets, ranges))
        except Refusal as refusal:
            raise refusal.within(f"{WHERE}.{path}") from None
    refuse_overlap([factor.path for factor in factors])
    return factors


def refuse_overlap(paths: Sequence[str]) -> None:
    """Refuse a factor that stands inside another one: which would win is nobody's guess."""
    for outer in paths:
        for inner in paths:
            if inner.startswith(f"{outer}."):
                raise Refusal.of("design.overlap", WHERE, outer=outer, inner=inner)


def row_of(path: str, rows: Mapping[str, Row]) -> Row:
    """Return what the register says of a path; refuse one that is not there or is shared."""
    if path in NOT_VARIED:
        raise Refusal.of("design.not_varied", name=path)
    if path not in rows:
        guess = nearest(path, rows)
        if guess:
            raise Refusal.of("config.nearest_parameter", name=path, guess=guess)
        raise Refusal.of("config.no_parameter", name=path)
    return rows[path]


def checked(value: Any, row: Row) -> Any:
    """Return one value of a factor, or refuse what its parameter may not be."""
    if row.form == "quantity":
        return _checked_number(value, row)
    if row.choices and not any(type(value) is type(word) and value == word for word in row.choices):
        raise _not_allowed(value, row)
    return value


def checked_preset(name: Any, group: str, names: Collection[str]) -> str:
    """Return one preset of a group, or refuse a name that is none."""
    if not isinstance(name, str) or name not in names:
        listed = ", ".join(sorted(names))
        raise Refusal.of("config.no_preset", group, given=shown(name), names=listed)
    return name


def _factor(
    path: str,
    given: Any,
    rows: Mapping[str, Row],
    presets: Mapping[str, Collection[str]],
    ranges: bool,
) -> Factor:
    """Read one factor."""
    values = _values(given, ranges)
    if path in presets:
        names = sorted(presets[path]) if given is None else values
        if names is None:
            raise Refusal.of("design.no_values", given=shown(given))
        return _over([checked_preset(name, path, presets[path]) for name in names], path)
    row = row_of(path, rows)
    if given is None and row.choices:
        values = list(row.choices)
    if values is not None:
        return _over([checked(value, row) for value in values], path, row.unit)
    if row.form != "quantity" or not ranges:
        raise Refusal.of("design.no_values", given=shown(given))
    return _between(given, row)


def _values(given: Any, ranges: bool) -> list[Any] | None:
    """Return the values a factor is given; None where it has two ends, or nothing."""
    if isinstance(given, Mapping):
        inside = given.get("values")
        if set(given) != {"values"} or not isinstance(inside, (list, tuple)):
            raise Refusal.of("design.no_values", given=shown(given))
        return list(inside)
    if isinstance(given, (list, tuple)) and not (ranges and _are_ends(given)):
        return list(given)
    if given is not None and not isinstance(given, (list, tuple)):
        raise Refusal.of("design.no_values", given=shown(given))
    return None


def _are_ends(given: Sequence[Any]) -> bool:
    return all(isinstance(end, (int, float)) and not isinstance(end, bool) for end in given)


def _over(values: list[Any], path: str, unit: str = "") -> Factor:
    """Return a factor that takes each of some values; refuse too few, or one twice."""
    distinct = {shown(value) for value in values}
    if len(values) < 1:
        raise Refusal.of("design.empty")
    if len(distinct) < len(values):
        raise Refusal.of("design.value_twice", given=shown(values))
    return Factor(path, values=tuple(values), unit=unit)


def _between(given: Any, row: Row) -> Factor:
    """Return a factor between two ends: those given, or those of the register."""
    ends = (row.low, row.high) if given is None else tuple(given)
    if given is None and not all(end is not None and math.isfinite(end) for end in ends):
        raise Refusal.of("design.no_finite_range", allowed=row.allowed)
    if len(ends) != 2:
        raise Refusal.of("design.two_ends", given=shown(given))
    low, high = (_checked_number(end, row) for end in ends)
    if not low < high:
        raise Refusal.of("design.no_range", low=shown(low), high=shown(high))
    return Factor(row.path, low, high, row.whole, unit=row.unit)


def _checked_number(value: Any, row: Row) -> Any:
    """Return a number within the bounds of its parameter, whole where that is whole."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    low = -math.inf if row.low is None else row.low
    high = math.inf if row.high is None else row.high
    # bounds first: NaN fails both comparisons
    if not (number and low <= value <= high and math.isfinite(value)):
        raise _not_allowed(value, row)
    if not row.whole:
        return float(value)
    if value != int(value):
        raise _not_allowed(value, row)
    return int(value)


def _not_allowed(value: Any, row: Row) -> Refusal:
    return Refusal.of(
        "config.not_allowed", given=shown(value), allowed=row.allowed, meaning=row.meaning
    )

"""What a number is: unit, bounds and meaning, declared beside the rule that reads it.

A value is written in ``configs/`` only. A class that reads numbers is a `Declared` dataclass whose
fields are made by `quantity`, `quantities`, `choice`, `part` and `texts`; making one checks all.
"""

from __future__ import annotations

import math
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from numbers import Integral, Real
from typing import Any, Self, get_origin, get_type_hints

from sim.config.catalogue import localised, said, text
from sim.config.refusal import Refusal, shown
from sim.config.telling import check_texts, is_told

Check = Callable[[Any, Any, Mapping[str, Any]], Any]


def quantity(unit: str, low: float, high: float, meaning: str) -> Any:
    """Declare one number in [low, high]; whole if annotated int, or null if `int | None`."""
    return field(metadata=_declaration("quantity", unit, low, high, meaning))


def quantities(unit: str, low: float, high: float, length: int | None, meaning: str) -> Any:
    """Declare several numbers: a tuple, or a mapping by name; length None is any length."""
    return field(metadata=_declaration("quantities", unit, low, high, meaning) | {"length": length})


def choice(meaning: str, *allowed: str | bool) -> Any:
    """Declare a word or a switch (or a tuple or mapping of words); none allowed is any word."""
    return field(metadata={"form": "choice", "allowed": allowed, "meaning": meaning})


def part(meaning: str) -> Any:
    """Declare a record inside a record: a Declared, or a mapping of name to Declared."""
    return field(metadata={"form": "part", "meaning": meaning})


def _declaration(form: str, unit: str, low: float, high: float, meaning: str) -> dict[str, Any]:
    return {"form": form, "unit": unit, "low": low, "high": high, "meaning": meaning}


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A record of declared values that refuses those outside their bounds."""

    def __post_init__(self) -> None:
        """Check every value, in the order of declaration, then what they mean together."""
        for name, *how in _checks_of(type(self)):
            given = getattr(self, name)
            value = _checked(name, given, *how)
            if value is not given:
                object.__setattr__(self, name, value)
        self.check_combination()

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """Return this record with other values; these are checked, and how all go together."""
        made = object.__new__(type(self))
        for name, *how in _checks_of(type(self)):
            own = _checked(name, values[name], *how) if name in values else getattr(self, name)
            object.__setattr__(made, name, own)
        made.check_combination()
        return made

    def check_combination(self) -> None:
        """Refuse values that are each allowed but not together; for subclasses."""


def hints_of(declared: type[Declared]) -> dict[str, Any]:
    """Return the resolved annotation of every field of a Declared class."""
    if declared not in _HINTS:
        _HINTS[declared] = get_type_hints(declared)
    return _HINTS[declared]


def names_of(record: Any) -> tuple[str, ...]:
    """Return the names of the fields that make a record what it is, in their order."""
    kind = type(record)
    if kind not in _NAMES:
        _NAMES[kind] = tuple(
            declared.name for declared in fields(record) if not is_told(declared.metadata)
        )
    return _NAMES[kind]


def _checks_of(declared: type[Declared]) -> Sequence[tuple[str, Check, Any, Mapping[str, Any]]]:
    """Return how each field is checked; a sweep makes a class many thousand times."""
    if declared not in _CHECKED:
        hints = hints_of(declared)
        _CHECKED[declared] = [
            (each.name, _CHECKS[each.metadata["form"]], hints[each.name], each.metadata)
            for each in fields(declared)
        ]
    return _CHECKED[declared]


def _checked(name: str, given: Any, check: Check, hint: Any, meta: Mapping[str, Any]) -> Any:
    """Return a value as its field keeps it; a refusal says which field it is of."""
    try:
        return check(given, hint, meta)
    except Refusal as refusal:
        raise refusal.within(name) from None


get_args = cache(typing.get_args)


@cache
def declared_inside(hint: Any) -> type[Declared] | None:
    """Return the Declared class a part holds, be it one record or a mapping or tuple of them."""
    for candidate in (hint, *get_args(hint)):
        if isinstance(candidate, type) and issubclass(candidate, Declared):
            return candidate
    return None


def allowed_text(hint: Any, meta: Mapping[str, Any]) -> str:
    """Say in words what a declared field may hold."""
    if meta["form"] == "part":
        return text("refusals.allowed.group")
    if meta["form"] == "choice":
        words = f" {text('refusals.allowed.or')} ".join(_word(word) for word in meta["allowed"])
        return words or text("refusals.allowed.word")
    whole = "whole_" if int in (hint, *get_args(hint)) else ""
    bounds = {
        "low": _number(meta["low"]),
        "high": _number(meta["high"]),
        "unit": said("units", meta["unit"]),
    }
    if meta["form"] == "quantities":
        count = "" if meta["length"] is None else meta["length"]
        return text(f"refusals.allowed.{whole}numbers", count=count, **bounds).strip()
    allowed = text(f"refusals.allowed.{whole}number", **bounds).strip()
    if type(None) in get_args(hint):
        return text("refusals.allowed.or_null", allowed=allowed)
    return allowed


def _refused(value: Any, hint: Any, meta: Mapping[str, Any]) -> Refusal:
    given, allowed = shown(value), allowed_text(hint, meta)
    meaning = said("meanings", meta["meaning"])
    return Refusal.of("config.not_allowed", given=given, allowed=allowed, meaning=meaning)


def _check_quantity(value: Any, hint: Any, meta: Mapping[str, Any]) -> int | float | None:
    """Return the number as int or float, or refuse it."""
    kind = type(value)
    # nearly every number is of the kind it is to be, and between two finite bounds
    if kind is hint and meta["low"] <= value <= meta["high"]:
        return value
    if value is None and type(None) in get_args(hint):
        return None
    whole = int in (hint, *get_args(hint))
    wanted: Any = Integral if whole else Real
    if isinstance(value, bool) or not isinstance(value, wanted):
        raise _refused(value, hint, meta)
    # bounds first: NaN fails both comparisons, and huge integers never reach float()
    if not meta["low"] <= value <= meta["high"]:
        raise _refused(value, hint, meta)
    number = int(value) if whole else float(value)
    if not math.isfinite(number):
        raise _refused(value, hint, meta)
    return number


def _check_quantities(value: Any, hint: Any, meta: Mapping[str, Any]) -> Any:
    """Return a tuple or a dict of checked numbers, or refuse them."""
    named = get_origin(hint) in (dict, Mapping)
    each = get_args(hint)[-1 if named else 0]
    if isinstance(value, str) or not isinstance(value, Mapping if named else Sequence):
        raise _refused(value, hint, meta)
    if meta["length"] is not None and len(value) != meta["length"]:
        raise _refused(value, hint, meta)
    if not named and not len(value):
        raise _refused(value, hint, meta)
    items = dict(value) if named else dict(enumerate(value))
    checked = {}
    for key, item in items.items():
        try:
            checked[key] = _check_quantity(item, each, {**meta, "form": "quantity"})
        except Refusal as refusal:
            raise refusal.within(str(key)) from None
    return checked if named else tuple(checked.values())


def _check_choice(value: Any, hint: Any, meta: Mapping[str, Any]) -> Any:
    """Return the word or switch, or the tuple or mapping of them, or refuse it."""
    origin = get_origin(hint)
    if origin is None:
        if not _is_allowed(value, meta["allowed"]):
            raise _refused(value, hint, meta)
        return value
    wanted: Any = Sequence if origin is tuple else Mapping
    if isinstance(value, str) or not isinstance(value, wanted):
        raise _refused(value, hint, meta)
    for word in value if origin is tuple else value.values():
        if not _is_allowed(word, meta["allowed"]):
            raise _refused(value, hint, meta)
    return tuple(value) if origin is tuple else dict(value)


def _is_allowed(word: Any, allowed: tuple[str | bool, ...]) -> bool:
    if not allowed:
        return isinstance(word, str) and bool(word)
    # type and value: 1 equals True in python, but is not a switch
    return any(type(word) is type(other) and word == other for other in allowed)


def _check_part(value: Any, hint: Any, meta: Mapping[str, Any]) -> Any:
    """Return the record, or the mapping or tuple of records, or refuse it."""
    inside = declared_inside(hint) or Declared
    if not get_args(hint):
        if not isinstance(value, inside):
            raise _refused(value, hint, meta)
        return value
    named = get_origin(hint) is not tuple
    if isinstance(value, str) or not isinstance(value, Mapping if named else Sequence):
        raise _refused(value, hint, meta)
    if not all(isinstance(item, inside) for item in (value.values() if named else value)):  # type: ignore[union-attr]
        raise _refused(value, hint, meta)
    return dict(value) if named else tuple(value)


def _number(bound: float) -> str:
    """Write a bound so that it can be read."""
    return localised(f"{bound:,}" if isinstance(bound, int) else f"{bound:,.12g}")


def _word(word: str | bool) -> str:
    """Write a choice as a user would type it."""
    return str(word).lower() if isinstance(word, bool) else word


_HINTS: dict[type[Declared], dict[str, Any]] = {}
_NAMES: dict[type, tuple[str, ...]] = {}
_CHECKED: dict[type[Declared], Sequence[tuple[str, Check, Any, Mapping[str, Any]]]] = {}
_CHECKS: dict[str, Check] = {
    "quantity": _check_quantity,
    "quantities": _check_quantities,
    "choice": _check_choice,
    "texts": check_texts,
    "part": _check_part,
}

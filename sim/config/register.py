"""Every declared value of a question with its meaning and source: what `explain` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from sim.config.build import declared_class
from sim.config.quantity import Declared, allowed_text, declared_inside, hints_of
from sim.config.telling import is_told

NO_SOURCE = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One declared value: where it stands, what it may be, what it is, who says so."""

    path: str
    meaning: str
    unit: str
    allowed: str
    low: float | None
    high: float | None
    default: Any
    source: str
    reader: str
    form: str = ""
    """quantity, quantities or choice, as it was declared."""
    whole: bool = False
    """Whether its numbers are whole ones."""
    choices: tuple[str | bool, ...] = ()
    """The words or switches it may be; empty where any word or number is allowed."""


def register(configuration: Mapping[str, Any], *roots: type[Declared]) -> list[Row]:
    """List every declared value of a composed configuration that still has its `sources`.

    The root of a configuration may serve several classes: the scenario its `_target_` names, and
    those in roots, such as what the door itself reads.
    """
    classes = [*roots]
    if "_target_" in configuration:
        classes.insert(0, declared_class(configuration["_target_"]))
    return [row for made in classes for row in _rows(made, [configuration], [])]


def source_of(mappings: list[Any], keys: list[str]) -> str:
    """Find the source of the value under keys, in the nearest mapping that states one.

    mappings[i] is the mapping in which keys[i] stands.
    """
    for depth in reversed(range(len(keys))):
        stated = mappings[depth].get("sources") if isinstance(mappings[depth], Mapping) else None
        for key in keys[depth:]:
            stated = stated.get(key) if isinstance(stated, Mapping) else stated
        if isinstance(stated, str):
            return stated
    return NO_SOURCE


def _rows(made: type[Declared], mappings: list[Any], keys: list[str]) -> Iterator[Row]:
    """Walk the fields of one class; mappings[-1] holds their values."""
    values, hints = mappings[-1], hints_of(made)
    for declared in fields(made):
        name, meta = declared.name, declared.metadata
        value = values.get(name) if isinstance(values, Mapping) else None
        if is_told(meta):
            continue
        if meta["form"] == "part":
            yield from _inside(value, hints[name], mappings, [*keys, name])
            continue
        yield Row(
            path=".".join([*keys, name]),
            meaning=meta["meaning"],
            unit=meta.get("unit", ""),
            allowed=allowed_text(hints[name], meta),
            low=meta.get("low"),
            high=meta.get("high"),
            default=value,
            source=source_of(mappings, [*keys, name]),
            reader=f"{made.__module__}.{made.__qualname__}",
            form=meta["form"],
            whole=int in (hints[name], *get_args(hints[name])),
            choices=tuple(meta.get("allowed", ())),
        )


def _inside(value: Any, hint: Any, mappings: list[Any], keys: list[str]) -> Iterator[Row]:
    """Walk the one record, or the records by name, that a part holds."""
    if not isinstance(value, Mapping):
        return
    if not get_args(hint):
        yield from _rows(_class_of(value, hint), [*mappings, value], keys)
        return
    for name, item in value.items():
        if isinstance(item, Mapping) and name != "sources":
            yield from _rows(_class_of(item, hint), [*mappings, value, item], [*keys, str(name)])


def _class_of(value: Mapping[str, Any], hint: Any) -> type[Declared]:
    if "_target_" in value:
        return declared_class(value["_target_"])
    return declared_inside(hint) or Declared

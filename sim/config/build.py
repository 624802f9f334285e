"""From a plain mapping to the objects of a city, without Hydra; used in workers too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from importlib import import_module
from typing import Any, get_args

from sim.config.catalogue import said
from sim.config.quantity import Declared, declared_inside, hints_of
from sim.config.refusal import Refusal, shown, unknown
from sim.config.telling import is_told

OWN = "sim."


def build(mapping: Mapping[str, Any]) -> Any:
    """Build the Declared object a mapping describes; `sources` are left out."""
    return _built(without_sources(mapping), "", Declared)


def without_sources(given: Any) -> Any:
    """Return the same nested mapping without any `sources`: numbers and words only."""
    if isinstance(given, Mapping):
        kept = {key: item for key, item in given.items() if key != "sources"}
        return {key: without_sources(item) for key, item in kept.items()}
    if isinstance(given, (list, tuple)):
        return [without_sources(item) for item in given]
    return given


def declared_class(target: Any, path: str = "") -> type[Declared]:
    """Return the Declared class a `_target_` names; nothing outside `sim` can be named."""
    try:
        if not (isinstance(target, str) and target.startswith(OWN)):
            raise ImportError
        module, name = target.rsplit(".", 1)
        found = getattr(import_module(module), name)
        if not (isinstance(found, type) and issubclass(found, Declared)):
            raise ImportError
    except (ImportError, AttributeError):
        where = _join(path, "_target_")
        raise Refusal.of("config.no_class", where, given=shown(target)) from None
    return found


def _built(given: Any, path: str, expected: type[Declared]) -> Declared:
    """Build one record; expected is the class its field asks for."""
    if isinstance(given, Declared):
        return given
    if not isinstance(given, Mapping):
        raise Refusal.of("config.no_group", path, given=shown(given))
    made = declared_class(given["_target_"], path) if "_target_" in given else expected
    values = {key: item for key, item in given.items() if key != "_target_"}
    _check_keys(made, values, path)
    hints = hints_of(made)
    for declared in fields(made):
        if declared.metadata.get("form") == "part":
            name = declared.name
            values[name] = _part(values[name], _join(path, name), hints[name])
    try:
        return made(**values)
    except Refusal as refusal:
        raise refusal.within(path) from None


def _part(given: Any, path: str, hint: Any) -> Any:
    """Build what a part holds: one record, or one for every name or item."""
    inside = declared_inside(hint) or Declared
    if not get_args(hint):
        return _built(given, path, inside)
    if isinstance(given, Mapping):
        return {str(key): _built(item, _join(path, key), inside) for key, item in given.items()}
    if isinstance(given, (list, tuple)):
        return [_built(item, _join(path, at), inside) for at, item in enumerate(given)]
    raise Refusal.of("config.no_group", path, given=shown(given))


def _check_keys(made: type[Declared], values: Mapping[str, Any], path: str) -> None:
    """Refuse keys that the class does not know and keys that it lacks."""
    meanings = {declared.name: declared.metadata.get("meaning", "") for declared in fields(made)}
    for key in values:
        if key not in meanings:
            raise unknown("key", str(key), meanings, path)
    told = {declared.name for declared in fields(made) if is_told(declared.metadata)}
    for key, meaning in meanings.items():
        if key not in values and key not in told:
            raise Refusal.of("config.missing", _join(path, key), meaning=said("meanings", meaning))


def _join(path: str, name: Any) -> str:
    return f"{path}.{name}" if path else str(name)

"""The identities of many scenarios at once, quicker than one by one, and the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from json.encoder import encode_basestring_ascii
from math import isfinite
from typing import Any

from sim.config.quantity import names_of
from sim.ensemble.identity import (
    OF_AN_ARM,
    hash_of_text,
    plain,
    sources,
    without_labels,
    written,
)


def _number(given: float) -> str:
    """Write a number as `written` does, which refuses one that is not finite."""
    return repr(given) if isfinite(given) else written(given)


PLAINEST: Mapping[type, Callable[[Any], str]] = {
    float: _number,
    int: repr,
    str: encode_basestring_ascii,
    bool: written,
}
"""How what stands in records most is written, without the writer that knows all kinds."""


class Identities:
    """Names runs as `run_identity` and `burn_in_identity` do.

    Scenarios moved from a few first ones share most of their records with them; those are
    written down once for all.
    """

    def __init__(self, first: Iterable[Any]) -> None:
        self._known: dict[int, tuple[Any, str]] = {}
        self._sources = written(sources())
        for scenario in first:
            self._know(scenario.policy, self._policy(scenario.policy))
            for declared in fields(scenario):
                if declared.name != "policy":
                    self._learn(getattr(scenario, declared.name))

    def of(self, scenario: Any) -> tuple[str, str]:
        """Return the identity of a run and that of its burn-in."""
        parts = {"_target_": _kind(scenario)}
        for name in names_of(scenario):
            say = self._policy if name == "policy" else self._text
            parts[name] = say(getattr(scenario, name))
        run = hash_of_text(f'{{"scenario":{_object(parts)},"sources":{self._sources}}}')
        shared = {name: said for name, said in parts.items() if name not in OF_AN_ARM}
        return run, hash_of_text(_object(shared))

    def _learn(self, given: Any) -> None:
        """Write a record down with all that is in it; what it holds first, so that it is quick."""
        if is_dataclass(given):
            for name in names_of(given):
                self._learn(getattr(given, name))
            self._know(given, self._text(given))
        elif isinstance(given, Mapping):
            for item in given.values():
                self._learn(item)

    def _know(self, given: Any, said: str) -> None:
        self._known[id(given)] = (given, said)  # held, so that no other takes its place

    def _policy(self, policy: Any) -> str:
        known = self._known.get(id(policy))
        return known[1] if known else written(without_labels(plain(policy)))

    def _text(self, given: Any) -> str:
        known = self._known.get(id(given))
        if known:
            return known[1]
        plainest = PLAINEST.get(type(given))
        if plainest:
            return plainest(given)
        if is_dataclass(given):
            parts = {name: self._text(getattr(given, name)) for name in names_of(given)}
            return _object({"_target_": _kind(given), **parts})
        if isinstance(given, Mapping):
            return _object({str(key): self._text(item) for key, item in given.items()})
        return written(plain(given))


def _kind(given: Any) -> str:
    kind = type(given)
    return _key(f"{kind.__module__}.{kind.__qualname__}")


@cache
def _key(name: str) -> str:
    return written(name)


def _object(parts: Mapping[str, str]) -> str:
    """Write a mapping down whose values are written already."""
    return "{" + ",".join([f"{_key(name)}:{parts[name]}" for name in sorted(parts)]) + "}"

"""Villages to try things on: composed once, settled once, branched as often as a test likes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np

from sim.city.city import City
from sim.model.model import CityModel
from sim.model.scenario import Scenario

ARMS = ("none", "cash", "attraction", "collaboration")
MATCHED = ("attraction_matched", "collaboration_matched")
VERBS = (
    "govern",
    "gather",
    "meet",
    "accept",
    "learn",
    "make",
    "release",
    "work",
    "keep_up",
    "rent",
    "move",
    "come_and_go",
    "drift",
    "settle",
)
TABLES = ("people", "ties", "firms", "places", "cells", "ideas")


@cache
def scenario(policy: str = "none", *overrides: str) -> Scenario:
    """Return a village under a policy of the presets."""
    return Scenario.compose("city=village", f"policy={policy}", *overrides)


def changed(record: Any, **changes: Any) -> Any:
    """Return a declared record with other values; two underscores stand for a dot of a path."""
    nested: dict[str, dict[str, Any]] = {}
    own: dict[str, Any] = {}
    for path, value in changes.items():
        first, _, rest = path.partition("__")
        if rest:
            nested.setdefault(first, {})[rest] = value
        else:
            own[first] = value
    for name, inside in nested.items():
        old = getattr(record, name) if not isinstance(record, Mapping) else record[name]
        own[name] = changed(old, **inside)
    if isinstance(record, Mapping):
        return {**record, **own}
    return replace(record, **own)


def lived(given: Scenario, months: int) -> CityModel:
    """Return a city built from a scenario that has lived so many months without policy."""
    model = CityModel(given)
    model.live(months)
    return model


@cache
def settled(seed: int = 0, months: int = 6) -> CityModel:
    """Return a village that has settled a little; branch it, never step it."""
    return lived(changed(scenario(), seed=seed), months)


def branch(policy: str, seed: int = 0, months: int = 6, **changes: Any) -> CityModel:
    """Return the settled village under a policy of the presets."""
    return settled(seed, months).branch(changed(scenario(policy), seed=seed, **changes))


def columns(city: City) -> dict[str, np.ndarray]:
    """Return a copy of every column of every table, by ``table.column``."""
    return {
        f"{table}.{name}": column.copy()
        for table in TABLES
        for name, column in getattr(city, table).columns().items()
    }


def loose(city: City) -> dict[str, Any]:
    """Return a copy of what a city holds beside its columns, by ``city.name`` or table."""
    offers = city.offers.copy()
    held = {f"city.offers.{each.name}": getattr(offers, each.name) for each in fields(offers)}
    return held | {
        "city.commitments": [vars(each).copy() for each in city.commitments],
        "city.purses": dict(city.purses),
        "city.reserved": dict(city.reserved),
        "city.unbuilt": {name: waiting.tolist() for name, waiting in city.unbuilt.items()},
        "city.pending_places": [(who, tuple(group)) for who, group in city.pending_places],
        "city.books.balance": dict(city.books.balance),
        "city.books.ledger": dict(city.books.ledger),
        "city.month": city.month,
        "ideas.further": {row: list(found) for row, found in city.ideas.further.items()},
    }


def everything(city: City) -> dict[str, Any]:
    """Return a copy of all that a city is, tables and the rest."""
    return columns(city) | loose(city)


def written(city: City, before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Return the names of what differs; in rows born between, of what is not left empty."""
    return {name for name in before if _differs(city, name, before[name], after[name])}


def _differs(city: City, name: str, before: Any, after: Any) -> bool:
    if not isinstance(before, np.ndarray):
        return bool(before != after)
    if not np.array_equal(before, after[: len(before)], equal_nan=before.dtype.kind == "f"):
        return True
    table, _, column = name.partition(".")
    if len(after) == len(before) or table == "city":
        return False
    empty = getattr(city, table).COLUMNS[column][2]
    return bool((after[len(before) :] != empty).any())


def fingerprint(kept: Mapping[str, Any]) -> str:
    """Return a hash of what a city is, or of what was observed of it, to the last bit."""
    digest = hashlib.sha256()
    for name in sorted(kept):
        value = kept[name]
        digest.update(name.encode())
        digest.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    return digest.hexdigest()


def series(model: CityModel, months: int) -> np.ndarray:
    """Live so many months and return what was observed: months x outcomes."""
    from sim.recorder.observe import observe

    rows = []
    for _ in range(months):
        model.step()
        rows.append([float(value) for value in observe(model).values()])
    return np.array(rows)

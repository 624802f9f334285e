"""Lives towns without policy, as they are or with one rate behind them doubled or halved."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

RANGES = Path(__file__).with_name("ranges.yaml")
SETTLED = 60
"""Months a city takes to settle; ranges speak of those after it."""
MONTHS = 300
SEEDS = 16


def ranges() -> dict[str, dict[str, Any]]:
    """Read the ranges of a plausible city, each with its source and the rate behind it."""
    read: dict[str, dict[str, Any]] = yaml.safe_load(RANGES.read_text(encoding="utf-8"))
    return read


def numbers(*overrides: str) -> dict[str, Any]:
    """Compose the default town, in the default world, without policy."""
    from sim.config.build import without_sources
    from sim.config.compose import compose

    composed = without_sources(compose(["policy=none", *overrides]))
    return {key: value for key, value in composed.items() if key != "hydra"}


def matching(given: Mapping[str, Any], pattern: str) -> list[str]:
    """Name the numbers a dotted pattern stands for; ``kinds.*.drive`` is that of every kind."""
    return [path for path in _paths(given) if fnmatch(path, pattern)]


def _paths(given: Mapping[str, Any], start: str = "") -> Iterator[str]:
    for key, value in given.items():
        if isinstance(value, Mapping):
            yield from _paths(value, f"{start}{key}.")
        else:
            yield f"{start}{key}"


def turned(given: Mapping[str, Any], knob: Mapping[str, Any]) -> dict[str, Any]:
    """Return the numbers with those of a knob multiplied by its factor."""
    changed = copy.deepcopy(dict(given))
    for path in matching(given, knob["path"]):
        *way, last = path.split(".")
        there: Any = changed
        for step in way:
            there = there[step]
        kind = type(there[last])
        value = there[last] * knob["factor"]
        there[last] = kind(round(value)) if kind is int else value
    return changed


def live(given: Mapping[str, Any], seed: int, months: int) -> pd.DataFrame:
    """Live one town; return what was observed, a row a month, with the share of each kind."""
    from sim.model.model import CityModel
    from sim.model.scenario import Scenario
    from sim.recorder.observe import observe

    model = CityModel(Scenario.of({**given, "seed": seed}))
    names = model.city.population.names
    seen = []
    for month in range(1, months + 1):
        model.step()
        people = model.city.people
        kinds = np.bincount(people.kind[people.order], minlength=len(names)) / len(people.order)
        shares = {f"share_{name}": share for name, share in zip(names, kinds, strict=True)}
        seen.append({"seed": seed, "month": month} | observe(model) | shares)
    return pd.DataFrame(seen)


def live_all(towns: Sequence[tuple[Mapping[str, Any], int, int]]) -> list[pd.DataFrame]:
    """Live several towns (numbers, seed, months), two at a time, in processes of one thread."""
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend="loky", inner_max_num_threads=1):
        lived: list[pd.DataFrame] = Parallel(n_jobs=2)(delayed(live)(*town) for town in towns)
    return lived


def settled_means(towns: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the mean of every sign over the months after the city settled, a row a seed."""
    months = pd.concat(towns)
    return months[months["month"] > SETTLED].groupby("seed").mean().drop(columns="month")

"""Finds sets of parameters that bring the calibrating half into its bands, and keeps several.

Sobol's sequence over committed ranges; who leaves a range of life is rejected; of the others those
nearest to the bands of the calibrating half are lived again, in more towns, and the nearest kept.
Nothing here knows a policy.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import median_abs_deviation, qmc

from experiments.patterns import measures
from experiments.patterns.given import HALVES, Criterion, criteria, half_of, read
from experiments.patterns.towns import measure_all

DECIMALS = 4
SMALL = 1e-12
Values = dict[str, Any]


def parameters() -> dict[str, dict[str, Any]]:
    """Return what the fit may move, and how far."""
    return read("parameters.yaml")


def calibrating() -> list[Criterion]:
    """Return the criteria of the half that calibrates."""
    return [one for one in criteria().values() if half_of(one.pattern) == HALVES[0]]


def candidates(numbers: Mapping[str, Any], points: int, luck: int) -> list[Values]:
    """Return as many sets of values, spread evenly over the ranges, each by Hydra path."""
    moved = parameters()
    low, high = ([one[edge] for one in moved.values()] for edge in ("low", "high"))
    sobol = qmc.Sobol(len(moved), rng=np.random.default_rng(luck))
    drawn = qmc.scale(sobol.random(points), low, high).round(DECIMALS)
    return [
        {
            path: _value(numbers, path, given, float(value))
            for (path, given), value in zip(moved.items(), point, strict=True)
        }
        for point in drawn
    ]


def _value(numbers: Mapping[str, Any], path: str, given: Mapping[str, Any], value: float) -> Any:
    """Return what a path is set to: the value, or a list in which one share gives to another."""
    if "moves" not in given:
        return value
    shares = list(value_at(numbers, path))
    to, taken_from = given["moves"]
    shares[taken_from] = round(shares[taken_from] + shares[to] - value, DECIMALS)
    shares[to] = value
    return shares


def value_at(numbers: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a dotted path."""
    there: Any = numbers
    for step in path.split("."):
        there = there[step]
    return there


def with_values(numbers: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """Return the numbers of a town with a set's values in their places."""
    changed = copy.deepcopy(dict(numbers))
    for path, value in values.items():
        *way, last = path.split(".")
        value_at(changed, ".".join(way))[last] = value
    return changed


def figures_of(towns: Sequence[Mapping[str, Any]], names: Collection[str]) -> dict[str, float]:
    """Return criteria's figures over the towns of one set."""
    parts = [town["parts"] for town in towns]
    return {name: measures.figure(name, parts) for name in names}


def signs_outside(towns: Sequence[Mapping[str, Any]], ranges: Mapping[str, Any]) -> list[str]:
    """Return the signs of life whose mean over towns leaves its range."""
    means = pd.DataFrame([town["signs"] for town in towns]).mean()
    return [
        sign for sign, given in ranges.items() if not given["low"] <= means[sign] <= given["high"]
    ]


def violations(figures: pd.DataFrame, judged: Sequence[Criterion]) -> pd.DataFrame:
    """Return how far each set's figures lie outside their bands; 0 inside, nan without figure."""
    return pd.DataFrame(
        {
            one.name: np.maximum(
                np.maximum(one.low - figures[one.name], figures[one.name] - one.high), 0.0
            ).where(figures[one.name].notna())
            for one in judged
        },
        index=figures.index,
    )


def scales(figures: pd.DataFrame, judged: Sequence[Criterion]) -> pd.Series:
    """Return what a violation of each criterion is measured in.

    Half the width of its band or the spread of the figure over the sets tried (median absolute
    deviation), whichever is more, so that neither luck in few towns nor a figure that nothing
    moves decides which set is nearer. A band with one edge has no width; where nothing moves its
    figure either, the scale is 0 and it is left out.
    """
    spread = {}
    for one in judged:
        known = figures[one.name].dropna()
        moved = float(median_abs_deviation(known, scale="normal")) if len(known) else 0.0
        half = (one.high - one.low) / 2
        spread[one.name] = max(moved, half) if np.isfinite(half) else moved
    return pd.Series(spread)


def distances(figures: pd.DataFrame, judged: Sequence[Criterion], scale: pd.Series) -> pd.Series:
    """Return each set's distance: mean over patterns of violations, each over its scale.

    A set without a figure counts as far off as the worst that has one.
    """
    movable = [one for one in judged if scale[one.name] > SMALL]
    off = violations(figures, movable) / scale[[one.name for one in movable]]
    off = off.fillna(off.max()).fillna(0.0)
    by_pattern = off.T.groupby([one.pattern for one in movable]).mean().T
    return by_pattern.mean(axis=1)


def fit(numbers: Mapping[str, Any], design: Mapping[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Try every set, live the nearest again, and return what was tried and who was accepted.

    Accepted are those within all ranges of life and nearer than the numbers as they stand, at
    most so many.
    """
    from experiments.life.living import ranges

    given, judged, life = design["fit"], calibrating(), ranges()
    sets = [{}, *candidates(numbers, given["points"], given["luck"])]
    names = [one.name for one in judged]
    tried = _lived(numbers, design, sets, names, given["seeds"], life, "fit")
    scale = scales(tried[names], judged)
    tried["distance"] = distances(tried[names], judged, scale)
    alive = tried[(tried["outside"] == "") & (tried.index > 0)]
    nearest = alive.sort_values("distance", kind="stable").index[: given["finalists"]]
    chosen = [sets[0], *(sets[place] for place in nearest)]
    finals = _lived(numbers, design, chosen, names, given["seeds_of_finalists"], life, "finalists")
    finals["distance"] = distances(finals[names], judged, scale)
    better = (finals["outside"] == "") & (finals["distance"] < finals["distance"].iloc[0])
    kept = finals[better].sort_values("distance", kind="stable")[: given["accepted"]]
    return tried, kept


def _lived(
    numbers: Mapping[str, Any],
    design: Mapping[str, Any],
    sets: Sequence[Values],
    names: Sequence[str],
    seeds: int,
    life: Mapping[str, Any],
    said: str,
) -> pd.DataFrame:
    """Live so many towns with each set of values; return figures, signs outside, and values."""
    first = design["fit"]["first_seed"]
    asked = [(with_values(numbers, one), first + k) for one in sets for k in range(seeds)]
    towns = measure_all(asked, design, names, said)
    rows = []
    for place, values in enumerate(sets):
        own = towns[place * seeds : (place + 1) * seeds]
        outside = " ".join(signs_outside(own, life))
        rows.append(figures_of(own, names) | {"outside": outside, "values": values})
    return pd.DataFrame(rows)

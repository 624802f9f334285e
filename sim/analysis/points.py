"""What two arms differ by at every point of a design, seed by seed on the same luck."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.contrasts import finished
from sim.analysis.intervals import Floats

FACTOR = "factor."
"""What stands before the path of a factor, as a column of the table of points."""
Pair = tuple[str, str]


def factors(told: Mapping[str, Any]) -> list[str]:
    """Return the paths that a design varies, as its manifest tells them."""
    return [str(factor["path"]) for factor in told["factors"]]


def differences(runs: pd.DataFrame, pair: Pair, outcome: str) -> pd.DataFrame:
    """Return arm minus reference in one outcome: a row per point, a column per seed.

    Not a number where one of the two did not finish, or has no such outcome.
    """
    whole = finished(runs)
    arm, reference = (
        whole[whole["arm"] == name].pivot(index="point", columns="seed", values=outcome)
        for name in pair
    )
    points = arm.index.union(reference.index)
    seeds = arm.columns.intersection(reference.columns)
    return arm.reindex(points)[seeds] - reference.reindex(points)[seeds]


def mean_differences(by_seed: pd.DataFrame, points: int) -> Floats:
    """Return the mean over seeds at each of a number of points.

    Not a number where a seed is missing: means over other seeds would differ by their luck.
    """
    means = by_seed.to_numpy(float).mean(axis=1) if by_seed.shape[1] else np.nan
    at_points: Floats = np.full(points, np.nan)
    at_points[by_seed.index.to_numpy(int)] = means
    return at_points


def places(design: pd.DataFrame, told: Mapping[str, Any]) -> Floats:
    """Return where each point lies: a row per point, a column per factor, in [0, 1].

    Of a factor with values of its own, its place in their list.
    """
    ordered = design.sort_values("point")
    columns = []
    for factor in told["factors"]:
        given = ordered[f"{FACTOR}{factor['path']}"]
        if factor["values"]:
            rank = {_key(value): place for place, value in enumerate(factor["values"])}
            ranks = [rank[_key(value)] for value in given]
            columns.append(np.array(ranks, float) / max(len(rank) - 1, 1))
        else:
            low, high = float(factor["low"]), float(factor["high"])
            columns.append((given.to_numpy(float) - low) / (high - low))
    return np.column_stack(columns)


def _key(value: Any) -> str:
    """Write a value so that it is found again whatever kind its column has."""
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, (bool, np.bool_))
    return repr(float(value)) if number else str(value).lower()

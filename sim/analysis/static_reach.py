"""What geometry alone would say about one big site or many small ones.

The closed form of the project's evidence (part 6.2), without any dynamics: residents spread
evenly, each goes to the nearest of k equal sites, willingness falls with distance. It covers
the *visit* channel only. Whatever the living model adds is a deviation from it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

QUADRATURE = 240  # points per side, as in the evidence's own table
READ_FROM = {
    "side": ("city.side",),
    "cell_km": ("city.cell_km",),
    "reach_km": ("behaviour.gather.catchment",),
    "gamma": ("behaviour.meet.place_exponent",),
    "sites": ("static.sites",),
    "overhead": ("static.overhead",),
}


@lru_cache(maxsize=512)
def reach(side_km: float, reach_km: float, sites: int, points: int = QUADRATURE) -> float:
    """Return how much of itself the average resident brings to the nearest of k sites.

        M(k) = mean over residents of exp(-distance to the nearest site / lambda)

    Sites stand at the centres of k equal sub-squares; a k that is not a square number is laid
    on the squarest grid of rows and columns that holds exactly k.
    """
    rows = max(n for n in range(1, int(np.sqrt(sites)) + 1) if sites % n == 0)
    middle = (np.arange(points) + 1 / 2) * side_km / points
    along = np.abs(middle[:, None] - _centres(side_km, sites // rows)).min(axis=1)
    across = np.abs(middle[:, None] - _centres(side_km, rows)).min(axis=1)
    distance = np.hypot(along[:, None], across[None, :])
    return float(np.exp(-distance / reach_km).mean())


def reach_gain(side_km: float, reach_km: float, sites: int) -> float:
    """Return R = M(k) / M(1), what k sites reach for each resident one site would reach."""
    return reach(side_km, reach_km, sites) / reach(side_km, reach_km, 1)


def static_ratio(gain: ArrayLike, sites: int, gamma: ArrayLike, overhead: ArrayLike) -> NDArray:
    """Return the output of k sites for each unit that one site would give with the same money.

        R^gamma * k^(1 - gamma) * (1 - k phi) / (1 - phi)

    Above 1 the many win, below 1 the one. Once k phi reaches 1 overhead eats the whole budget
    and the ratio is 0.
    """
    exponent = np.asarray(gamma, float)
    share = np.asarray(overhead, float)
    usable = np.maximum(1 - sites * share, 0) / (1 - share)
    return np.asarray(gain, float) ** exponent * float(sites) ** (1 - exponent) * usable


def break_even_gamma(gain: float, sites: int) -> float:
    """Return the exponent above which one site beats many when overhead costs nothing."""
    return float(np.log(sites) / (np.log(sites) - np.log(gain)))


def by_seed(config: Mapping[str, Any], runs: pd.DataFrame) -> pd.DataFrame:
    """Return what geometry alone would say in each seed's world.

    A number sampled per seed is taken from its world, any other from the configuration. The
    table is empty where the configuration lacks one of the numbers the form needs.

    Returns
    -------
    table with one row per seed: side_km, reach_km, gamma, sites, overhead, gain, ratio
    """
    worlds = runs.drop_duplicates("seed").set_index("seed").sort_index()
    found = pd.DataFrame(
        {name: _in_each_world(config, worlds, paths) for name, paths in READ_FROM.items()},
        index=worlds.index,
    )
    if found.empty or found.isna().any(axis=None):
        return pd.DataFrame()
    found["side_km"] = found.pop("side") * found.pop("cell_km")
    found["sites"] = found["sites"].round().clip(lower=1).astype(int)
    rows: list[dict[Any, Any]] = found.to_dict("records")
    for row in rows:
        row["gain"] = reach_gain(row["side_km"], row["reach_km"], row["sites"])
        row["ratio"] = float(static_ratio(row["gain"], row["sites"], row["gamma"], row["overhead"]))
    return pd.DataFrame(rows, index=found.index)


def _in_each_world(
    config: Mapping[str, Any], worlds: pd.DataFrame, paths: Sequence[str]
) -> "pd.Series[float]":
    """Return one number per seed: sampled, else configured, else not a number."""
    for path in paths:
        if f"world.{path}" in worlds:
            return worlds[f"world.{path}"].astype(float)
    for path in paths:
        inside: Any = config
        for key in path.split("."):
            inside = inside.get(key) if isinstance(inside, Mapping) else None
        if isinstance(inside, int | float):
            return pd.Series(float(inside), index=worlds.index)
    return pd.Series(np.nan, index=worlds.index)


def _centres(side_km: float, count: int) -> NDArray:
    """Return the middles of equal stretches of a side."""
    return (np.arange(count) + 1 / 2) * side_km / count

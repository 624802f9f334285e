"""What geometry alone would say about few big sites or many small ones.

The closed form of the project's evidence (part 6.2), without any dynamics: residents spread
evenly, each goes to the nearest of k equal sites, willingness falls with distance. It covers
the *visit* channel only. Whatever the living model adds is a deviation from it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

QUADRATURE = 240  # points per side, as in the evidence's own table
READ_FROM = {
    "side": "city.side",
    "cell_km": "city.cell_km",
    "people": "city.people",
    "reach_km": "behaviour.gather.catchment",
    "gamma": "behaviour.meet.place_exponent",
    "fixed_cost": "economy.places.fixed_cost",
}
PEOPLE_PER_UNIT = 4000  # the number of sites is declared per so many people


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


def reach_gain(side_km: float, reach_km: float, sites: int, few: int = 1) -> float:
    """Return R = M(k) / M(j), what k sites reach for each resident whom j sites would reach."""
    return reach(side_km, reach_km, sites) / reach(side_km, reach_km, few)


def static_ratio(
    gain: ArrayLike, sites: int, gamma: ArrayLike, overhead: ArrayLike, few: int = 1
) -> NDArray:
    """Return the output of k sites for each unit that j sites would give with the same money.

        R^gamma * (k / j)^(1 - gamma) * (1 - k phi) / (1 - j phi)

    Above 1 the k win, below 1 the j. Once k phi reaches 1 overhead eats the whole budget
    and the ratio is 0.
    """
    exponent = np.asarray(gamma, float)
    share = np.asarray(overhead, float)
    usable = np.maximum(1 - sites * share, 0) / (1 - few * share)
    return np.asarray(gain, float) ** exponent * (sites / few) ** (1 - exponent) * usable


def break_even_gamma(gain: float, sites: int) -> float:
    """Return the exponent above which one site beats many when overhead costs nothing."""
    return float(np.log(sites) / (np.log(sites) - np.log(gain)))


def by_seed(
    config: Mapping[str, Any],
    policy: Mapping[str, Any],
    runs: pd.DataFrame,
    monthly_grant: "pd.Series[float]",
    other: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Return what geometry alone would say in each seed's world.

    A number sampled per seed is taken from its world, any other from the configuration. The
    table is empty where one of the numbers the form needs is missing, or where either policy
    builds no site.

    Parameters
    ----------
    config : mapping
        The composed configuration of the comparison.
    policy : mapping
        The policy with many sites; the instrument that builds most of them says how many.
    monthly_grant : float series by seed
        Euros a month; what one site costs whatever its size, as a share of it, is phi.
    other : mapping, optional
        The policy with few sites; one site where it is left out.

    Returns
    -------
    table with one row per seed: side_km, reach_km, gamma, sites, few, overhead, gain, ratio
    """
    worlds = runs.drop_duplicates("seed").set_index("seed").sort_index()
    found = pd.DataFrame(
        {name: _in_each_world(config, worlds, path) for name, path in READ_FROM.items()},
        index=worlds.index,
    )
    people = found.pop("people")
    found["sites"] = [float(sites(policy, count)) for count in people]
    found["few"] = 1.0 if other is None else [float(sites(other, count)) for count in people]
    counts = ["sites", "few"]
    found["overhead"] = found.pop("fixed_cost") / monthly_grant.reindex(found.index)
    found["side_km"] = found.pop("side") * found.pop("cell_km")
    if (
        found.empty
        or not np.isfinite(found.to_numpy(float)).all()
        or (found[counts] < 1).any(axis=None)
    ):
        return pd.DataFrame()
    rows: list[dict[Any, Any]] = found.astype(dict.fromkeys(counts, int)).to_dict("records")
    for row in rows:
        many, few = row["sites"], row["few"]
        row["gain"] = reach_gain(row["side_km"], row["reach_km"], many, few)
        ratio = static_ratio(row["gain"], many, row["gamma"], row["overhead"], few)
        row["ratio"] = float(ratio)
    return pd.DataFrame(rows, index=found.index)


def sites(policy: Mapping[str, Any], people: float) -> int:
    """Return how many sites a policy builds in a city of so many people; 0 if it builds none."""
    counts = [
        max(1, round(one["sites"] * (people / PEOPLE_PER_UNIT) ** one.get("size_exponent", 1)))
        for one in policy.get("instruments", {}).values()
        if isinstance(one, Mapping) and one.get("sites") and np.isfinite(people)
    ]
    return max(counts, default=0)


def _in_each_world(
    config: Mapping[str, Any], worlds: pd.DataFrame, path: str
) -> "pd.Series[float]":
    """Return one number per seed: sampled, else configured, else not a number."""
    if f"world.{path}" in worlds:
        return worlds[f"world.{path}"].astype(float)
    inside: Any = config
    for key in path.split("."):
        inside = inside.get(key) if isinstance(inside, Mapping) else None
    known = isinstance(inside, int | float) and not isinstance(inside, bool)
    return pd.Series(float(inside) if known else np.nan, index=worlds.index)


def _centres(side_km: float, count: int) -> NDArray:
    """Return the middles of equal stretches of a side."""
    return (np.arange(count) + 1 / 2) * side_km / count

"""What each arm gives up against the best, and which arms no other dominates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.worlds.judging import WORLD, share
from sim.analysis import regret

ANY = "any other"
IN_SET, DOMINATES = "not dominated by", "dominates"


def candidates(given: Mapping[str, Any]) -> list[str]:
    """Return the arms that are held against each other: the reference and both headline arms."""
    return [given["reference"], *reversed(given["headline"])]


def regrets(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Summarise the regret of every candidate, by city and primary outcome.

    Returns
    -------
    table: city, outcome, and what :func:`sim.analysis.regret.summary` says of each arm
    """
    arms, outcomes = candidates(given), list(given["outcomes"])
    ways = regret.directions(outcomes)
    tables = []
    for city, there in runs.groupby("city", sort=False):
        values = values_of(there, arms, outcomes)
        for place, outcome in enumerate(outcomes):
            found = regret.summary(values[:, :, place], ways[place], arms)
            tables.append(found.assign(city=city, outcome=outcome))
    return pd.concat(tables, ignore_index=True)[["city", "outcome", *found.columns]]


def pareto(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Say in how many worlds no other candidate dominates an arm, and whom it dominates.

    Returns
    -------
    table: city, arm, relation, other, and the share of worlds in which it holds (Wilson)
    """
    rows = []
    for city, there in runs.groupby("city", sort=False):
        for one in _relations(there, given):
            told = share(pd.Series(one.pop("holds")), given["confidence"])
            rows.append({"city": city, **one, **told})
    return pd.DataFrame(rows)


def _relations(runs: pd.DataFrame, given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give each relation between candidates, with the worlds in which it holds."""
    arms, outcomes = candidates(given), list(given["outcomes"])
    values = values_of(runs, arms, outcomes)
    whole = values[np.isfinite(values).all(axis=(1, 2))]
    ways = regret.directions(outcomes)
    kept, over = regret.undominated(whole, ways), regret.dominates(whole, ways)
    for place, arm in enumerate(arms):
        yield {"arm": arm, "relation": IN_SET, "other": ANY, "holds": kept[:, place]}
        for beside, other in enumerate(arms):
            if arm != other:
                holds = over[:, place, beside]
                yield {"arm": arm, "relation": DOMINATES, "other": other, "holds": holds}


def values_of(runs: pd.DataFrame, arms: Sequence[str], outcomes: Sequence[str]) -> Any:
    """Return every outcome of every arm in every world (worlds x arms x outcomes)."""
    worlds = runs[WORLD].drop_duplicates().set_index(WORLD).index
    of_arms = (runs[runs["arm"] == arm].set_index(WORLD).reindex(worlds) for arm in arms)
    return np.stack([own[list(outcomes)].to_numpy(float) for own in of_arms], axis=1)

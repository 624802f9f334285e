"""Which of the sampled numbers decides how far two arms are apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import spearmanr

from experiments.worlds.given import DRAWN

ACCEPTED = "accepted"
SEED_OF_SHUFFLING = 20261128


def parts_of(values: pd.Series, parts: int) -> pd.Series:
    """Number the parts of a sampled number: thirds of as many worlds, or its own few values."""
    if not pd.api.types.is_numeric_dtype(values) or values.nunique() <= parts:
        return values.astype("category").cat.codes
    ranks = values.rank(method="first") - 1
    return (ranks * parts // len(values)).astype(int)


def explained(gaps: NDArray[np.float64], parts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of the variance of each row of gaps that lies between parts (eta squared).

    Parameters
    ----------
    gaps : float array, rows x worlds
    parts : int array, worlds
    """
    members = parts[:, None] == np.unique(parts)
    means = gaps @ members / members.sum(axis=0)
    centre = gaps.mean(axis=1, keepdims=True)
    between = ((means - centre) ** 2 * members.sum(axis=0)).sum(axis=1)
    total = ((gaps - centre) ** 2).sum(axis=1)
    return np.divide(between, total, out=np.zeros_like(between), where=total > 0)


def what_decides(apart: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Say of each city, outcome and sampled number how much of the gap it explains alone.

    The accepted set stands beside the sampled numbers. Chance is what the same gaps dealt to other
    worlds would show.

    Returns
    -------
    table: city, outcome, number, explained (share of variance between parts), chance (the share
    that chance passes once in twenty), p (share of shuffles that explain as much), and for each
    part its values, its worlds and the share of them in which the first arm has more
    """
    luck = np.random.Generator(np.random.PCG64(SEED_OF_SHUFFLING))
    numbers = [*(name for name in apart.columns if name.startswith(DRAWN)), ACCEPTED]
    rows = []
    for city, there in apart.groupby("city", sort=False):
        for outcome in given["outcomes"]:
            value = there[outcome].to_numpy(float)
            dealt = np.array([luck.permutation(value) for _ in range(given["shuffles"])])
            for number in numbers:
                cut = parts_of(there[number], given["parts"])
                parts = cut.to_numpy()
                found = float(explained(value[None, :], parts)[0])
                chance = explained(dealt, parts)
                rows.append(
                    {
                        "city": city,
                        "outcome": outcome,
                        "number": number.removeprefix(DRAWN),
                        "explained": found,
                        "chance": float(np.quantile(chance, 0.95)),
                        "p": float((1 + (chance >= found).sum()) / (1 + len(chance))),
                        "parts": _told(there[number], cut, there[outcome] > 0),
                    }
                )
    return pd.DataFrame(rows)


def _told(values: pd.Series, cut: pd.Series, wins: pd.Series) -> str:
    """Say in each part how many worlds the first arm has more in."""
    said = []
    for part in sorted(cut.unique()):
        inside = values[cut == part]
        name = str(inside.iloc[0]) if inside.nunique() == 1 else _range(inside)
        said.append(f"{name}: {int(wins[cut == part].sum())} of {len(inside)}")
    return "; ".join(said)


def _range(values: pd.Series) -> str:
    return f"{float(values.min()):.3g} to {float(values.max()):.3g}"


def first_of(decided: pd.DataFrame) -> pd.DataFrame:
    """Return the number that explains most of each city's and outcome's gap."""
    best = decided.groupby(["city", "outcome"], sort=False)["explained"].idxmax()
    return decided.loc[best].reset_index(drop=True)


def expected_to_decide(decided: pd.DataFrame, said: Mapping[str, Any]) -> pd.DataFrame:
    """Hold which number was expected to explain most against the one that does."""
    rows = []
    for name, one in said.items():
        there = decided[(decided["city"] == one["city"]) & (decided["outcome"] == one["outcome"])]
        if there.empty:
            continue
        order = there.sort_values("explained", ascending=False, kind="stable")
        first = order.iloc[0]
        rank = int(np.flatnonzero(order["number"].to_numpy() == one["number"])[0]) + 1
        rows.append(
            {
                "name": name,
                **{key: one[key] for key in ("outcome", "city", "number", "why")},
                "rank": rank,
                "most": first["number"],
                "of_most": float(first["explained"]),
                "verdict": "held" if rank == 1 and first["p"] <= 0.05 else "refuted",
            }
        )
    return pd.DataFrame(rows)


def with_geometry(
    apart: pd.DataFrame, ratio: pd.Series, outcomes: Sequence[str], keys: list[str]
) -> pd.DataFrame:
    """Say how the gap goes with what geometry alone would say (rank correlation).

    Parameters
    ----------
    ratio : series by world
        The static ratio of evidence 6.2: above 1 geometry alone favours the many sites.
    """
    rows = []
    beside = apart.set_index(keys).join(ratio.rename("ratio")).reset_index()
    for city, there in beside.groupby("city", sort=False):
        for outcome in outcomes:
            found = spearmanr(there["ratio"], there[outcome])
            agree = np.sign(there[outcome]) == np.sign(np.log(there["ratio"]))
            rows.append(
                {
                    "city": city,
                    "outcome": outcome,
                    "rank_correlation": float(found.statistic),
                    "p": float(found.pvalue),
                    "agrees": float(agree.mean()),
                    "geometry_for_many": float((there["ratio"] > 1).mean()),
                }
            )
    return pd.DataFrame(rows)


def is_known(value: float) -> bool:
    """Tell whether a figure is one."""
    return not math.isnan(value)

"""Who wins in how many worlds, by how much, and what came of what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from experiments.worlds.deciding import parts_of
from experiments.worlds.given import DRAWN, OUT, WORLDS, batches
from sim.analysis import costs
from sim.analysis.contrasts import summarise

WORLD = ["city", "accepted", "seed"]
HELD, REFUTED, OPEN = "held", "refuted", "not shown"


def lived(given: Mapping[str, Any], out: Path = OUT) -> pd.DataFrame:
    """Return every run that is kept, with its world; a batch not lived yet is left out."""
    kept = [out / f"{batch.city}_{batch.accepted}.csv" for batch in batches(dict(given))]
    tables = [pd.read_csv(path) for path in kept if path.exists()]
    if not tables:
        raise SystemExit("nothing is lived yet: python -m experiments.worlds live")
    return pd.concat(tables, ignore_index=True).merge(pd.read_csv(WORLDS), on=WORLD, how="left")


def books(given: Mapping[str, Any], out: Path = OUT) -> pd.DataFrame:
    """Return what every run that is kept had in each account."""
    kept = [out / f"{batch.city}_{batch.accepted}_books.csv" for batch in batches(dict(given))]
    tables = [pd.read_csv(path) for path in kept if path.exists()]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def at_equal_resources(
    runs: pd.DataFrame, accounts: pd.DataFrame, given: Mapping[str, Any]
) -> pd.DataFrame:
    """Return the runs as if every arm had had the reference's hours beside the same cash.

    What an arm has more than the reference is scaled as :mod:`sim.analysis.costs` says.
    """
    outcomes, reference = list(given["outcomes"]), given["reference"]
    scaled = []
    for city, there in runs[runs["city"].isin(accounts["city"])].groupby("city", sort=False):
        kept = costs.resources(accounts[accounts["city"] == city])
        base = there[there["arm"] == reference].set_index("seed")[outcomes]
        for arm, own in there[there["arm"].isin(given["headline"])].groupby("arm"):
            had = own.set_index("seed")
            factor = costs.scale(kept, str(arm), reference).reindex(had.index)
            more = had[outcomes] - base.loc[had.index]
            had[outcomes] = base.loc[had.index] + more.mul(factor, axis=0)
            scaled.append(had.reset_index())
        scaled.append(there[there["arm"] == reference])
    return pd.concat(scaled, ignore_index=True)


def by_group(given: Mapping[str, Any], pairs: Iterable[Sequence[str]], out: Path = OUT) -> Any:
    """Say of each group of people how its welfare differs between arms, over all worlds.

    Returns
    -------
    table: city, grouping, group, arm, reference, and what :func:`who_wins` says
    """
    kept = [out / f"{batch.city}_{batch.accepted}_groups.csv" for batch in batches(dict(given))]
    groups = pd.concat([pd.read_csv(path) for path in kept if path.exists()], ignore_index=True)
    rows = []
    for at, there in groups.groupby(["city", "grouping", "group"], sort=False):
        for arm, reference in pairs:
            both = there[[arm, reference]].dropna()
            one, other = both[arm].to_numpy(), both[reference].to_numpy()
            told = dict(summarise(one[None, :], other[None, :]).iloc[0])
            told |= share(pd.Series(one > other), given["confidence"])
            head = dict(zip(("city", "grouping", "group"), at, strict=True))
            rows.append(head | {"arm": arm, "reference": reference} | told)
    return pd.DataFrame(rows)


def spending(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return what each arm spent on what, as a share of its grant, and its hours beside it.

    Returns
    -------
    table: city, arm, and a share of the grant (mean over worlds) for each account
    """
    tables = []
    for city, there in accounts.groupby("city", sort=False):
        mean = costs.by_account(there)
        paid = mean[mean["grant"] > 0]
        shares = paid.div(paid["grant"], axis=0).drop(columns="grant")
        tables.append(shares.reset_index().assign(city=city))
    return pd.concat(tables, ignore_index=True)


def gaps(runs: pd.DataFrame, pair: Sequence[str], outcomes: Iterable[str]) -> pd.DataFrame:
    """Return one arm less the other in each world.

    Returns
    -------
    table with a row per world: city, accepted, seed, the sampled numbers, and each outcome's gap
    """
    chosen = list(outcomes)
    one, other = (runs[runs["arm"] == arm].set_index(WORLD)[chosen] for arm in pair)
    apart = (one - other).dropna(how="all").reset_index()
    numbers = [name for name in runs.columns if name.startswith(DRAWN)]
    return apart.merge(runs[[*WORLD, *numbers]].drop_duplicates(WORLD), on=WORLD)


def who_wins(runs: pd.DataFrame, pairs: Iterable[Sequence[str]], given: Any) -> pd.DataFrame:
    """Say of each city, pair and outcome by how much the first has more, and in how many worlds.

    Returns
    -------
    table: city, arm, reference, outcome, what :func:`sim.analysis.contrasts.summarise` says, the
    share of worlds in which the arm has more with its interval (Wilson), and the sets of numbers in
    which the mean gap has the sign of the whole
    """
    rows = []
    for city, there in runs.groupby("city", sort=False):
        for pair in pairs:
            apart = gaps(there, pair, given["outcomes"])
            for outcome in given["outcomes"]:
                told = _summary(there, apart, pair, outcome)
                told |= share(apart[outcome] > 0, given["confidence"])
                by_set = apart.groupby("accepted")[outcome].mean()
                told["sets_alike"] = int((np.sign(by_set) == np.sign(told["difference"])).sum())
                head = {"city": city, "arm": pair[0], "reference": pair[1], "outcome": outcome}
                rows.append(head | told)
    return pd.DataFrame(rows)


def _summary(
    runs: pd.DataFrame, apart: pd.DataFrame, pair: Sequence[str], outcome: str
) -> dict[str, Any]:
    worlds = apart.set_index(WORLD).index
    one, other = (
        runs[runs["arm"] == arm].set_index(WORLD)[outcome].reindex(worlds).to_numpy(float)
        for arm in pair
    )
    return dict(summarise(one[None, :], other[None, :]).iloc[0])


def share(wins: pd.Series, confidence: float) -> dict[str, Any]:
    """Return how many of how many worlds, as a share with its Wilson interval."""
    held = binomtest(int(wins.sum()), len(wins))
    interval = held.proportion_ci(confidence, method="wilson")
    return {
        "worlds": len(wins),
        "wins": int(wins.sum()),
        "win_share": float(wins.mean()),
        "win_low": float(interval.low),
        "win_high": float(interval.high),
    }


def one_sided(apart: pd.DataFrame, outcomes: Sequence[str]) -> dict[str, int]:
    """Count the wins of either arm over all worlds and primary outcomes."""
    values = apart[list(outcomes)].to_numpy(float)
    return {"first": int((values > 0).sum()), "second": int((values < 0).sum())}


def expected(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Hold what was expected of who wins against what came."""
    rows = []
    for name, said in given["expected"].items():
        there = runs[runs["city"] == said["city"]]
        if there.empty:
            continue
        apart = gaps(there, given["headline"], given["outcomes"])
        for number, part in said.get("where", {}).items():
            cut = parts_of(apart[f"{DRAWN}{number}"], given["parts"])
            apart = apart[cut == (cut.min() if part == "lowest" else cut.max())]
        found = share(apart[said["outcome"]] > 0, given["confidence"])
        rows.append({"name": name, **_plain(said), **found, "verdict": verdict(said, found)})
    return pd.DataFrame(rows)


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    where = ", ".join(f"{number} {part}" for number, part in said.get("where", {}).items())
    return {key: said[key] for key in ("side", "outcome", "city", "low", "high", "why")} | {
        "where": where
    }


def verdict(said: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Refuted where the interval lies wholly outside the band, held where the share lies in it."""
    if found["win_high"] < said["low"] or found["win_low"] > said["high"]:
        return REFUTED
    return HELD if said["low"] <= found["win_share"] <= said["high"] else OPEN

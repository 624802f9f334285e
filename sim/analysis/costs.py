"""What each arm cost in euros and in hours given, and what it did for each euro of both."""

import numpy as np
import pandas as pd

from sim.analysis.contrasts import by_seeds_present, in_order, paired_differences

HOURS = "hours_given"
"""The account of all hours together, where it is not told for what they were given."""
IN_KIND = ("participation_time", "volunteer_time", HOURS)
MONTHS_A_YEAR = 12
NOT_SPENT = ("grant", "returned", "balance")
ACCOUNTS = (
    "land",
    "homes",
    "building",
    "operation",
    "programming",
    "marketing",
    "incentive",
    "administration",
    "equipment",
    "transfer",
    "returned",
    "balance",
    "participation_time",
    "volunteer_time",
)


def with_volunteer_time(
    ledger: pd.DataFrame, timeline: pd.DataFrame, shadow_wage: float
) -> pd.DataFrame:
    """Add the hours given to places, at the shadow wage, where the ledger does not hold them.

    hours = sum over policy months of hours a head and year / 12 x population
    """
    needed = ("volunteer_hours_per_head", "population")
    if (
        ledger.empty
        or ledger["account"].isin(("volunteer_time", HOURS)).any()
        or not set(needed) <= set(timeline.columns)
    ):
        return ledger
    lived = timeline[timeline["month"] > 0]
    hours = lived[needed[0]] / MONTHS_A_YEAR * lived[needed[1]]
    keys = ["run_id", "seed", "arm"]
    worth = (shadow_wage * hours).groupby([lived[key] for key in keys]).sum()
    added = worth.rename("euros").reset_index()
    added["instrument"], added["account"] = "places", "volunteer_time"
    return pd.concat([ledger, added[list(ledger.columns)]], ignore_index=True)


def by_account(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return mean euros over seeds, one row per arm and one column per account."""
    seeds = ledger.groupby("arm")["seed"].nunique()
    total = ledger.pivot_table(index="arm", columns="account", values="euros", aggfunc="sum")
    mean = total.fillna(0.0).div(seeds, axis=0)
    extra = [name for name in mean.columns if name not in (*ACCOUNTS, "grant")]
    columns = ["grant", *ACCOUNTS, *extra]
    return mean.reindex(index=in_order(ledger["arm"]), columns=columns, fill_value=0.0)


def by_instrument(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return mean euros over seeds, one row per arm, instrument and account with any money."""
    seeds = ledger.groupby("arm")["seed"].nunique()
    total = ledger.groupby(["arm", "instrument", "account"], sort=False)["euros"].sum()
    mean = total.reset_index()
    mean["euros"] = mean["euros"] / mean["arm"].map(seeds).to_numpy()
    return mean[mean["euros"] != 0].reset_index(drop=True)


def resources(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return, for each arm and seed, the money spent, what came back, and the hours given."""
    total = ledger.pivot_table(
        index=["arm", "seed"], columns="account", values="euros", aggfunc="sum"
    ).fillna(0.0)

    def summed(names: tuple[str, ...]) -> pd.Series:
        return total.reindex(columns=list(names), fill_value=0.0).sum(axis=1)

    spent = [str(name) for name in total.columns if name not in (*IN_KIND, *NOT_SPENT)]
    books = pd.DataFrame(
        {
            "grant": summed(("grant",)),
            "spent": summed(tuple(spent)),
            "returned": summed(("returned",)),
            "balance": summed(("balance",)),
            "in_kind": summed(IN_KIND),
        }
    )
    books["gap"] = books["spent"] + books["returned"] + books["balance"] - books["grant"]
    return books


def at_equal_resources(
    runs: pd.DataFrame, ledger: pd.DataFrame, reference: str, pairs: list[tuple[str, str]]
) -> pd.DataFrame:
    """Repeat the contrasts as if every arm had the same cash *and* hours given.

    An arm whose people gave more hours than under the reference had more to work with. Each
    seed's difference from the reference is scaled by

        grant / (grant + its hours - the reference's hours)     hours at the shadow wage

    as though effects grew in proportion with what is put in. Arms with no grant are left out.
    """
    books = resources(ledger)
    scaled = {}
    for arm in dict.fromkeys(name for pair in pairs for name in pair):
        if arm in books.index and reference in books.index:
            scaled[arm] = _scaled(runs, books, arm, reference)
    rows = []
    for arm, other in pairs:
        if arm not in scaled or other not in scaled:
            continue
        one, base = scaled[arm], scaled[other]
        seeds = one.index.intersection(base.index)
        if seeds.empty or one.isna().all(axis=None):
            continue
        compared = by_seeds_present(one.loc[seeds].to_numpy().T, base.loc[seeds].to_numpy().T)
        compared.insert(0, "outcome", list(one.columns))
        compared.insert(1, "arm", arm)
        compared.insert(2, "reference", other)
        rows.append(compared.drop(columns=["mean_arm", "mean_reference", "relative_difference"]))
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def _scaled(runs: pd.DataFrame, books: pd.DataFrame, arm: str, reference: str) -> pd.DataFrame:
    """Return one arm's differences from the reference, each at the reference's resources."""
    differences = paired_differences(runs, arm, reference)
    return differences.mul(scale(books, arm, reference).reindex(differences.index), axis=0)


def scale(books: pd.DataFrame, arm: str, reference: str) -> "pd.Series[float]":
    """Return, by seed, what to multiply effects of an arm by at the reference's resources.

    NaN where the arm has no grant, or nothing would be left.

    Parameters
    ----------
    books : table by arm and seed
        As :func:`resources` returns it.
    """
    own, base = books.loc[arm], books.loc[reference].reindex(books.loc[arm].index)
    available = own["grant"] + own["in_kind"] - base["in_kind"]
    return (own["grant"] / available).where((available > 0) & (own["grant"] > 0), np.nan)

"""Three ledgers of value side by side: who has what of each. Nothing is added across ledgers."""

from __future__ import annotations

import pandas as pd

WHO = ["ledger", "grouping", "group"]


def by_receiver(worth: pd.DataFrame) -> pd.DataFrame:
    """Return what each receiver has of each ledger under each arm, mean over seeds.

    Parameters
    ----------
    worth : table of worth (seed, arm, ledger, grouping, group, value)

    Returns
    -------
    table with one row per ledger, grouping, group and arm: value; share, of what the grouping has
    of the ledger in that seed; whole, what that is. A group that has nothing in a seed has 0.
    """
    if worth.empty:
        return pd.DataFrame(columns=[*WHO, "arm", "value", "share", "whole"])
    wide = worth.pivot_table(
        index=["seed", "arm"], columns=WHO, values="value", aggfunc="sum", observed=True
    ).fillna(0.0)
    whole = wide.T.groupby(level=["ledger", "grouping"]).transform("sum").T
    told = {"value": wide, "share": (wide / whole).fillna(0.0), "whole": whole}
    means = {name: part.groupby(level="arm").mean().T.stack() for name, part in told.items()}
    return pd.DataFrame(means).reset_index()

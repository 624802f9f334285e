"""Who wins and who loses: every group against itself, in the same city, under cash."""

import pandas as pd

from sim.analysis.contrasts import by_seeds_present, in_order, main_reference

KEYS = ["grouping", "group", "outcome"]


def winners_and_losers(groups: pd.DataFrame, reference: str | None = None) -> pd.DataFrame:
    """Compare each group's lot under each arm with the same group's under the reference.

    Parameters
    ----------
    groups : table of groups (run_id, seed, arm, grouping, group, outcome, value, people)
    reference : str, optional
        The arm held against; cash when it is there.

    Returns
    -------
    table with one row per grouping, group, outcome and arm: n, means, difference, both
    intervals, the share of seeds whose sign flips, and the group's people under the reference.
    """
    if groups.empty:
        return pd.DataFrame()
    arms = in_order(groups["arm"])
    base = main_reference(arms) if reference is None else reference
    wide = {
        str(arm): rows.pivot_table(
            index=KEYS, columns="seed", values="value", sort=False, observed=True
        )
        for arm, rows in groups.groupby("arm", sort=False, observed=True)
    }
    people = groups[groups["arm"] == base].groupby(KEYS, sort=False, observed=True)["people"].mean()
    pieces = [
        _against(wide[arm], wide[base], arm, base, people)
        for arm in arms
        if arm != base and base in wide
    ]
    return pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame()


def _against(
    one: pd.DataFrame, other: pd.DataFrame, arm: str, reference: str, people: pd.Series
) -> pd.DataFrame:
    """Compare one arm's groups with the reference's, over groups and seeds both have."""
    rows = other.index[other.index.isin(one.index)]
    seeds = one.columns.intersection(other.columns).sort_values()
    compared = by_seeds_present(
        one.loc[rows, seeds].to_numpy(float), other.loc[rows, seeds].to_numpy(float)
    )
    names = rows.to_frame(index=False)
    names["arm"], names["reference"] = arm, reference
    names["people"] = people.reindex(rows).to_numpy()
    return pd.concat([names, compared.reset_index(drop=True)], axis=1)

"""Every person against herself: what became of founders and of candidates, and without policy.

A person keeps her identity under every arm of a seed, so what a policy did to her is what became
of her less what became of her in the paired run. Groups are what people were when policy began, or
the kind a candidate has; no policy decides who is in one.
"""

from __future__ import annotations

import pandas as pd

PAIRED = "none"
"""The arm whose people are the same people without a policy."""
MONTHS_A_YEAR, PER_THOUSAND = 12, 1000
NOTICED = 0.01
"""Log points, about 1 %, by which welfare must differ for somebody to count as better or worse."""
EVERYONE = "everyone"
GROUPED_BY = {"founder_kind": "kind", "founder_third": "third", "founder_district": "district"}
KEYS = ["seed", "arm", "grouping", "group"]


def founders_against_themselves(
    founders: pd.DataFrame, months: int, paired: str = PAIRED
) -> pd.DataFrame:
    """Hold each founder against herself in the paired run of her seed, and average over groups.

    Parameters
    ----------
    founders : table of founders (seed, arm, person, kind, third, district, whereabouts,
        forced_moves, welfare)
    months : int
        How long the policy lasted.

    Returns
    -------
    table with one row per seed, arm, grouping, group and outcome: value, people. Seeds without
    the paired run are left out; the paired arm itself is 0 throughout.
    """
    seeds = (
        _founders_of_one_seed(own, months, paired)
        for _, own in founders.groupby("seed", sort=True)
        if (own["arm"] == paired).any()
    )
    return _stacked(list(seeds))


def _founders_of_one_seed(own: pd.DataFrame, months: int, paired: str) -> pd.DataFrame:
    told = ["whereabouts", "forced_moves", "welfare"]
    other = own.loc[own["arm"] == paired, ["person", *told]]
    both = own.merge(other, on="person", suffixes=("", "_paired"))
    net = both["forced_moves"].astype(int) - both["forced_moves_paired"].astype(int)
    gain = both["welfare"].astype(float) - both["welfare_paired"].astype(float)
    away, away_paired = (both[name] != "city" for name in ("whereabouts", "whereabouts_paired"))
    out, out_paired = (both[name] == "expelled" for name in ("whereabouts", "whereabouts_paired"))
    changes: dict[str, pd.Series] = {
        "welfare_gain": gain,
        "better_off_share": gain > NOTICED,
        "worse_off_share": gain < -NOTICED,
        "net_forced_moves_per_1000_year": net * MONTHS_A_YEAR * PER_THOUSAND / months,
        "more_forced_share": net > 0,
        "fewer_forced_share": net < 0,
        "net_left_share": away.astype(int) - away_paired.astype(int),
        "net_expelled_share": out.astype(int) - out_paired.astype(int),
    }
    return _averaged(both, changes, {"founders": None, **GROUPED_BY})


def candidates_against_themselves(candidates: pd.DataFrame, paired: str = PAIRED) -> pd.DataFrame:
    """Say what share of those who knocked came in or was shut out, and who of them elsewhere not.

    The same people knock under every arm of a seed.

    Parameters
    ----------
    candidates : table of candidates (seed, arm, person, kind, fate)

    Returns
    -------
    table with one row per seed, arm, grouping, group and outcome: value, people. What is told
    against the paired run is left out where a seed has none.
    """
    seeds = (
        _candidates_of_one_seed(own, paired) for _, own in candidates.groupby("seed", sort=True)
    )
    return _stacked(list(seeds))


def _candidates_of_one_seed(own: pd.DataFrame, paired: str) -> pd.DataFrame:
    groupings = {"candidates": None, "candidate_kind": "kind"}
    other = own.loc[own["arm"] == paired, ["person", "fate"]]
    both = own.merge(other, on="person", suffixes=("", "_paired"), how="left")
    inside, priced, outbid = (both["fate"] == fate for fate in ("entered", "priced_out", "outbid"))
    changes: dict[str, pd.Series] = {
        "entered_share": inside,
        "shut_out_share": priced | outbid,
        "priced_out_share": priced,
        "outbid_share": outbid,
    }
    if len(other):
        inside_there = both["fate_paired"] == "entered"
        out_there = both["fate_paired"].isin(["priced_out", "outbid"])
        changes |= {
            "shut_out_here_only_share": (priced | outbid) & inside_there,
            "let_in_here_only_share": inside & out_there,
        }
    return _averaged(both, changes, groupings)


def _averaged(
    people: pd.DataFrame, changes: dict[str, pd.Series], groupings: dict[str, str | None]
) -> pd.DataFrame:
    """Average what was told of each person over every group of every grouping, arm by arm."""
    told = pd.DataFrame(changes).astype(float)
    pieces = []
    for grouping, column in groupings.items():
        group = people[column].astype(str) if column else pd.Series(EVERYONE, people.index)
        named = {"seed": people["seed"], "arm": people["arm"].astype(str), "group": group}
        keyed = pd.concat([pd.DataFrame(named), told], axis=1).groupby(list(named), sort=True)
        means = keyed.mean().assign(people=keyed.size(), grouping=grouping).reset_index()
        pieces.append(means.melt([*KEYS, "people"], var_name="outcome"))
    return pd.concat(pieces, ignore_index=True)


def _stacked(seeds: list[pd.DataFrame]) -> pd.DataFrame:
    columns = [*KEYS, "outcome", "value", "people"]
    return pd.concat(seeds, ignore_index=True)[columns] if seeds else pd.DataFrame(columns=columns)

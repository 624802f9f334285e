"""The tables of the page, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from experiments.worlds import judging
from experiments.worlds.given import design
from sim.plots import words

AS_WELFARE = "founder_welfare"
"""The outcome whose unit and digits the welfare of a group is told in."""
LEAST_SHARE = 0.005
"""Of a grant: an account that is less in every arm is not shown."""


def of_pair(won: pd.DataFrame, pair: list[str]) -> pd.DataFrame:
    """Return the rows of one pair of arms."""
    return won[(won["arm"] == pair[0]) & (won["reference"] == pair[1])]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table of a page."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def wins(won: pd.DataFrame) -> str:
    """Say of each city and outcome by how much and in how many worlds the arm has more."""
    head = ["city", "outcome", "mean gap [95 %]", "median [10 to 90 %]", "unit", "worlds", "sets"]
    return table(head, (_win(one) for _, one in won.iterrows()))


def _win(one: pd.Series) -> list[str]:
    shown = words.outcome_texts(one["outcome"])
    told = words.quantity_texts(one)
    return [
        one["city"],
        shown["name"],
        _gap(one),
        f"{told['median']} [{told['spread']}]",
        shown["gap"],
        of_worlds(one),
        str(one["sets_alike"]),
    ]


def _gap(one: pd.Series) -> str:
    """Say a mean gap with its interval, bold where that leaves zero out."""
    told = words.quantity_texts(one)
    gap = f"{told['difference']} [{told['t']}]"
    sure = one["t_low"] > 0 or one["t_high"] < 0
    return f"**{gap}**" if sure else gap


def of_worlds(one: pd.Series) -> str:
    """Say in how many of how many worlds something is so, with the interval of the share."""
    low, high = 100 * one["win_low"], 100 * one["win_high"]
    return f"{one['wins']} of {one['worlds']} ({low:.0f} to {high:.0f} %)"


def against_cash(won: pd.DataFrame, given: Mapping[str, Any]) -> Iterator[str]:
    """Say the same of each headline arm against cash."""
    for arm in reversed(given["headline"]):
        yield from against(of_pair(won, [arm, given["reference"]]))


def against(won: pd.DataFrame) -> Iterator[str]:
    """Say the same of every pair of arms there is."""
    for (arm, other), there in won.groupby(["arm", "reference"], sort=False):
        yield f"**{arm.capitalize()} less {other}**\n\n{wins(there)}"


def one_sided(apart: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say whether an arm never wins, which would be a suspected bias."""
    won = judging.one_sided(apart, given["outcomes"])
    total = len(apart) * len(given["outcomes"])
    first, second = given["headline"]
    said = (
        f"Over all worlds and primary outcomes {first} has more in {won['first']:,} and {second} "
        f"in {won['second']:,} of {total:,} comparisons."
    )
    if min(won.values()) == 0:
        return f"{said} **One arm never wins: a suspected bias, whose cause is to be found.**"
    return f"{said} Neither arm is without a win, so the rule of a suspected bias does not apply."


def by_group(found: pd.DataFrame) -> str:
    """Say of each group by how much its welfare differs between arms; districts are left out."""
    found = found[found["grouping"] != "district"].assign(outcome=AS_WELFARE)
    pairs = list(dict.fromkeys(zip(found["arm"], found["reference"], strict=True)))
    rows = []
    for (city, grouping, group), there in found.groupby(["city", "grouping", "group"], sort=False):
        held = there.set_index(["arm", "reference"])
        cells = [_gap(held.loc[pair]) for pair in pairs]
        won = held.loc[pairs[-1]]
        rows.append([city, grouping.replace("_", " "), group, *cells, of_worlds(won)])
    heads = [f"{arm} less {reference} [95 %]" for arm, reference in pairs]
    return table(["city", "by", "group", *heads, "worlds in which the last is above zero"], rows)


def spending(found: pd.DataFrame) -> str:
    """Say what each arm spent on what, in percent of its grant."""
    accounts = [name for name in found.columns if name not in ("city", "arm")]
    shown = [name for name in accounts if (found[name].abs() >= LEAST_SHARE).any()]
    rows = (
        [one["city"], one["arm"], *(f"{100 * one[name]:.0f}" for name in shown)]
        for _, one in found.iterrows()
    )
    return table(["city", "arm", *(name.replace("_", " ") for name in shown)], rows)


def decides(decided: pd.DataFrame, most: int) -> str:
    """Name the numbers that explain most of each gap, beyond chance."""
    rows = []
    for (city, outcome), there in decided.groupby(["city", "outcome"], sort=False):
        sure = there[there["p"] <= 1 - design()["confidence"]]
        best = sure.sort_values("explained", ascending=False, kind="stable").head(most)
        for place, (_, one) in enumerate(best.iterrows()):
            head = [city, words.outcome_texts(outcome)["name"]] if place == 0 else ["", ""]
            share = f"{100 * one['explained']:.0f} %"
            rows.append([*head, f"`{one['number']}`", share, one["parts"]])
        if best.empty:
            rows.append([city, words.outcome_texts(outcome)["name"], "none beyond chance", "", ""])
    head = ["city", "outcome", "number", "explains", "worlds where collaboration has more"]
    return table(head, rows)


def geometry(found: pd.DataFrame) -> str:
    """Say how each gap goes with the static ratio."""
    rows = (
        [
            one["city"],
            words.outcome_texts(one["outcome"])["name"],
            f"{one['rank_correlation']:+.2f}",
            f"{one['p']:.2g}",
            f"{100 * one['geometry_for_many']:.0f} %",
            f"{100 * one['agrees']:.0f} %",
        ]
        for _, one in found.iterrows()
    )
    head = ["city", "outcome", "rank correlation", "p", "ratio above 1", "same winner"]
    return table(head, rows)


def expected(found: pd.DataFrame) -> str:
    """Hold what was expected of who wins beside what came."""
    rows = (
        [
            one["name"],
            one["side"],
            f"{words.outcome_texts(one['outcome'])['name']}, {one['city']}"
            + (f", {one['where']}" if one["where"] else ""),
            f"{100 * one['low']:.0f} to {100 * one['high']:.0f} %: {one['why']}",
            f"{one['wins']} of {one['worlds']} [{100 * one['win_low']:.0f} to "
            f"{100 * one['win_high']:.0f} %]",
            marked(one["verdict"]),
        ]
        for _, one in found.iterrows()
    )
    head = ["", "who would say so", "share of worlds in which collaboration has more", "expected"]
    return table([*head, "found", ""], rows)


def expected_to_decide(found: pd.DataFrame) -> str:
    """Hold what was expected to decide beside what does."""
    rows = (
        [
            one["name"],
            f"{words.outcome_texts(one['outcome'])['name']}, {one['city']}",
            f"`{one['number']}`: {one['why']}",
            f"`{one['most']}` ({100 * one['of_most']:.0f} %); what was expected is number "
            f"{one['rank']}",
            marked(one["verdict"]),
        ]
        for _, one in found.iterrows()
    )
    return table(["", "outcome", "expected", "found", ""], rows)


def marked(verdict: str, usual: str = judging.HELD) -> str:
    """Write a verdict, bold where it is not the usual one."""
    return verdict if verdict == usual else f"**{verdict}**"

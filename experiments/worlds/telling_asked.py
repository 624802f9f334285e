"""The tables of the page that were asked for after the verdict, as text."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from experiments.worlds.boxes import HALVES, HOW
from experiments.worlds.judging import OPEN
from experiments.worlds.telling import marked, of_worlds, table
from experiments.worlds.weighing import DOMINATES, IN_SET
from sim.plots import words


def regrets(found: pd.DataFrame) -> str:
    """Say of each city and outcome what every candidate gives up; bold the least on average."""
    arms = list(dict.fromkeys(found["arm"]))
    rows = []
    for (city, outcome), there in found.groupby(["city", "outcome"], sort=False):
        shown = words.outcome_texts(outcome)
        of_arms = there.set_index("arm")
        least = of_arms["mean"].idxmin()
        places = words.decimals(of_arms["mean"].max() * shown["scale"])
        cells = []
        for arm in arms:
            one = of_arms.loc[arm]
            sizes = (one[name] * shown["scale"] for name in ("mean", "high", "worst"))
            mean, *more = (words.number(size, places) for size in sizes)
            mean = f"**{mean}**" if arm == least else mean
            cells.append(f"{mean}, {', '.join(more)}; {one['best']}")
        rows.append([city, shown["name"], *cells, shown["gap"], str(of_arms["worlds"].iloc[0])])
    return table(["city", "outcome", *arms, "unit", "worlds"], rows)


def pareto(found: pd.DataFrame) -> str:
    """Say of each city and arm in how many worlds nobody dominates it, and whom it dominates."""
    others = list(dict.fromkeys(found["arm"]))
    rows = []
    for (city, arm), there in found.groupby(["city", "arm"], sort=False):
        kept = there[there["relation"] == IN_SET].iloc[0]
        over = there[there["relation"] == DOMINATES].set_index("other")
        cells = ["–" if other == arm else of_worlds(over.loc[other]) for other in others]
        rows.append([city, arm, of_worlds(kept), *cells])
    return table(["city", "arm", "not dominated", *(f"dominates {arm}" for arm in others)], rows)


def boxes(found: pd.DataFrame) -> str:
    """Say of each question the box that was found, and what came of it in the other half."""
    head = ["city", "outcome", "more under", "peeled on", "box", "wins in the box, in all worlds"]
    head += ["other half: wins in the box", "in all worlds", "box holds of wins, of worlds", ""]
    return table(head, (_box(one) for _, one in found.iterrows()))


def _box(one: pd.Series) -> list[str]:
    return [
        one["city"],
        words.outcome_texts(one["outcome"])["name"],
        one["arm"],
        f"{one['peeled_on']} seeds",
        one["box"],
        f"{_percent(one['fit_density'])}, {_percent(one['fit_base'])}",
        of_worlds(one) if one["worlds"] > 0 else "no world",
        _percent(one["base"]),
        f"{_percent(one['coverage'])}, {_percent(one['support'])}",
        marked(one["verdict"], OPEN),
    ]


def otherwise(found: pd.DataFrame) -> str:
    """Say how many boxes another rule would show; bold the rule that was fixed before."""
    head = [
        "where no peel raises the share",
        "taken at a time",
        "numbers at most",
        *(f"shown, {half} seeds" for half in HALVES),
    ]
    head += ["most often in those shown", "wins beyond all worlds, where peeled"]
    head += ["in the other half"]
    return table(head, (_rule(one) for _, one in found.iterrows()))


def _rule(one: pd.Series) -> list[str]:
    fixed = (one["onward"], one["share"], one["numbers"]) == (
        HOW.onward,
        HOW.share,
        HOW.most_numbers,
    )
    rule = ("goes on" if one["onward"] else "stops", _percent(one["share"]), f"{one['numbers']}")
    return [
        *((f"**{part}**" for part in rule) if fixed else rule),
        *(f"{one[half]:.0f} of {one['boxes']:.0f}" for half in HALVES),
        one["named"],
        *(f"{100 * one[name]:+.0f} points" for name in ("more_where_peeled", "more_in_the_other")),
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def asked_of_none(found: pd.DataFrame, cities: Iterable[str], outcomes: Iterable[str]) -> str:
    """Name the outcomes of which no box is asked, as one side wins nearly all."""
    asked = set(zip(found["city"], found["outcome"], strict=True))
    names = [
        f"{words.outcome_texts(outcome)['name'].lower()} ({city})"
        for city in cities
        for outcome in outcomes
        if (city, outcome) not in asked
    ]
    if not names:
        return "Both sides win often enough on every outcome."
    return f"One side wins nearly all, so no box is asked for: {words.listed(names)}."

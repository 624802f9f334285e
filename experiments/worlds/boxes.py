"""In which worlds an arm has more: boxes peeled on half of the worlds, judged on the other half."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.worlds.deciding import ACCEPTED
from experiments.worlds.given import DRAWN
from experiments.worlds.judging import OPEN, share
from sim.analysis.peeling import Box, Peeling, peeled
from sim.plots import words

# The rules of README.md, "Asked afterwards", written down before any box was peeled.
FEWEST_WINS = 20
HOW = Peeling(share=0.05, least=0.05, most_numbers=3)
ALL_NUMBERS = 11
SIZES = (HOW.share, 0.2, 1 / 3)
OTHERWISE = (
    *(Peeling(size, HOW.least, most) for most in (3, 1, ALL_NUMBERS) for size in SIZES),
    *(replace(HOW, share=size, onward=True) for size in SIZES),
)
"""Tried after looking, to see how far what is shown hangs on the rule, which stands first."""
LEAST_COVERED = 0.5
HALVES = {"even": 0, "odd": 1}
"""By what is left of a seed over two; each accepted set has as many seeds in either half."""
SHOWN, CONTRARY = "shown", "contrary"
SAID = {"rule": "learning rule"}
UNITS = {"catchment": " km"}
OF_EVERY_WORLD = "every world"
UNKNOWN = dict.fromkeys(("win_share", "win_low", "win_high"), np.nan)
EMPTY = {"worlds": 0, "wins": 0, **UNKNOWN}
"""What is said of a box that holds no world of the other half."""


def boxes(apart: pd.DataFrame, given: Mapping[str, Any], how: Peeling = HOW) -> pd.DataFrame:
    """Peel a box for every question that is asked, on either half, and judge it on the other.

    Parameters
    ----------
    apart : first headline arm less the second in each world, with the world's numbers

    Returns
    -------
    table: city, outcome, arm (that has more), peeled_on (half), box (in words), ends (the same, to
    six digits), numbers (it restricts); fit_* of the half it was peeled on: share of wins among all
    worlds (base) and in the box (density), of all wins that the box holds (coverage) and of all
    worlds (support); worlds, base, coverage and support of the other half, what
    :func:`experiments.worlds.judging.share` says of the worlds in the box there, and the verdict
    """
    rows = []
    for city, outcome, arm in questions(apart, given):
        there = apart[(apart["city"] == city) & apart[outcome].notna()]
        wins = wins_of(there[outcome], arm, given["headline"])
        for half in HALVES:
            at = {"city": city, "outcome": outcome, "arm": arm, "peeled_on": half}
            rows.append(at | _judged(there, wins, half, how, given["confidence"]))
    return pd.DataFrame(rows)


def otherwise(apart: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Say how many boxes would be shown had they been peeled more coarsely or on fewer numbers.

    Returns
    -------
    table: onward (or stopped where nothing rises), share (taken at a time), numbers (at most),
    boxes (of a half), a column for each half with how many are shown, named (the number in most of
    those), and by how much the share of wins in the box is above that of all worlds, where it was
    peeled and in the other half (mean over the boxes of both halves)
    """
    rows = []
    for how in OTHERWISE:
        found = boxes(apart, given, how)
        shown = found[found["verdict"] == SHOWN]
        of_half = shown["peeled_on"].value_counts()
        rows.append(
            {
                "onward": how.onward,
                "share": how.share,
                "numbers": how.most_numbers,
                "boxes": len(found) // len(HALVES),
                **{half: int(of_half.get(half, 0)) for half in HALVES},
                "named": _most_named(shown),
                "more_where_peeled": (found["fit_density"] - found["fit_base"]).mean(),
                "more_in_the_other": (found["win_share"] - found["base"]).mean(),
            }
        )
    return pd.DataFrame(rows)


def _most_named(shown: pd.DataFrame) -> str:
    """Say which number most of the boxes restrict, and how many do."""
    counts = shown["numbers"].str.split("; ").explode().value_counts()
    return f"{called(counts.index[0])}, {counts.iloc[0]} of {len(shown)}" if len(counts) else ""


def questions(apart: pd.DataFrame, given: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give city, outcome and arm where both sides win often enough to ask where the arm has more.

    It is always asked of the first headline arm, and of the second where that wins less often.
    """
    first, second = given["headline"]
    for city, there in apart.groupby("city", sort=False):
        for outcome in given["outcomes"]:
            won, lost = int((there[outcome] > 0).sum()), int((there[outcome] < 0).sum())
            if min(won, lost) >= FEWEST_WINS:
                yield str(city), outcome, first
                if lost < won:
                    yield str(city), outcome, second


def wins_of(gap: pd.Series, arm: str, headline: Sequence[str]) -> pd.Series:
    """Tell in which worlds an arm has more; where both have the same, neither has."""
    return gap > 0 if arm == headline[0] else gap < 0


def _judged(
    there: pd.DataFrame, wins: pd.Series, half: str, how: Peeling, confidence: float
) -> dict[str, Any]:
    """Peel a box on one half of a city's worlds and judge it on the other."""
    numbers = there[[*(name for name in there if name.startswith(DRAWN)), ACCEPTED]]
    fitted = (there["seed"] % len(HALVES) == HALVES[half]).to_numpy()
    won = wins.to_numpy(bool)
    box = chosen(numbers[fitted], won[fitted], how)
    inside = box.holds(numbers)
    peeled_on, beside = told(inside[fitted], won[fitted]), told(inside[~fitted], won[~fitted])
    held = share(pd.Series(won[inside & ~fitted]), confidence) if beside["support"] else EMPTY
    return {
        "box": said(box, numbers),
        "ends": "; ".join(_ends(box)),
        "numbers": "; ".join(name.removeprefix(DRAWN) for name in box.numbers),
        **{f"fit_{name}": value for name, value in peeled_on.items()},
        "other_worlds": int((~fitted).sum()),
        **{name: beside[name] for name in ("base", "coverage", "support")},
        **held,
        "verdict": verdict(beside["base"], held),
    }


def chosen(numbers: pd.DataFrame, won: Any, how: Peeling = HOW) -> Box:
    """Return the box with the highest share of wins that holds half of all wins.

    Of equals the one with more wins is returned, then the one peeled first.
    """
    held = [(box, box.holds(numbers)) for box in peeled(numbers, won, how)]
    enough = [(box, at) for box, at in held if won[at].sum() >= LEAST_COVERED * won.sum()]
    return max(enough, key=lambda one: (won[one[1]].mean(), won[one[1]].sum()))[0]


def told(inside: Any, won: Any) -> dict[str, float]:
    """Return share of wins, in all worlds and in the box, and what the box holds of both."""
    return {
        "base": float(won.mean()),
        "density": float(won[inside].mean()) if inside.any() else np.nan,
        "coverage": float(won[inside].sum() / won.sum()) if won.any() else np.nan,
        "support": float(inside.mean()),
    }


def verdict(base: float, held: Mapping[str, Any]) -> str:
    """Say that a box is shown where its whole interval lies above the share of all worlds."""
    if not held["worlds"] or held["win_low"] <= base <= held["win_high"]:
        return OPEN
    return SHOWN if held["win_low"] > base else CONTRARY


def said(box: Box, numbers: pd.DataFrame) -> str:
    """Say in words what a box is restricted to."""
    parts = [f"{called(name)} {_left(box, numbers[name])}" for name in box.numbers]
    return "; ".join(parts) or OF_EVERY_WORLD


def called(name: str) -> str:
    """Say a number in few words."""
    last = name.rsplit(".", 1)[-1]
    return "accepted set" if name == ACCEPTED else SAID.get(last) or words.assumption(name)


def _left(box: Box, values: pd.Series) -> str:
    name = str(values.name)
    if name in box.without:
        gone = box.without[name]
        return words.listed(str(one) for one in sorted(values.unique()) if one not in gone)
    unit = UNITS.get(name.rsplit(".", 1)[-1], "")
    low, high = (words.short(ends[name]) if name in ends else "" for ends in (box.low, box.high))
    if low and high:
        return f"{low} to {high}{unit}"
    return f"at least {low}{unit}" if low else f"at most {high}{unit}"


def _ends(box: Box) -> Iterator[str]:
    """Give every end of a box with digits enough to count its worlds again."""
    for sign, ends in ((">=", box.low), ("<=", box.high)):
        for name, end in ends.items():
            yield f"{name.removeprefix(DRAWN)} {sign} {end:.6g}"
    for name, gone in box.without.items():
        for value in gone:
            yield f"{name.removeprefix(DRAWN)} != {value}"

"""The same seeds lived in several ways: their contrasts as tables, lines and panels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from experiments.several import PRIMARY
from sim.analysis.contrasts import contrasts, paired_differences
from sim.analysis.moved import reading
from sim.plots import words
from sim.plots.words import MINUS, arm_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, BETWEEN = 0.3, 0.95
"""Inches per part, and between rows of panels."""
CLEAR = {"higher": 1, "lower": -1}
INTERVALS = ["t_low", "t_high", "bca_low", "bca_high", "sign_flip_share"]


def by_part(runs: pd.DataFrame, pairs: Sequence[Sequence[str]], column: str) -> pd.DataFrame:
    """Hold the arms of each part against each other on every primary outcome."""
    tables = []
    for part, lived in runs.groupby(column, sort=False):
        table = contrasts(lived, [(arm, reference) for arm, reference in pairs], PRIMARY)
        table.insert(0, column, part)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def by_seed(
    runs: pd.DataFrame, arm: str, reference: str, parts: Sequence[str], column: str
) -> dict[str, pd.DataFrame]:
    """Return of each part arm minus reference, a row a seed that ended in all parts."""
    found = {
        part: paired_differences(runs[runs[column] == part].drop(columns=column), arm, reference)
        for part in parts
    }
    seeds = sorted(set.intersection(*(set(table.index) for table in found.values())))
    return {part: table.loc[seeds, PRIMARY] for part, table in found.items()}


def of_pair(rows: pd.DataFrame, pair: Sequence[str]) -> pd.DataFrame:
    """Keep the rows of one pair of arms."""
    return rows[(rows["arm"] == pair[0]) & (rows["reference"] == pair[1])]


def signs(contrasts: pd.DataFrame, pair: Sequence[str], outcome: str) -> list[int]:
    """Return of each part the sign of a difference where it is clear, else 0."""
    rows = of_pair(contrasts[contrasts["outcome"] == outcome], pair)
    return [CLEAR.get(reading(row), 0) for _, row in rows.iterrows()]


def called(part: str) -> str:
    """Say a part."""
    return part.replace("_", " ")


def pair_said(pair: Sequence[str]) -> str:
    """Say a pair of arms as a difference."""
    return f"{arm_name(pair[0])} {MINUS} {arm_name(pair[1])}"


def said(row: pd.Series) -> str:
    """Write a difference, bold where it is clear, its interval and how many seeds flip."""
    if reading(row) == "absent":
        return words.NOTHING
    scale = words.scale(row["outcome"])
    places = words.decimals(words.half_width(row) * scale)
    middle = words.number(row["difference"] * scale, places, signed=True)
    low, high = (words.number(row[end] * scale, places) for end in ("t_low", "t_high"))
    middle = f"**{middle}**" if reading(row) in ("higher", "lower") else middle
    return f"{middle} [{low}, {high}], {words.flips(row)} of {int(row['n'])}"


def table(
    rows: pd.DataFrame,
    column: str,
    names: Mapping[str, str],
    first: str,
    pairs: Sequence[Sequence[str]],
) -> Iterator[str]:
    """Yield the lines of a table of outcome and of what stands in a column, each called by name."""
    yield f"| primary outcome | {first} | " + " | ".join(map(pair_said, pairs)) + " |"
    yield "|---" * (2 + len(pairs)) + "|"
    for outcome in PRIMARY:
        there = rows[rows["outcome"] == outcome]
        for number, (key, name) in enumerate(names.items()):
            cells = [said(of_pair(there[there[column] == key], pair).iloc[0]) for pair in pairs]
            head = _named(outcome) if number == 0 else ""
            yield f"| {head} | {name} | " + " | ".join(cells) + " |"


def _named(outcome: str) -> str:
    shown = words.outcome_texts(outcome)
    return f"{shown['name']}, {shown['gap']}"


def lines(
    contrasts: pd.DataFrame,
    runs: pd.DataFrame,
    both: Sequence[Sequence[str]],
    parts: Sequence[str],
    column: str,
    title: str,
    caption: str,
    left: float = 0.115,
) -> Figure:
    """Draw a row of panels per outcome, a column per pair of arms, a line for each part.

    Parameters
    ----------
    contrasts, runs : tables whose `column` says of which part a row is
    left : share of the page's width that the names of parts need
    """
    from sim.plots import contrasts as panels
    from sim.plots import style

    pairs = [(arm, reference) for arm, reference in both]
    found = {pair: by_seed(runs, *pair, parts, column) for pair in pairs}
    page = style.page(len(PRIMARY) * (ROW * len(parts) + BETWEEN), title, caption)
    grid = page.grid(
        len(PRIMARY),
        len(pairs),
        left=left,
        right=0.925,
        above=0.42,
        below=0.42,
        hspace=BETWEEN / (ROW * len(parts)),
        wspace=0.38,
    )
    for line, outcome in enumerate(PRIMARY):
        shown, lowest, highest = [], 0.0, 0.0
        for place, pair in enumerate(pairs):
            rows = of_pair(contrasts[contrasts["outcome"] == outcome], pair)
            seeds = {part: found[pair][part][outcome].to_numpy(float) for part in parts}
            axes = page.figure.add_subplot(grid[line, place])
            panels.draw(
                axes,
                rows.assign(arm=rows[column]),
                seeds,
                labels={part: called(part) for part in parts},
                named=place == 0,
            )
            name = words.outcome_texts(outcome)["name"]
            axes.set_title(f"{name}\n{pair_said(pair)}" if place == 0 else pair_said(pair))
            low, high = axes.get_xlim()
            lowest, highest = min(low, lowest), max(high, highest)
            shown.append(axes)
        for axes in shown:
            axes.set_xlim(lowest, highest)
    return page.finished("en")

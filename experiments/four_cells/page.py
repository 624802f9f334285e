"""Writes what the four cells showed as a section of the page beside this file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.four_cells.figure import called, of_pair, pair_said
from experiments.several import PRIMARY, head
from sim.analysis.moved import reading
from sim.plots import words

SECTION = """\
`results/four_cells/{identity}/`, commit {commit}{dirty}: {seeds} seeds from {first}, {runs} runs,
{failed} failed.
Differences with 95 % paired-t intervals, **bold** where the BCa interval too leaves zero out;
then seeds whose sign is the other way.

{cells}

![Contrasts of the primary outcomes in the four cells]({picture})

What a family's modes change in a contrast: with them less without them, paired by seed, mean over
the other family's modes on and off.

{modes}
"""


def section(
    contrasts: pd.DataFrame,
    modes: pd.DataFrame,
    told: Mapping[str, Any],
    given: Mapping[str, Any],
    picture: str,
) -> str:
    """Return the section, from what is stored alone."""
    cells = {cell: called(cell) for cell in given["cells"]}
    families = {family: family for family in given["modes"]}
    return SECTION.format(
        **head(told),
        seeds=len(told["seeds"]),
        first=told["seeds"][0],
        cells="\n".join(table(contrasts, "cell", cells, "cell", given["pairs"])),
        modes="\n".join(table(modes, "family", families, "modes of", given["pairs"])),
        picture=picture,
    )


def table(
    rows: pd.DataFrame, column: str, names: Mapping[str, str], first: str, pairs: Sequence[Any]
) -> Iterator[str]:
    """Yield the lines of a table of outcome and of what stands in a column, each called by name."""
    yield f"| primary outcome | {first} | " + " | ".join(map(pair_said, pairs)) + " |"
    yield "|---" * (2 + len(pairs)) + "|"
    for outcome in PRIMARY:
        there = rows[rows["outcome"] == outcome]
        for number, (key, name) in enumerate(names.items()):
            parts = [_said(of_pair(there[there[column] == key], pair)) for pair in pairs]
            said = _named(outcome) if number == 0 else ""
            yield f"| {said} | {name} | " + " | ".join(parts) + " |"


def _named(outcome: str) -> str:
    shown = words.outcome_texts(outcome)
    return f"{shown['name']}, {shown['gap']}"


def _said(rows: pd.DataFrame) -> str:
    """Write the one difference of some rows, its interval and how many seeds flip."""
    return said(rows.iloc[0])


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

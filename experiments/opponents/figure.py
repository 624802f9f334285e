"""Draws every primary outcome: a line for each pair of arms, its worlds and both intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.beside import pair_said
from experiments.several import PRIMARY
from sim.analysis.contrasts import paired_differences
from sim.analysis.moved import reading

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, BETWEEN = 0.3, 0.7
"""Inches per pair, and between panels."""


def draw(held: pd.DataFrame, runs: pd.DataFrame, given: Mapping[str, Any]) -> Figure:
    """Draw a panel per outcome and a line per pair, coloured as its first arm."""
    from sim.plots import contrasts as panels
    from sim.plots import style, words

    pairs = {pair_said(pair): tuple(pair) for pair in given["pairs"]}
    lived = runs.drop(columns="set")
    apart = {said: paired_differences(lived, *pair) for said, pair in pairs.items()}
    page = style.page(
        len(PRIMARY) * (ROW * len(pairs) + BETWEEN), title(held), caption(held, given)
    )
    grid = page.grid(
        len(PRIMARY), 1, left=0.24, right=0.925, above=0.3, below=0.42,
        hspace=BETWEEN / (ROW * len(pairs)),
    )  # fmt: skip
    for line, outcome in enumerate(PRIMARY):
        rows = held[held["outcome"] == outcome]
        axes = page.figure.add_subplot(grid[line, 0])
        panels.draw(
            axes,
            rows.assign(
                arm=[pair_said(pair) for pair in zip(rows["arm"], rows["reference"], strict=True)]
            ),
            {said: one[outcome].dropna().to_numpy(float) for said, one in apart.items()},
            labels={said: said for said in pairs},
            named=True,
        )
        shown = words.outcome_texts(outcome)
        axes.set_title(f"{shown['name']}, {shown['gap']}")
    return page.finished("en")


def title(held: pd.DataFrame) -> str:
    """Say how many contrasts are clear."""
    clear = sum(reading(row) in ("higher", "lower") for _, row in held.iterrows())
    return f"Opponents face to face: {clear} of {len(held)} contrasts are clear"


def caption(held: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say what is drawn and over how many worlds."""
    return (
        "A line is a pair of arms. Small dots are worlds, the large dot is their mean. Thick line: "
        "95 % paired-t interval; thin line with ends: 95 % BCa bootstrap interval. "
        '"Flip" counts worlds whose difference points the other way than the mean. '
        f"{int(held['n'].max())} worlds, {len(given['accepted'])} accepted sets of numbers, "
        "all arms in the same worlds on the same luck."
    )

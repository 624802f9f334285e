"""Draws every primary outcome in every cell: each pair of arms, its seeds and both intervals.

Other experiments that live the same seeds in several ways draw theirs with `lines`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.four_cells.tables import CELL, by_seed
from experiments.several import PRIMARY
from sim.analysis.moved import reading

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, BETWEEN = 0.3, 0.95
"""Inches per cell, and between rows of panels."""
CLEAR = {"higher": 1, "lower": -1}


def draw(contrasts: pd.DataFrame, runs: pd.DataFrame, given: Mapping[str, Any]) -> Figure:
    """Draw a row of panels per outcome, a column per pair of arms, a line per cell."""
    shown = title(contrasts, given), caption(contrasts, given)
    return lines(contrasts, runs, given["pairs"], list(given["cells"]), CELL, *shown)


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
    from sim.plots import style, words

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


def of_pair(rows: pd.DataFrame, pair: Sequence[str]) -> pd.DataFrame:
    """Keep the rows of one pair of arms."""
    return rows[(rows["arm"] == pair[0]) & (rows["reference"] == pair[1])]


def called(cell: str) -> str:
    """Say a cell."""
    return cell.replace("_", " ")


def pair_said(pair: Sequence[str]) -> str:
    """Say a pair of arms as a difference."""
    from sim.plots.words import MINUS, arm_name

    return f"{arm_name(pair[0])} {MINUS} {arm_name(pair[1])}"


def signs(contrasts: pd.DataFrame, pair: Sequence[str], outcome: str) -> list[int]:
    """Return of each cell the sign of a difference where it is clear, else 0."""
    rows = of_pair(contrasts[contrasts["outcome"] == outcome], pair)
    return [CLEAR.get(reading(row), 0) for _, row in rows.iterrows()]


def title(contrasts: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say of how many primary outcomes the arms' order is the same in all cells, or turns."""
    pair = given["pairs"][-1]
    same = turned = unclear = 0
    for outcome in PRIMARY:
        seen = signs(contrasts, pair, outcome)
        if len(set(seen)) == 1 and seen[0] != 0:
            same += 1
        elif {1, -1} <= set(seen):
            turned += 1
        else:
            unclear += 1
    cells = len(given["cells"])
    from sim.plots.words import capitalised

    return (
        f"{capitalised(pair_said(pair))} over {cells} cells of failure modes: "
        f"of {len(PRIMARY)} primary outcomes "
        f"{same} clear with one sign in all, {turned} of clear signs that differ, "
        f"{unclear} not clear in all"
    )


def caption(contrasts: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say what is drawn and over how many seeds."""
    fewest, most = int(contrasts["n"].min()), int(contrasts["n"].max())
    first = given["first_seed"]
    n = f"{most}" if fewest == most else f"{fewest} to {most}"
    return (
        "A line is a cell: which family's ways to fail are on. Small dots are seeds, the large dot "
        "is their mean. Thick line: 95 % paired-t interval; thin line with ends: 95 % BCa "
        "bootstrap interval. "
        '"Flip" counts seeds whose difference points the other way than the mean. '
        f"{n} seeds from {first} on, the same towns, worlds and luck in all cells; panels of one "
        "outcome share their axis."
    )

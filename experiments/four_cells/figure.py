"""Draws every primary outcome in every cell: each pair of arms, its seeds and both intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.beside import lines, pair_said, signs
from experiments.four_cells.tables import CELL
from experiments.several import PRIMARY
from sim.plots.words import capitalised

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(contrasts: pd.DataFrame, runs: pd.DataFrame, given: Mapping[str, Any]) -> Figure:
    """Draw a row of panels per outcome, a column per pair of arms, a line per cell."""
    shown = title(contrasts, given), caption(contrasts, given)
    return lines(contrasts, runs, given["pairs"], list(given["cells"]), CELL, *shown)


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

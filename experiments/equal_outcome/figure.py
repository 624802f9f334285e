"""Draws every primary outcome by budget, as a difference from the city without policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.equal_outcome.tables import BUDGET
from experiments.several import PRIMARY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW = 1.9
"""Inches of a row of panels."""
COLUMNS = 3
TITLE = "What more money brings: each primary outcome less the same city without policy"


def draw(curves: pd.DataFrame, given: Mapping[str, Any]) -> Figure:
    """Draw a panel for each outcome and a line with its interval for each arm."""
    from sim.plots import style, words

    rows = -(-len(PRIMARY) // COLUMNS)
    page = style.page(rows * (ROW + 0.9), TITLE, caption(curves, given))
    grid = page.grid(
        rows, COLUMNS, left=0.07, right=0.98, above=0.35, below=0.5, hspace=0.55, wspace=0.3
    )
    for place, outcome in enumerate(PRIMARY):
        axes = page.figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        shown = words.outcome_texts(outcome)
        for arm in given["arms"]:
            own = curves[(curves["outcome"] == outcome) & (curves["arm"] == arm)]
            at, factor = 100 * own[BUDGET], words.scale(outcome)
            colour = style.colour(arm)
            low, high = factor * own["t_low"], factor * own["t_high"]
            axes.fill_between(at, low, high, color=colour, alpha=0.15, linewidth=0)
            label = words.arm_name(arm)
            axes.plot(at, factor * own["difference"], "o-", color=colour, ms=3.5, label=label)
        axes.axhline(0, color="0.35", linewidth=0.8)
        axes.axvline(100 * given["level"], color="0.6", linewidth=0.8, linestyle=":")
        axes.set_title(shown["name"])
        axes.set_ylabel(shown["gap"].replace(" (", "\n("))
        axes.set_xlabel("budget, % of the city's income")
    handles, labels = axes.get_legend_handles_labels()
    beside = page.figure.add_subplot(grid[rows - 1, COLUMNS - 1])
    beside.axis("off")
    beside.legend(handles, labels, loc="center left", frameon=False)
    return page.finished("en")


def caption(curves: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say what is drawn and over how many worlds."""
    return (
        "Dots: mean over worlds at the budgets that were lived; band: 95 % paired-t interval. "
        f"Dotted: the budget of every comparison. {int(curves['worlds'].max())} towns from seed "
        f"{given['first_seed']} on, the same worlds and luck at every budget."
    )

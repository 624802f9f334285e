"""How each arm's city went, month by month."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.config.catalogue import text
from sim.plots import style, words

COLUMNS, PANEL = 3, 1.55  # panel heights and what follows: inches
MANY, MANY_COLUMNS, SMALL_PANEL = 12, 4, 0.95  # where there are many outcomes, small panels
BETWEEN, LEGEND = 0.75, 0.3


def draw(
    axes: Axes,
    bands: pd.DataFrame,
    arms: Sequence[str],
    outcome: str,
    *,
    filled: Sequence[str] | None = None,
) -> Axes:
    """Draw one outcome's medians with their 10-90 % bands, baselines first.

    Parameters
    ----------
    bands : table with month, arm, outcome, low, median, high
    filled : the arms whose band is filled, all if left out; the others' bands are outlined
    """
    factor = words.scale(outcome)
    of_outcome = bands[bands["outcome"] == outcome]
    for depth, arm in enumerate(arms):
        rows = of_outcome[of_outcome["arm"] == arm]
        month, colour = rows["month"].to_numpy(), style.colour(arm)
        low, middle, high = (factor * rows[name].to_numpy() for name in ("low", "median", "high"))
        if rows["n"].max() > 1:
            if filled is None or arm in filled:
                axes.fill_between(month, low, high, color=colour, alpha=0.16, linewidth=0)
            else:
                for edge in (low, high):
                    axes.plot(month, edge, color=colour, linewidth=0.7, alpha=0.75)
        axes.plot(
            month,
            middle,
            color=colour,
            linestyle=style.dashes(arm),
            linewidth=1.6,
            zorder=3 + depth,
        )
    axes.axvline(0, color=style.SOFT_INK, linewidth=0.7, linestyle=(0, (1, 2)))
    axes.grid(axis="y")
    axes.margins(x=0)
    axes.locator_params(axis="y", nbins=5)
    return axes


def figure(
    bands: pd.DataFrame,
    outcomes: Sequence[str],
    arms: Sequence[str],
    title: str,
    caption: str,
    lang: str = "en",
    *,
    difference_from: str | None = None,
    filled: Sequence[str] | None = None,
) -> Figure:
    """Draw several outcomes side by side; differences carry a grey line at zero."""
    many = len(outcomes) > MANY
    columns, panel = (MANY_COLUMNS, SMALL_PANEL) if many else (COLUMNS, PANEL)
    lines = int(np.ceil(len(outcomes) / columns))
    page = style.page(LEGEND + lines * (panel + BETWEEN), title, caption)
    grid = page.grid(
        lines,
        columns,
        left=0.062,
        above=LEGEND + 0.38,
        below=0.4,
        hspace=(BETWEEN + 0.05) / panel,
        wspace=0.34 if many else 0.24,
    )
    first: Axes | None = None
    for place, outcome in enumerate(outcomes):
        axes = page.figure.add_subplot(grid[place // columns, place % columns], sharex=first)
        first = first or axes
        shown = words.outcome_texts(outcome, lang)
        if difference_from is not None:
            axes.axhline(0, color=style.colour(difference_from), linewidth=1.6, zorder=2)
        draw(axes, bands, arms, outcome, filled=filled)
        unit = shown["unit"] if difference_from is None else shown["gap"]
        axes.set_title(f"{shown['name']}\n", pad=-4, size=7.6 if many else None)
        axes.text(
            0,
            1.025,
            unit,
            transform=axes.transAxes,
            size=6.6 if many else 7.6,
            color=style.SOFT_INK,
            va="bottom",
        )
        if place + columns >= len(outcomes):
            axes.set_xlabel(text("figures.timeline.axis", lang))
    _legend(page, arms, lang, difference_from)
    return page.finished(lang)


def _legend(page: style.Page, arms: Sequence[str], lang: str, reference: str | None) -> None:
    """Name the arms in one row above the panels."""
    named = [*([reference] if reference else []), *arms]
    lines = [
        Line2D([], [], color=style.colour(arm), linestyle=style.dashes(arm), linewidth=2.2)
        for arm in named
    ]
    page.figure.legend(
        lines,
        [words.arm_name(arm, lang) for arm in named],
        loc="upper left",
        bbox_to_anchor=(0.05, page.top + 0.01),
        ncols=len(named),
        handlelength=2.4,
        columnspacing=1.6,
    )

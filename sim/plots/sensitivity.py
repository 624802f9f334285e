"""Which assumptions decide how far two arms differ: a bar for each, outcome by outcome."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.config.catalogue import text
from sim.plots import style, words

ROW = 0.25  # inches per assumption, and what follows: inches
BETWEEN, LEGEND = 0.95, 0.35
COLUMNS = 3
SHARES = ("total", "first_order")
"""Indices that are shares of a variance: they have no unit."""
PALE = 0.35


def draw(
    axes: Axes,
    rows: pd.DataFrame,
    factors: Sequence[str],
    colour: str,
    factor_of: float = 1.0,
    *,
    bar: str,
    dot: str,
) -> Axes:
    """Draw one outcome: a bar per assumption with its interval, and a dot beside it.

    Parameters
    ----------
    rows : indices of one outcome of one pair of arms
    factors : paths in the order in which they are drawn, top down
    bar, dot : which indices are the bar and the dot
    factor_of : what a value is multiplied with before it is shown
    """
    for height, factor in enumerate(reversed(factors)):
        own = rows[rows["factor"] == factor].set_index("index")
        value, low, high = factor_of * own.loc[bar, ["value", "low", "high"]].to_numpy(float)
        if not np.isfinite(value):
            continue
        luck = factor_of * own["value"].to_dict()["luck"]
        alpha = 1 if low > max(luck, 0) else PALE
        axes.barh(height + 0.1, value, 0.42, color=colour, alpha=alpha, zorder=2)
        axes.plot([low, high], [height + 0.1] * 2, color=style.INK, linewidth=1.1, zorder=3)
        axes.plot([luck] * 2, [height - 0.42, height + 0.42], ":", color=style.INK, zorder=5)
        value, low, high = factor_of * own.loc[dot, ["value", "low", "high"]].to_numpy(float)
        axes.plot([low, high], [height - 0.26] * 2, color=style.SOFT_INK, linewidth=0.8, zorder=3)
        axes.plot(
            value, height - 0.26, "o", markersize=4, color="white", markeredgecolor=style.INK,
            markeredgewidth=0.9, zorder=4,
        )  # fmt: skip
    axes.axvline(0, color=style.SOFT_INK, linewidth=0.8)
    axes.set_ylim(-0.7, len(factors) - 0.3)
    axes.grid(axis="x")
    axes.locator_params(axis="x", nbins=5)
    axes.spines["left"].set_visible(False)
    return axes


def figure(
    indices: pd.DataFrame,
    outcomes: Sequence[str],
    factors: Mapping[str, str],
    indices_drawn: tuple[str, str],
    colour: str,
    title: str,
    caption: str,
    lang: str = "en",
) -> Figure:
    """Draw several outcomes beside each other, the assumptions in one order.

    Parameters
    ----------
    indices : indices of one pair of arms, any outcomes
    factors : mapping of path to what the assumption is called, in the order drawn
    indices_drawn : the index that is the bar, and the one that is the dot
    """
    bar, dot = indices_drawn
    lines = int(np.ceil(len(outcomes) / COLUMNS))
    panel = ROW * len(factors) + 0.25
    page = style.page(LEGEND + lines * (panel + BETWEEN), title, caption)
    grid = page.grid(
        lines,
        COLUMNS,
        left=0.17,
        above=LEGEND + 0.35,
        below=0.5,
        hspace=BETWEEN / panel,
        wspace=0.14,
    )
    for place, outcome in enumerate(outcomes):
        shown = words.outcome_texts(outcome, lang)
        axes = page.figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        rows = indices[indices["outcome"] == outcome]
        factor_of = 1.0 if bar in SHARES else float(shown["scale"])
        draw(axes, rows, list(factors), colour, factor_of, bar=bar, dot=dot)
        axes.set_yticks(range(len(factors)), list(factors.values())[::-1])
        axes.tick_params(axis="y", labelcolor=style.INK, labelleft=place % COLUMNS == 0)
        axes.set_title(shown["name"])
        key = "total" if bar in SHARES else "mu_star"
        unit = text(f"figures.sensitivity.axis.{key}", lang, unit=shown["gap"])
        axes.set_xlabel(unit, size=7.6)
        if bar in SHARES:
            axes.set_xlim(right=max(1.0, axes.get_xlim()[1]))
    _legend(page, colour, bar, dot, lang)
    return page.finished(lang)


def _legend(page: style.Page, colour: str, bar: str, dot: str, lang: str) -> None:
    """Say above the panels what bar and dot are."""
    hollow = Line2D(
        [], [], marker="o", color="none", markerfacecolor="white", markeredgecolor=style.INK,
        markersize=5,
    )  # fmt: skip
    dotted = Line2D([], [], linestyle=":", color=style.INK)
    page.figure.legend(
        [Patch(color=colour), hollow, dotted],
        [text(f"figures.sensitivity.legend.{index}", lang) for index in (bar, dot, "luck")],
        loc="upper left",
        bbox_to_anchor=(0.005, page.top + 0.01),
        ncols=3,
        columnspacing=1.6,
    )

"""What each arm spent on what, and the hours people gave."""

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.costs import IN_KIND
from sim.plots import style, words

ROW = 0.27  # inches per account
MILLION = 1e6
INCHES, LETTERS_PER_INCH = 7.5, 10.5  # of all panels side by side, of a panel's title
HATCH = "////"


def draw(axes: Axes, euros: pd.Series, arm: str, widest: float, lang: str = "en") -> Axes:
    """Draw one arm's accounts as bars in million euros; hours given are hatched.

    Parameters
    ----------
    euros : float series, one entry per account, drawn top down
    """
    y = -np.arange(len(euros))
    millions = np.where(euros == 0, np.nan, euros) / MILLION
    colour = style.colour(arm)
    hours = np.isin(euros.index, IN_KIND)
    axes.barh(y[~hours], millions[~hours], color=colour, height=0.66)
    axes.barh(
        y[hours],
        millions[hours],
        color="white",
        edgecolor=colour,
        hatch=HATCH,
        height=0.66,
        linewidth=0.8,
    )
    places = words.decimals(widest / MILLION / 10)
    for height, value in zip(y.tolist(), millions.tolist(), strict=True):
        if value == value and round(value, places):
            axes.text(
                max(value, 0) + 0.02 * widest / MILLION,
                height,
                words.number(value, places, lang),
                va="center",
                size=7.6,
            )
    axes.set_xlim(0, 1.28 * widest / MILLION)
    axes.set_ylim(-len(euros) + 0.4, 0.6)
    axes.grid(axis="x")
    axes.locator_params(axis="x", nbins=4, prune="upper")
    axes.spines["left"].set_visible(False)
    return axes


def figure(
    books: pd.DataFrame, arms: Sequence[str], title: str, caption: str, axis: str, lang: str = "en"
) -> Figure:
    """Draw the books of all arms side by side on one scale.

    Parameters
    ----------
    books : mean euros, one row per arm and one column per account
    """
    kept = [
        name
        for name in books.columns
        if name != "grant" and (books.loc[list(arms), name].abs() > 0).any()
    ]
    shown = books.loc[list(arms), kept]
    widest = float(shown.to_numpy().max()) if shown.size else 1.0
    page = style.page(ROW * max(len(kept), 1) + 0.95, title, caption)
    grid = page.grid(1, len(arms), left=0.235, above=0.45, below=0.42, wspace=0.07)
    first: Axes | None = None
    for column, arm in enumerate(arms):
        axes = page.figure.add_subplot(grid[0, column], sharey=first)
        draw(axes, pd.Series(shown.loc[arm]), arm, widest or 1.0, lang)
        room = int(INCHES * LETTERS_PER_INCH / len(arms))
        named = "\n".join(wrap(words.arm_name(arm, lang), room, break_long_words=False))
        axes.set_title(named, color=style.colour(arm))
        axes.tick_params(axis="y", labelleft=first is None, labelcolor=style.INK)
        if first is None:
            names = [words.called("account", name, lang) for name in kept]
            axes.set_yticks(-np.arange(len(kept)), names)
            first = axes
    page.figure.text(
        0.985, page.bottom, axis, ha="right", va="bottom", size=8.5, color=style.SOFT_INK
    )
    return page.finished(lang)

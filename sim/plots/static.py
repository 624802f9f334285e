"""What the living city adds to what geometry alone would say."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from sim.config.catalogue import text
from sim.plots import style, words

PANEL = 1.75  # inches
TICKS = (0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20, 50)


def draw(
    axes: Axes,
    ratio: np.ndarray,
    difference: np.ndarray,
    pair: tuple[str, str],
    outcome: str,
    lang: str,
) -> Axes:
    """Draw each seed's difference over the static ratio of its world.

    A dot has the colour of the arm of the pair that is above. Shaded quarters: geometry and the
    living city point the same way.
    """
    shown = words.outcome_texts(outcome, lang)
    y = float(shown["scale"]) * difference
    low, high = min(ratio.min(), 0.8) / 1.15, max(ratio.max(), 1.25) * 1.15
    reach = 1.15 * (np.abs(y).max() or 1.0)
    axes.fill_between([1, high], 0, reach, color="#eef3f7", linewidth=0)
    axes.fill_between([low, 1], -reach, 0, color="#eef3f7", linewidth=0)
    axes.axhline(0, color=style.SOFT_INK, linewidth=0.8)
    axes.axvline(1, color=style.SOFT_INK, linewidth=0.8)
    axes.scatter(
        ratio,
        y,
        s=20,
        c=[style.colour(pair[0] if value > 0 else pair[1]) for value in y],
        edgecolor="white",
        linewidth=0.5,
        zorder=3,
    )
    axes.set_xscale("log")
    axes.set_xticks([tick for tick in TICKS if low <= tick <= high])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.plain(value, lang)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlim(low, high)
    axes.set_ylim(-reach, reach)
    axes.locator_params(axis="y", nbins=5)
    axes.set_title(f"{shown['name']}\n", pad=-4)
    axes.text(
        0, 1.02, shown["gap"], transform=axes.transAxes, size=7, color=style.SOFT_INK, va="bottom"
    )
    return axes


def figure(
    ratios: pd.Series,
    differences: pd.DataFrame,
    pair: tuple[str, str],
    outcomes: Sequence[str],
    title: str,
    caption: str,
    lang: str = "en",
) -> Figure:
    """Draw the primary outcomes beside each other over the static ratio.

    Parameters
    ----------
    ratios : float series by seed
    differences : the pair's first arm minus its second, a row per seed and a column per outcome
    """
    columns = 3
    lines = int(np.ceil(len(outcomes) / columns))
    page = style.page(lines * (PANEL + 0.9), title, caption)
    grid = page.grid(
        lines, columns, left=0.062, above=0.4, below=0.42, hspace=1.0 / PANEL, wspace=0.24
    )
    seeds = differences.index.intersection(ratios.index)
    for place, outcome in enumerate(outcomes):
        axes = page.figure.add_subplot(grid[place // columns, place % columns])
        known = differences.loc[seeds, outcome].dropna()
        if known.size:
            own = ratios.loc[known.index].to_numpy()
            draw(axes, own, known.to_numpy(), pair, outcome, lang)
        axes.set_xlabel(text("figures.static.axis", lang))
    return page.finished(lang)

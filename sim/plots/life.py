"""Whether the city without policy is alive: each sign in the range set beforehand, or not."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config.catalogue import text
from sim.plots import style, words

COLUMNS = 4
PANEL, BETWEEN = 0.42, 0.62  # inches
INSIDE, OUTSIDE = "#0072B2", "#D55E00"


def inside(low: float, high: float, seeds: np.ndarray) -> bool:
    """Say whether the middle seed lies in the range."""
    return bool(low <= np.nanmedian(seeds) <= high)


def title(signs: pd.DataFrame, values: Mapping[str, Sequence[float]], lang: str = "en") -> str:
    """Say how many signs of life stay in their range, and which do not."""
    out = [
        str(sign["name"])
        for _, sign in signs.iterrows()
        if not inside(sign["low"], sign["high"], np.asarray(values[sign["sign"]], float))
    ]
    if not out:
        return text("figures.life.title_all", lang, total=len(signs))
    return text(
        "figures.life.title",
        lang,
        inside=len(signs) - len(out),
        total=len(signs),
        outside=words.listed(out, lang),
    )


def draw(axes: Axes, name: str, unit: str, low: float, high: float, seeds: np.ndarray) -> Axes:
    """Draw one sign of life: its range in grey, each seed a dot, their median a line.

    Parameters
    ----------
    seeds : float array, one per seed, in ``unit``
    """
    colour = INSIDE if inside(low, high, seeds) else OUTSIDE
    axes.axvspan(low, high, color="#e4e8ec", linewidth=0)
    scatter = np.linspace(0.25, 0.75, seeds.size) if seeds.size > 1 else np.array([0.5])
    axes.plot(seeds, scatter, "o", color=colour, markersize=3, alpha=0.6, markeredgewidth=0)
    axes.axvline(float(np.nanmedian(seeds)), color=colour, linewidth=2)
    left, right = min(low, float(np.nanmin(seeds))), max(high, float(np.nanmax(seeds)))
    edge = 0.12 * (right - left or 1)
    axes.set_xlim(left - edge, right + edge)
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=4)
    axes.spines["left"].set_visible(False)
    axes.set_title(f"{name}\n", size=8.2, pad=-5)
    axes.text(0, 1.06, unit, transform=axes.transAxes, size=7, color=style.SOFT_INK, va="bottom")
    return axes


def figure(
    signs: pd.DataFrame,
    values: Mapping[str, Sequence[float]],
    title: str,
    caption: str,
) -> Figure:
    """Draw every sign of life in a small panel of its own.

    Parameters
    ----------
    signs : table with columns sign, name, unit, low, high; one row per sign of life
    values : mapping of sign to its value in each seed
    """
    lines = int(np.ceil(len(signs) / COLUMNS))
    page = style.page(lines * (PANEL + BETWEEN), title, caption)
    grid = page.grid(
        lines, COLUMNS, left=0.02, above=0.4, below=0.2, hspace=BETWEEN / PANEL, wspace=0.12
    )
    for place, (_, sign) in enumerate(signs.iterrows()):
        axes = page.figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        seeds = np.asarray(values[sign["sign"]], float)
        draw(axes, words.capitalised(sign["name"]), sign["unit"], sign["low"], sign["high"], seeds)
    return page.figure

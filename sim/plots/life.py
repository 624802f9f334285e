"""Whether the city without policy is alive: each sign in the range set beforehand, or not."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.config.catalogue import text
from sim.plots import style, words

COLUMNS = 4
PANEL, BETWEEN = 0.95, 0.72  # inches
INSIDE, OUTSIDE = "#0072B2", "#D55E00"
RANGE = "#e4e8ec"
MARGIN_OF_SEEDS = 0.16
"""Room right of the last year, where the seeds stand, as a share of the years."""
BEYOND = 0.08
"""Room above and below what is drawn, as a share of its height."""
NO_PATHS: Mapping[str, pd.DataFrame] = {}


def inside(low: float, high: float, seeds: np.ndarray) -> bool:
    """Say whether the mean over seeds lies in the range."""
    return bool(low <= np.nanmean(seeds) <= high)


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


def caption(seeds: int, years: int, settled: int, lang: str = "en") -> str:
    """Say how to read the figure, and what it rests on."""
    return text("figures.life.how", lang, n=seeds, years=years, settled=settled)


def draw(
    axes: Axes,
    name: str,
    unit: str,
    low: float,
    high: float,
    seeds: np.ndarray,
    path: pd.DataFrame | None = None,
    settled: float = 0,
) -> Axes:
    """Draw one sign of life: its range in grey, its path, each seed a dot, their mean a line.

    Parameters
    ----------
    seeds : float array, one per seed, in ``unit``
        Means over the time after the city has settled.
    path : table by year with columns mean, low and high, in ``unit``
    settled : years before the range holds
    """
    colour = INSIDE if inside(low, high, seeds) else OUTSIDE
    years = float(path.index.max()) if path is not None else 1.0
    axes.axhspan(low, high, xmin=0, color=RANGE, linewidth=0)
    ends = [low, high, float(np.nanmin(seeds)), float(np.nanmax(seeds))]
    if path is not None:
        axes.axvline(settled, color=style.SOFT_INK, linewidth=0.7, linestyle=(0, (2, 2)))
        axes.fill_between(path.index, path["low"], path["high"], color=colour, alpha=0.22, lw=0)
        axes.plot(path.index, path["mean"], color=colour, linewidth=1.4)
        after = path[path.index > settled]
        ends += [float(after["low"].min()), float(after["high"].max())]
    room = MARGIN_OF_SEEDS * years
    scatter = np.linspace(1.25, 1.75, seeds.size) if seeds.size > 1 else np.array([1.5])
    axes.plot(
        years + (scatter - 1) * room,
        seeds,
        "o",
        color=colour,
        markersize=2.4,
        alpha=0.55,
        markeredgewidth=0,
    )
    mean = float(np.nanmean(seeds))
    axes.plot([years + 0.1 * room, years + 0.9 * room], [mean, mean], color=colour, linewidth=2)
    edge = BEYOND * (max(ends) - min(ends) or 1)
    bottom = min(ends) if min(ends) == 0 else min(ends) - edge
    axes.set_ylim(bottom, max(ends) + edge)
    axes.set_xlim(0 if path is not None else years, years + room)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, min_n_ticks=3))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 5, 10], integer=True))
    if path is None:
        axes.set_xticks([])
    axes.spines["left"].set_visible(False)
    axes.set_title(f"{name}\n", size=8.2, pad=-3)
    axes.text(0, 1.05, unit, transform=axes.transAxes, size=7, color=style.SOFT_INK, va="bottom")
    return axes


def figure(
    signs: pd.DataFrame,
    values: Mapping[str, Sequence[float]],
    title: str,
    caption: str,
    paths: Mapping[str, pd.DataFrame] = NO_PATHS,
    settled: float = 0,
    lang: str = "en",
) -> Figure:
    """Draw every sign of life in a small panel of its own.

    Parameters
    ----------
    signs : table with columns sign, name, unit, low, high; one row per sign of life
    values : mapping of sign to its value in each seed
    paths : mapping of sign to its table by year, with columns mean, low and high
    settled : years before the ranges hold
    """
    lines = int(np.ceil(len(signs) / COLUMNS))
    page = style.page(lines * (PANEL + BETWEEN), title, caption)
    grid = page.grid(
        lines, COLUMNS, left=0.045, above=0.35, below=0.3, hspace=BETWEEN / PANEL, wspace=0.26
    )
    for place, (_, sign) in enumerate(signs.iterrows()):
        axes = page.figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        seeds = np.asarray(values[sign["sign"]], float)
        path = paths.get(sign["sign"])
        draw(
            axes,
            words.capitalised(sign["name"]),
            sign["unit"],
            sign["low"],
            sign["high"],
            seeds,
            path,
            settled,
        )
        if path is not None and place + COLUMNS >= len(signs):
            axes.set_xlabel(text("figures.life.axis", lang), size=7.5)
    return page.finished(lang)

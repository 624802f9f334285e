"""What each arm changed on each outcome, with both intervals and every seed's own difference."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config.catalogue import text
from sim.plots import style, words

ROW = 0.33  # inches per arm
BETWEEN = 0.95  # inches between rows of panels, for the axis below and the title above
COLUMNS = 2


def draw(
    axes: Axes,
    rows: pd.DataFrame,
    differences: Mapping[str, np.ndarray],
    lang: str = "en",
    labels: Mapping[str, str] | None = None,
    *,
    named: bool = True,
) -> Axes:
    """Draw one outcome: a row per arm, its seeds, its mean and both intervals.

    Parameters
    ----------
    rows : contrasts of one outcome against one reference, one row per arm, drawn top down
    differences : mapping of arm to float array, one entry per seed
    labels : mapping of arm to what stands beside its row, the arm's name if left out
    named : bool
        Whether the rows are named; a neighbour with the same rows may do it for both.
    """
    outcome = str(rows["outcome"].iloc[0])
    shown = words.outcome_texts(outcome, lang)
    factor = float(shown["scale"])
    axes.axvline(0, color=style.BASELINES["cash"], linewidth=1.2, zorder=1)
    for height, (_, row) in enumerate(rows.iloc[::-1].iterrows()):
        _draw_row(axes, height, row, factor * differences[row["arm"]], factor)
        if row["n"] > 1:
            axes.text(
                1.015,
                height,
                text("figures.contrast.flips", lang, flips=words.flips(row), n=int(row["n"])),
                transform=axes.get_yaxis_transform(),
                va="center",
                size=7.4,
                color=style.SOFT_INK,
            )
    names = [(labels or {}).get(arm, words.arm_name(arm, lang)) for arm in rows["arm"]]
    axes.set_yticks(range(len(rows)), names[::-1])
    axes.tick_params(axis="y", labelcolor=style.INK, labelleft=named)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(axis="x")
    axes.locator_params(axis="x", nbins=6)
    axes.set_xlabel(text("figures.contrast.axis", lang, unit=shown["gap"]))
    axes.set_title(shown["name"])
    axes.spines["left"].set_visible(False)
    return axes


def _draw_row(axes: Axes, height: int, row: pd.Series, seeds: np.ndarray, factor: float) -> None:
    """Draw one arm's seeds, mean and intervals at one height."""
    colour = style.colour(row["arm"])
    axes.plot(
        seeds,
        np.full(seeds.size, height - 0.2),
        "o",
        color=colour,
        alpha=0.35,
        markersize=3,
        markeredgewidth=0,
        zorder=2,
    )
    t = factor * row[["t_low", "t_high"]].to_numpy(float)
    axes.plot(t, [height + 0.08] * 2, color=colour, linewidth=3.2, solid_capstyle="butt")
    bca = factor * row[["bca_low", "bca_high"]].to_numpy(float)
    axes.plot(bca, [height + 0.27] * 2, "|-", color=colour, linewidth=1, markersize=4.5)
    axes.plot(
        factor * row["difference"],
        height + 0.08,
        "o",
        color=colour,
        markersize=6.5,
        markeredgecolor="white",
        markeredgewidth=1,
        zorder=4,
    )


def figure(
    contrasts: pd.DataFrame,
    differences: Mapping[str, pd.DataFrame],
    outcomes: Sequence[str],
    title: str,
    caption: str,
    lang: str = "en",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw several outcomes side by side.

    Parameters
    ----------
    contrasts : rows of one comparison family, any outcomes
    differences : mapping of arm to a table of differences, a row per seed, a column per outcome
    """
    shown = [name for name in outcomes if (contrasts["outcome"] == name).any()]
    arms = contrasts["arm"].nunique()
    lines = int(np.ceil(len(shown) / COLUMNS))
    panel = ROW * arms + 0.2
    height = lines * panel + lines * BETWEEN - 0.1
    page = style.page(height, title, caption)
    grid = page.grid(
        lines,
        COLUMNS,
        left=0.155,
        right=0.905,
        above=0.3,
        below=0.42,
        hspace=BETWEEN / panel,
        wspace=0.27,
    )
    for place, outcome in enumerate(shown):
        rows = contrasts[contrasts["outcome"] == outcome]
        seeds = {
            arm: table[outcome].to_numpy(float)
            for arm, table in differences.items()
            if outcome in table
        }
        axes = page.figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        draw(axes, rows, seeds, lang, labels, named=place % COLUMNS == 0)
    return page.finished(lang)

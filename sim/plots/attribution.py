"""Which instrument carried which part of a contrast: a bar for each, and one for their sum."""

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config.catalogue import text
from sim.plots import style, words
from sim.recorder.schemas import REMAINDER, WHOLE

ROW = 0.25  # inches per bar, and what follows: inches
BETWEEN, HEAD, FOOT = 0.5, 0.62, 0.55
PALE = 0.35
TITLE_WIDTH = 19  # characters of an outcome's name on one line


def part_name(row: pd.Series, lang: str = "en") -> str:
    """Say an instrument, the remainder, or the whole."""
    if row["part"] in (REMAINDER, WHOLE):
        return str(text(f"report.attribution.part.{row['part']}", lang))
    return words.called("instrument", row["instrument"], lang)


def draw(axes: Axes, rows: pd.DataFrame, colour: str, factor: float = 1.0) -> Axes:
    """Draw the parts of one contrast, top down, each with both of its intervals.

    Parameters
    ----------
    rows : attribution of one outcome of one arm, with readings; the whole is last
    factor : what a value is multiplied with before it is shown
    """
    axes.axvline(0, color=style.BASELINES["cash"], linewidth=1.2, zorder=1)
    for height, (_, row) in enumerate(rows.iloc[::-1].iterrows()):
        whole = row["part"] == WHOLE
        fill = "white" if whole else colour
        sure = whole or row["reading"] in ("higher", "lower")
        axes.barh(
            height, factor * row["share"], 0.56, color=fill, alpha=1 if sure else PALE,
            edgecolor=colour, linewidth=1.4 if whole else 0, zorder=2,
        )  # fmt: skip
        for ends, raised, width in (("t", 0.08, 1.8), ("bca", -0.13, 0.8)):
            span = factor * row[[f"{ends}_low", f"{ends}_high"]].to_numpy(float)
            if np.isfinite(span).all():
                axes.plot(span, [height + raised] * 2, color=style.INK, linewidth=width, zorder=3)
    axes.axhline(0.5, color=style.HAIRLINE, linewidth=0.8, zorder=0)
    axes.set_yticks(range(len(rows)))
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(axis="x")
    axes.locator_params(axis="x", nbins=4)
    axes.spines["left"].set_visible(False)
    return axes


def figure(
    attribution: pd.DataFrame,
    arms: Sequence[str],
    outcomes: Sequence[str],
    title: str,
    caption: str,
    lang: str = "en",
) -> Figure:
    """Draw a row of panels per arm and a column per outcome, all of a column on one scale.

    Parameters
    ----------
    attribution : attribution of these arms and outcomes, with readings
    """
    first = attribution[attribution["outcome"] == outcomes[0]]
    bars = [int((first["arm"] == arm).sum()) for arm in arms]
    inside = ROW * sum(bars) + BETWEEN * (len(arms) - 1)
    page = style.page(HEAD + inside + FOOT, title, caption)
    mean = ROW * sum(bars) / len(arms)
    grid = page.grid(
        len(arms), len(outcomes), left=0.155, above=HEAD, below=FOOT, hspace=BETWEEN / mean,
        wspace=0.16,
    )  # fmt: skip
    grid.set_height_ratios(bars)
    for column, outcome in enumerate(outcomes):
        _draw_column(
            [page.figure.add_subplot(grid[place, column]) for place in range(len(arms))],
            attribution[attribution["outcome"] == outcome],
            arms,
            lang,
            named=column == 0,
        )
    return page.finished(lang)


def _draw_column(
    column: Sequence[Axes], rows: pd.DataFrame, arms: Sequence[str], lang: str, *, named: bool
) -> None:
    """Draw one outcome of all arms, below each other."""
    shown = words.outcome_texts(str(rows["outcome"].iloc[0]), lang)
    for axes, arm in zip(column, arms, strict=True):
        own = rows[rows["arm"] == arm]
        axes.sharex(column[0])
        draw(axes, own, style.colour(arm), float(shown["scale"]))
        axes.set_yticklabels([part_name(row, lang) for _, row in own.iloc[::-1].iterrows()])
        last = axes is column[-1]
        axes.tick_params(axis="y", labelcolor=style.INK, labelleft=named)
        axes.tick_params(axis="x", labelbottom=last)
        if named:
            _name_row(axes, words.capitalised(words.arm_name(arm, lang)))
    unit = text("figures.contrast.axis", lang, unit=shown["gap"])
    column[-1].set_xlabel("\n".join(wrap(unit, TITLE_WIDTH + 8)), size=7.4)
    column[0].set_title("\n".join(wrap(shown["name"], TITLE_WIDTH)), pad=17)


def _name_row(axes: Axes, name: str) -> None:
    """Write the arm above the names of its instruments, from the margin on."""
    axes.annotate(
        name, (style.MARGIN / style.WIDTH, 1), xycoords=("figure fraction", "axes fraction"),
        xytext=(0, 3), textcoords="offset points", va="bottom", weight="bold", size=9,
    )  # fmt: skip

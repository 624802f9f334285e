"""A figure of the boxes: how often an arm wins in them where they were peeled, and elsewhere."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.worlds.boxes import HALVES, SHOWN
from sim.plots import style, words

ROW = 0.62  # inches
ABOVE = 0.28  # of a row, from the marks to the words of the box
DOT = 7.5
CAPTION = (
    "Each row is one box, peeled on the worlds of even seeds (hollow) and judged on those "
    "of odd seeds (dot and 95 % Wilson interval). Upright mark: the share in all worlds of odd "
    "seeds, inside the box or out. A filled dot in the arm's colour lies clearly beyond it; a grey "
    "one is not shown. Exploratory: asked after the verdict was known."
)


def boxes(found: pd.DataFrame) -> Figure:
    """Draw every box that was peeled on the first half."""
    rows = found[found["peeled_on"] == next(iter(HALVES))].reset_index(drop=True)
    page = style.page(ROW * len(rows) + 0.9, _title(rows), CAPTION, width=11.0)
    axes = page.figure.add_subplot(page.grid(1, 1, left=0.27, above=0.45, below=0.4)[0])
    for line, one in rows.iterrows():
        _row(axes, int(str(line)), one)
    axes.set_yticks(range(len(rows)), [_label(one) for _, one in rows.iterrows()])
    axes.set_ylim(len(rows) - 0.4, -0.75)
    axes.set_xlim(-2, 102)
    axes.set_xlabel("share of worlds in which the arm has more, %")
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    _legend(axes, list(dict.fromkeys(rows["arm"])))
    return page.figure


def _row(axes: Axes, line: int, one: pd.Series) -> None:
    """Draw one box: its words above, its marks below."""
    shown = one["verdict"] == SHOWN
    colour = style.colour(one["arm"])
    axes.plot([100 * one["base"]] * 2, [line - 0.17, line + 0.17], color=style.INK, linewidth=2)
    axes.plot(
        [100 * one["win_low"], 100 * one["win_high"]],
        [line] * 2,
        color=colour if shown else style.SOFT_INK,
        linewidth=1.8,
    )
    for share, full in ((one["fit_density"], False), (one["win_share"], True)):
        axes.plot(
            100 * share,
            line,
            "o" if full else "D",
            markersize=DOT if full else DOT - 1,
            markeredgecolor=colour if shown or not full else style.SOFT_INK,
            markerfacecolor=(colour if shown else style.SOFT_INK) if full else "white",
            markeredgewidth=1.5,
        )
    axes.text(0, line - ABOVE, one["box"], size=7.8, va="center", color=style.INK)


def _label(one: pd.Series) -> str:
    name = words.outcome_texts(one["outcome"])["name"]
    return f"{name}, {one['city']}:\nmore under {one['arm']}"


def _legend(axes: Axes, arms: list[str]) -> None:
    """Say what the marks are."""
    ink = {"color": style.INK, "linestyle": "none"}
    axes.legend(
        handles=[
            *(Patch(color=style.colour(arm), label=arm) for arm in arms),
            Line2D([], [], marker="D", markerfacecolor="white", label="where it was peeled", **ink),
            Line2D([], [], marker="o", label="in the other half", **ink),
            Line2D([], [], marker="|", markersize=11, markeredgewidth=2, label="all there", **ink),
        ],
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=5,
        borderaxespad=0.2,
        handletextpad=0.5,
    )


def _title(rows: pd.DataFrame) -> str:
    shown = int((rows["verdict"] == SHOWN).sum())
    holds = "holds" if shown == 1 else "hold"
    return f"{shown} of {len(rows)} boxes {holds} clearly in worlds they were not peeled on"

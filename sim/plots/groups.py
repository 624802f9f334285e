"""Who wins and who loses, group by group."""

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.analysis.moved import reading
from sim.config.catalogue import text
from sim.plots import style, words

ROW, GAP = 0.28, 0.25  # inches per group; rows left free above each grouping
UNIT_WIDTH = 30  # letters a line under an axis
TITLE_SIZE = 8.7  # points: four panels stand side by side
SPREAD = 0.5  # share of a row the arms of one group spread over


def heights(rows: pd.DataFrame) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    """Place groups and the headings above each grouping, from the top down."""
    groups: dict[tuple[str, str], float] = {}
    headings: dict[str, float] = {}
    height = 0.0
    for grouping, members in rows.groupby("grouping", sort=False):
        headings[str(grouping)] = height
        for group in dict.fromkeys(members["group"]):
            height -= 1
            groups[str(grouping), str(group)] = height
        height -= 1 + GAP
    return groups, headings


def draw(axes: Axes, rows: pd.DataFrame, arms: Sequence[str], lang: str = "en") -> Axes:
    """Draw one outcome's difference for every group, arm beside arm.

    Parameters
    ----------
    rows : winners and losers of one outcome against one reference
    """
    shown = words.outcome_texts(str(rows["outcome"].iloc[0]), lang)
    factor = float(shown["scale"])
    where, _ = heights(rows)
    axes.axvline(0, color=style.BASELINES["cash"], linewidth=1.2, zorder=1)
    for place, arm in enumerate(arms):
        own = rows[rows["arm"] == arm]
        shift = SPREAD * (1 / 2 - place / max(len(arms) - 1, 1)) if len(arms) > 1 else 0.0
        y = np.array(
            [where[one, other] + shift for one, other in own[["grouping", "group"]].to_numpy()]
        )
        colour = style.colour(arm)
        x = factor * own["difference"].to_numpy(float)
        ends = factor * own[["t_low", "t_high"]].to_numpy(float).T
        axes.hlines(y, ends[0], ends[1], color=colour, linewidth=1.5)
        clear = np.array([reading(row) in ("higher", "lower") for _, row in own.iterrows()])
        fill = [colour if sure else "white" for sure in clear]
        axes.scatter(x, y, s=24, color=fill, edgecolor=colour, linewidth=1.2, zorder=3)
    axes.set_ylim(min(where.values()) - 0.7, 0.9)
    axes.grid(axis="x")
    axes.locator_params(axis="x", nbins=5)
    unit = text("figures.contrast.axis", lang, unit=shown["gap"])
    axes.set_xlabel("\n".join(wrap(unit, UNIT_WIDTH)), size=8)
    axes.set_title(shown["name"], size=TITLE_SIZE)
    axes.spines["left"].set_visible(False)
    return axes


def figure(
    rows: pd.DataFrame,
    outcomes: Sequence[str],
    arms: Sequence[str],
    title: str,
    caption: str,
    lang: str = "en",
) -> Figure:
    """Draw several outcomes side by side over one list of groups."""
    where, headings = heights(rows[rows["outcome"] == outcomes[0]])
    span = 1.6 - min(where.values())
    page = style.page(ROW * span + 1.0, title, caption)
    grid = page.grid(1, len(outcomes), left=0.155, above=0.55, below=0.5, wspace=0.09)
    first: Axes | None = None
    for column, outcome in enumerate(outcomes):
        axes = page.figure.add_subplot(grid[0, column], sharey=first)
        draw(axes, rows[rows["outcome"] == outcome], arms, lang)
        axes.tick_params(axis="y", labelleft=first is None, labelcolor=style.INK)
        if first is None:
            first = axes
            axes.set_yticks(
                list(where.values()), [words.called("group", group, lang) for _, group in where]
            )
            for grouping, height in headings.items():
                axes.text(
                    -0.02,
                    height,
                    words.called("grouping", grouping, lang),
                    transform=axes.get_yaxis_transform(),
                    ha="right",
                    va="center",
                    weight="bold",
                    size=8.5,
                )
    page.figure.legend(
        [Line2D([], [], color=style.colour(arm), marker="o", linewidth=1.6) for arm in arms],
        [words.arm_name(arm, lang) for arm in arms],
        loc="upper left",
        bbox_to_anchor=(0.145, page.top + 0.01),
        ncols=len(arms),
        columnspacing=1.6,
    )
    return page.finished(lang)

"""One figure of all criteria: each interval against its band, in its own unit."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.patterns.given import HALVES, LEVELS
from experiments.patterns.judging import PASSES, passed
from sim.plots import style
from sim.plots.life import INSIDE, OUTSIDE, RANGE

COLUMNS = 5
ROW, HEADING = 0.62, 0.34  # inches
PANEL = 0.2
ROOM = 0.12
"""Room left and right of what is drawn, as a share of its width."""
MARKS = {HALVES[0]: "s", HALVES[1]: "o"}
NARROW = 1e-9


def title(judged: pd.DataFrame) -> str:
    """Say how many patterns of each half hold."""
    holds = passed(judged)
    half = judged.groupby("pattern", sort=False)["half"].first()
    said = [
        f"{int(holds[half == name].sum())} of {int((half == name).sum())} that {words}"
        for name, words in zip(HALVES, ("calibrate", "judge"), strict=True)
    ]
    shown = f"{int(holds.sum())} of the {len(holds)} patterns it can speak to"
    return f"The city without policy shows {shown}: {' and '.join(said)}"


def caption(judged: pd.DataFrame) -> str:
    """Say how to read the figure, and what it rests on."""
    return (
        "Each panel is one criterion in its own unit: grey its band, a mark its figure and a line "
        f"the 95 % interval over {int(judged['towns'].max())} towns (jackknife), cut where it "
        "leaves the panel. Blue passes: the whole interval lies in the band. Hollow squares "
        "belong to patterns that calibrate, dots to patterns that judge. A pattern passes if all "
        "its criteria do. The bands were committed before anything was measured."
    )


def draw(judged: pd.DataFrame) -> Figure:
    """Draw every criterion in a small panel, level by level."""
    groups = [(level, judged[judged["level"] == level]) for level in LEVELS]
    lines = [math.ceil(len(rows) / COLUMNS) for _, rows in groups]
    height = ROW * sum(lines) + HEADING * len(groups)
    page = style.page(height, title(judged), caption(judged))
    total = page.figure.get_figheight()
    left, width, down = 0.02, 0.97 / COLUMNS, page.top * total
    for level, rows in groups:
        page.figure.text(left, (down - 0.12) / total, level.capitalize(), weight="bold", va="top")
        down -= HEADING
        for place, (_, one) in enumerate(rows.iterrows()):
            line, column = divmod(place, COLUMNS)
            bottom = (down - ROW * (line + 1) + ROW - PANEL - 0.2) / total
            box = (left + column * width, bottom, width * 0.88, PANEL / total)
            panel(page.figure.add_axes(box), one)
        down -= ROW * math.ceil(len(rows) / COLUMNS)
    return page.figure


def panel(axes: Axes, one: Any) -> None:
    """Draw one criterion: its band, its figure, its interval."""
    first, last = extent(one)
    low = first if math.isinf(one["band_low"]) else one["band_low"]
    high = last if math.isinf(one["band_high"]) else one["band_high"]
    axes.axvspan(max(low, first), min(high, last), color=RANGE, linewidth=0)
    colour = INSIDE if one["verdict"] == PASSES else OUTSIDE
    if math.isfinite(one["figure"]):
        ends = [one["interval_low"], one["interval_high"]]
        axes.plot(ends, [0, 0], color=colour, linewidth=1.6, solid_capstyle="butt")
        face = "white" if one["half"] == HALVES[0] else colour
        mark = MARKS[one["half"]]
        axes.plot(one["figure"], 0, mark, color=colour, markersize=4.4, markerfacecolor=face)
    else:
        axes.text(
            1 / 2, 1 / 2, "no figure", transform=axes.transAxes, size=6.5, ha="center", va="center"
        )
    axes.set_xlim(first, last)
    axes.set_ylim(-1, 1)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=3, min_n_ticks=2))
    axes.tick_params(axis="x", labelsize=6, pad=1, length=2)
    axes.spines["left"].set_visible(False)
    name = one["criterion"].replace("_", " ")
    axes.set_title(f"{one['pattern']}  {name}", size=6.4, pad=2, weight="normal")


def extent(one: Any) -> tuple[float, float]:
    """Return the ends of a panel: round the band's edges and the figure, intervals if near."""
    edges = [edge for edge in (one["band_low"], one["band_high"]) if math.isfinite(edge)]
    points = [*edges, one["figure"]] if math.isfinite(one["figure"]) else edges
    width = max(points) - min(points) or abs(points[0]) or 1.0
    points = points if len(points) > 1 else [points[0] - width, points[0] + width]
    ends = _near(points, [one["interval_low"], one["interval_high"]], width)
    points = [*points, *ends]
    width = max(max(points) - min(points), NARROW)
    return min(points) - ROOM * width, max(points) + ROOM * width


def _near(points: list[float], ends: Iterable[float], width: float) -> list[float]:
    """Return the ends of an interval, cut where they would leave little room for the rest."""
    low, high = min(points) - 2 * width, max(points) + 2 * width
    return [float(np.clip(end, low, high)) for end in ends if math.isfinite(end)]

"""Who does better where: cells over two assumptions, coloured only where it is clear."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from sim.config.catalogue import text
from sim.plots import style, words

CELL, MOST_TALL = 0.42, 2.2  # inches
BETWEEN, LEGEND = 1.15, 0.35
COLUMNS = 3
MOST_LETTERS = 36  # of the widest label, times the cells, that fit side by side under a panel
OPEN = "#eceff2"
BRIGHT = 0.5  # of a colour; darker ones carry white numbers
Labels = Sequence[str]


def draw(
    axes: Axes,
    cells: pd.DataFrame,
    colours: Mapping[str, str],
    across: Labels,
    up: Labels,
) -> Axes:
    """Draw one outcome: a square per cell, its colour who clearly does better.

    Parameters
    ----------
    cells : table of cells with x, y, share_ahead and winner
    colours : mapping of winner (arm, reference) to colour; other cells stay pale
    across, up : what the cells of each side are called
    """
    for _, cell in cells.iterrows():
        colour = colours.get(cell["winner"], OPEN)
        corner = (cell["x"] - 0.5, cell["y"] - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=colour, edgecolor="white", linewidth=1.2))
        dark = float(np.mean(to_rgb(colour))) < BRIGHT
        axes.text(
            cell["x"],
            cell["y"],
            words.number(100 * cell["share_ahead"], 0),
            ha="center",
            va="center",
            size=7.6,
            color="white" if dark else style.INK,
        )
    axes.set_xlim(-0.5, len(across) - 0.5)
    axes.set_ylim(-0.5, len(up) - 0.5)
    axes.set_xticks(range(len(across)), across)
    axes.set_yticks(range(len(up)), up)
    return style.quiet(axes)


def figure(
    maps: Mapping[str, pd.DataFrame],
    pair: tuple[str, str],
    across: tuple[str, Labels],
    up: tuple[str, Labels] | None,
    title: str,
    caption: str,
    lang: str = "en",
) -> Figure:
    """Draw several outcomes beside each other over the same cells.

    Parameters
    ----------
    maps : mapping of outcome to its table of cells
    pair : the arm, and what it is held against
    across, up : what each assumption is called, and its cells; without up there is one row
    """
    colours = {"arm": style.colour(pair[0]), "reference": style.colour(pair[1])}
    up_name, up_labels = up or ("", [""])
    lines = int(np.ceil(len(maps) / COLUMNS))
    panel = min(MOST_TALL, CELL * len(up_labels) + 0.1)
    page = style.page(LEGEND + lines * (panel + BETWEEN), title, caption)
    longest = max(map(len, up_labels))
    grid = page.grid(
        lines,
        COLUMNS,
        left=0.06 + 0.007 * longest,
        above=LEGEND + 0.35,
        below=0.75,
        hspace=BETWEEN / panel,
        wspace=0.08,
    )
    for place, (outcome, cells) in enumerate(maps.items()):
        axes = page.figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        draw(axes, cells, colours, across[1], up_labels)
        if len(across[1]) * max(map(len, across[1])) > MOST_LETTERS:
            axes.tick_params(axis="x", labelrotation=25, labelsize=7)
        axes.set_title(words.outcome_texts(outcome, lang)["name"])
        axes.tick_params(axis="y", labelleft=place % COLUMNS == 0)
        if place + COLUMNS >= len(maps):
            axes.set_xlabel(across[0])
        if place % COLUMNS == 0:
            axes.set_ylabel(up_name)
    _legend(page, pair, colours, lang)
    return page.finished(lang)


def _legend(page: style.Page, pair: tuple[str, str], colours: Mapping[str, str], lang: str) -> None:
    """Say above the panels what the colours are."""
    named = [
        text("figures.phase_map.ahead", lang, arm=words.capitalised(words.arm_name(arm, lang)))
        for arm in pair
    ]
    page.figure.legend(
        [Patch(color=colour) for colour in (colours["arm"], colours["reference"], OPEN)],
        [*named, text("figures.phase_map.undecided", lang)],
        loc="upper left",
        bbox_to_anchor=(0.005, page.top + 0.01),
        ncols=3,
        columnspacing=1.6,
    )

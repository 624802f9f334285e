"""The city seen from above: rents, people, places and ties under each arm."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from sim.analysis.maps import Grid
from sim.config.catalogue import text
from sim.plots import style, words

SEQUENTIAL = {"rent": "YlOrBr", "people": "GnBu", "creative": "PuRd", "visits": "BuPu"}
DIVERGING = "PuOr_r"
COUNTS = ("people", "creative", "visits")  # their colours start at zero
CUT = 99  # percentile at which a colour scale is cut, so one odd cell does not bleach the rest
TENURES = {"public": "#332288", "private": "#DDCC77", "commons": "#117733"}
LARGEST_PLACE = 260.0  # points squared
SAME_FIELD, CROSS_FIELD = "#B4C2CE", "#CC3311"
MOST_TIES = 300  # more only blacken the map
LEFT, RIGHT = 0.105, 0.93
LARGEST_PANEL, NARROWEST = 2.9, 6.5  # inches, of a panel and of a page


def draw(axes: Axes, grid: Grid, colours: str, low: float, high: float) -> AxesImage:
    """Draw one layer of one city as a picture, north up."""
    image = axes.imshow(
        grid, origin="lower", cmap=colours, vmin=low, vmax=high, interpolation="nearest"
    )
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(True)
    return image


def figure(
    grids: Mapping[tuple[str, str], Grid],
    arms: Sequence[str],
    layers: Sequence[str],
    title: str,
    caption: str,
    lang: str = "en",
    *,
    around_zero: bool = False,
    heads: Mapping[str, str] | None = None,
) -> Figure:
    """Draw layers in rows and arms in columns, one colour scale per row.

    ``heads`` names the columns where they are not arms. ``around_zero`` draws differences: white
    is none, one hue is more and the other less.
    """
    page, side = _page(len(layers), len(arms), title, caption)
    grid = _grid(page, len(layers), len(arms), side)
    for row, layer in enumerate(layers):
        shown = words.layer_texts(layer, lang)
        values = np.concatenate([grids[arm, layer].ravel() for arm in arms])
        low, high = _limits(values, around_zero=around_zero, counts=layer in COUNTS)
        colours = DIVERGING if around_zero else SEQUENTIAL.get(layer, "BuPu")
        for column, arm in enumerate(arms):
            axes = page.figure.add_subplot(grid[row, column])
            image = draw(axes, grids[arm, layer], colours, low, high)
            if row == 0:
                head = (heads or {}).get(arm)
                ink = style.INK if head else style.colour(arm)
                axes.set_title(head or words.arm_name(arm, lang), color=ink, loc="center")
            if column == 0:
                page.figure.text(
                    LEFT - 0.043,
                    (axes.get_position().y0 + axes.get_position().y1) / 2,
                    shown["name"],
                    rotation=90,
                    ha="center",
                    va="center",
                    size=9,
                    weight="bold",
                )
        box = axes.get_position()
        bar_axes = page.figure.add_axes(
            (RIGHT + 0.008, box.y0 + box.height * 0.06, 0.011, box.height * 0.88)
        )
        bar = page.figure.colorbar(image, cax=bar_axes, extend="both" if around_zero else "max")
        bar.outline.set_visible(False)
        bar.locator = MaxNLocator(5)
        bar.update_ticks()
        page.figure.text(
            LEFT - 0.018,
            (box.y0 + box.y1) / 2,
            shown["unit"],
            rotation=90,
            ha="center",
            va="center",
            size=7.6,
            color=style.SOFT_INK,
        )
    return page.finished(lang)


def draw_places(
    axes: Axes, people: Grid | None, places: pd.DataFrame, ties: pd.DataFrame, most_seats: int
) -> Axes:
    """Draw one city's third places over where its people live, and who knows whom."""
    if people is not None:
        draw(axes, people, "Greys", 0, 6 * float(np.nanpercentile(people, CUT)) or 1)
    _draw_ties(axes, ties)
    for tenure, rows in places.groupby("tenure", sort=True):
        axes.scatter(
            rows["x"],
            rows["y"],
            s=np.maximum(12, LARGEST_PLACE * rows["seats"] / most_seats),
            color=TENURES.get(str(tenure), style.INK),
            edgecolor="white",
            linewidth=0.9,
            zorder=5,
        )
    return axes


def _draw_ties(axes: Axes, ties: pd.DataFrame) -> None:
    """Draw a sample of ties; ends are scattered within their cell, where homes are."""
    if ties.empty:
        return
    sample = ties.iloc[:: max(1, -(-len(ties) // MOST_TIES))]
    scattered = np.random.default_rng(0).uniform(-1 / 2, 1 / 2, (len(sample), 4))
    ends = sample[["x1", "y1", "x2", "y2"]].to_numpy(float) + scattered
    cross = sample["cross_field"].to_numpy(bool)
    for chosen, colour, alpha in ((~cross, SAME_FIELD, 0.55), (cross, CROSS_FIELD, 0.7)):
        lines = list(ends[chosen].reshape(-1, 2, 2))
        drawn = LineCollection(lines, colors=colour, linewidths=0.6, alpha=alpha)
        axes.add_collection(drawn)


def places_figure(
    people: Mapping[str, Grid],
    places: pd.DataFrame,
    ties: pd.DataFrame,
    arms: Sequence[str],
    title: str,
    caption: str,
    lang: str = "en",
) -> Figure:
    """Draw the third places and ties of each arm in one seed's city."""
    columns = min(3, len(arms))
    rows = int(np.ceil(len(arms) / columns))
    page, side = _page(rows, columns, title, caption, legend=0.3)
    grid = _grid(page, rows, columns, side, legend=0.3)
    most_seats = int(places["seats"].max()) if len(places) else 1
    extent = max((square.shape[0] for square in people.values()), default=0)
    for place, arm in enumerate(arms):
        axes = page.figure.add_subplot(grid[place // columns, place % columns])
        draw_places(
            axes,
            people.get(arm),
            places[places["arm"] == arm],
            ties[ties["arm"] == arm],
            most_seats,
        )
        axes.set_title(words.arm_name(arm, lang), color=style.colour(arm), loc="center")
        axes.set_aspect("equal")
        if extent:
            axes.set_xlim(-0.5, extent - 0.5)
            axes.set_ylim(-0.5, extent - 0.5)
    _places_legend(page, places, lang)
    return page.finished(lang)


def _places_legend(page: style.Page, places: pd.DataFrame, lang: str) -> None:
    """Say which colour is which tenure, and which line which tie."""
    tenures = texts_of_tenures(lang)
    dots = [
        Line2D([], [], marker="o", linestyle="", color=TENURES.get(name, style.INK), markersize=7)
        for name in sorted(set(places["tenure"]))
    ]
    names = [tenures.get(name, name) for name in sorted(set(places["tenure"]))]
    lines = [Line2D([], [], color=colour, linewidth=1.6) for colour in (SAME_FIELD, CROSS_FIELD)]
    names += [text("figures.places.ties_same", lang), text("figures.places.ties_cross", lang)]
    page.figure.legend(
        dots + lines,
        names,
        loc="upper left",
        bbox_to_anchor=(0.01, page.top + 0.01),
        ncols=len(names),
        columnspacing=1.6,
    )


def texts_of_tenures(lang: str) -> dict[str, str]:
    """Say each tenure in the reader's language."""
    return {name: text(f"figures.places.tenure.{name}", lang) for name in TENURES}


def _limits(values: np.ndarray, *, around_zero: bool, counts: bool) -> tuple[float, float]:
    """Return the ends of a row's colour scale."""
    known = values[np.isfinite(values)]
    if not known.size:
        return -1.0, 1.0
    if around_zero:
        reach = float(np.percentile(np.abs(known), CUT)) or float(np.abs(known).max()) or 1.0
        return -reach, reach
    low, high = np.percentile(known, (100 - CUT, CUT))
    low = 0.0 if counts else low
    return float(low), float(high if high > low else low + 1)


def _page(
    rows: int, columns: int, title: str, caption: str, legend: float = 0.0
) -> tuple[style.Page, float]:
    """Open a page of square panels, as wide as they need; return it with a panel's side, inches."""
    share = _right(legend) - _left(legend)
    side = min(LARGEST_PANEL, share * style.WIDTH / columns - 0.12)
    width = max(NARROWEST, columns * (side + 0.12) / share)
    height = legend + 0.3 + rows * side + (rows - 1) * (0.3 if legend else 0.12)
    return style.page(height, title, caption, width), side


def _grid(page: style.Page, rows: int, columns: int, side: float, legend: float = 0.0) -> GridSpec:
    """Lay out square panels."""
    return page.grid(
        rows,
        columns,
        left=_left(legend),
        right=_right(legend),
        above=legend + 0.28,
        wspace=0.04,
        hspace=(0.3 if legend else 0.12) / side,
    )


def _left(legend: float) -> float:
    """Return where panels begin: maps with a legend need no room for words beside them."""
    return 0.012 if legend else LEFT


def _right(legend: float) -> float:
    """Return where panels end: maps with a legend have no colour scale."""
    return 0.988 if legend else RIGHT

"""Which instrument carried which part of a contrast: a bar for each, and one for their sum."""

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.contrasts import Pair
from sim.config.catalogue import text
from sim.plots import style, words
from sim.recorder.schemas import REMAINDER, WHOLE

ROW = 0.25  # inches per bar, and what follows: inches
BETWEEN, HEAD, FOOT = 0.5, 0.62, 0.55
PALE = 0.35
TITLE_WIDTH = 19  # characters of an outcome's name on one line

Line = tuple[str, pd.Series | None]
"""What stands beside a bar, and the part it is of; no part where it heads those of an arm."""


def face_to_face(rows: pd.DataFrame) -> bool:
    """Tell whether the parts of one contrast are of two arms."""
    return bool((rows["of"] != rows["arm"]).any())


def of_pair(rows: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    """Keep the parts of one contrast: of an arm against another."""
    return rows[(rows["arm"] == pair[0]) & (rows["reference"] == pair[1])]


def contrast_name(rows: pd.DataFrame, lang: str = "en") -> str:
    """Say of which contrast the parts are: of an arm, or of two face to face."""
    arm, other = rows[["arm", "reference"]].iloc[0]
    return words.pair_name(arm, other, "" if face_to_face(rows) else other, lang)


def part_name(row: pd.Series, lang: str = "en") -> str:
    """Say an instrument, the remainder, or the whole."""
    if row["part"] in (REMAINDER, WHOLE):
        return str(text(f"report.attribution.part.{row['part']}", lang))
    return words.called("instrument", row["instrument"], lang)


def lines(rows: pd.DataFrame, lang: str = "en") -> list[Line]:
    """Return the lines of one contrast, top down; those of two arms stand below a head each."""
    named: list[Line] = []
    of, several = "", face_to_face(rows)
    for _, row in rows.iterrows():
        if several and row["part"] != WHOLE and row["of"] != of:
            of = row["of"]
            arm = words.arm_name(of, lang)
            taken_off = text("figures.attribution.taken_off", lang, arm=arm)
            named.append((arm if of == row["arm"] else taken_off, None))
        named.append((part_name(row, lang), row))
    return named


def draw(axes: Axes, drawn: Sequence[Line], factor: float = 1.0) -> Axes:
    """Draw the parts of one contrast, top down, each with both of its intervals.

    Parameters
    ----------
    drawn : lines of one contrast; the whole is last
    factor : what a value is multiplied with before it is shown
    """
    axes.axvline(0, color=style.BASELINES["cash"], linewidth=1.2, zorder=1)
    for height, (_, row) in enumerate(reversed(drawn)):
        if row is not None:
            _draw_part(axes, height, row, factor)
    axes.axhline(0.5, color=style.HAIRLINE, linewidth=0.8, zorder=0)
    axes.set_yticks(
        range(len(drawn)), ["" if row is None else name for name, row in reversed(drawn)]
    )
    axes.set_ylim(-0.6, len(drawn) - 0.4)
    axes.grid(axis="x")
    axes.locator_params(axis="x", nbins=4)
    axes.spines["left"].set_visible(False)
    return axes


def _draw_part(axes: Axes, height: float, row: pd.Series, factor: float) -> None:
    """Draw one bar in the colour of its arm, pale where it is not clear, hollow for the whole."""
    whole, colour = row["part"] == WHOLE, style.colour(row["of"])
    sure = whole or row["reading"] in ("higher", "lower")
    axes.barh(
        height, factor * row["share"], 0.56, color="white" if whole else colour,
        alpha=1 if sure else PALE, edgecolor=colour, linewidth=1.4 if whole else 0, zorder=2,
    )  # fmt: skip
    for ends, raised, width in (("t", 0.08, 1.8), ("bca", -0.13, 0.8)):
        span = factor * row[[f"{ends}_low", f"{ends}_high"]].to_numpy(float)
        if np.isfinite(span).all():
            axes.plot(span, [height + raised] * 2, color=style.INK, linewidth=width, zorder=3)


def figure(
    attribution: pd.DataFrame,
    pairs: Sequence[Pair],
    outcomes: Sequence[str],
    title: str,
    caption: str,
    lang: str = "en",
) -> Figure:
    """Draw a row of panels per contrast and a column per outcome, all of a column on one scale.

    Parameters
    ----------
    attribution : attribution of these contrasts and outcomes, with readings
    pairs : of each contrast the arm and the one it is held against
    """
    first = attribution[attribution["outcome"] == outcomes[0]]
    bars = [len(lines(of_pair(first, pair), lang)) for pair in pairs]
    inside = ROW * sum(bars) + BETWEEN * (len(pairs) - 1)
    page = style.page(HEAD + inside + FOOT, title, caption)
    mean = ROW * sum(bars) / len(pairs)
    grid = page.grid(
        len(pairs), len(outcomes), left=0.155, above=HEAD, below=FOOT, hspace=BETWEEN / mean,
        wspace=0.16,
    )  # fmt: skip
    grid.set_height_ratios(bars)
    for column, outcome in enumerate(outcomes):
        _draw_column(
            [page.figure.add_subplot(grid[place, column]) for place in range(len(pairs))],
            attribution[attribution["outcome"] == outcome],
            pairs,
            lang,
            named=column == 0,
        )
    return page.finished(lang)


def _draw_column(
    column: Sequence[Axes], rows: pd.DataFrame, pairs: Sequence[Pair], lang: str, *, named: bool
) -> None:
    """Draw one outcome of all contrasts, below each other."""
    shown = words.outcome_texts(str(rows["outcome"].iloc[0]), lang)
    for axes, pair in zip(column, pairs, strict=True):
        own = of_pair(rows, pair)
        drawn = lines(own, lang)
        axes.sharex(column[0])
        draw(axes, drawn, float(shown["scale"]))
        last = axes is column[-1]
        axes.tick_params(axis="y", labelcolor=style.INK, labelleft=named)
        axes.tick_params(axis="x", labelbottom=last)
        if named:
            _name_row(axes, words.capitalised(contrast_name(own, lang)))
            _name_arms(axes, drawn)
    unit = text("figures.contrast.axis", lang, unit=shown["gap"])
    column[-1].set_xlabel("\n".join(wrap(unit, TITLE_WIDTH + 8)), size=7.4)
    column[0].set_title("\n".join(wrap(shown["name"], TITLE_WIDTH)), pad=17)


def _name_row(axes: Axes, name: str) -> None:
    """Write the contrast above the names of its instruments, from the margin on."""
    axes.annotate(
        name, (style.MARGIN / style.WIDTH, 1), xycoords=("figure fraction", "axes fraction"),
        xytext=(0, 3), textcoords="offset points", va="bottom", weight="bold", size=9,
    )  # fmt: skip


def _name_arms(axes: Axes, drawn: Sequence[Line]) -> None:
    """Write whose instruments follow, where they are of two arms, from the margin on."""
    for height, (name, row) in enumerate(reversed(drawn)):
        if row is None:
            axes.annotate(
                name, (style.MARGIN / style.WIDTH, height), xycoords=("figure fraction", "data"),
                va="center", style="italic", size=8,
            )  # fmt: skip

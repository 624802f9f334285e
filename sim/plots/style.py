"""How every figure looks: colours that stay with their arm, a title that says what was found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from textwrap import wrap
from typing import Any
from zlib import crc32

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.ticker import ScalarFormatter

from sim.config.catalogue import localised

INK = "#1f2933"
SOFT_INK = "#5f6c7b"
HAIRLINE = "#d5dbe1"
BASELINES = {"none": "#a3abb3", "cash": "#6b747d"}
# Okabe and Ito's colours, told apart by colour-blind eyes; one for good with each arm
ARMS = BASELINES | {
    "attraction": "#D55E00",
    "collaboration": "#0072B2",
    "attraction_matched": "#E69F00",
    "collaboration_matched": "#56B4E9",
    "mixed": "#009E73",
    "random_sites": "#CC79A7",
    # and Tol's muted ones and a violet, for the six models of the city
    "sustainable_city": "#9977EE",
    "smart_city": "#332288",
    "creative_city": "#AA4499",
    "transition_city": "#999933",
    "fab_city": "#882255",
    "collaborative_city": "#117733",
}
SPARE = ("#009E73", "#CC79A7", "#332288", "#882255", "#117733", "#999933", "#AA4499", "#9977EE")
DASHES = {
    "none": (0, (4, 2)),
    "attraction_matched": (0, (5, 1.5)),
    "collaboration_matched": (0, (5, 1.5)),
}
NO_OWN_COLOURS: Mapping[str, str] = {}
_own_colours: ContextVar[Mapping[str, str]] = ContextVar("own_colours", default=NO_OWN_COLOURS)
WIDTH = 10.0  # inches
MARGIN = 0.12
TITLE_LINE, NOTE_LINE, ROOM = 0.25, 0.165, 0.14  # inches per line of title, of caption, between
CHARACTERS_PER_INCH = {"title": 10.0, "note": 16.8}

RULES: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.labelcolor": SOFT_INK,
    "axes.edgecolor": HAIRLINE,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.formatter.useoffset": False,
    "axes.unicode_minus": True,
    "xtick.color": SOFT_INK,
    "ytick.color": SOFT_INK,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "grid.color": HAIRLINE,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "none",  # words stay words: small files, and one can search them
    "svg.hashsalt": "faireville",
    "pdf.fonttype": 42,
    "path.simplify_threshold": 0.5,
}


@contextmanager
def styled(arms: Iterable[str] = ()) -> Iterator[None]:
    """Draw in the house style, and leave the reader's own settings alone.

    Arms the user named take colours nobody else among ``arms`` has, while there are any.
    """
    token = _own_colours.set(_colours_of_own([*arms]))
    try:
        with rc_context(RULES):
            yield
    finally:
        _own_colours.reset(token)


def _colours_of_own(arms: Sequence[str]) -> dict[str, str]:
    """Give each arm without a colour one that no other arm has: a spare one, or an absent arm's."""
    taken = {*BASELINES.values(), *(ARMS.get(arm) for arm in arms)}
    free = [each for each in dict.fromkeys([*SPARE, *ARMS.values()]) if each not in taken] or SPARE
    own = [arm for arm in arms if arm not in ARMS]
    return {arm: free[place % len(free)] for place, arm in enumerate(own)}


def colour(arm: str) -> str:
    """Return the arm's colour: the same in every figure of every report."""
    known = ARMS.get(arm) or _own_colours.get().get(arm)
    return known or SPARE[crc32(arm.encode()) % len(SPARE)]


def dashes(arm: str) -> Any:
    """Return the arm's line: whole, or broken where hue alone might not tell."""
    return DASHES.get(arm, "-")


@dataclass(frozen=True)
class Page:
    """A figure with a title above and a caption below; ``grid`` lies between them."""

    figure: Figure
    top: float
    bottom: float

    def grid(
        self,
        rows: int,
        columns: int,
        *,
        left: float = 0.08,
        right: float = 0.985,
        above: float = 0.0,
        below: float = 0.0,
        **spacing: float,
    ) -> GridSpec:
        """Lay out panels; ``above`` and ``below`` keep inches free for legends and labels."""
        height = self.figure.get_figheight()
        return GridSpec(
            rows,
            columns,
            figure=self.figure,
            left=left,
            right=right,
            top=self.top - above / height,
            bottom=self.bottom + below / height,
            **spacing,
        )

    def finished(self, lang: str) -> Figure:
        """Return the figure with the numbers on its axes written as the language does."""
        for axes in self.figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                if type(axis.get_major_formatter()) is ScalarFormatter:
                    axis.set_major_formatter(_Localised(lang))
        return self.figure


class _Localised(ScalarFormatter):
    """Writes the numbers of an axis with the marks of a language."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang

    def __call__(self, value: float, position: int | None = None) -> str:
        """Write one number."""
        return localised(super().__call__(value, position), self.lang)


def page(height: float, title: str, caption: str, width: float = WIDTH) -> Page:
    """Open a figure whose panels get ``height`` inches between title and caption."""
    above = _lines(title, width, "title")
    below = _lines(caption, width, "note")
    head = MARGIN + TITLE_LINE * len(above) + ROOM
    foot = MARGIN + NOTE_LINE * len(below) + ROOM
    total = head + height + foot
    figure = Figure(figsize=(width, total))
    figure.text(
        MARGIN / width,
        1 - MARGIN / total,
        "\n".join(above),
        va="top",
        ha="left",
        size=12.5,
        weight="bold",
        linespacing=1.25,
    )
    figure.text(
        MARGIN / width,
        MARGIN / total,
        "\n".join(below),
        va="bottom",
        ha="left",
        size=7.6,
        color=SOFT_INK,
        linespacing=1.3,
    )
    return Page(figure, top=1 - head / total, bottom=foot / total)


def _lines(written: str, width: float, kind: str) -> list[str]:
    """Break a title or a note into lines, between words only."""
    room = int((width - 2 * MARGIN) * CHARACTERS_PER_INCH[kind])
    return wrap(written, room, break_on_hyphens=False)


def quiet(axes: Axes) -> Axes:
    """Take off every line that carries nothing."""
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0)
    return axes

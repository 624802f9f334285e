"""The figure of each case, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.known_answers.answers import case_of
from sim.plots import style
from sim.plots.files import DOTS_PER_INCH

BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"
GREY, BAND = "#a3abb3", "#e4e8ec"
SIDEWAYS = 1.96
"""Standard errors from a mean to the end of its 95 % interval."""
FEW = 12
"""Points up to which each is marked."""
Tables = Mapping[str, pd.DataFrame]
Draw = Callable[[Tables, pd.DataFrame], style.Page]


def draw_all(folder: Path) -> None:
    """Draw, from the tables in a folder, the figure of every case that has one."""
    from experiments.known_answers import figures_of_people as people
    from experiments.known_answers import figures_of_space as space

    drawn: dict[str, Draw] = {
        "T8": space.reach,
        "T1": space.schelling,
        "T6": space.rent_gap,
        "T2": people.axelrod,
        "T3": people.march,
        "T5": people.networks,
    }
    tables = {path.stem: pd.read_csv(path) for path in sorted(folder.glob("*.csv"))}
    verdict = tables.pop("answers").set_index("answer")
    with style.styled():
        for case, draw in drawn.items():
            figure = draw(tables, verdict).figure
            about = {"Title": f"known answers, {case}", "Software": None}
            figure.savefig(folder / f"{case}.png", dpi=DOTS_PER_INCH, metadata=about)


def passing(case: str, verdict: pd.DataFrame) -> str:
    """Say in the caption which answers of a case pass."""
    named = [
        f"{name.removeprefix(case).strip()} {'passes' if row['passes'] else 'FAILS'}"
        for name, row in verdict.iterrows()
        if case_of(str(name)) == case
    ]
    return f"Answers: {', '.join(named)}."


def spread(axes: Any, x: Any, table: pd.DataFrame, colour: str, label: str | None = None) -> None:
    """Draw a mean as a line, and the lowest and highest as a shade."""
    axes.fill_between(x, table["min"], table["max"], color=colour, alpha=0.22, lw=0)
    mark = "o-" if len(table) < FEW else "-"
    axes.plot(x, table["mean"], mark, ms=3.5, lw=1.5, color=colour, label=label)

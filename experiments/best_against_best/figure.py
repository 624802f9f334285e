"""Draws the best of each family and the presets against the baseline, outcome by outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.best_against_best.living import pairs
from experiments.best_against_best.searching import PRIMARY
from sim.analysis.contrasts import paired_differences
from sim.analysis.moved import reading

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, BETWEEN, COLUMNS = 0.33, 0.95, 2
"""Inches per line and between rows of panels."""
SHOWN = ("best against best", "best against baseline", "preset against preset",
         "preset against baseline")  # fmt: skip


def lines(given: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Say each line of a panel, by what kind it is and which family stands first in it."""
    first, second = given["families"]
    baseline = given["baseline"]
    against = {
        (kind, family): f"{name} {family} − {baseline}"
        for kind, name in (("best against baseline", "best"), ("preset against baseline", "preset"))
        for family in (first, second)
    }
    return {
        ("best against best", second): f"best {second} − best {first}",
        **against,
        ("preset against preset", second): f"preset {second} − preset {first}",
    }


def draw(contrasts: pd.DataFrame, runs: pd.DataFrame, given: Mapping[str, Any]) -> Figure:
    """Draw a panel per outcome, a line per pair."""
    from sim.plots import contrasts as panels
    from sim.plots import style, words

    named = lines(given)
    rows_of_panels = int(np.ceil(len(PRIMARY) / COLUMNS))
    panel = ROW * len(named) + 0.2
    page = style.page(
        rows_of_panels * (panel + BETWEEN), title(contrasts, given), caption(contrasts, given)
    )
    grid = page.grid(
        rows_of_panels,
        COLUMNS,
        left=0.235,
        right=0.905,
        above=0.3,
        below=0.42,
        hspace=BETWEEN / panel,
        wspace=0.25,
    )
    with style.styled(named.values()):
        for place, outcome in enumerate(PRIMARY):
            rows, seeds = of_outcome(contrasts, runs, outcome, given)
            axes = page.figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
            labels = {line: line for line in named.values()}
            panels.draw(axes, rows, seeds, labels=labels, named=place % COLUMNS == 0)
            axes.set_title(words.outcome_texts(outcome)["name"])
    return page.finished("en")


def of_outcome(
    contrasts: pd.DataFrame, runs: pd.DataFrame, outcome: str, given: Mapping[str, Any]
) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Return the rows of a panel, named by their line, and each line's differences by seed."""
    rows, seeds, named = [], {}, lines(given)
    for kind, arm, reference in pairs(outcome, given):
        family = arm.removesuffix(f"_{outcome}")
        line = named.get((kind, family))
        if line is None:
            continue
        own = contrasts[
            (contrasts["kind"] == kind)
            & (contrasts["outcome"] == outcome)
            & (contrasts["arm"] == arm)
        ]
        rows.append(own.assign(arm=line))
        seeds[line] = paired_differences(runs, arm, reference)[outcome].to_numpy(float)
    table = pd.concat(rows).set_index("arm").loc[list(named.values())].reset_index()
    return table, seeds


def title(contrasts: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say on how many outcomes the best of each family is clearly ahead, and the presets."""
    first, second = given["families"]

    def ahead(kind: str) -> str:
        read = [reading(row) for _, row in contrasts[contrasts["kind"] == kind].iterrows()]
        counts = read.count("higher"), read.count("lower")
        rest = len(read) - sum(counts)
        return f"{second} ahead on {counts[0]}, {first} on {counts[1]}, not clear on {rest}"

    return (
        f"Best against best, {ahead('best against best')} of {len(PRIMARY)} primary outcomes; "
        f"the presets, {ahead('preset against preset')}"
    )


def caption(contrasts: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say what is drawn and over how many seeds."""
    training, last, fresh = given["training"], given["finalists"], given["fresh"]
    most = int(contrasts["n"].max())
    return (
        "Each panel has vectors of its own: those that each family's search found best for this "
        f"outcome: {given['optimiser']['evaluations']} vectors asked for by each search in "
        f"{training['seeds']} training worlds, the best {last['of_each']} of each and the preset "
        f"tried again in {last['seeds']} others. Here {most} fresh worlds, seeds from "
        f"{fresh['first_seed']} on. Small dots are seeds, the large dot is their mean. Thick line: "
        "95 % paired-t interval; thin line with ends: 95 % BCa bootstrap interval. "
        '"Flip" counts seeds whose difference points the other way than the mean.'
    )

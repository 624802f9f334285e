"""Figures of the cases that are about where: reach, Schelling, rent gap."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.known_answers import gaps, towns
from experiments.known_answers import schelling as boards
from experiments.known_answers.answers import expectations
from experiments.known_answers.figures import BAND, BLUE, GREY, Tables, passing, spread
from sim.plots import style

SHADES = ("#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08306b")


def reach(tables: Tables, verdict: pd.DataFrame) -> style.Page:
    """Draw how far reach lies from the closed form, by side, catchment and number of places."""
    worst = 100 * verdict["figure"]
    title = (
        f"Reach and output stay within {worst['T8 town']:.1f} % of the closed form in the town, "
        f"{worst['T8 city']:.1f} % in the city of 9 km; in the village they are up to "
        f"{worst['T8 village']:.0f} % off"
    )
    caption = (
        "Chances are summed, not drawn. Shaded: within 1 %. One resident in each cell of 100 m, "
        "places in the cells nearest to the centres of k equal squares. In the village the "
        f"shortest catchment, 80 m, is less than a cell. {passing('T8', verdict)}"
    )
    page = style.page(2.6, title, caption)
    grid = page.grid(1, 3, left=0.06, above=0.2, below=0.45, wspace=0.2)
    for place, (name, here) in enumerate(tables["reach"].groupby("city", sort=False)):
        axes = page.figure.add_subplot(grid[0, place])
        side = here["side_km"].iloc[0]
        axes.axhspan(-1, 1, color=BAND, linewidth=0)
        for shade, (k, one) in zip(SHADES, here.groupby("sites"), strict=True):
            label = f"{k} place{'s' if k > 1 else ''}"
            off = 100 * one["reach_off"]
            axes.plot(one["lambda_km"] / side, off, "o-", ms=3, lw=1.3, color=shade, label=label)
        axes.set_xscale("log")
        axes.set_xticks([0.04, 0.1, 0.25, 0.8], ["0.04", "0.1", "0.25", "0.8"])
        axes.minorticks_off()
        axes.set_ylim(-2, 9.5)
        axes.set_title(f"{str(name).capitalize()}, {side:g} km")
        axes.set_xlabel("catchment lambda over side")
        if place == 0:
            axes.set_ylabel("M(k) against the closed form, %")
            axes.legend(loc="upper right")
    return page


def schelling(tables: Tables, verdict: pd.DataFrame) -> style.Page:
    """Draw like neighbours by what is asked for, and how villages sort themselves."""
    at, gap = verdict["figure"]["T1 threshold"], verdict["figure"]["T1 company"]
    title = (
        f"Who asks for a third of her like ends among {100 * at:.0f} % of them; liking for company "
        f"alone takes a village's isolation up by {gap:.2f}"
    )
    caption = (
        f"Left: {boards.SEEDS} boards for each threshold on the city's kernels of moving; mean, "
        "lowest and highest; the box is the band. "
        f"Right: {boards.VILLAGES} villages, mean, lowest and highest. {passing('T1', verdict)}"
    )
    page = style.page(2.7, title, caption)
    grid = page.grid(1, 2, left=0.06, above=0.2, below=0.45, wspace=0.18)
    axes = page.figure.add_subplot(grid[0, 0])
    band = expectations()["T1 threshold"]
    axes.bar(100 / 3, 100 * (band["high"] - band["low"]), 2.5, 100 * band["low"], color=BAND)
    found = 100 * tables["boards"].groupby("threshold")["alike"].agg(["mean", "min", "max"])
    spread(axes, 100 * found.index, found, BLUE)
    axes.axhline(50, color=style.SOFT_INK, lw=0.8, ls=(0, (2, 2)))
    axes.text(60, 50.7, "as mixed as can be", color=style.SOFT_INK, size=7.5, ha="right")
    axes.set_ylim(45, 100)
    axes.set_title("Boards of 50 x 50 dwellings")
    axes.set_xlabel("like neighbours asked for, %")
    axes.set_ylabel("like neighbours in the end, %")
    axes = page.figure.add_subplot(grid[0, 1])
    names = {0.0: (GREY, "no weight at all"), boards.LIKING: (BLUE, "company of one's field only")}
    for liking, here in tables["villages"].groupby("liking"):
        by_year = here.groupby("year")["isolation"].agg(["mean", "min", "max"])
        spread(axes, by_year.index, by_year, *names[float(str(liking))])
    axes.set_ylim(0, 1)
    axes.set_xticks(range(0, boards.YEARS + 1, 5))
    axes.set_title("The village, nothing else moving")
    axes.set_xlabel("years")
    axes.set_ylabel("isolation of fields (0 mixed, 1 apart)")
    axes.legend(loc="center right")
    return page


def rent_gap(tables: Tables, verdict: pd.DataFrame) -> style.Page:
    """Draw vacancy and rents in towns of capital alone, and investment district by district."""
    alone, stream = verdict["figure"]["T6 alone"], verdict["figure"]["T6 stream"]
    title = (
        f"Rents and builders left alone make {alone:.0f} peaks of vacancy in 50 years, for homes "
        f"never wear out here; with even demand they swing ({stream:.1f} peaks)"
    )
    caption = (
        f"Left and middle: {towns.SEEDS} towns in which nothing but the phase of rents happens, "
        "without demand and with 1 % of the first stock let each year. Right, apart from the "
        "city: dwellings done up "
        f"by decade in the districts of one city, the widest gaps first. {passing('T6', verdict)}"
    )
    page = style.page(2.7, title, caption)
    grid = page.grid(1, 3, left=0.05, right=0.97, above=0.2, below=0.45, wspace=0.22)
    columns = (
        ("vacancy", "Vacancy", "% of dwellings", 100),
        ("dearness", "Asking rent", "over its start", 1),
    )
    for place, (column, name, unit, scale) in enumerate(columns):
        axes = page.figure.add_subplot(grid[0, place])
        paths_of_towns(axes, tables["towns"], column, scale)
        axes.set_title(name)
        axes.set_ylabel(unit)
        if place:
            axes.legend(loc="lower left")
    axes = page.figure.add_subplot(grid[0, 2])
    wide = tables["districts"].query("setting == 'gap'")
    square = wide.pivot(index="district", columns="decade", values="done_up")
    years = gaps.GAP_MONTHS / gaps.YEAR
    extent = (0, years, 0, len(square))
    shown = axes.imshow(square, aspect="auto", cmap="Blues", origin="lower", extent=extent)
    bar = page.figure.colorbar(shown, ax=axes, fraction=0.05, pad=0.03)
    bar.outline.set_visible(False)
    bar.set_label("dwellings done up in a decade", size=7.5)
    axes.set_yticks(np.arange(len(square)) + 1 / 2, [str(n + 1) for n in range(len(square))])
    axes.set_title("Investment by the widest gap")
    axes.set_xlabel("years")
    axes.set_ylabel("district")
    return page


def paths_of_towns(axes: Any, table: pd.DataFrame, column: str, scale: float) -> None:
    """Draw one path for each town of both settings."""
    looks = {"alone": (GREY, "no demand"), "stream": (BLUE, "even demand")}
    for (setting, seed), path in table.groupby(["setting", "seed"]):
        colour, words = looks[setting]
        label = words if seed == 0 else None
        axes.plot(path["month"] / 12, scale * path[column], color=colour, lw=0.9, label=label)
    axes.set_ylim(0)
    axes.set_xlabel("years")

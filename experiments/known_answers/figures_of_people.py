"""Figures of the cases that are about whom: Axelrod and drift, March, networks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.known_answers import axelrod as cultures
from experiments.known_answers import confidence, techniques
from experiments.known_answers import march as organisations
from experiments.known_answers import networks as landscapes
from experiments.known_answers.figures import BLUE, GREEN, GREY, ORANGE, SIDEWAYS, Tables, passing
from sim.plots import style

PUBLISHED = {
    5: (1.0, 3.2, 20.0),
    10: (1.0, 1.0, 1.4),
    15: (1.0, 1.0, 1.2),
}
"""Axelrod 1997, stable regions with 5, 10 and 15 traits by number of features, from memory."""
NEITHER = ("neither rule has", "one rule has", "both rules have")


def axelrod(tables: Tables, verdict: pd.DataFrame) -> style.Page:
    """Draw regions by traits and features, and groups of opinion by confidence."""
    corner = verdict["figure"]["T2 corner"]
    as_known = "as many" if verdict["passes"]["T2 confidence"] else "not as many"
    title = (
        f"More traits, more regions of culture ({corner:.0f} where Axelrod found 20), more "
        f"features, fewer; the city's own drift leaves {as_known} groups as bounded confidence says"
    )
    caption = (
        f"Left: {cultures.RUNS} runs each, mean and 95 % interval; circles: Axelrod 1997, from "
        f"memory. Right: {confidence.RUNS} runs of 1,000 people, mean, lowest and highest. "
        f"{passing('T2', verdict)}"
    )
    page = style.page(2.7, title, caption)
    grid = page.grid(1, 2, left=0.06, above=0.2, below=0.45, wspace=0.18)
    regions_left(page.figure.add_subplot(grid[0, 0]), tables["regions"])
    groups_left(page.figure.add_subplot(grid[0, 1]), tables["opinions"])
    return page


def regions_left(axes: Any, table: pd.DataFrame) -> None:
    """Draw Axelrod's regions, a line for each number of features."""
    for place, (features, here) in enumerate(table.groupby("features")):
        colour = (BLUE, GREEN, ORANGE)[place]
        found = here.groupby("traits")["regions"]
        x = np.array(cultures.TRAITS) + (place - 1) / 4
        half = SIDEWAYS * found.sem()
        name = f"{features} features"
        axes.errorbar(x, found.mean(), half, fmt="o-", ms=4, lw=1.4, color=colour, label=name)
        axes.plot(x, PUBLISHED[int(str(features))], "o", ms=8, mfc="none", mec=colour, mew=1)
    axes.set_yscale("log")
    axes.set_yticks([1, 2, 5, 10, 20], ["1", "2", "5", "10", "20"])
    axes.minorticks_off()
    axes.set_xticks(cultures.TRAITS)
    axes.set_title("Axelrod's cultures, apart from the city")
    axes.set_xlabel("traits a feature may have")
    axes.set_ylabel("regions that stay")
    axes.legend(loc="upper left")


def groups_left(axes: Any, table: pd.DataFrame) -> None:
    """Draw groups of opinion beside the whole part of 1 / (2 e)."""
    ends = min(confidence.CONFIDENCES), max(confidence.CONFIDENCES)
    at = np.linspace(ends[0] - 0.01, ends[1] + 0.02, 500)
    axes.plot(at, np.floor(1 / (2 * at)), color=GREY, lw=1.2, label="whole part of 1 / (2 e)")
    found = table.groupby("confidence")["groups"].agg(["mean", "min", "max"])
    around = [found["mean"] - found["min"], found["max"] - found["mean"]]
    look = {"fmt": "o", "ms": 4.5, "lw": 1.4, "color": BLUE, "label": "the city's drift"}
    axes.errorbar(found.index, found["mean"], around, **look)
    axes.set_ylim(0, 9)
    axes.set_title("Opinions drawn together by the city's drift")
    axes.set_xlabel("e, how near opinions must be to draw each other")
    axes.set_ylabel("groups of 2 % and more")
    axes.legend(loc="upper right")


def march(tables: Tables, verdict: pd.DataFrame) -> style.Page:
    """Draw what is known in the end by how fast members learn."""
    gap = 100 * verdict["figure"]["T3 slow"]
    title = f"Slow learning ends with {gap:.0f} points more of reality known than fast learning"
    caption = (
        f"{organisations.RUNS} organisations for each speed, apart from the city; mean and 95 % "
        f"interval. {passing('T3', verdict)}"
    )
    page = style.page(2.3, title, caption, width=6.5)
    axes = page.figure.add_subplot(page.grid(1, 1, left=0.1, below=0.45)[0, 0])
    found = 100 * tables["knowledge"].pivot(index="run", columns="speed", values="knowledge")
    half = SIDEWAYS * found.sem()
    axes.errorbar(found.columns, found.mean(), half, fmt="o-", ms=4, lw=1.5, color=BLUE)
    axes.set_xlabel("chance that a member takes a belief of the code over, a period")
    axes.set_ylabel("beliefs that are right, %")
    return page


def networks(tables: Tables, verdict: pd.DataFrame) -> style.Page:
    """Draw the paths of groups in fast and slow networks for each way of copying."""
    passes = verdict["passes"]
    flips = "flips" if passes["T5 best"] and passes["T5 conformity"] else "does not flip"
    own = int(passes["T5 recognised"]) + int(passes["T5 conform"])
    title = (
        f"Apart from the city, the gain from being well connected {flips} with the way of copying; "
        f"of the city's own learning, {NEITHER[own]} the sign sought"
    )
    caption = (
        f"Mean of {landscapes.LANDSCAPES} NK landscapes (first three) and of {techniques.WORLDS} "
        "worlds of ideas (last two), with 95 % interval of each mean; the answers are differences "
        f"within a world. {passing('T5', verdict)}"
    )
    page = style.page(2.5, title, caption)
    grid = page.grid(1, 5, left=0.055, above=0.25, below=0.45, wspace=0.34)
    table = pd.concat([tables["search"], tables["search_of_ideas"]])
    for place, copying in enumerate([*landscapes.COPYING, *techniques.RULES]):
        axes = page.figure.add_subplot(grid[0, place])
        own_rule = copying in techniques.RULES
        paths_of_groups(axes, table[table["copying"] == copying])
        axes.set_ylim(0, None if own_rule else 1)
        axes.set_title(f"City's rule: {copying}" if own_rule else copying.capitalize(), size=8.5)
        axes.set_xlabel("months" if own_rule else "steps")
        if place in (0, len(landscapes.COPYING)):
            unit = "mean ln value of ideas" if own_rule else "mean payoff, (share of best)^8"
            axes.set_ylabel(unit)
    return page


def paths_of_groups(axes: Any, table: pd.DataFrame) -> None:
    """Draw the mean path of the fast and the slow network."""
    for network, here in table.groupby("network"):
        fast = network == landscapes.COMPLETE
        colour, x = ORANGE if fast else BLUE, here["step"] + 1
        low, high = (here["mean"] + sign * SIDEWAYS * here["sem"] for sign in (-1, 1))
        axes.fill_between(x, low, high, color=colour, alpha=0.22, lw=0)
        axes.plot(x, here["mean"], "-" if fast else "--", color=colour, lw=1.5, label=network)
    axes.set_xscale("log")
    axes.set_xticks([1, 11, 101], ["0", "10", "100"])
    axes.minorticks_off()
    axes.legend(loc="upper left", fontsize=7.5, borderaxespad=0)

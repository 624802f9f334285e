"""Two figures: each world's gap between the two arms, and what decides it."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots import style, words

ROW = 1.25  # inches
CELL = 0.42  # inches
FAINT = 0.35
DARK_FROM = 0.3  # share from which words on the colour are white
AS_SAID = {"behaviour.learn.rule": "learning rule", "accepted": "accepted set"}


def gaps(apart: pd.DataFrame, won: pd.DataFrame, given: Mapping[str, Any]) -> Figure:
    """Draw every world's gap, from the one attraction wins most to the one it loses most."""
    cities = list(dict.fromkeys(apart["city"]))
    outcomes = list(given["outcomes"])
    page = style.page(ROW * len(outcomes) + 0.6, _title(won), _caption(apart), width=11.0)
    grid = page.grid(
        len(outcomes), len(cities), left=0.07, above=0.5, below=0.35, hspace=1.2, wspace=0.1
    )
    for line, outcome in enumerate(outcomes):
        for column, city in enumerate(cities):
            axes = page.figure.add_subplot(grid[line, column])
            there = apart[apart["city"] == city][outcome].sort_values() * words.scale(outcome)
            told = won[(won["city"] == city) & (won["outcome"] == outcome)].iloc[0]
            _panel(axes, there.to_numpy(float), told, given["headline"])
            head = f"{city.capitalize()}\n" if line == 0 else ""
            axes.set_title(head + words.outcome_texts(outcome)["name"], pad=13)
            axes.set_xlabel(words.outcome_texts(outcome)["gap"])
    return page.figure


def _panel(axes: Axes, values: Any, told: Any, headline: list[str]) -> None:
    """Draw one city's worlds as dots from left to right, coloured by who has more."""
    colours = np.where(values > 0, style.colour(headline[0]), style.colour(headline[1]))
    axes.scatter(values, np.arange(len(values)), c=colours, s=7, linewidths=0)
    axes.axvline(0, color=style.SOFT_INK, linewidth=0.8)
    axes.plot([values.mean()] * 2, [0, len(values)], color=style.INK, linewidth=1, linestyle=":")
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    counts = (told["wins"], told["worlds"] - told["wins"])
    for arm, count, across in zip(headline, counts, (1.0, 0.7), strict=True):
        axes.annotate(
            f"{arm} {count} of {told['worlds']}",
            (across, 1.06),
            xycoords="axes fraction",
            ha="right",
            color=style.colour(arm),
            weight="bold",
            size=7.5,
        )


def _title(won: pd.DataFrame) -> str:
    shares = won["win_share"]
    more, less = int((shares > 0.5).sum()), int((shares < 0.5).sum())
    return (
        f"In most worlds collaboration has more of {more} and attraction of {less} "
        f"of {len(won)} outcomes of a city"
    )


def _caption(apart: pd.DataFrame) -> str:
    counts = apart["city"].value_counts(sort=False)
    said = " and ".join(f"{count} of {city}" for city, count in counts.items())
    return (
        f"Each dot is one sampled world ({said}): collaboration less attraction on the same luck, "
        "mean of the last 60 of 240 months. Right of the line (blue) collaboration has more, left "
        "of it (orange) attraction. Dotted: the mean. How many worlds each wins is in its colour."
    )


def deciding(decided: pd.DataFrame, given: Mapping[str, Any]) -> Figure:
    """Draw how much of each gap every sampled number explains alone."""
    cities = list(dict.fromkeys(decided["city"]))
    rows = [(city, outcome) for outcome in given["outcomes"] for city in cities]
    names = list(dict.fromkeys(decided["number"]))
    found = decided.set_index(["city", "outcome", "number"])
    page = style.page(CELL * len(rows) + 0.5, _title_of(decided), _caption_of(given), width=11.0)
    axes = page.figure.add_subplot(page.grid(1, 1, left=0.21, above=0.4)[0])
    values = np.array([[found.loc[(*row, name), "explained"] for name in names] for row in rows])
    axes.imshow(values, cmap="Greys", vmin=0, vmax=0.6, aspect="auto")
    for line, row in enumerate(rows):
        for column, name in enumerate(names):
            one = found.loc[(*row, name)]
            sure = one["p"] <= 1 - given["confidence"]
            ink = "white" if one["explained"] > DARK_FROM else style.INK
            axes.text(
                column,
                line,
                f"{100 * one['explained']:.0f}",
                ha="center",
                va="center",
                color=ink if sure else style.SOFT_INK,
                alpha=1 if sure else FAINT,
                weight="bold" if sure else "normal",
            )
    axes.set_xticks(
        range(len(names)),
        [
            fill(AS_SAID.get(name) or words.assumption(name), 12, break_long_words=False)
            for name in names
        ],
        size=7.5,
    )
    axes.xaxis.tick_top()
    axes.set_yticks(
        range(len(rows)), [f"{words.outcome_texts(name)['name']}, {city}" for city, name in rows]
    )
    style.quiet(axes)
    return page.figure


def _title_of(decided: pd.DataFrame) -> str:
    first = decided.loc[decided.groupby(["city", "outcome"], sort=False)["explained"].idxmax()]
    most = first["number"].value_counts()
    named = AS_SAID.get(str(most.index[0])) or words.assumption(str(most.index[0]))
    return f"What decides the gap: most often {named} ({most.iloc[0]} of {len(first)} outcomes)"


def _caption_of(given: Mapping[str, Any]) -> str:
    return (
        "Share of the variance of collaboration less attraction over worlds that lies between the "
        "thirds (or the few values) of one sampled number, in %. Bold: more than "
        f"{given['shuffles']} deals of the same gaps to other worlds show, but for one in twenty. "
        "A row need not sum to 100: what is left is luck, and numbers acting together."
    )

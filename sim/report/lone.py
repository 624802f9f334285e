"""The figures of one city under one policy: no comparison, no verdict, no band."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from sim.analysis import maps, timelines
from sim.config.catalogue import text
from sim.plots import maps as map_plots
from sim.plots import timelines as timeline_plots
from sim.plots import words
from sim.recorder.outcomes import OUTCOMES
from sim.report.plate import Plate
from sim.report.views import MAP_LAYERS, SMOOTHED

MONTHS_SMOOTHED = 12
Tables = Mapping[str, pd.DataFrame]


def lone_plates(tables: Tables, manifest: Mapping[str, Any], lang: str = "en") -> Iterator[Plate]:
    """Draw a run's timelines of all outcomes, its maps, its places and ties."""
    timeline = tables["timeline"]
    arm, seed = str(timeline["arm"].iloc[0]), int(timeline["seed"].iloc[0])
    foot = text(
        "figures.caption_run",
        lang,
        seed=seed,
        months=int(timeline["month"].max()),
        version=manifest.get("versions", {}).get("faireville", ""),
        id=str(manifest.get("identity", ""))[:12],
    )
    outcomes = [name for name in OUTCOMES if name in timeline]
    title = text("figures.timeline.title_run", lang, arm=words.arm_name(arm, lang))
    how = text("figures.timeline.how_run", lang, window=MONTHS_SMOOTHED)
    bands = timelines.bands(timeline, outcomes, MONTHS_SMOOTHED)
    yield Plate(
        "timelines",
        title,
        timeline_plots.figure(bands, outcomes, [arm], title, f"{how} {foot}", lang),
    )
    table = tables.get("maps", pd.DataFrame())
    squares: dict[tuple[str, str], maps.Grid] = {}
    if len(table):
        yield _map(table, arm, seed, foot, lang)
        shown = maps.shown_seed(table)
        squares = maps.grids(table, seed=seed if shown is None else shown)
    places = tables.get("places", pd.DataFrame())
    if len(places):
        yield _places(places, tables.get("ties", pd.DataFrame()), squares, arm, seed, foot, lang)


def _map(table: pd.DataFrame, arm: str, seed: int, foot: str, lang: str) -> Plate:
    """Draw the run's layers at its first and its last map, beside each other."""
    first, last = int(table["month"].min()), maps.last_month(table)
    squares: dict[tuple[str, str], maps.Grid] = {}
    heads: dict[str, str] = {}
    for month in (first, last):
        name = f"month {month}"
        heads[name] = text("figures.maps.month", lang, month=month)
        for (_, layer), square in maps.grids(table, month=month, seed=seed).items():
            squares[name, layer] = maps.smoothed(square, SMOOTHED)
    columns = list(dict.fromkeys(name for name, _ in squares))
    layers = [layer for layer in MAP_LAYERS if (columns[0], layer) in squares]
    title = text(
        "figures.maps.title_run", lang, first=first, last=last, arm=words.arm_name(arm, lang)
    )
    how = text("figures.maps.how_run", lang)
    figure = map_plots.figure(squares, columns, layers, title, f"{how} {foot}", lang, heads=heads)
    return Plate("maps", title, figure)


def _places(
    places: pd.DataFrame,
    ties: pd.DataFrame,
    squares: Mapping[tuple[str, str], maps.Grid],
    arm: str,
    seed: int,
    foot: str,
    lang: str,
) -> Plate:
    """Draw the run's third places and a sample of its ties at its last month."""
    month = int(places["month"].max())
    title = text("figures.places.title_bare", lang, seed=seed, month=month)
    how = text("figures.places.how", lang)
    people = {name: square for (name, layer), square in squares.items() if layer == "people"}
    figure = map_plots.places_figure(
        people, places[places["month"] == month], ties, [arm], title, f"{how} {foot}", lang
    )
    return Plate("places_and_ties", title, figure)

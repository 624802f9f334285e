"""Inequality, maps and ties as closed forms and other people's libraries measure them."""

from __future__ import annotations

from collections.abc import Iterator

import esda
import igraph
import numpy as np
import pandas as pd
from inequality.gini import Gini
from libpysal.weights import lat2W
from scipy.special import erf
from scipy.stats import expon, lognorm, uniform

from experiments.known_answers.answers import Worked
from sim.model.model import CityModel
from sim.model.scenario import Scenario
from sim.recorder.inequality import gini, moran
from sim.recorder.observe import observe

QUANTILES = 200_000
SPREADS = (0.5, 1.0)
SLOPES = range(4, 41, 2)
MONTHS = 24


def work_out() -> Worked:
    """Measure distributions, maps and a village of two years in both ways."""
    model = CityModel(Scenario.compose("city=village", "policy=none"))
    model.live(MONTHS)
    compared = {
        "M gini forms": gini_forms(),
        "M gini library": gini_library(model),
        "M moran forms": moran_forms(),
        "M moran library": moran_library(model),
        "M networks": networks(model),
    }
    table = pd.DataFrame(
        [
            {"answer": answer, "measured": name, "here": here, "there": there}
            for answer, rows in compared.items()
            for name, here, there in rows
        ]
    )
    off = (table["here"] - table["there"]).abs().groupby(table["answer"]).max()
    return Worked({answer: [float(off[answer])] for answer in compared}, {"measures": table})


def gini_forms() -> list[tuple[str, float, float]]:
    """Return the Gini of evenly spaced quantiles beside that of the whole distribution."""
    at = (np.arange(QUANTILES) + 1 / 2) / QUANTILES
    known = {"uniform": (uniform.ppf(at), 1 / 3), "exponential": (expon.ppf(at), 1 / 2)}
    known |= {f"lognormal {sd}": (lognorm.ppf(at, sd), erf(sd / 2)) for sd in SPREADS}
    return [(name, gini(values), float(form)) for name, (values, form) in known.items()]


def gini_library(model: CityModel) -> list[tuple[str, float, float]]:
    """Return the Gini of what people have beside inequality's."""
    people = model.city.people
    columns = {name: getattr(people, name)[people.order] for name in ("income", "rent")}
    columns["recognition"] = people.recognition[people.order]
    return [
        (name, gini(values), float(Gini(np.asarray(values, float)).g))
        for name, values in columns.items()
    ]


def moran_forms() -> Iterator[tuple[str, float, float]]:
    """Yield Moran's I of a chessboard and of an even slope beside its closed form."""
    for side in SLOPES:
        row, column = np.divmod(np.arange(side * side), side)
        yield f"chessboard {side}", moran(((row + column) % 2).astype(float), side), -1.0
        yield f"slope {side}", moran(row.astype(float), side), (side - 2) / (side - 1)


def moran_library(model: CityModel) -> list[tuple[str, float, float]]:
    """Return Moran's I of maps of the village beside esda's."""
    city, side = model.city, model.city.blocks_side
    home = city.cells.block[city.people.home[city.people.order]]
    creative = city.population.array("creative")[city.people.kind[city.people.order]]
    residents = np.bincount(home, minlength=city.n_blocks)
    rent = np.bincount(city.cells.block, city.cells.rent, minlength=city.n_blocks)
    creative_share = np.bincount(home, creative, minlength=city.n_blocks) / residents
    weights = lat2W(side, side)
    maps = {"residents": residents.astype(float), "rent": rent, "creative share": creative_share}
    rows = [
        (name, moran(values, side), float(esda.Moran(values, weights, "B", permutations=0).I))
        for name, values in maps.items()
    ]
    return [*rows, ("moran_creative", observe(model)["moran_creative"], rows[-1][2])]


def networks(model: CityModel) -> list[tuple[str, float, float]]:
    """Return what is observed of ties beside what igraph makes of the same pairs."""
    people, ties = model.city.people, model.city.ties
    seen, poles = observe(model), model.city.poles()
    pairs = [
        (int(person), int(other))
        for person in people.order
        for other in ties.other[person]
        if other >= 0
    ]
    graph = igraph.Graph.TupleList(pairs, directed=True)
    field = [int(poles[person]) for person in graph.vs["name"]]
    across = sum(field[edge.source] != field[edge.target] for edge in graph.es)
    return [
        ("ties_per_person", seen["ties_per_person"], graph.ecount() / len(people.order)),
        ("cross_field_tie_share", seen["cross_field_tie_share"], across / graph.ecount()),
        (
            "cross_field_ties_vs_expected",
            seen["cross_field_ties_vs_expected"],
            1 - graph.assortativity_nominal(field, directed=True),
        ),
    ]

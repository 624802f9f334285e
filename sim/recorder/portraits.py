"""Portraits of a city at one moment: maps, places, ties, the ledger, and how groups fare.

Reads everything and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.city.firms import PlaceOrigin, Tenure
from sim.city.people import Status
from sim.city.plan import CENTS
from sim.city.welfare import mean_welfare
from sim.kernels.arithmetic import STEP, shares
from sim.recorder.columns import Labels
from sim.recorder.observe import PER_THOUSAND, YEAR

if TYPE_CHECKING:
    from sim.model.model import CityModel

_DISTRICTS = 2
THIRDS = ("lower", "middle", "upper")
COMPASS = ("south-west", "south-east", "north-west", "north-east")


def observe_map(model: CityModel) -> dict[str, NDArray[np.float32]]:
    """Return what stands in each cell: rent (euro), people, creative people, visits, amenity."""
    from sim.model.surroundings import amenity

    city = model.city
    people, cells, places = city.people, city.cells, city.places
    rows, side = people.order, city.plan.side
    creative = city.population.array("creative")[people.kind[rows]]
    here = slice(0, places.size)
    layers = {
        "rent": cells.rent / CENTS,
        "people": np.bincount(people.home[rows], minlength=cells.size),
        "creative": np.bincount(people.home[rows], creative, minlength=cells.size),
        "visits": np.bincount(places.cell[here], places.visits[here], minlength=cells.size),
        "amenity": amenity(city, model.scenario.economy.public),
    }
    return {name: layer.astype(np.float32).reshape(side, side) for name, layer in layers.items()}


def observe_places(model: CityModel) -> list[dict[str, Any]]:
    """Return the third places that are open; ``open_since`` counts from the branch."""
    city, places = model.city, model.city.places
    side, branch = city.plan.side, model.scenario.burn_in
    return [
        {
            "x": int(places.cell[row] % side),
            "y": int(places.cell[row] // side),
            "seats": int(places.seats[row]),
            "users": int(places.users[row]),
            "origin": PlaceOrigin(places.origin[row]).name.lower(),
            "tenure": Tenure(places.tenure[row]).name.lower(),
            "open_since": int(places.opened[row]) - branch,
        }
        for row in np.flatnonzero(places.open[: places.size])
    ]


def observe_ties(model: CityModel, limit: int) -> dict[str, NDArray[Any]]:
    """Return a sample of ties, column by column: every so many-th one by who holds it."""
    city = model.city
    people, ties, side = city.people, city.ties, city.plan.side
    pole = city.poles()
    rows, slots = np.nonzero(ties.other[people.order] >= 0)
    step = max(1, -(-len(rows) // max(1, limit)))
    one, slot = people.order[rows[::step]], slots[::step]
    other = ties.other[one, slot]
    return {
        "x1": people.home[one] % side,
        "y1": people.home[one] // side,
        "x2": people.home[other] % side,
        "y2": people.home[other] // side,
        "strength": ties.strength[one, slot] * STEP,
        "cross_field": pole[one] != pole[other],
    }


def observe_ledger(model: CityModel) -> list[dict[str, Any]]:
    """Return public spending by instrument and account, and what is left, in euros."""
    city = model.city
    lines = [
        {"instrument": instrument, "account": account, "euros": cents / CENTS}
        for (instrument, account), cents in sorted(city.books.ledger.items())
    ]
    left = city.books.balance["purse"]
    return [*lines, {"instrument": "purse", "account": "balance", "euros": left / CENTS}]


@dataclass(frozen=True)
class Stations:
    """What those present are at one moment, by identity: kind, third by income, district."""

    kind: Labels
    third: Labels
    district: Labels


def stations(model: CityModel) -> Stations:
    """Return the station of everyone present."""
    city = model.city
    people, rows = city.people, city.people.order
    half = -(-city.plan.side // _DISTRICTS)
    row, column = np.divmod(people.home[rows], city.plan.side)
    rank = np.argsort(np.argsort(people.income[rows], kind="stable"), kind="stable")
    third = rank * len(THIRDS) // max(1, len(rows))
    district = _DISTRICTS * (row // half) + column // half
    return Stations(
        Labels(people.kind[rows].astype(np.int8), tuple(city.population.names)),
        Labels(third.astype(np.int8), THIRDS),
        Labels(district.astype(np.int8), COMPASS),
    )


def observe_groups(model: CityModel, beginnings: Stations | None = None) -> list[dict[str, Any]]:
    """Return how groups of people fare: by kind, income third, district, and cohort.

    Where it is known what the founders were when policy began, they are told by that as well,
    wherever they live now: who is in such a group no policy decides.
    """
    city = model.city
    people, rows = city.people, city.people.order
    used = slice(0, people.size)
    every = np.flatnonzero(people.status[used] != Status.FREE)
    every = every[np.argsort(people.identity[every], kind="stable")]
    now = stations(model)
    groupings = {
        "kind": (rows, now.kind.words),
        "income_third": (rows, now.third.words),
        "district": (rows, now.district.words),
        "cohort": (every, np.where(people.founder[every], "founders", "newcomers")),
    }
    if beginnings is not None:
        founders = every[people.founder[every]]
        groupings |= {
            "founder_kind": (founders, beginnings.kind.words),
            "founder_third": (founders, beginnings.third.words),
            "founder_district": (founders, beginnings.district.words),
        }
    measures = _personal(model)
    table = []
    for grouping, (members, label) in groupings.items():
        for group in np.unique(label):
            chosen = members[label == group]
            table += [
                {
                    "grouping": grouping,
                    "group": str(group),
                    "outcome": outcome,
                    "value": measured(chosen),
                    "people": len(chosen),
                }
                for outcome, measured in measures.items()
            ]
    return table


def _personal(model: CityModel) -> dict[str, Any]:
    """Return what is measured of a group of people, as functions of their rows."""
    city = model.city
    people, ties, pole = city.people, city.ties, model.city.poles()
    began = np.maximum(people.cohort, model.scenario.burn_in)

    def welfare(rows: NDArray[Any]) -> float:
        return mean_welfare(people, rows)

    def burden(rows: NDArray[Any]) -> float:
        return float((people.rent[rows] / np.maximum(people.income[rows], 1)).mean())

    def forced(rows: NDArray[Any]) -> float:
        return _a_year(people.moves_forced[rows], city.month - began[rows])

    def ideas(rows: NDArray[Any]) -> float:
        return _a_year((people.made - people.made_before)[rows], city.month - began[rows])

    def ready(rows: NDArray[Any]) -> float:
        return float(shares(people.participation[rows]).mean())

    def seated(rows: NDArray[Any]) -> float:
        here = rows[people.cohort[rows] < city.month]  # who came this month had not been anywhere
        return float((city.now.place[here] >= 0).sum() / max(1, len(here)))

    def held(rows: NDArray[Any]) -> float:
        return float((ties.other[rows] >= 0).sum(axis=1).mean())

    def across(rows: NDArray[Any]) -> float:
        other = ties.other[rows]
        known = other >= 0
        differs = known & (pole[other] != pole[rows][:, None])
        return float(differs.sum() / max(1, known.sum()))

    return {
        "welfare": welfare,
        "rent_burden": burden,
        "forced_moves_per_1000_year": forced,
        "ideas_per_1000": ideas,
        "participation": ready,
        "visits_per_head": seated,
        "ties": held,
        "cross_field_tie_share": across,
        "people": lambda rows: float(len(rows)),
    }


def _a_year(times: NDArray[Any], months: NDArray[Any]) -> float:
    """Return how often something happened per 1,000 person-years; 0 before any has passed."""
    lived = float(months.sum()) / YEAR
    return float(times.sum()) * PER_THOUSAND / lived if lived > 0 else 0.0

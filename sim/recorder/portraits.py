"""Portraits of a city at one moment: maps, places, ties, the ledger, and how groups fare.

Reads everything and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.city.firms import PlaceOrigin, Tenure
from sim.city.people import Status
from sim.city.plan import CENTS
from sim.city.welfare import left_over, welfare_of
from sim.kernels.arithmetic import STEP, shares
from sim.recorder.columns import Columns, Labels, joined
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


def observe_groups(model: CityModel, beginnings: Stations | None = None) -> dict[str, Any]:
    """Return how groups of people fare, by kind, income third, district, and cohort, as columns.

    Where it is known what the founders were when policy began, they are told by that as well,
    wherever they live now: who is in such a group no policy decides.
    """
    city = model.city
    people, rows = city.people, city.people.order
    used = slice(0, people.size)
    every = np.flatnonzero(people.status[used] != Status.FREE)
    every = every[np.argsort(people.identity[every], kind="stable")]
    now = stations(model)
    newcomer = (~people.founder[every]).astype(np.int8)
    groupings = {
        "kind": (rows, now.kind),
        "income_third": (rows, now.third),
        "district": (rows, now.district),
        "cohort": (every, Labels(newcomer, ("founders", "newcomers"))),
    }
    if beginnings is not None:
        founders = every[people.founder[every]]
        groupings |= {
            "founder_kind": (founders, beginnings.kind),
            "founder_third": (founders, beginnings.third),
            "founder_district": (founders, beginnings.district),
        }
    measures = _personal(model)
    pages = [_fared(name, *grouped, measures) for name, grouped in groupings.items()]
    return {column: joined([page[column] for page in pages]) for column in pages[0]}


def _fared(
    grouping: str,
    members: NDArray[np.int64],
    label: Labels,
    measures: Mapping[str, tuple[NDArray[Any], NDArray[Any]]],
) -> Columns:
    """Return each measure of each group that has anybody, group by group in order of their names.

    The last of each group is how many are in it.
    """
    counted = np.bincount(label.codes, minlength=len(label.names))
    groups = np.argsort(label.names, kind="stable").astype(np.int8)
    groups = groups[counted[groups] > 0]
    measured = [
        _of_groups(over[members], under[members], label) for over, under in measures.values()
    ]
    values = np.array([*measured, counted])[:, groups].T
    n_groups, n_values = values.shape
    return {
        "grouping": Labels(np.zeros(values.size, np.int8), (grouping,)),
        "group": Labels(np.repeat(groups, n_values), label.names),
        "outcome": Labels(np.tile(np.arange(n_values), n_groups), (*measures, "people")),
        "value": values.ravel(),
        "people": np.repeat(counted[groups], n_values),
    }


def _personal(model: CityModel) -> dict[str, tuple[NDArray[Any], NDArray[Any]]]:
    """Return what is counted of each person, by row, and how much she counts for.

    What a group has of it is the sum of the one over the sum of the other.
    """
    city = model.city
    people, here, pole = city.people, slice(0, city.people.size), city.poles()
    everyone, other = np.arange(people.size), city.ties.other[here]
    one, known = np.ones(people.size), other >= 0
    there = people.status[here] == Status.PRESENT  # founders outside do not take part here
    began = np.maximum(people.cohort[here], model.scenario.burn_in)
    thousand_years = (city.month - began) / (YEAR * PER_THOUSAND)
    been_out = np.zeros(people.size)
    seated = (city.now.place >= 0).sum(axis=1) if city.now.place.size else been_out
    been_out[: len(seated)] = seated  # who has just come has been nowhere
    differs = known & (pole[other] != pole[here][:, None])
    income = np.maximum(people.income[here], 1)
    return {
        "welfare": (welfare_of(left_over(people, everyone)), one),
        "rent_burden": (people.rent[here] / income, one),
        "forced_moves_per_1000_year": (people.moves_forced[here], thousand_years),
        "ideas_per_1000": ((people.made - people.made_before)[here], thousand_years),
        "participation": (there * shares(people.participation[here]), there),
        "visits_per_head": (there * been_out, there & (people.cohort[here] < city.month)),
        "ties": (known.sum(axis=1), one),
        "cross_field_tie_share": (differs.sum(axis=1), known.sum(axis=1)),
    }


def _of_groups(over: NDArray[Any], under: NDArray[Any], label: Labels) -> NDArray[np.float64]:
    """Return the one over the other for each group; 0 where there is nothing below the line."""
    totals, counted = (
        np.bincount(label.codes, weights=each, minlength=len(label.names)) for each in (over, under)
    )
    return np.divide(totals, counted, out=np.zeros_like(totals), where=counted > 0)

"""Leases end, and some people look for another home."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import Housing
from sim.kernels import luck
from sim.kernels import move as kernels
from sim.kernels.arithmetic import logistics
from sim.kernels.luck import Purpose
from sim.model.behaviour import Move
from sim.model.phases.dwellings import Bids, let, look, make_bids, settle_in, vacate
from sim.model.surroundings import Surroundings

TRIES = 2


def move(city: City, rule: Move, housing: Housing, around: Surroundings) -> None:
    """End leases, let people search, and let vacant dwellings to the highest bids."""
    _end_leases(city, housing)
    _search(city, rule, housing, around)
    _count_homeless(city)


def _end_leases(city: City, housing: Housing) -> None:
    """Renew leases at the asking rent; who cannot pay it loses her home.

    The rent of a regulated dwelling follows income.
    """
    people = city.people
    rows = people.order
    regulated = rows[people.regulated[rows] & people.housed[rows]]
    people.rent[regulated] = (housing.regulated_rent * people.income[regulated]).astype(np.int64)
    ending = rows[
        (people.lease_end[rows] <= city.month) & people.housed[rows] & ~people.regulated[rows]
    ]
    asked = np.round(city.cells.rent[people.home[ending]]).astype(np.int64)
    able = asked <= housing.burden_limit * people.income[ending]
    people.rent[ending[able]] = asked[able]
    people.lease_end[ending[able]] = city.month + housing.lease_months
    for person in ending[~able]:
        vacate(city, int(person))
    city.now.counts["evicted"] = int((~able).sum())


def _search(city: City, rule: Move, housing: Housing, around: Surroundings) -> None:
    """Find out who searches, what each finds, and who gets it, with one second try."""
    people, now = city.people, city.now
    rows = people.order
    drawn = luck.uniforms(city.seed, int(Purpose.SEARCH), city.month, people.identity[rows], 0)
    burdened = people.rent[rows] > housing.burden_limit * people.income[rows]
    forced = burdened | ~people.housed[rows]
    willing = drawn < rule.search
    seekers = rows[forced | willing]
    must = forced[forced | willing]
    stay = worth_of_staying(city, seekers, around)
    stay[~people.housed[seekers]] = -np.inf
    now.searched = seekers[~must]
    now.utility = stay[~must]
    served = np.zeros(len(seekers), bool)
    for attempt in range(TRIES):
        open_ones = np.flatnonzero(~served)
        market, utility, *_ = look(
            city, rule, housing, around, Purpose.DWELLING, attempt, seekers[open_ones]
        )
        better = gain(utility, stay[open_ones]) - rule.cost
        if attempt == 0:
            now.utility = np.maximum(now.utility, utility[~must] - rule.cost)
        draw = luck.uniforms(
            city.seed, int(Purpose.STAY), city.month, people.identity[seekers[open_ones]], attempt
        )
        applies = must[open_ones] | (draw < logistics(rule.scale * better))
        applies &= market >= 0
        chosen = open_ones[applies]
        bids = make_bids(city, housing, around, seekers[chosen], market[applies], better[applies])
        won = let(city, attempt, bids)
        _move_in(city, housing, bids, won, must[chosen])
        served[chosen[won >= 0]] = True
    now.counts["searches"] = len(seekers)


def gain(elsewhere: NDArray[Any], here: NDArray[Any]) -> NDArray[np.float64]:
    """Return how much better elsewhere is; -inf where nothing was found, whatever is here."""
    known = np.isfinite(elsewhere)
    return np.where(known, elsewhere - np.where(known, here, 0.0), -np.inf)


def worth_of_staying(city: City, rows: NDArray[Any], around: Surroundings) -> NDArray[np.float64]:
    """Return what their present homes are worth to people."""
    people = city.people
    used = slice(0, people.size)
    return np.asarray(
        kernels.worth_of_staying(
            rows,
            people.kind[used],
            city.poles(),
            people.income[used],
            people.rent[used],
            people.home[used],
            city.ties.other[used],
            city.ties.strength[used],
            around.log_access,
            around.amenity,
            city.cells.block,
            around.company,
            around.creative,
            around.weight,
            around.near,
            city.plan.side,
        )
    )


def _move_in(
    city: City, housing: Housing, bids: Bids, price: NDArray[np.int64], forced: NDArray[np.bool_]
) -> None:
    """Let those who got a dwelling leave the old one and move in."""
    people, counts = city.people, city.now.counts
    for k in np.flatnonzero(price >= 0):
        vacate(city, int(bids.rows[k]))
    won = price >= 0
    rows = bids.rows[won]
    settle_in(city, housing, rows, bids.market[won], price[won])
    people.moves_forced[rows[forced[won]]] += 1
    counts["moves"] += int(won.sum())
    counts["forced_moves"] += int(forced[won].sum())


def _count_homeless(city: City) -> None:
    people = city.people
    rows = people.order[~people.housed[people.order]]
    people.homeless[rows] += 1
    city.now.counts["homeless"] = len(rows)

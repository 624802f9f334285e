"""People go out to third places and take their seats."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import ThirdPlaces
from sim.city.plan import CENTS
from sim.kernels import gather as kernels
from sim.kernels import space
from sim.kernels.gather import N_ROUNDS
from sim.model.behaviour import Gather


def gather(city: City, rule: Gather, prices: ThirdPlaces) -> None:
    """Let everyone go out, seat those who find a seat, and charge the month's users."""
    people, places, now = city.people, city.places, city.now
    used, here = slice(0, people.size), slice(0, places.size)
    pole = city.poles()
    fee = monthly_fee(city, prices)
    now.place, now.slot = kernels.choose_places(
        city.seed,
        city.month,
        people.order,
        people.identity[used],
        people.kind[used],
        people.home[used],
        people.usual[used],
        pole,
        people.participation[used],
        people.fatigue[used],
        people.income[used],
        near_places(city, rule.catchment),
        places.open[here],
        fee.astype(np.float64),
        quality(city, prices),
        places.admission[here],
        places.company[here],
        rule.fee_scale,
        rule.habit,
        rule.company,
        rule.going_out,
        rule.sharpness,
        rule.slots,
        rule.slot_habit,
    )
    start, member, _ = sittings(city, now.place, rule.slots)
    places.turned_away[here] = kernels.take_seats(
        city.seed,
        city.month,
        people.identity[used],
        people.kind[used],
        now.place,
        now.slot,
        start,
        member,
        places.seats[here],
        places.admission[here],
        rule.slots,
    )
    _remember_visits(city, pole, fee)


def near_places(city: City, catchment: float) -> NDArray[np.float64]:
    """Return exp(-d / lambda) from every cell to every place, kept while no place moves."""
    cell = city.places.cell[: city.places.size]
    kept = city.near_places
    if kept is None or kept[2] != catchment or not np.array_equal(kept[0], cell):
        near = space.nearness(cell, city.plan.side, city.plan.cell_km, catchment)
        kept = city.near_places = (cell.copy(), near, catchment)
    return kept[1]


def monthly_fee(city: City, prices: ThirdPlaces) -> NDArray[np.int64]:
    """Return what each place asks a user for a month, cents."""
    return np.round(CENTS * prices.fee * city.places.price[: city.places.size]).astype(np.int64)


def quality(city: City, prices: ThirdPlaces) -> NDArray[np.float64]:
    """Return how each place is found: kept up, and with a seat left, as last month shows.

    quality = 1 / (1 + backlog per seat / half) x seated / (seated + turned away)
    """
    places = city.places
    here = slice(0, places.size)
    waiting = places.backlog[here] / np.maximum(places.seats[here], 1)
    came = places.visits[here] + places.turned_away[here]
    seated = np.where(came > 0, places.visits[here] / np.maximum(came, 1), 1.0)
    return np.asarray(seated / (1.0 + waiting / prices.backlog_half))


def sittings(city: City, place: NDArray[Any], slots: int) -> tuple[Any, Any, NDArray[Any]]:
    """Group those out by place, round and half day; also return each group's round."""
    order = city.people.order
    n_groups = city.places.size * N_ROUNDS * slots
    rounds = np.arange(N_ROUNDS)
    key = np.where(place >= 0, (place * N_ROUNDS + rounds) * slots + city.now.slot, -1)
    visitor = np.repeat(order, N_ROUNDS)
    visit = visitor * N_ROUNDS + np.tile(rounds, len(order))
    start, member = space.group(key.ravel(), visit, n_groups)
    return start, member // N_ROUNDS, (np.arange(n_groups) // slots) % N_ROUNDS


def _remember_visits(city: City, pole: NDArray[np.int8], fee: NDArray[np.int64]) -> None:
    """Count visits, keep habits and company, and note what each user owes."""
    people, places, now = city.people, city.places, city.now
    used, here = slice(0, people.size), slice(0, places.size)
    visits, users, by_field, latest = kernels.count_visits(
        now.place, people.order, pole, places.size
    )
    places.visits[here], places.users[here] = visits, users
    places.company[here] = by_field / np.maximum(users, 1)[:, None]
    people.usual[used] = np.where(latest >= 0, latest, people.usual[used])
    now.visitor_start, now.visitor_member = space.group(latest, people.order, places.size)
    owed = np.zeros(people.size, np.int64)
    for r in range(N_ROUNDS):
        place = now.place[:, r]
        again = (now.place[:, :r] == place[:, None]).any(axis=1)
        first = (place >= 0) & ~again
        owed[first] += fee[place[first]]
    people.fees[used] = owed
    now.counts["visits"] = int(visits.sum())
    now.counts["users"] = int((latest >= 0).sum())
    now.counts["turned_away"] = int(places.turned_away[here].sum())

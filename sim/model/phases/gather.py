"""People go out to third places and take their seats."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City, Reach
from sim.city.economy import ThirdPlaces
from sim.city.plan import CENTS
from sim.kernels import gather as kernels
from sim.kernels import seats, space
from sim.kernels.gather import N_ROUNDS
from sim.kernels.threads import in_blocks
from sim.model.behaviour import Gather


def gather(city: City, rule: Gather, prices: ThirdPlaces) -> None:
    """Let everyone go out, seat those who find a seat, and charge the month's users."""
    people, places, plan, now = city.people, city.places, city.plan, city.now
    used, here = slice(0, people.size), slice(0, places.size)
    pole = city.poles()
    fee = monthly_fee(city, prices)
    reach = reach_of_places(city, rule.catchment)
    welcome = places.admission[here] * quality(city, prices)[:, None]
    listed = reach.start, reach.place, places.cell[here]
    now.place = np.full((people.size, N_ROUNDS), -1, np.int32)
    now.slot = np.full((people.size, N_ROUNDS), -1, np.int8)
    in_blocks(
        kernels.choose_places,
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
        reach.near,
        *listed,
        fee.astype(np.float64),
        welcome,
        space.best_of_blocks(*listed, welcome, reach.near, plan.side, plan.block_cells),
        places.company[here],
        plan.side,
        plan.block_cells,
        rule.fee_scale,
        rule.habit,
        rule.company,
        rule.going_out * (1.0 - city.offers.stay_home),
        rule.sharpness,
        rule.slots,
        rule.slot_habit,
        now.place,
        now.slot,
    )
    start, member = seats.group_visits(people.order, now.place, now.slot, places.size, rule.slots)
    places.turned_away[here] = seats.take_seats(
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
    now.seated = seats.keep_seated(now.place, start, member, rule.slots)
    _remember_visits(city, pole, fee)


def reach_of_places(city: City, catchment: float) -> Reach:
    """Return which open places are in reach of which block, kept while no place changes."""
    places, plan, kept = city.places, city.plan, city.reach
    cell, is_open = places.cell[: places.size], places.open[: places.size]
    if kept is not None and kept.catchment == catchment:
        if np.array_equal(kept.cell, cell) and np.array_equal(kept.open, is_open):
            return kept
        near = kept.near
    else:
        near = space.nearness_table(plan.side, plan.cell_km, catchment, plan.catchment_cutoff)
    start, place = space.list_places(cell, is_open, near, plan.side, plan.block_cells)
    city.reach = Reach(catchment, cell.copy(), is_open.copy(), near, start, place)
    return city.reach


def pull_of_places(
    city: City, catchment: float, kind: NDArray[Any], cell: NDArray[Any]
) -> NDArray[np.float64]:
    """Return the best third place in reach of each cell: max exp(-d / lambda) x admission."""
    reach, places = reach_of_places(city, catchment), city.places
    here = slice(0, places.size)
    return np.asarray(
        space.pull_of_places(
            cell,
            kind,
            reach.near,
            reach.start,
            reach.place,
            places.cell[here],
            places.admission[here],
            city.plan.side,
            city.plan.block_cells,
        )
    )


def monthly_fee(city: City, prices: ThirdPlaces) -> NDArray[np.int64]:
    """Return what each place asks a user for a month, cents."""
    return np.round(CENTS * prices.fee * city.places.price[: city.places.size]).astype(np.int64)


def quality(city: City, prices: ThirdPlaces) -> NDArray[np.float64]:
    """Return how each place is found: kept up, and with a seat left, as last month shows.

    quality = 1 / (1 + backlog per seat / half) x seated / (seated + turned away), and less where
    those around have rejected the site.
    """
    places = city.places
    here = slice(0, places.size)
    waiting = places.backlog[here] / np.maximum(places.seats[here], 1)
    came = places.visits[here] + places.turned_away[here]
    seated = np.where(came > 0, places.visits[here] / np.maximum(came, 1), 1.0)
    welcome = np.where(places.rejected[here], prices.rejected_visits, 1.0)
    return np.asarray(seated / (1.0 + waiting / prices.backlog_half) * welcome)


def _remember_visits(city: City, pole: NDArray[np.int8], fee: NDArray[np.int64]) -> None:
    """Count visits, keep habits and company, and note what each user owes."""
    people, places, now = city.people, city.places, city.now
    used, here = slice(0, people.size), slice(0, places.size)
    visits, users, by_field, latest, owed = seats.count_visits(now.place, people.order, pole, fee)
    places.visits[here], places.users[here] = visits, users
    places.company[here] = by_field / np.maximum(users, 1)[:, None]
    people.usual[used] = np.where(latest >= 0, latest, people.usual[used])
    now.visitor_start, now.visitor_member = space.group(latest, people.order, places.size)
    people.fees[used] = owed
    now.counts["visits"] = int(visits.sum())
    now.counts["users"] = len(now.visitor_member)
    now.counts["turned_away"] = int(places.turned_away[here].sum())

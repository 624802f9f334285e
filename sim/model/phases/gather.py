"""People go out to third places and take their seats."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City, Reach
from sim.city.economy import ThirdPlaces
from sim.city.plan import CENTS
from sim.kernels import gather as kernels
from sim.kernels import places as of_places
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
    listed = reach.start, reach.place, places.cell[here]
    welcome, best = _welcomes(city, prices, reach)
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
        best,
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
        if of_places.unchanged(cell, is_open, kept.cell, kept.open):
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
    places = city.places
    fees: NDArray[np.int64] = of_places.monthly_fees(
        places.price[: places.size], CENTS * prices.fee
    )
    return fees


def _welcomes(
    city: City, prices: ThirdPlaces, reach: Reach
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how each place is found by each kind, and the best that a block has in reach."""
    places, here = city.places, slice(0, city.places.size)
    found: tuple[NDArray[np.float64], NDArray[np.float64]] = of_places.welcomes(
        places.admission[here],
        places.seats[here],
        places.backlog,
        places.visits,
        places.turned_away,
        places.rejected,
        prices.backlog_half,
        prices.rejected_visits,
        reach.start,
        reach.place,
        places.cell,
        reach.near,
        city.plan.side,
        city.plan.block_cells,
    )
    return found


def _remember_visits(city: City, pole: NDArray[np.int8], fee: NDArray[np.int64]) -> None:
    """Count visits, keep habits and company, and note what each user owes."""
    people, places, now = city.people, city.places, city.now
    used, here = slice(0, people.size), slice(0, places.size)
    now.visitor_start, now.visitor_member = seats.note_visits(
        now.place,
        people.order,
        pole,
        fee,
        people.usual[used],
        people.fees[used],
        places.visits[here],
        places.users[here],
        places.company,
    )
    now.counts["visits"] = int(places.visits[here].sum())
    now.counts["users"] = len(now.visitor_member)
    now.counts["turned_away"] = int(places.turned_away[here].sum())

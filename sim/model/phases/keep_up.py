"""Third places are paid for, kept up by their users, and give notice when they cannot go on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city.books import LANDLORDS, OUTSIDE, PLACES
from sim.city.city import City
from sim.city.economy import PublicMoney, ThirdPlaces
from sim.city.firms import STATE_CREDIT
from sim.city.plan import CENTS
from sim.kernels.arithmetic import all_in_steps, shares
from sim.model.phases.gather import monthly_fee


def keep_up(city: City, rule: ThirdPlaces, public: PublicMoney) -> None:
    """Pay every place's month, share out its upkeep, and adjust prices."""
    _give_hours(city, rule)
    _note_hours(city, public)
    _pay_costs(city, rule)
    _adjust(city, rule)


def monthly_cost(city: City, rule: ThirdPlaces) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each place's running cost and its rent, cents a month.

    cost = fixed + seats x seat cost + upkeep of equipment; rent = floor x workspace rent, nothing
    for a building the city owns.
    """
    places = city.places
    here = slice(0, places.size)
    running = rule.fixed_cost + rule.seat_cost * places.seats[here]
    equipment = rule.equipment_upkeep * places.equipment_value[here]
    floor = rule.seat_space * places.seats[here]
    rent = floor * city.cells.workspace_rent[places.cell[here]]
    rent = np.where(places.owned[here], 0.0, rent)
    return (
        np.round(CENTS * running + equipment).astype(np.int64),
        np.round(rent).astype(np.int64),
    )


def _give_hours(city: City, rule: ThirdPlaces) -> None:
    """Let users give hours to the place they used last, as many as are needed, evenly.

    needed = hours a seat x seats in use + backlog; seats in use are the fewer of seats and users,
    since a seat nobody uses does not wear.
    """
    people, places, now = city.people, city.places, city.now
    here = slice(0, places.size)
    in_use = np.minimum(places.seats[here], places.users[here]) * places.open[here]
    needed = rule.upkeep_hours * in_use + places.backlog[here]
    visitor = now.visitor_member
    place = np.repeat(np.arange(places.size), np.diff(now.visitor_start))
    ready = shares(people.participation[visitor]) * (1.0 - shares(people.fatigue[visitor]))
    offered = rule.free_hours * rule.weeks * rule.hours_offered * ready
    total = np.bincount(place, offered, minlength=places.size)
    share = np.minimum(1.0, needed / np.maximum(total, TINY))
    people.hours[: people.size] = 0.0
    people.hours[visitor] = offered * share[place]
    given = np.minimum(total, needed)
    places.backlog[here] = needed - given
    rows = people.order
    tired = shares(people.fatigue[rows]) + rule.fatigue_per_hour * people.hours[rows] - rule.rest
    people.fatigue[rows] = all_in_steps(np.clip(tired, 0.0, 1.0))
    now.counts["hours"] = float(np.round(CENTS * given).sum() / CENTS)
    now.place_hours = given


TINY = 1e-9


def _note_hours(city: City, public: PublicMoney) -> None:
    """Write the hours given into the ledger at the shadow wage; no money moves."""
    worth = CENTS * public.shadow_wage * city.now.counts["hours"]
    city.books.note("places", "volunteer_time", int(round(worth)))


def _pay_costs(city: City, rule: ThirdPlaces) -> None:
    """Take fees, credits and grants in; pay costs and rent out."""
    places, books = city.places, city.books
    rows = np.flatnonzero(places.open[: places.size])
    running, rent = (amount[rows] for amount in monthly_cost(city, rule))
    fees = places.users[rows] * monthly_fee(city, rule)[rows]
    credit = np.where(places.funder[rows] == STATE_CREDIT, places.grant_share[rows], 0.0)
    paid_in = np.round(credit * (running + rent)).astype(np.int64)
    places.cash[rows] += fees + paid_in - running - rent
    books.pay(OUTSIDE, PLACES, "state credit", int(paid_in.sum()))
    books.pay(PLACES, OUTSIDE, "running costs", int(running.sum()))
    books.pay(PLACES, LANDLORDS, "workspace", int(rent.sum()))
    cost = running + rent
    most = np.round(rule.kept_cash * cost).astype(np.int64)
    surplus = np.maximum(places.cash[rows] - most, 0)
    places.cash[rows] -= surplus
    books.pay(PLACES, OUTSIDE, "surplus", int(surplus.sum()))
    in_debt = places.cash[rows] < -np.round(rule.notice * cost)
    giving_up = rows[in_debt & (places.closing[rows] < 0)]
    places.closing[giving_up] = city.month + 1
    counts = city.now.counts
    counts["places_open"] = len(rows)
    counts["places_in_deficit"] = int((fees + paid_in < cost).sum())


def _adjust(city: City, rule: ThirdPlaces) -> None:
    """Raise prices where cash is low and falls, lower them where it piles up and still grows.

    A place raises less the more a grant covers, and holds its price once the month is balanced.
    The stance of a place moves from solidarity towards the market in the same steps.
    """
    places = city.places
    rows = np.flatnonzero(places.open[: places.size])
    running, rent = (amount[rows] for amount in monthly_cost(city, rule))
    cost = running + rent
    fees = places.users[rows] * monthly_fee(city, rule)[rows]
    balance = fees + np.round(places.grant_share[rows] * cost) - cost
    low = (places.cash[rows] < rule.starting_cash * cost / 2) & (balance < 0)
    rich = (places.cash[rows] >= rule.kept_cash * cost / 2) & (balance > 0)
    step = rule.price_step * ((1.0 - places.grant_share[rows]) * low - 1.0 * rich)
    places.price[rows] = np.clip(places.price[rows] + step, 0.0, rule.highest_price)
    places.stance[rows] = np.clip(places.stance[rows] + step, 0.0, 1.0)

"""Third places are paid for, kept up by their users, and give notice when they cannot go on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city.books import LANDLORDS, OUTSIDE, PLACES
from sim.city.city import City
from sim.city.economy import PublicMoney, ThirdPlaces
from sim.city.firms import STATE_CREDIT
from sim.city.plan import CENTS
from sim.kernels import places as of_places
from sim.kernels import upkeep as kernels
from sim.kernels.arithmetic import all_in_steps, shares
from sim.model.phases.commons import ask_for_meetings, follow_those_who_give, governed
from sim.model.phases.gather import monthly_fee


def keep_up(city: City, rule: ThirdPlaces, public: PublicMoney) -> None:
    """Pay every place's month, share out its upkeep, and adjust prices."""
    ask_for_meetings(city, rule)
    _give_hours(city, rule)
    _note_hours(city, public)
    follow_those_who_give(city, rule)
    _pay_and_adjust(city, rule)


def monthly_cost(city: City, rule: ThirdPlaces) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each place's running cost and its rent, cents a month.

    cost = fixed + seats x seat cost + upkeep of equipment; rent = floor x workspace rent, nothing
    for a building the city owns.
    """
    places = city.places
    costs: tuple[NDArray[np.int64], NDArray[np.int64]] = of_places.monthly_costs(
        places.seats[: places.size],
        places.equipment_value,
        places.owned,
        places.cell,
        city.cells.workspace_rent,
        rule.fixed_cost,
        rule.seat_cost,
        CENTS,
        rule.equipment_upkeep,
        rule.seat_space,
    )
    return costs


def _give_hours(city: City, rule: ThirdPlaces) -> None:
    """Let users give hours to the place they used last, as many as are needed, evenly.

    Seats in use are the fewer of seats and users, since a seat nobody uses does not wear.
    """
    people, places, now = city.people, city.places, city.now
    here = slice(0, places.size)
    given = kernels.give_hours(
        people.order,
        now.visitor_start,
        now.visitor_member,
        _ready_to_give(city, rule),
        np.minimum(places.seats[here], places.users[here]) * places.open[here],
        rule.upkeep_hours,
        rule.free_hours * rule.weeks * rule.hours_offered,
        rule.fatigue_per_hour,
        rule.rest,
        people.fatigue,
        people.hours[: people.size],
        places.backlog,
    )
    now.counts["hours"] = float(np.round(CENTS * given).sum() / CENTS)
    now.place_hours = given


def _ready_to_give(city: City, rule: ThirdPlaces) -> NDArray[np.uint16]:
    """Return everybody's participation, less the more others use the place she used last.

    participation x users^-free_riding, in steps; the users of a place are its visitors.
    """
    people, now = city.people, city.now
    if rule.free_riding == 0:
        return people.participation
    users = np.diff(now.visitor_start)
    relied_on = np.repeat(np.maximum(users, 1).astype(np.float64) ** -rule.free_riding, users)
    ready = people.participation.copy()
    who = now.visitor_member
    ready[who] = all_in_steps(shares(people.participation[who]) * relied_on)
    return ready


def _note_hours(city: City, public: PublicMoney) -> None:
    """Write the hours given into the ledger at the shadow wage; no money moves."""
    worth = CENTS * public.shadow_wage * city.now.counts["hours"]
    city.books.note("places", "volunteer_time", int(round(worth)))


def _pay_and_adjust(city: City, rule: ThirdPlaces) -> None:
    """Take fees and credits in, pay costs and rent out, and let places change what they ask.

    Prices rise where cash is low and falls, less so the more a grant covers, and fall where it
    piles up and still grows; the stance moves from solidarity towards the market likewise.
    """
    places, books, counts = city.places, city.books, city.now.counts
    here = slice(0, places.size)
    lent_by_state, costs, rents, surplus, n_open, in_deficit = kernels.balance(
        city.month,
        places.open[here],
        places.users[here] * monthly_fee(city, rule),
        *monthly_cost(city, rule),
        places.grant_share,
        places.funder == STATE_CREDIT,
        governed(city, rule),
        rule.kept_cash,
        rule.notice,
        rule.starting_cash,
        rule.price_step,
        rule.subsidy_dependence,
        rule.highest_price,
        places.cash,
        places.closing,
        places.price,
        places.stance,
    )
    books.pay(OUTSIDE, PLACES, "state credit", lent_by_state)
    books.pay(PLACES, OUTSIDE, "running costs", costs)
    books.pay(PLACES, LANDLORDS, "workspace", rents)
    books.pay(PLACES, OUTSIDE, "surplus", surplus)
    counts["places_open"], counts["places_in_deficit"] = n_open, in_deficit

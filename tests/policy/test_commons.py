"""What tenure changes where commons are governed: price, surplus, lease, hours; nothing else.

Only the tenure is swapped, at the same budget (claim C3).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.city.firms import Tenure
from sim.kernels.arithmetic import shares
from sim.model.phases.commons import follow_those_who_give, governed
from tests.policy.test_failure_modes import NO_PLACES, arm, costs, mine, ready, visits_to_mine
from tests.villages import VERBS, changed, columns, lived, scenario

GOVERNED = {"economy__places__commons_governed": True}
FORTUNE = 100_000_000
"""Cents: a million euros."""
FREE = {"economy__places__commons_hours": 0}


def place(tenure, seed=0, **changes):
    """Return a village whose only places were opened by a policy, held as told."""
    return arm(ready("third_place_grant", tenure=int(tenure)), seed, **NO_PLACES, **changes)


def differing(one, other):
    """Return the names of columns in which two cities differ."""
    first, second = columns(one.city), columns(other.city)
    return {
        name
        for name in first
        if not np.array_equal(first[name], second[name], equal_nan=first[name].dtype.kind == "f")
    }


@pytest.mark.parametrize("tenure", [Tenure.PUBLIC, Tenure.PRIVATE])
def test_where_commons_are_not_governed_tenure_is_a_name(tenure):
    held, commons = place(tenure), place(Tenure.COMMONS)
    for model in (held, commons):
        model.live(12)

    assert differing(held, commons) == {"places.tenure"}


def test_among_those_who_do_not_govern_tenure_is_a_name_also_where_commons_are():
    public, private = (place(held, **GOVERNED) for held in (Tenure.PUBLIC, Tenure.PRIVATE))
    for model in (public, private):
        model.live(12)

    assert differing(public, private) == {"places.tenure"}


def test_where_they_are_it_is_the_commons_that_live_otherwise():
    private, commons = (place(held, **GOVERNED) for held in (Tenure.PRIVATE, Tenure.COMMONS))
    for model in (private, commons):
        model.live(12)

    assert {"places.openness", "places.backlog"} <= differing(private, commons)
    assert governed(commons.city, commons.scenario.economy.places)[mine(commons.city)].all()


def rich(tenure):
    """Return a village whose places were given a fortune, a month later."""
    model = place(tenure, **GOVERNED, **FREE)
    model.live(3)
    city, rows = model.city, mine(model.city)
    city.places.cash[rows] += FORTUNE
    city.books.pay("outside", "places", "a gift", FORTUNE * len(rows))
    model.step()
    return model


def test_a_commons_keeps_its_surplus_and_others_pay_it_out():
    paid = {}
    for held in (Tenure.PRIVATE, Tenure.COMMONS):
        model = rich(held)
        paid[held] = model.city.books.month["places", "outside", "surplus"]
        kept = model.city.places.cash[mine(model.city)]
        assert (kept > FORTUNE / 2).all() == (held == Tenure.COMMONS)

    assert paid[Tenure.PRIVATE] > 0 == paid[Tenure.COMMONS]


def test_it_becomes_as_open_as_those_who_give_it_hours():
    model = place(Tenure.COMMONS, **GOVERNED, economy__places__commons_pull=1.0)
    model.live(3)
    city = model.city
    rows = mine(city)
    people, now = city.people, city.now
    city.places.openness[rows] = 0.0

    follow_those_who_give(city, model.scenario.economy.places)

    asked = 0
    for row in rows:
        who = now.visitor_member[now.visitor_start[row] : now.visitor_start[row + 1]]
        hours = people.hours[who]
        if hours.sum() > 0:
            wanted = np.average(shares(people.openness[who]), weights=hours)
            assert city.places.openness[row] == pytest.approx(wanted)
            asked += 1
    assert asked


def test_its_lease_ends_as_told_and_that_of_others_as_ever():
    ends = {"economy__places__commons_lease_loss": 0.0, "economy__places__lease_loss": 1.0}
    still_open = {}
    for held in (Tenure.PRIVATE, Tenure.COMMONS):
        model = arm(
            ready("third_place_grant", tenure=int(held), lease_months=4),
            0,
            **NO_PLACES,
            **GOVERNED,
            **ends,
        )
        model.step()
        first = mine(model.city)
        model.live(8)
        still_open[held] = model.city.places.open[first].any()

    assert still_open == {Tenure.PRIVATE: False, Tenure.COMMONS: True}


def test_meetings_that_nobody_has_hours_for_wear_the_place():
    """What it costs its arm: governing takes hours, and fewer come where they are not given."""
    costs(
        ready("third_place_grant", tenure=int(Tenure.COMMONS)),
        visits_to_mine,
        {"economy__places__commons_hours": 20},
        FREE,
        common=NO_PLACES | GOVERNED,
    )


def test_the_hours_that_governing_takes_are_those_of_its_visitors():
    model = place(Tenure.COMMONS, **GOVERNED, economy__places__upkeep_hours=0)
    model.live(3)
    for verb in VERBS[: VERBS.index("keep_up")]:
        getattr(model, verb)()
    city, rule = model.city, model.scenario.economy.places
    rows = mine(city)
    before = city.places.backlog[rows].copy()
    visitors = np.diff(city.now.visitor_start)[rows]

    model.keep_up()

    done = city.now.place_hours[rows] + city.places.backlog[rows] - before
    assert visitors.sum() > 0
    assert done == pytest.approx(rule.commons_hours * visitors)


def test_no_tenure_is_safer_than_another_by_default():
    places = scenario().economy.places

    assert places.commons_lease_loss == places.lease_loss


def test_places_of_the_start_are_governed_too_where_they_are_commons():
    model = lived(changed(scenario(), city__places_per_1000=20, **GOVERNED), 3)
    city = model.city

    theirs = governed(city, model.scenario.economy.places)

    assert 0 < theirs.sum() < city.places.size
    assert (city.places.tenure[: city.places.size][theirs] == Tenure.COMMONS).all()
    assert (
        replace(model.scenario.economy.places, commons_governed=False) == scenario().economy.places
    )

"""Every instrument bites: people or firms do something with it that they would not do without.

Each is tried alone in villages where it is the scarce thing, on the first thing done with it and
never on an outcome: whether an arm is good for anybody is for the runs to say.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import binomtest

from sim.config.build import build
from sim.config.compose import compose
from sim.config.presets import options
from sim.kernels.meet import ONLINE, PLACE
from sim.policy.policy import Policy
from tests.villages import changed, lived, scenario

SEEDS = range(8)
BURN_IN, MONTHS = 3, 10
PRESETS = ("cash", "attraction", "collaboration", "collaborative_city")

NO_PLACES = {"city__places_per_1000": 0, "economy__places__founding_chance": 0}
ONE_PLACE = {"city__places_per_1000": 1, "economy__places__founding_chance": 0}
FULL_OFFICES = {"city__workspace_slack": 1.0, "behaviour__come_and_go__firms_knock": 10}
EMPTY_OFFICES = {"city__workspace_slack": 3.0, "behaviour__come_and_go__firms_knock": 20}
NO_HOME_BY_INCOME = {"city__regulated_share": 0}
AT_HOME = {"behaviour__meet__home_chance": 0.1, "city__places_per_1000": 4}
NO_MACHINES = {"economy__places__starting_equipment": 0}


def visits(city):
    return city.now.counts["visits"]


def visits_to_what_was_built(city):
    places = city.places
    funded = places.funder[: places.size] >= 0
    return int(places.visits[: places.size][funded].sum())


def meetings_in_places(city):
    return int((city.now.channel == PLACE).sum())


def public_money_in_the_hand(city):
    return int(city.people.transfer[city.people.order].sum())


def firms_that_arrive(city):
    return city.now.counts["firms_arrived"]


def newcomers_who_were_courted(city):
    people = city.people
    new = people.order[people.cohort[people.order] == city.month]
    return int((city.population.array("creative")[people.kind[new]] > 0).sum())


def techniques_in_ideas_that_need_a_machine(city):
    from sim.city.establish import equipment_mask

    every = 64
    needs = equipment_mask(every, 16)
    return int(np.bitwise_count(city.ideas.techniques[city.now.ideas] & needs).sum())


def people_in_homes_let_by_income(city):
    people = city.people
    return int(people.regulated[people.order].sum())


def meetings_online(city):
    return int((city.now.channel == ONLINE).sum())


def ideas_released_openly(city):
    return city.now.counts["opened"]


def firms_in_the_zone(city):
    """Count firms where the zone is, or, in the city without one, where it would be."""
    firms = city.firms
    here = slice(0, firms.size)
    return int((firms.open[here] & ZONES[city.seed][firms.cell[here]]).sum())


ZONES: dict[int, np.ndarray] = {}

BITES = {
    "cash_transfer": (public_money_in_the_hand, {}),
    "flagship_building": (visits, NO_PLACES),
    "third_place_grant": (visits, NO_PLACES),
    "event_programming": (meetings_in_places, ONE_PLACE),
    "equipment": (techniques_in_ideas_that_need_a_machine, NO_MACHINES),
    "commons_fund": (ideas_released_openly, {}),
    "cluster_zone": (firms_in_the_zone, FULL_OFFICES),
    "firm_attraction": (firms_that_arrive, EMPTY_OFFICES),
    "talent_attraction": (newcomers_who_were_courted, {}),
    "land_trust": (people_in_homes_let_by_income, NO_HOME_BY_INCOME),
    "digital_layer": (meetings_online, AT_HOME),
}


def instrument(name):
    for preset in PRESETS:
        found = scenario(preset).policy.instruments.get(name)
        if found is not None:
            # what takes a year to build is opened the next month here
            return replace(found, construction=1) if hasattr(found, "construction") else found
    return build(compose([f"+instrument@tried={name}"])["tried"])


@cache
def settled(seed, changes):
    return lived(changed(scenario(), seed=seed, **dict(changes)), BURN_IN)


def done(seed, policy, changes, measure):
    given = changed(scenario(), seed=seed, policy=policy, budget=0.02, **changes)
    model = settled(seed, tuple(changes.items())).branch(given)
    total = 0
    for _ in range(MONTHS):
        model.step()
        if model.city.cells.zone.any():
            ZONES[seed] = model.city.cells.zone
        total += measure(model.city)
    return total


def test_every_instrument_is_tried():
    assert set(BITES) == set(options("instrument"))


@pytest.mark.parametrize("name", BITES)
def test_something_is_done_with_it_that_is_not_done_without(name):
    measure, changes = BITES[name]
    alone = Policy(instruments={name: instrument(name)}, split={name: 1.0})
    none = Policy(instruments={}, split={})

    gained = []
    for seed in SEEDS:
        with_it = done(seed, alone, changes, measure)
        gained.append(with_it - done(seed, none, changes, measure))

    more, less = sum(each > 0 for each in gained), sum(each < 0 for each in gained)
    assert more + less > 0
    assert binomtest(more, more + less, alternative="greater").pvalue < 0.05, gained


def test_what_is_built_is_visited_even_where_there_are_places_already():
    for name in ("flagship_building", "third_place_grant"):
        alone = Policy(instruments={name: instrument(name)}, split={name: 1.0})
        assert done(0, alone, {}, visits_to_what_was_built) > 0


def test_tenants_of_a_zone_pay_less_than_they_would():
    alone = Policy(
        instruments={"cluster_zone": instrument("cluster_zone")}, split={"cluster_zone": 1.0}
    )
    given = changed(scenario(), policy=alone, budget=0.02)
    with_it, without = (settled(0, ()).branch(each) for each in (given, scenario()))
    paid = []
    for model in (with_it, without):
        model.step()
        paid.append(model.city.books.month["firms", "landlords", "workspace"])
    spared = with_it.city.books.ledger["cluster_zone", "operation"]

    assert spared > 0
    # rents are rounded to the cent, firm by firm
    assert paid[1] - paid[0] == pytest.approx(spared, abs=with_it.city.firms.size)

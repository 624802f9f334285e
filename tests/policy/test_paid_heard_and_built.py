"""More ways in which public money fails: who is paid, who is heard, what is built, who must go.

As in `test_failure_modes.py`: the same arm with the switch on and off, on what it wants itself.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.policy.siting import choose_sites, those_heard
from sim.policy.support import support_of
from tests.policy.test_failure_modes import (
    NO_PLACES,
    SEEDS,
    arm,
    costs,
    lost,
    mine,
    people_reached,
    ready,
    summed,
)
from tests.policy.test_instruments import preset
from tests.villages import changed, columns, lived, scenario

WHOLE = 65_535
EMPTY_OFFICES = {"city__workspace_slack": 3.0, "behaviour__come_and_go__firms_knock": 0}
SCARCE_HOMES = {
    "city__dwellings_per_person": 1.0,
    "city__regulated_share": 0.0,
    "economy__housing__rent_speed": 2.0,
    "economy__housing__target_vacancy": 0.3,
    "economy__housing__supply_elasticity": 0,
    "economy__housing__lease_months": 12,
}


def money_left(city):
    return city.purses["it"] - city.reserved["it"]


# clustering


def test_paying_newcomers_who_would_have_come_leaves_less_for_the_others():
    on, off = (
        {"economy__public__newcomers_deadweight": paid_anyway} for paid_anyway in (True, False)
    )

    costs(preset("talent_attraction"), money_left, on, off)


def test_who_would_come_anyway_comes_and_is_not_paid():
    offer = preset("talent_attraction")
    paid, spared = (
        arm(offer, 0, economy__public__newcomers_deadweight=anyway) for anyway in (True, False)
    )
    without = arm(replace(offer, incentive=0), 0)
    for model in (paid, spared, without):
        model.step()

    def newcomers(model):
        people = model.city.people
        rows = people.order[people.cohort[people.order] == model.city.month]
        return dict(zip(people.identity[rows].tolist(), people.incentive[rows], strict=True))

    came, anyway = newcomers(spared), newcomers(without)
    assert anyway
    assert not any(came[who] for who in set(came) & set(anyway))
    assert sum(newcomers(paid).values()) > sum(came.values())


def test_floor_that_nobody_asks_for_leaves_a_zone_with_less_money():
    on, off = ({"economy__public__built_ahead": ahead} for ahead in (True, False))

    costs(preset("cluster_zone"), money_left, on, off, common=EMPTY_OFFICES)


def test_where_floor_waits_for_firms_little_of_it_stands_empty():
    crowded = {"city__workspace_slack": 1.0, "behaviour__come_and_go__firms_knock": 10}
    empty = {}
    for ahead in (True, False):
        model = arm(preset("cluster_zone"), 0, economy__public__built_ahead=ahead, **crowded)
        model.step()
        cells = model.city.cells
        empty[ahead] = int((cells.workspace - cells.workspace_used)[cells.zone].sum())
    lot = scenario().economy.housing.build_lot * scenario().economy.housing.lot_space

    assert 0 < empty[False] <= lot < empty[True]


def test_a_zone_that_grows_never_promises_more_than_it_may():
    full = {
        "city__workspace_slack": 1.0,
        "behaviour__come_and_go__firms_knock": 50,
        "behaviour__come_and_go__firm_outside": -1,
    }
    zone = preset("cluster_zone")
    model = arm(zone, 0, economy__public__built_ahead=False, **full)
    (planner,) = model.registered
    monthly = []
    for _ in range(24):
        model.step()
        monthly.append(sum(each.cents for each in model.city.commitments))

    may = min(zone.build_share, scenario().economy.public.commitments) * planner.share["it"]
    assert len(set(monthly)) > 2
    # each lot is an annuity of its own, rounded
    assert monthly[-1] <= may + len(model.city.commitments)


def courted_who_are_still_here(city):
    people = city.people
    creative = city.population.array("creative")[people.kind[people.order]] > 0
    return int((creative & ~people.founder[people.order]).sum())


def test_where_rent_may_expel_fewer_of_those_courted_stay():
    on, off = ({"economy__housing__burden_limit": limit} for limit in (0.4, 1.0))

    costs(
        preset("talent_attraction"),
        courted_who_are_still_here,
        on,
        off,
        months=24,
        common=SCARCE_HOMES,
    )


# diffusion


def in_one_corner(seed):
    """Return a village in which only the few who live in one corner take part in anything."""
    model = lived(changed(scenario(), seed=seed, **NO_PLACES), 1)
    people, side = model.city.people, model.city.plan.side
    row, column = np.divmod(people.home[: people.size], side)
    corner = (row < side // 4) & (column < side // 4)
    people.participation[: people.size] = np.where(corner, WHOLE, 0)
    people.fatigue[:] = 0
    assert 0 < corner[people.order].mean() < 0.1
    return model


def test_where_only_those_who_take_part_are_heard_fewer_are_reached():
    rule = replace(preset("third_place_grant"), governance=1.0)
    few, all_ = [], []
    for seed in SEEDS:
        model = in_one_corner(seed)
        city, public = model.city, model.scenario.economy.public
        everywhere = np.ones(city.cells.size, bool)
        for captured, told in ((1.0, few), (0.0, all_)):
            asked = replace(public, captured=captured)
            sites = choose_sites(city, asked, 2, rule, everywhere)
            told.append(people_reached(city, sites))

    lost(few, all_)


@pytest.mark.parametrize("captured", [0.0, 0.3, 1.0])
def test_as_many_are_heard_as_there_are_people(captured):
    model = lived(scenario(), 2)
    city = model.city

    heard = those_heard(city, captured)

    assert heard.sum() == pytest.approx(len(city.people.order))
    homes = np.bincount(city.people.home[city.people.order], minlength=city.cells.size)
    assert (captured == 0) == np.array_equal(heard, homes)


def test_who_has_no_evening_left_is_not_heard():
    model = in_one_corner(0)
    city = model.city
    people = city.people
    rows = people.order[people.participation[people.order] > 0]
    tired = rows[: len(rows) // 2]
    people.fatigue[tired] = WHOLE

    heard = those_heard(city, 1.0)

    rested = np.setdiff1d(rows, tired)
    assert set(np.flatnonzero(heard)) == set(people.home[rested])


def test_whom_nobody_heard_does_not_think_a_site_her_own():
    model = arm(ready("third_place_grant", governance=0.8), 0, **NO_PLACES)
    model.step()
    city, prices = model.city, model.scenario.economy.places
    rule, rows = ready("third_place_grant", governance=0.8), mine(city)
    open_to_all = [support_of(city, prices, rule, rows, captured) for captured in (0.0, 0.5, 1.0)]
    city.people.participation[:] = 0
    unheard = support_of(city, prices, rule, rows, 1.0)

    assert (np.diff(open_to_all, axis=0) < 0).all()
    assert (unheard < open_to_all[-1]).all()
    assert unheard == pytest.approx(
        support_of(city, prices, replace(rule, governance=0.0), rows), abs=1e-12
    )


# switches


def test_they_stand_as_they_stood_before_there_were_switches():
    public, places = scenario().economy.public, scenario().economy.places

    assert public.newcomers_deadweight
    assert public.built_ahead
    assert public.captured == 0
    assert not places.commons_governed


@pytest.mark.parametrize("switch", ["newcomers_deadweight", "built_ahead", "captured"])
def test_a_switch_that_an_arm_does_not_meet_changes_nothing(switch):
    """Events neither pay newcomers nor build nor ask anybody."""
    turned = {"newcomers_deadweight": False, "built_ahead": False, "captured": 1.0}[switch]
    with_it, without = (
        arm(preset("event_programming"), 0, **given)
        for given in ({f"economy__public__{switch}": turned}, {})
    )
    for model in (with_it, without):
        summed(model, money_left, 4)

    one, two = columns(with_it.city), columns(without.city)
    assert all(
        np.array_equal(one[name], two[name], equal_nan=one[name].dtype.kind == "f") for name in one
    )

"""Each way in which public money may fail costs an arm that meets it something it wants itself.

Never an outcome and never one arm against another: the same arm with the switch on and off.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import binomtest

from sim.kernels.meet import PLACE
from sim.policy.policy import Policy
from sim.policy.siting import best_looking, choose_sites, reached
from sim.policy.support import families_held, overlap, support_of
from tests.policy.test_instruments import preset
from tests.villages import changed, lived, scenario

SEEDS = range(8)
MONTHS = 10
NO_PLACES = {"city__places_per_1000": 0, "economy__places__founding_chance": 0}
FULL_OFFICES = {"city__workspace_slack": 1.0, "behaviour__come_and_go__firms_knock": 10}
REJECTED = {"economy__public__rejected_sites": True, "economy__public__support_needed": 1}


def ready(name, **changes):
    """Return an instrument whose buildings are opened the next month."""
    return replace(preset(name), **({"construction": 1} | changes))


@cache
def settled(seed, changes):
    return lived(changed(scenario(), seed=seed, **dict(changes)), 3)


def arm(instrument, seed, budget=0.02, **changes):
    """Return a village under one instrument alone, with so much money."""
    policy = Policy(instruments={"it": instrument}, split={"it": 1.0})
    given = changed(scenario(), seed=seed, policy=policy, budget=budget, **changes)
    # the world before the policy is the same with the switch on and off
    before = {path: value for path, value in changes.items() if path.startswith("city")}
    return settled(seed, tuple(before.items())).branch(given)


def summed(model, measure, months=MONTHS):
    total = 0.0
    for _ in range(months):
        model.step()
        total += measure(model.city)
    return total


def mine(city):
    places = city.places
    return np.flatnonzero(places.funder[: places.size] == 0)


def visits_to_mine(city):
    return int(city.places.visits[mine(city)].sum())


def open_of_mine(city):
    return int(city.places.open[mine(city)].sum())


def lost(with_it, without):
    """Say that less is had with the switch on, in so many seeds that luck is no answer."""
    less = sum(on < off for on, off in zip(with_it, without, strict=True))
    more = sum(on > off for on, off in zip(with_it, without, strict=True))
    assert less + more
    pairs = list(zip(with_it, without, strict=True))
    assert binomtest(less, less + more, alternative="greater").pvalue < 0.05, pairs


def costs(instrument, measure, on, off=None, months=MONTHS, common=None):
    common = common or {}
    lost(
        [summed(arm(instrument, seed, **common, **on), measure, months) for seed in SEEDS],
        [summed(arm(instrument, seed, **common, **(off or {})), measure, months) for seed in SEEDS],
    )


# clustering


def people_reached(city, sites, reach=1.0):
    homes = np.bincount(city.people.home[city.people.order], minlength=city.cells.size)
    return float((homes * reached(city, sites, reach)).sum())


def test_a_planner_who_copies_what_looks_best_reaches_fewer_people():
    rule = replace(preset("flagship_building"), governance=0.1, noise=0.0)
    chasing, sober = [], []
    for seed in SEEDS:
        model = lived(changed(scenario(), seed=seed, city__places_per_1000=4), 3)
        city, public = model.city, model.scenario.economy.public
        city.places.opened[: city.places.size] = city.month - 12
        # what looks best stands at the edge
        city.places.cell[0], city.places.visits[0] = 0, 10_000
        assert best_looking(city) == [0]
        everywhere = np.ones(city.cells.size, bool)
        for copies, told in ((True, chasing), (False, sober)):
            asked = replace(public, image_chasing=copies, copied=3.0)
            flagship = choose_sites(city, asked, 1, rule, everywhere)
            told.append(people_reached(city, flagship))

    lost(chasing, sober)


def test_there_is_no_image_to_chase_where_no_place_is_a_year_old():
    model = lived(changed(scenario(), **NO_PLACES), 1)
    city, public = model.city, model.scenario.economy.public
    rule, everywhere = preset("flagship_building"), np.ones(city.cells.size, bool)

    assert best_looking(city) == []
    assert choose_sites(
        city, replace(public, image_chasing=True), 3, rule, everywhere
    ) == choose_sites(city, public, 3, rule, everywhere)


def firms_in_zone(city):
    firms = city.firms
    return int(firms.in_zone[: firms.size].sum())


def test_floors_that_fit_no_firm_leave_a_zone_with_fewer():
    costs(
        preset("cluster_zone"),
        firms_in_zone,
        {"economy__public__lot_mismatch": 0.9},
        common=FULL_OFFICES,
        months=24,
    )


def test_paying_those_who_would_have_come_leaves_less_for_the_others():
    offer = preset("firm_attraction")
    spare = {"city__workspace_slack": 3.0, "behaviour__come_and_go__firms_knock": 10}
    left = {True: [], False: []}
    for deadweight, seen in left.items():
        for seed in SEEDS:
            model = arm(offer, seed, **spare, economy__public__deadweight=deadweight)
            seen.append(summed(model, lambda city: city.purses["it"] - city.reserved["it"]))

    lost(left[True], left[False])


def rent_around_mine(city):
    cell = city.places.cell[mine(city)]
    return -float(city.cells.rent[np.isin(city.cells.block, city.cells.block[cell])].mean())


def test_what_makes_a_place_worth_living_near_makes_homes_there_dearer():
    """Its neighbours pay: the money is capitalised in rents."""
    costs(
        ready("flagship_building"),
        rent_around_mine,
        {"economy__public__amenity_weight": 3.0},
        {"economy__public__amenity_weight": 0.0},
        months=24,
    )


# diffusion


def test_a_rejected_site_is_visited_less():
    small = ready("third_place_grant", governance=0.0)
    costs(small, visits_to_mine, REJECTED | NEVER_TURNED, common=NO_PLACES)


NEVER_TURNED = {"economy__public__turned_over": 0}


def test_rejected_sites_are_turned_to_another_use_and_are_still_paid_for():
    small = ready("third_place_grant", governance=0.0)
    at_once = {**REJECTED, "economy__public__turned_over": 1}
    model = arm(small, 0, **at_once, **NO_PLACES)
    model.step()
    city, prices = model.city, model.scenario.economy.places
    built, workspace = mine(city), model.city.cells.workspace.copy()

    # it opens, and is turned over in the same month
    model.govern()

    places = city.places
    assert city.now.counts["places_turned"] == len(built) > 0
    assert not places.open[built].any()
    gained = (city.cells.workspace - workspace)[places.cell[built]]
    assert (gained == np.ceil(prices.seat_space * places.seats[built])).all()
    model.live(1)
    assert sum(each.cents for each in city.commitments) > 0


def test_nobody_rejects_what_all_were_asked_about():
    for governance, rejected in ((1.0, False), (0.0, True)):
        model = arm(ready("third_place_grant", governance=governance), 0, **REJECTED)
        model.step()
        assert (model.city.places.rejected[mine(model.city)] == rejected).all()


def test_support_is_a_share_and_grows_where_people_lack_a_place_and_can_pay():
    model = arm(ready("third_place_grant", governance=0.0), 0, **NO_PLACES)
    model.step()
    city, prices = model.city, model.scenario.economy.places
    rule, rows = ready("third_place_grant", governance=0.0), mine(city)
    seen = {}
    for price in (0.0, 3.0):
        city.places.price[rows] = price
        seen[price] = support_of(city, prices, rule, rows)
    city.places.price[rows] = 0.0
    city.places.open[rows] = True
    served = support_of(city, prices, rule, rows)

    assert ((seen[0.0] > 0) & (seen[0.0] <= 1)).all()
    assert (seen[3.0] < seen[0.0]).all()
    assert (served < seen[0.0]).all()
    asked = support_of(city, prices, replace(rule, governance=0.5), rows)
    assert asked == pytest.approx(0.5 + 0.5 * served)


def test_skills_overlap_as_far_as_they_are_the_same():
    held = families_held(np.array([0b1011, 0b1 << 63], np.uint64))

    assert held[0].tolist() == [3] + 15 * [0]
    assert held[1].tolist() == 15 * [0] + [1]
    assert overlap(held[0], held[1]) == 0
    assert overlap(held[0], 2 * held[0]) == 1
    assert overlap(held[0], 0 * held[0]) == 0


def test_where_everybody_relies_on_others_less_is_kept_up():
    def backlog(city):
        return -float(city.places.backlog[mine(city)].sum())

    small = ready("third_place_grant")
    costs(small, backlog, {"economy__places__free_riding": 1.0}, common=NO_PLACES)


def test_a_place_that_leans_on_its_grant_earns_less():
    def fees(city):
        rows = mine(city)
        return float((city.places.users[rows] * city.places.price[rows]).sum())

    small = ready("third_place_grant", price=0.0)
    off = {"economy__places__subsidy_dependence": 0}
    costs(small, fees, {}, off, common=NO_PLACES)


def test_ground_leased_for_months_is_lost():
    for_good, short = ready("third_place_grant"), ready("third_place_grant", lease_months=4)
    all_lost = {**NO_PLACES, "economy__places__lease_loss": 1}
    held = [summed(arm(rule, 0, **all_lost), open_of_mine) for rule in (short, for_good)]

    assert 0 < held[0] < held[1]
    kept = {**NO_PLACES, "economy__places__lease_loss": 0}
    assert summed(arm(short, 0, **kept), open_of_mine) == held[1]


def test_what_is_not_kept_up_is_visited_less():
    on, off = {"economy__places__upkeep_hours": 40}, {"economy__places__upkeep_hours": 0}

    costs(ready("third_place_grant"), visits_to_mine, on, off, common=NO_PLACES)


def test_who_is_tired_goes_out_less():
    on, off = {"economy__places__fatigue_per_hour": 0.2}, {"economy__places__fatigue_per_hour": 0}
    wears = {**NO_PLACES, "economy__places__upkeep_hours": 10}

    costs(ready("third_place_grant"), visits_to_mine, on, off, common=wears)


def test_in_a_thin_room_fewer_meet():
    def meetings(city):
        return int((city.now.channel == PLACE).sum())

    on, off = {"behaviour__meet__crowding": 10}, {"behaviour__meet__crowding": 0}
    costs(ready("third_place_grant"), meetings, on, off, common=NO_PLACES)


def test_the_switches_are_off_where_nobody_turns_them_on():
    economy = scenario().economy
    public, places = economy.public, economy.places

    assert not public.image_chasing
    assert not public.rejected_sites
    assert public.lot_mismatch == places.free_riding == 0
    assert preset("third_place_grant").lease_months == 0


def test_support_is_not_asked_for_where_nobody_may_reject():
    model = arm(ready("third_place_grant"), 0)
    model.step()

    assert (model.city.places.support[mine(model.city)] == 1).all()

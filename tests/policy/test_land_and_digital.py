"""A land trust holds what it bought; a digital layer reaches as far as places are open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.city.firms import Tenure
from sim.kernels.meet import ONLINE
from sim.model.phases.meet import ways_from_home
from sim.policy.instrument import Purse, annuity
from sim.policy.policy import Policy
from tests.policy.test_instruments import armed, preset
from tests.villages import branch, changed, lived, scenario, settled

MUCH = 5_000_000
"""Cents a month: fifty thousand euros."""


def alone(instrument, seed=0, **changes):
    """Return the settled village under a policy of one instrument."""
    policy = Policy(instruments={"it": instrument}, split={"it": 1.0})
    given = changed(scenario(), seed=seed, policy=policy, budget=0.02, **changes)
    return settled(seed).branch(given)


def rented(city):
    places = city.places
    here = slice(0, places.size)
    return np.flatnonzero(places.open[here] & ~places.owned[here])


def test_rooms_whose_lease_ends_next_are_bought_first():
    model = lived(changed(scenario(), city__places_per_1000=8), 2)
    city, before = model.city, rented(model.city)
    ends = city.places.lease_end.copy()
    purse = Purse(city, "trust", 0, 300_000)
    city.purses["trust"] = 300_000

    replace(preset("land_trust"), homes=0.0).apply(city, model.scenario.economy, purse)

    bought = np.setdiff1d(before, rented(city))
    assert 0 < len(bought) < len(before)
    assert ends[bought].max() <= ends[rented(city)].min()
    assert (city.places.tenure[bought] == Tenure.COMMONS).all()


def test_a_room_in_trust_pays_no_rent_and_is_never_lost():
    leases = {"economy__places__lease_loss": 1.0, "economy__places__lease_months": 6}
    trust = replace(preset("land_trust"), homes=0.0)
    held, rest = alone(trust, **leases), settled().branch(changed(scenario(), **leases))
    cells = held.city.places.cell[: held.city.places.size].copy()
    held.step()
    kept = np.flatnonzero(held.city.places.owned[: held.city.places.size])
    rent = held.city.books.month["places", "landlords", "workspace"]
    rest.step()

    assert len(kept)
    assert rent < rest.city.books.month["places", "landlords", "workspace"]
    held.live(24)
    still = held.city.places
    assert (still.cell[kept] == cells[kept]).all()


def test_homes_in_trust_are_those_that_stood_empty_and_cheapest():
    model, purse = armed("land_trust", MUCH)
    city = model.city
    before = {name: getattr(city.cells, name).copy() for name in ("vacant", "regulated")}

    replace(preset("land_trust"), homes=1.0).apply(city, model.scenario.economy, purse)

    gone = before["vacant"] - city.cells.vacant
    assert np.array_equal(gone, city.cells.regulated - before["regulated"])
    assert gone.sum() > 0
    dearest_bought = city.cells.rent[gone > 0].max()
    assert dearest_bought <= city.cells.rent[city.cells.vacant > 0].min()


def test_landlords_receive_the_price_at_once_and_the_trust_pays_it_off():
    model, purse = armed("land_trust", MUCH)
    books = model.city.books
    trust = replace(preset("land_trust"), homes=1.0)

    trust.apply(model.city, model.scenario.economy, purse)

    price = books.month["outside", "landlords", "land loans"]
    monthly = purse.committed("homes")
    assert price > 0
    # what is paid over twenty years is the price with interest
    assert price < monthly * 240 < 2 * price
    assert purse.left == MUCH


def homes_held(trust, months, seed):
    model = alone(trust, seed)
    start = int(model.city.cells.regulated.sum())
    held = 0
    for _ in range(months):
        model.step()
        held += int(model.city.cells.regulated.sum()) - start
    return held


@pytest.mark.parametrize("seed", range(3))
def test_money_that_waits_for_a_whole_price_holds_fewer_homes(seed):
    """Its failure mode: bought outright, the purse is tied up until it is enough."""
    trust = replace(preset("land_trust"), homes=1.0)

    assert homes_held(replace(trust, on_credit=False), 12, seed) < homes_held(trust, 12, seed)


def test_what_is_bought_on_credit_leaves_nothing_to_buy_with():
    """Its other failure: what is bound is bound for twenty years."""
    model = alone(replace(preset("land_trust"), homes=1.0))
    model.step()
    first = int(model.city.cells.regulated.sum())
    model.live(24)

    assert int(model.city.cells.regulated.sum()) - first <= 1


def online_meetings(model):
    return int((model.city.now.channel == ONLINE).sum())


def test_a_digital_layer_reaches_as_far_as_places_are_open():
    reach = []
    for openness in (0.0, 0.4, 0.8):
        model, purse = armed("digital_layer", MUCH)
        model.city.places.openness[:] = openness
        preset("digital_layer").apply(model.city, model.scenario.economy, purse)
        reach.append(model.city.offers.online)

    assert reach[0] == 0.0
    assert reach[2] == pytest.approx(2 * reach[1], rel=1e-4)
    layer = preset("digital_layer")
    assert reach[2] == pytest.approx(0.8 * layer.audience * layer.level, rel=1e-4)


def test_it_reaches_nobody_without_a_place_or_without_money():
    for shut, cents in ((True, MUCH), (False, 0)):
        model, purse = armed("digital_layer", cents)
        model.city.offers.online = 0.5
        if shut:
            model.city.places.open[:] = False
        preset("digital_layer").apply(model.city, model.scenario.economy, purse)
        assert model.city.offers.online == 0.0
        assert purse.left == cents


def test_who_would_have_met_somebody_still_does():
    """Only those who would have met nobody meet somebody online."""
    layer = replace(preset("digital_layer"), displaces=0.0)
    reached, rest = alone(layer), branch("none")
    reached.step()
    rest.step()

    met = rest.city.now.channel > 0
    assert np.array_equal(reached.city.now.channel[met], rest.city.now.channel[met])
    assert np.array_equal(reached.city.now.partner[met], rest.city.now.partner[met])
    assert online_meetings(reached) > online_meetings(rest)


@pytest.mark.parametrize("online", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("home_chance", [0.0, 0.5, 1.0])
def test_the_chances_of_all_ways_add_up(online, home_chance):
    rule = replace(scenario().behaviour.meet, home_chance=home_chance)

    chance, running = ways_from_home(rule, online)

    each = np.diff(running, prepend=0.0) * chance
    assert chance == pytest.approx(home_chance + (1 - home_chance) * online)
    assert each[:-1] == pytest.approx(home_chance * np.array(rule.channels[:-1]))
    assert running[-1] == 1.0


def visits(layer, seed):
    model = alone(layer, seed)
    total = 0
    for _ in range(6):
        model.step()
        total += model.city.now.counts["visits"]
    return total


@pytest.mark.parametrize("seed", range(3))
def test_who_is_reached_at_home_stays_there(seed):
    """Its failure mode: the places it is made for are visited less."""
    layer = replace(preset("digital_layer"), audience=1.0)

    assert visits(replace(layer, displaces=1.0), seed) < visits(replace(layer, displaces=0.0), seed)


@pytest.mark.parametrize("homes", [0.0, 0.3, 0.5, 1.0])
@pytest.mark.parametrize("on_credit", [True, False])
def test_with_the_least_budget_one_part_of_a_trust_pays_for_one_thing_and_with_less_none(
    homes, on_credit
):
    economy = scenario().economy
    trust = replace(preset("land_trust"), homes=homes, on_credit=on_credit)
    room = economy.places.seat_space * economy.places.founding_seats * economy.work.workspace_rent

    def pays(euros):
        for part, rent in ((homes, economy.housing.median_rent / 2), (1 - homes, room)):
            price, public = trust.years * 12 * rent, economy.public
            if on_credit and part * public.commitments * euros * 100 >= annuity(economy, price):
                return True
            if not on_credit and part * public.carry_months * euros >= price:
                return True
        return False

    least = trust.fewest_euros(economy)

    assert pays(1.001 * least)
    assert not pays(0.999 * least)

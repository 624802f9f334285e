"""What every instrument is held to: it writes what it declares and spends at most its purse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.config.build import build
from sim.config.presets import options
from sim.config.refusal import Refusal
from sim.policy.instrument import Purse
from tests.villages import branch, changed, everything, scenario, settled, written

NAMES = sorted(options("instrument"))
PURSES = (0, 1, 99, 12_345, 500_000, 2_000_000, 100_000_000, 1_000_000_000)
"""Cents: nothing, a cent, ... ten million euros."""
MONEY = {"city.purses", "city.books.balance", "city.books.ledger"}
"""Every instrument pays out of its purse, through the books."""


def preset(name):
    from sim.config.compose import compose

    for policy in ("cash", "attraction", "collaboration", "attraction_matched", "smart_city"):
        found = scenario(policy).policy.instruments
        if name in found:
            return found[name]
    return build(compose([f"+instrument@tried={name}"])["tried"])


each_instrument = pytest.mark.parametrize("name", NAMES)


def armed(name, cents, seed=0, **changes):
    """Return a settled city, and the purse of one instrument with so much money in it."""
    model = settled(seed).branch(changed(scenario(), seed=seed, **changes))
    city = model.city
    city.month += 1
    city.purses[name] = cents
    city.books.pay("outside", "purse", "grant", cents)
    return model, Purse(city, name, 0, cents)


def allowed(instrument):
    """Return what an instrument may write: what it declares, and the money it pays."""

    def may(column):
        table = column.split(".")[0]
        return column in MONEY or column in instrument.writes or f"{table}.*" in instrument.writes

    return may


@each_instrument
@pytest.mark.parametrize("cents", PURSES)
def test_it_writes_only_what_it_declares(name, cents):
    instrument = preset(name)
    model, purse = armed(name, cents)
    may = allowed(instrument)
    for _ in range(3):
        before = everything(model.city)
        instrument.apply(model.city, model.scenario.economy, purse)
        after = everything(model.city)
        beyond = {each for each in written(model.city, before, after) if not may(each)}
        assert not beyond
        # places open, so that what is done with open ones is seen too
        places = model.city.places
        places.open[: places.size] |= places.opened[: places.size] > model.city.month
        model.city.month += 1


@each_instrument
def test_what_it_declares_it_writes(name):
    instrument = preset(name)
    if hasattr(instrument, "governance"):
        instrument = replace(instrument, governance=1.0)
    model, purse = armed(name, PURSES[-1])
    before = everything(model.city)
    for _ in range(3):
        instrument.apply(model.city, model.scenario.economy, purse)
        places = model.city.places
        places.open[: places.size] |= places.opened[: places.size] > model.city.month
        model.city.month += 1
    seen = written(model.city, before, everything(model.city))

    idle = [
        each
        for each in instrument.writes
        if each not in seen and not any(column.startswith(each.rstrip("*")) for column in seen)
    ]

    assert not idle


@each_instrument
@pytest.mark.parametrize("cents", PURSES)
def test_it_never_spends_more_than_its_purse(name, cents):
    instrument = preset(name)
    model, purse = armed(name, cents)
    city = model.city
    booked = city.books.balance["purse"]

    instrument.apply(city, model.scenario.economy, purse)

    assert 0 <= purse.left <= cents
    assert booked - city.books.balance["purse"] == cents - purse.left
    spent = sum(sum_ for (who, account), sum_ in city.books.ledger.items()
                if who == name and not account.endswith("_time"))  # fmt: skip
    assert spent == cents - purse.left


@each_instrument
@pytest.mark.parametrize("cents", PURSES)
def test_what_it_promises_for_each_month_is_at_most_what_it_may_commit(name, cents):
    instrument = preset(name)
    model, purse = armed(name, cents)
    for _ in range(3):
        instrument.apply(model.city, model.scenario.economy, purse)

    # an annuity is rounded to the cent
    assert purse.committed() <= model.scenario.economy.public.commitments * cents + 1


@each_instrument
def test_it_remembers_nothing(name):
    instrument = preset(name)
    before = repr(instrument)
    model, purse = armed(name, PURSES[-1])

    instrument.apply(model.city, model.scenario.economy, purse)

    assert repr(instrument) == before
    with pytest.raises(AttributeError):
        instrument.anything = 1


@each_instrument
def test_it_does_the_same_in_the_same_city(name):
    after = []
    for _ in range(2):
        model, purse = armed(name, 2_000_000)
        preset(name).apply(model.city, model.scenario.economy, purse)
        after.append(everything(model.city))

    assert after[0].keys() == after[1].keys()
    for column, value in after[0].items():
        assert np.array_equal(value, after[1][column]) or value == after[1][column]


@each_instrument
def test_every_column_it_declares_exists(name):
    city = everything(settled().city)
    tables = {column.split(".")[0] for column in city}
    instrument = preset(name)

    for column in (*instrument.reads, *instrument.writes):
        assert column in city or (column.endswith(".*") and column[:-2] in tables)


def test_paying_more_than_is_left_is_refused_in_a_sentence():
    _, purse = armed("rooms", 100)

    with pytest.raises(
        ValueError, match=r"rooms wants to pay 101 cents for building but has 100: an instrument"
    ):
        purse.spend("building", "outside", 101)

    assert purse.left == 100


@each_instrument
@pytest.mark.parametrize("cents", [0, 1, 12_345, 500_000, 100_000_000])
def test_a_city_with_one_instrument_adds_up_whatever_its_grant(name, cents):
    """Offers are paid later in the month by the phases; the identities watch every purse."""
    from sim.model.planner import Planner
    from sim.policy.policy import Policy

    model = branch("none")
    model.city.people.founder[:] = False
    Planner(model, Policy(instruments={name: preset(name)}, split={name: 1.0}), cents)

    model.live(4)

    ledger = model.city.books.ledger
    spent = sum(
        sum_
        for (_, account), sum_ in ledger.items()
        if account not in ("grant", "participation_time", "volunteer_time")
    )
    assert ledger["purse", "grant"] == 4 * cents
    assert spent + model.city.books.balance["purse"] == 4 * cents
    assert 0 <= spent <= 4 * cents


@pytest.mark.parametrize("name", ["flagship_building", "third_place_grant"])
def test_a_place_opens_in_the_month_it_was_promised_for_and_not_before(name):
    from sim.model.planner import Planner
    from sim.policy.policy import Policy

    for months in (1, 3):
        model = branch("none")
        built = replace(preset(name), construction=months)
        Planner(model, Policy(instruments={name: built}, split={name: 1.0}), 3_000_000)
        places, first = model.city.places, model.city.places.size
        model.step()
        promised = np.arange(first, places.size)
        assert len(promised)
        for _ in range(months):
            assert not places.open[promised].any()
            model.step()
        assert places.open[promised].all()
        model.live(2)
        # what is built once is not built again
        assert (places.funder[: places.size] == 0).sum() == len(promised)


@pytest.mark.parametrize("name", ["flagship_building", "third_place_grant"])
def test_a_building_that_takes_no_time_is_refused(name):
    with pytest.raises(Refusal, match="construction"):
        replace(preset(name), construction=0)


def test_machines_that_cost_nothing_equip_every_place_once():
    model, purse = armed("equipment", 100_000, economy__places__technique_cost=0)
    equipment = preset("equipment")

    equipment.apply(model.city, model.scenario.economy, purse)

    places = model.city.places
    held = np.bitwise_count(places.equipment[: places.size][places.open[: places.size]])
    assert (held >= equipment.techniques).all()

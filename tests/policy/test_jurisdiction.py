"""Planners build, zone and site in their jurisdiction and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.planner import Planner
from sim.policy.siting import jurisdiction
from tests.policy.test_instruments import PURSES, armed, each_instrument, preset
from tests.villages import ARMS, MATCHED, branch, changed, scenario, settled

HALF = {"economy__public__jurisdiction": 0.4}


@given(st.integers(1, 60), st.floats(0, 1))
def test_a_jurisdiction_is_a_square_around_the_middle(side, share):
    inside = jurisdiction(side, share).reshape(side, side)

    rows = np.flatnonzero(inside.any(axis=1))
    cells = len(rows)
    assert inside.sum() == cells * cells
    assert np.array_equal(inside, inside.T)
    assert cells == max(1, round(share * side))
    before, after = rows[0], side - 1 - rows[-1]
    assert 0 <= after - before <= 1


@pytest.mark.parametrize("side", [1, 20, 41])
def test_the_whole_city_is_one_s_own_by_default(side):
    assert jurisdiction(side, scenario().economy.public.jurisdiction).all()


def built(city, before):
    """Return where something was built, zoned or sited since."""
    cells, places = city.cells, city.places
    touched = cells.zone | (cells.public_capital > before["capital"])
    touched |= cells.workspace > before["workspace"]
    touched[places.cell[before["places"] : places.size]] = True
    return touched


def before(city):
    return {
        "capital": city.cells.public_capital.copy(),
        "workspace": city.cells.workspace.copy(),
        "places": city.places.size,
    }


@each_instrument
@pytest.mark.parametrize("share", [0.0, 0.15, 0.5])
@pytest.mark.parametrize("seed", [0, 1])
def test_an_instrument_builds_nothing_outside(name, share, seed):
    model, purse = armed(name, PURSES[-1], seed)
    city = model.city
    inside = jurisdiction(city.plan.side, share)
    instrument = preset(name)
    if hasattr(instrument, "radius"):
        instrument = replace(instrument, radius=20)
    was = before(city)

    for _ in range(3):
        instrument.apply(city, model.scenario.economy, replace(purse, jurisdiction=inside))
        city.month += 1

    touched = built(city, was)
    assert not (touched & ~inside).any()
    # what builds, builds there instead
    everywhere, whole = armed(name, PURSES[-1], seed)
    was = before(everywhere.city)
    instrument.apply(everywhere.city, everywhere.scenario.economy, whole)
    assert touched.any() == built(everywhere.city, was).any()


@pytest.mark.parametrize("policy", [*ARMS[1:], *MATCHED])
def test_no_arm_builds_outside_its_jurisdiction(policy):
    model = branch(policy, **HALF)
    (planner,) = model.registered
    city = model.city
    capital = city.cells.public_capital.copy()
    model.live(14)

    outside = ~planner.jurisdiction
    places = city.places
    sited = places.cell[: places.size][places.funder[: places.size] >= 0]
    assert planner.jurisdiction.sum() == 64
    assert not city.cells.zone[outside].any()
    assert not (city.cells.public_capital > capital)[outside].any()
    assert not outside[sited].any()


def test_every_planner_has_the_same_jurisdiction():
    masks = [
        next(iter(branch(policy, **HALF).agents)).jurisdiction for policy in [*ARMS[1:], *MATCHED]
    ]

    assert all(np.array_equal(mask, masks[0]) for mask in masks)


def test_a_planner_s_jurisdiction_is_what_her_instruments_receive():
    model = settled().branch(changed(scenario(), **HALF))
    received = []

    class Curious(type(preset("cash_transfer"))):
        def apply(self, city, economy, purse):
            received.append(purse.within)

    policy = scenario("cash").policy
    asked = replace(policy, instruments={name: Curious() for name in policy.instruments})
    planner = Planner(model, asked, 100)

    planner.spend()

    assert len(received) == len(policy.instruments)
    assert all(mask is planner.jurisdiction for mask in received)

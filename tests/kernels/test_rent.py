"""Rents move by vacancy alone, and never faster than the step."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels import maps, rent, space
from tests.kernels.crowds import share, shuffled
from tests.naive import rent as naive_rent


@st.composite
def months(draw):
    """Draw a month of asking rents, vacancy and how landlords take it."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(0, 12))
    rents, vacancy = chance.uniform(0, 2e5, count), chance.random(count)
    return rents, vacancy, draw(share), draw(st.floats(0, 3)), draw(st.floats(0, 0.5))


@given(months())
def test_agrees_with_its_naive_twin(month):
    np.testing.assert_allclose(
        rent.adjust_rents(*month), naive_rent.adjust_rents(*month), rtol=1e-12
    )


@given(months())
def test_rents_move_at_most_the_step_and_the_way_vacancy_tells(month):
    before, vacancy, target, _, most = month

    after = rent.adjust_rents(*month)

    assert np.all(abs(after - before) <= (most + 1e-12) * before)
    assert np.all((after <= before) | (vacancy < target))
    assert np.all((after >= before) | (vacancy > target))


@given(months())
def test_where_vacancy_is_on_target_rents_stand_still(month):
    before, vacancy, target, speed, most = month

    after = rent.adjust_rents(before, np.full_like(vacancy, target), target, speed, most)

    assert np.array_equal(after, before)


@given(months())
def test_each_rent_hangs_on_its_own_vacancy_alone(month):
    before, vacancy, *rule = month
    there = np.random.default_rng(len(before)).permutation(len(before))

    after = rent.adjust_rents(before, vacancy, *rule)
    moved = rent.adjust_rents(shuffled(before, there), shuffled(vacancy, there), *rule)

    assert np.array_equal(moved, shuffled(after, there))


@st.composite
def building_sites(draw):
    """Draw how dear each cell of a small town is, and what stands there."""
    side = draw(st.sampled_from([3, 6, 9]))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    offsets = space.reach_offsets(0.0613, 0.1, draw(st.sampled_from([1.13, 2.97, 5.03])), side)
    down, across, weight, *_ = offsets
    inside = maps.local_sum(np.ones(side * side), side, down, across, weight)
    dear = chance.random(side * side) < draw(st.sampled_from([0.0, 0.05, 0.6]))
    dearness = chance.uniform(0.9, 1.04, side * side) + 0.3 * dear
    stock = chance.integers(0, 40, side * side) * (chance.random(side * side) < 0.7)
    kernel = side, down, across, weight, inside
    return dearness, stock, chance.integers(0, 4, side * side), 4, *kernel


RULE = 1.05, 1.5, 0.04, 12


@given(building_sites())
def test_what_is_called_for_agrees_with_the_naive_twin(site):
    over, called_for = rent.call_for_building(*site, *RULE)
    over_slow, called_for_slow = naive_rent.call_for_building(*site, *RULE)

    np.testing.assert_allclose(over, over_slow, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(called_for, called_for_slow, rtol=1e-9, atol=1e-9)


@given(building_sites())
def test_no_more_is_called_for_than_the_most_and_nothing_where_nothing_is_dear(site):
    dearness, stock, block_of, n_blocks, *kernel = site
    trigger, _, most, months = RULE

    over, called_for = rent.call_for_building(*site, *RULE)
    calm = np.minimum(dearness, trigger - 1e-6)
    none, nothing = rent.call_for_building(calm, stock, block_of, n_blocks, *kernel, *RULE)

    there = np.bincount(block_of, stock, minlength=n_blocks)
    assert np.all(called_for <= most / months * there + 1e-9)
    assert np.all(over[stock == 0] == 0)
    assert not none.any()
    assert not nothing.any()

"""Rents move by vacancy alone, and never faster than the step."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels import rent
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

"""Asking several places at once is asking them one by one; a close call is left to care."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import asking
from tests.naive import asking as naive

SIDE = 9
share = st.floats(0, 1)
lucks = st.integers(0, 2**32 - 1).map(lambda word: word / 2**32)
worths = st.lists(share | st.just(0.0), min_size=1, max_size=40).map(np.array)


@st.composite
def choices(draw):
    """Draw what one person and the places within her reach are like."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = draw(st.integers(1, 40))
    listed = np.sort(chance.choice(100, n, replace=False))
    fee = chance.choice([0.0, 1000.0, 90000.0], n)
    easily = draw(st.sampled_from([0.0, 500.0, 8000.0]))
    numbers = chance.random((3, n))
    return listed, numbers[0], fee, numbers[1], numbers[2], int(listed[0]), easily, 1.0, 0.5


@given(choices())
def test_what_places_are_worth_agrees_with_the_naive_twin(choice):
    found, slow = np.zeros((2, len(choice[0])))

    asking.worth_of_places(*choice, found)
    naive.worth_of_places(*choice, slow)

    assert_allclose(found, slow, rtol=1e-12)
    assert asking.largest(found) == naive.largest(found)
    assert np.all((found >= 0) & (found <= 1))


@given(st.integers(0, 2**32), st.integers(0, SIDE - 1), st.integers(0, SIDE - 1))
def test_nearness_agrees_with_the_naive_twin(seed, row, column):
    chance = np.random.default_rng(seed)
    near = chance.random((SIDE, SIDE))
    down, across = chance.integers(0, SIDE, (2, 20))
    found, slow = np.zeros((2, 20))

    asking.nearness(near, row, column, down, across, found)
    naive.nearness(near, row, column, down, across, slow)

    assert_array_equal(found, slow)


@given(worths, st.sampled_from([0.0, 0.5, 1.0, 2.0, 2.5, 3.0, 16.0, 17.0]))
def test_running_powers_agree_with_their_naive_twin(worth, sharpness):
    found, slow = np.zeros((2, len(worth)))

    will_do = asking.running_powers(worth, sharpness, found)

    assert will_do == naive.running_powers(worth, sharpness, slow)
    if will_do:
        assert_allclose(found, slow, rtol=1e-12, atol=1e-300)


@given(worths, st.sampled_from([1.0, 3.0]), lucks)
@example(np.array([0.0, 2e-200, 1e-200]), 3.0, 0.5)  # no power is left of either
def test_what_is_clear_is_what_care_picks(worth, sharpness, luck):
    running = np.zeros(len(worth))
    carefully = asking.pick_place(worth, sharpness, luck)

    assert carefully == naive.pick_place(worth, sharpness, luck)
    if asking.running_powers(worth, sharpness, running):
        clear = asking.clearly(running, luck)
        assert clear in {-1, carefully}


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9), lucks)
def test_a_close_call_is_seen_as_the_naive_twin_sees_it(steps, luck):
    running = np.cumsum([*steps, 1.0])

    assert asking.clearly(running, luck) == naive.clearly(running, luck)


def test_luck_at_an_edge_is_a_close_call():
    assert asking.clearly(np.array([1.0, 2.0, 4.0]), 0.25) == -1
    assert asking.clearly(np.array([1.0, 2.0, 4.0]), 0.3) == 1

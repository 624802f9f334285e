"""Skills, distances and the logistic."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import arithmetic
from tests.naive import arithmetic as naive

NEAR = 1e-12
NEAR_HALF = Fraction(1, 10**12)
UNIT = 2.0**-32
techniques = st.sets(st.integers(0, 63), max_size=16)
masks = (techniques.map(lambda held: sum(2**k for k in held)) | st.integers(0, 2**64 - 1)).map(
    np.uint64
)
luck = st.integers(0, 2**32 - 1).map(lambda word: word / 2**32)
share = st.floats(0, 1) | st.integers(0, 4).map(lambda quarter: quarter / 4)
steps = st.integers(0, 65535) | st.integers(0, 4).map(lambda quarter: 16383 * quarter)
fields = st.lists(st.tuples(steps, steps, steps), min_size=2, max_size=5).map(
    lambda rows: np.array(rows, np.uint16)
)


@given(masks)
def test_counting_and_families_agree_with_their_naive_twins(mask):
    assert arithmetic.count_bits(mask) == naive.count_bits(mask)
    # a family's bit is the one of its first technique
    assert arithmetic.count_bits(arithmetic.families(mask)) == naive.count_bits(
        naive.families(mask)
    )


@given(masks, masks)
def test_skill_distance_agrees_with_its_naive_twin(one, other):
    found = arithmetic.skill_distance(one, other)
    of_masks = arithmetic.family_distance(one, other)

    assert_allclose(found, naive.skill_distance(one, other), rtol=0, atol=NEAR)
    assert_allclose(of_masks, naive.family_distance(one, other), rtol=0, atol=NEAR)


@given(masks, masks)
def test_skill_distance_is_a_distance_between_none_and_one(one, other):
    found = arithmetic.skill_distance(one, other)

    assert 0 <= found <= 1
    assert found == arithmetic.skill_distance(other, one)
    assert arithmetic.skill_distance(one, one) == 0
    apart = not (naive.known_families(one) & naive.known_families(other))
    assert (found == 1) == (apart and bool(one | other))


@given(masks, masks, masks)
def test_the_jaccard_distance_takes_no_detours(one, other, third):
    a, b, c = (
        arithmetic.skill_distance(*pair) for pair in ((one, other), (other, third), (one, third))
    )

    if one and other and third:
        assert c <= a + b + NEAR


@given(fields)
def test_field_distance_agrees_with_its_naive_twin_and_is_a_distance(field):
    found = arithmetic.field_distance(field, 0, 1)

    assert_allclose(found, naive.field_distance(field, 0, 1), rtol=0, atol=NEAR)
    assert 0 <= found <= 1
    assert found == arithmetic.field_distance(field, 1, 0)
    assert arithmetic.field_distance(field, 1, 1) == 0


@given(fields)
def test_poles_agree_with_their_naive_twins(field):
    assert arithmetic.nearest_pole(field, 1) == naive.nearest_pole(field, 1)
    assert_array_equal(arithmetic.poles(field, len(field) - 1), naive.poles(field, len(field) - 1))


@given(st.floats(-1000, 1000))
def test_the_logistic_agrees_with_its_naive_twin_and_is_a_chance(x):
    chance = arithmetic.logistic(x)

    assert_allclose(chance, naive.logistic(x), rtol=0, atol=UNIT)
    assert chance == arithmetic.logistic_word(x) / 2**32
    assert_array_equal(arithmetic.logistics(np.array([x])), [chance])
    assert 0 <= chance <= 1


@given(st.floats(-1000, 1000))
def test_the_table_is_within_a_thousandth_of_the_logistic(x):
    assert abs(arithmetic.logistic(x) - (1 + math.tanh(x / 2)) / 2) < 0.001


def test_the_table_is_symmetric_to_the_last_unit():
    assert_array_equal(arithmetic.LOGISTIC + arithmetic.LOGISTIC[::-1], arithmetic.CERTAIN)


@given(st.floats(-30, 30), st.floats(-30, 30))
def test_the_logistic_never_falls(x, y):
    low, high = sorted((x, y))

    assert arithmetic.logistic(low) <= arithmetic.logistic(high)


def test_even_odds_are_a_half_and_certainty_never_overflows():
    assert abs(arithmetic.logistic(0.0) - 1 / 2) < 0.001
    assert arithmetic.logistic(-1e6) == 0
    assert arithmetic.logistic(1e6) == 1
    assert abs(arithmetic.logistic(math.log(3.0)) - 3 / 4) < 0.001
    assert arithmetic.logistic(-np.inf) == 0


@given(share)
def test_steps_agree_with_their_naive_twins_and_lose_half_a_step_at_most(wanted):
    steps = int(arithmetic.in_steps(wanted))

    assert steps == naive.in_steps(wanted)
    assert_array_equal(arithmetic.all_in_steps(np.array([[wanted]])), [[steps]])
    assert_allclose(arithmetic.shares(np.array([steps])), naive.shares([steps]), rtol=1e-15)
    assert abs(naive.share(steps) - Fraction(wanted)) <= Fraction(1, 2 * naive.WHOLE) + NEAR_HALF


@given(steps, steps, share)
def test_going_towards_a_goal_agrees_with_its_naive_twin_and_never_passes_it(here, goal, rate):
    there = int(arithmetic.towards(np.uint16(here), np.uint16(goal), rate))

    assert there == naive.towards(here, goal, rate)
    assert min(here, goal) <= there <= max(here, goal)
    assert arithmetic.towards(np.uint16(here), np.uint16(goal), 1.0) == goal
    assert arithmetic.towards(np.uint16(here), np.uint16(goal), 0.0) == here


@given(masks, luck)
def test_picking_a_technique_agrees_with_its_naive_twin(mask, drawn):
    assert arithmetic.pick_bit(mask, drawn) == naive.pick_bit(mask, drawn)


@given(techniques.filter(bool))
def test_each_held_technique_is_equally_likely(held):
    mask = np.uint64(sum(2**k for k in held))

    picked = [arithmetic.pick_bit(mask, (k + 0.5) / len(held)) for k in range(len(held))]

    assert picked == sorted(held)


@given(st.integers(0, 63))
def test_a_bit_is_one_technique(technique):
    assert int(arithmetic.bit(technique)) == naive.bit(technique)
    assert arithmetic.pick_bit(np.uint64(arithmetic.bit(technique)), 0.999) == technique

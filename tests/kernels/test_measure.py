"""What is counted of people, homes and ties is all there, whoever sits in which row."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from sim.kernels import measure, space
from tests.kernels.crowds import (
    N_KINDS,
    N_TIES,
    SIDE,
    WHOLE,
    another_order,
    crowds,
    in_steps,
    renamed,
)
from tests.naive import measure as naive_measure

CELL_KM = 0.1
STRONG = 1 / 2


def measured(way, crowd, strong=STRONG):
    mixing, full, metres, count, age = way.measure_ties(
        crowd.month, crowd.order, crowd.pole, crowd.home,
        crowd.tie_other, crowd.tie_strength, crowd.tie_born, strong, SIDE, CELL_KM,
    )  # fmt: skip
    return [np.array(mixing).tolist(), full, list(metres), list(count), age]


cities = crowds(most=16)


@given(cities, st.integers(0, 10))
def test_agrees_with_its_naive_twin(some, tenths):
    crowd = replace(some, tie_strength=in_steps((some.tie_strength / WHOLE).round(1)))
    strong = tenths / 10

    assert measured(measure, crowd, strong) == measured(naive_measure, crowd, strong)


@given(cities)
def test_every_tie_is_counted_once(crowd):
    mixing, full, metres, count, _ = measured(measure, crowd)

    ties = int((crowd.tie_other[crowd.order] >= 0).sum())
    longest = 1000 * CELL_KM * SIDE * np.sqrt(2)
    assert np.sum(mixing) == sum(count) == ties
    assert full * N_TIES <= ties
    assert all(far <= longest * number for far, number in zip(metres, count, strict=True))


@given(cities)
def test_where_all_live_in_one_cell_ties_have_no_length(crowd):
    _, _, metres, _, _ = measured(measure, replace(crowd, home=np.full_like(crowd.home, 3)))

    assert metres == [0, 0]


@given(cities)
def test_what_is_counted_does_not_hang_on_rows(crowd):
    assert measured(measure, renamed(crowd, another_order(crowd))) == measured(measure, crowd)


@given(cities)
def test_fields_add_up_by_kind_as_by_the_naive_twin(crowd):
    asked = crowd.order, crowd.kind, crowd.field, N_KINDS
    total, count = measure.add_up_fields(*asked)
    slow_total, slow_count = naive_measure.add_up_fields(*asked)

    assert_allclose(total, slow_total, rtol=1e-12, atol=0)
    assert count.tolist() == slow_count
    assert np.all(total <= count[:, None] * (1 + 1e-12))


def measured_homes(way, crowd):
    rent = crowd.income[::-1].copy()
    block_of = np.arange(SIDE * SIDE) // SIDE
    creative = np.array([1.0, 0.0, 1.0])
    found = way.measure_homes(
        crowd.order, crowd.home, crowd.kind, crowd.income, rent, block_of, creative, SIDE
    )
    return [np.array(each).tolist() for each in found]


@given(cities)
def test_homes_are_measured_as_by_the_naive_twin(crowd):
    assert measured_homes(measure, crowd) == measured_homes(naive_measure, crowd)


@given(cities)
def test_everyone_lives_in_one_block_and_creatives_are_some_of_them(crowd):
    earned, _, residents, creatives = measured_homes(measure, crowd)

    assert sum(residents) == len(crowd.order)
    assert all(some <= there for some, there in zip(creatives, residents, strict=True))
    assert min(earned, default=1) >= 1


def in_reach(way, crowd, seed, catchment, least):
    chance = np.random.default_rng(seed)
    count = int(chance.integers(0, 5))
    cell, is_open = chance.integers(0, SIDE * SIDE, count), chance.random(count) < 0.7
    admission = chance.random((count, N_KINDS)).round(1)
    near = space.nearness_table(SIDE, CELL_KM, catchment, 8.0)
    return way.count_in_reach(
        crowd.order, crowd.home, crowd.kind, near, cell, is_open, admission, least, SIDE
    )


@given(cities, st.integers(0, 2**32), st.sampled_from([0.05, 0.3, 3.0]), st.integers(1, 10))
def test_people_in_reach_are_counted_as_by_the_naive_twin(crowd, seed, catchment, tenths):
    asked = crowd, seed, catchment, tenths / 10

    assert in_reach(measure, *asked) == in_reach(naive_measure, *asked)


@given(cities, st.integers(0, 2**32), st.integers(1, 9))
def test_the_less_is_asked_of_a_place_the_more_people_have_one(crowd, seed, tenths):
    less, more = (in_reach(measure, crowd, seed, 0.3, each / 10) for each in (tenths, tenths + 1))

    assert 0 <= more <= less <= len(crowd.order)

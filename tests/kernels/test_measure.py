"""What is counted over ties is all there, and is the same whoever sits in which row."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels import measure
from tests.kernels.crowds import N_TIES, SIDE, WHOLE, another_order, crowds, in_steps, renamed
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

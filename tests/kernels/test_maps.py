"""Sums and means around cells, and who lives where."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import maps, space
from tests.kernels.crowds import SIDE, crowds, share
from tests.kernels.test_space import NEAR, reaches
from tests.naive import maps as naive


@st.composite
def towns(draw):
    """Draw a kernel of distance and a map on the same city."""
    reach = draw(reaches())
    n_cells = reach[-1] ** 2
    some = st.floats(0, 1000) | st.just(0.0)  # a map may be all but empty
    values = draw(st.lists(some, min_size=n_cells, max_size=n_cells))
    down, across, weight, *_ = space.reach_offsets(*reach)
    inside = maps.local_sum(np.ones(n_cells), reach[-1], down, across, weight)
    return (down, across, weight, inside), reach[-1], np.array(values)


@given(towns())
def test_local_sums_and_means_agree_with_their_naive_twins(drawn):
    (down, across, weight, inside), side, values = drawn
    around = values, side, down, across, weight

    assert_allclose(maps.local_sum(*around), naive.local_sum(*around), rtol=NEAR, atol=NEAR)
    assert_allclose(
        maps.local_mean(*around, inside), naive.local_mean(*around, inside), rtol=NEAR, atol=NEAR
    )


@given(towns(), st.integers(0, 2**32), st.sampled_from([0.1, 1.0]))
def test_a_kernel_that_leans_to_one_side_is_not_turned_round(drawn, seed, filled):
    (down, across, weight, _), side, values = drawn
    chance = np.random.default_rng(seed)
    low = np.abs(down) <= chance.integers(0, 3)
    kept = (down == 0) & (across == 0) | low & (chance.random(len(weight)) < chance.random())
    leaning = (weight * chance.random(len(weight)))[kept]
    here = np.where(chance.random(len(values)) < filled, 1 + values, 0)
    around = here, side, down[kept], across[kept], leaning
    inside = maps.local_sum(np.ones(len(values)), *around[1:])

    assert_allclose(maps.local_sum(*around), naive.local_sum(*around), rtol=NEAR, atol=NEAR)
    some = np.flatnonzero(chance.random(len(values)) < 0.2)
    means = maps.local_mean_at(some, *around, inside)
    assert_allclose(means, naive.local_mean_at(some, *around, inside), rtol=NEAR, atol=NEAR)


@given(towns())
def test_a_local_mean_lies_between_the_least_and_the_most(drawn):
    (down, across, weight, inside), side, values = drawn

    mean = maps.local_mean(values, side, down, across, weight, inside)

    assert np.all((inside > 0) & (inside <= 1 + NEAR))
    slack = NEAR * (1 + values.max())
    assert np.all((mean >= values.min() - slack) & (mean <= values.max() + slack))


@given(towns(), st.floats(0, 1000))
def test_an_even_map_has_itself_as_its_mean_up_to_the_edge(drawn, level):
    (down, across, weight, inside), side, values = drawn

    even = np.full(len(values), level)

    assert_allclose(
        maps.local_mean(even, side, down, across, weight, inside), even, rtol=NEAR, atol=NEAR
    )


@given(towns())
def test_what_one_cell_gives_another_it_would_get_from_it(drawn):
    (down, across, weight, _), side, values = drawn
    other = np.roll(values, 1)

    there = maps.local_sum(values, side, down, across, weight) @ other
    back = maps.local_sum(other, side, down, across, weight) @ values

    assert_allclose(there, back, rtol=1e-9, atol=1e-9)


@given(towns(), st.integers(0, 2**32), share)
def test_means_at_some_cells_are_the_very_means_there_and_agree_with_the_twin(drawn, seed, some):
    (down, across, weight, inside), side, values = drawn
    around = values, side, down, across, weight, inside
    cells = np.flatnonzero(np.random.default_rng(seed).random(len(values)) < some)

    means = maps.local_mean_at(cells, *around)

    assert_array_equal(means, maps.local_mean(*around)[cells])
    assert_allclose(means, naive.local_mean_at(cells, *around), rtol=NEAR, atol=NEAR)


def looked_around(way, crowd, n_blocks=4):
    chance = np.random.default_rng(crowd.seed)
    block_of, creative = chance.integers(0, n_blocks, SIDE * SIDE), np.array([1.0, 0.0, 1.0])
    rows = crowd.order, crowd.home, crowd.kind, crowd.field
    return block_of, way.neighbours(*rows, block_of, creative, n_blocks)


@given(crowds())
def test_who_lives_where_agrees_with_the_naive_twin(crowd):
    _, (pole, company, creative) = looked_around(maps, crowd)
    _, (pole_slow, company_slow, creative_slow) = looked_around(naive, crowd)

    assert_array_equal(pole[crowd.order], np.array(pole_slow)[crowd.order])
    assert_allclose(company, company_slow, rtol=NEAR)
    assert_allclose(creative, creative_slow, rtol=NEAR)


@given(crowds())
def test_the_shares_of_fields_add_up_to_one_where_anybody_lives(crowd):
    block_of, (_, company, creative) = looked_around(maps, crowd)
    lived_in = np.isin(np.arange(len(creative)), block_of[crowd.home[crowd.order]])

    assert_allclose(company.sum(axis=1), lived_in, rtol=NEAR)
    assert np.all((creative >= 0) & (creative <= lived_in + NEAR))

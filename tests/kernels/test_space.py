"""Distances, groups and local means."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import space
from tests.naive import space as naive

NEAR = 1e-12
sides = st.integers(1, 7)
cells_km = st.sampled_from([0.1, 0.25, 0.5])
luck = st.integers(0, 2**32 - 1).map(lambda word: word / 2**32)


@st.composite
def reaches(draw):
    """Draw a kernel of distance whose edge runs through no cell's centre."""
    side, cell = draw(sides), draw(cells_km)
    e_folding = draw(st.sampled_from([0.0613, 0.2571, 0.7193, 2.5]))
    return e_folding, cell, draw(st.sampled_from([1.13, 2.97, 5.03])), side


@given(reaches())
def test_offsets_agree_with_their_naive_twin(reach):
    found, slow = space.reach_offsets(*reach), naive.reach_offsets(*reach)

    for column, other in zip(found[:2], slow[:2], strict=True):
        assert_array_equal(column, other)
        assert column.dtype == np.int64
    for column, other in zip(found[2:4], slow[2:4], strict=True):
        assert_allclose(column, other, rtol=0, atol=NEAR)
    assert_array_equal(found[4], space.guide_table(found[3]))
    table = space.weight_table(*found[:3])
    assert_array_equal(table, naive.weight_table(*found[:3]))
    assert_allclose(table.sum(), 1, rtol=0, atol=NEAR)


@pytest.mark.parametrize(
    "reach", [(0.25, 0.1, 3.0, 20), (2.5, 0.1, 3.0, 8), (2.5, 0.5, 3.0, 18)], ids=str
)
def test_offsets_of_the_cities_there_are_agree_with_their_naive_twin(reach):
    found, slow = space.reach_offsets(*reach), naive.reach_offsets(*reach)

    assert_array_equal(found[0], slow[0])
    assert_array_equal(found[1], slow[1])
    assert_allclose(found[3], slow[3], rtol=0, atol=NEAR)


@given(reaches())
def test_the_chances_of_a_kernel_of_distance_add_up(reach):
    down, across, weight, cumulative, _ = space.reach_offsets(*reach)

    assert_allclose(weight.sum(), 1, rtol=0, atol=NEAR)
    assert cumulative[-1] == 1
    assert np.all(np.diff(cumulative) >= 0)
    assert_allclose(weight, weight[::-1], rtol=0, atol=NEAR)  # as much to the north as to the south
    assert weight.argmax() == np.flatnonzero((down == 0) & (across == 0))[0]


@given(sides, cells_km, st.data())
def test_distance_agrees_with_its_naive_twin(side, cell, data):
    one, other = (data.draw(st.integers(0, side * side - 1)) for _ in range(2))

    found = space.distance_km(one, other, side, cell)

    assert_allclose(found, naive.distance_km(one, other, side, cell), rtol=0, atol=NEAR)
    assert found == space.distance_km(other, one, side, cell)
    assert (found == 0) == (one == other)


@st.composite
def crowds_to_group(draw):
    """Draw the group of each row, and the rows to sort in some order."""
    n_groups = draw(st.integers(0, 5))
    key = draw(st.lists(st.integers(-1, n_groups - 1), max_size=12))
    order = draw(st.permutations(range(len(key))))
    kept = order[: draw(st.integers(0, len(key)))]
    return np.array(key, np.int64), np.array(kept, np.int64), n_groups


@given(crowds_to_group())
def test_grouping_agrees_with_its_naive_twin(crowd):
    found, slow = space.group(*crowd), naive.group(*crowd)

    assert_array_equal(found[0], slow[0])
    assert_array_equal(found[1], slow[1])


@given(crowds_to_group())
def test_everyone_is_in_her_group_once_and_in_the_order_given(crowd):
    key, order, n_groups = crowd
    start, member = space.group(key, order, n_groups)
    place = {row: k for k, row in enumerate(order.tolist())}

    assert sorted(member.tolist()) == sorted(row for row in order.tolist() if key[row] >= 0)
    for g in range(n_groups):
        inside = member[start[g] : start[g + 1]].tolist()
        assert all(key[row] == g for row in inside)
        assert inside == sorted(inside, key=place.__getitem__)


@given(sides, st.integers(-8, 8), st.integers(-8, 8), st.data())
def test_a_step_agrees_with_its_naive_twin_and_can_be_taken_back(side, down, across, data):
    cell = data.draw(st.integers(0, side * side - 1))

    there = space.shifted(cell, down, across, side)

    assert there == naive.shifted(cell, down, across, side)
    if there >= 0:
        assert space.shifted(there, -down, -across, side) == cell


@given(reaches(), luck)
def test_drawing_an_offset_agrees_with_its_naive_twin(reach, drawn):
    *_, cumulative, guide = space.reach_offsets(*reach)

    slow = naive.draw_offset(cumulative, guide, drawn)
    assert space.draw_offset(cumulative, guide, drawn) == slow
    assert_array_equal(guide, naive.guide_table(cumulative))


def test_luck_at_a_border_draws_the_offset_that_begins_there():
    cumulative = np.array([0.25, 0.5, 1.0])

    guide = space.guide_table(cumulative)
    drawn = [space.draw_offset(cumulative, guide, luck) for luck in (0.0, 0.25, 0.5, 0.75)]

    assert drawn == [0, 1, 2, 2]


def test_offsets_are_drawn_as_often_as_they_weigh():
    _, _, weight, cumulative, guide = space.reach_offsets(0.25, 0.1, 3.0, 5)
    evenly = (np.arange(20_000) + 0.5) / 20_000

    drawn = np.bincount(
        [space.draw_offset(cumulative, guide, luck) for luck in evenly], minlength=len(weight)
    )

    assert_allclose(drawn / len(evenly), weight, rtol=0, atol=2 / len(evenly))


@given(sides, cells_km, st.floats(0.04, 5), st.sampled_from([0.3, 2.0, np.inf]))
def test_nearness_agrees_with_its_naive_twin_and_falls_with_distance(side, cell, reach, cutoff):
    near = space.nearness_table(side, cell, reach, cutoff)

    assert_allclose(near, naive.nearness_table(side, cell, reach, cutoff), rtol=0, atol=NEAR)
    assert np.all((near >= 0) & (near <= 1))
    assert near[0, 0] == 1
    assert np.all(np.diff(near) <= 0)
    assert_array_equal(near, near.T)


def test_as_the_catchment_grows_without_end_every_place_is_equally_near():
    assert np.all(space.nearness_table(5, 0.1, 1e18, 8.0) == 1)


@st.composite
def scattered_places(draw):
    """Draw places in a city of some blocks, a catchment with an end, and who asks from where."""
    block_cells = draw(st.integers(1, 3))
    side = block_cells * draw(st.integers(1, 4))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(0, 6))
    cell = chance.integers(0, side * side, count)
    near = space.nearness_table(side, 0.1, draw(st.sampled_from([0.05, 0.2, 3.0])), 2.0)
    return cell, chance.random(count) < 0.8, near, side, block_cells


@given(scattered_places())
def test_places_in_reach_are_listed_as_by_the_naive_twin(places):
    start, place = space.list_places(*places)
    slow = naive.list_places(*places)

    assert_array_equal(start, slow[0])
    assert_array_equal(place, slow[1])
    assert np.all(places[1][place])


@given(scattered_places(), st.integers(0, 2**32))
def test_the_best_place_in_reach_agrees_with_its_naive_twin(places, seed):
    place_cell, _, near, side, block_cells = places
    chance = np.random.default_rng(seed)
    cell, kind = chance.integers(0, side * side, 5), chance.integers(0, 2, 5)
    admission = chance.random((len(place_cell), 2))
    asked = cell, kind, near, *space.list_places(*places), place_cell, admission, side, block_cells

    listed = space.list_places(*places)
    bound = *listed, place_cell, admission, near, side, block_cells
    best = space.best_of_blocks(*bound)
    pull = space.pull_of_places(*asked)

    assert_allclose(pull, naive.pull_of_places(*asked), rtol=0, atol=NEAR)
    assert np.all((pull >= 0) & (pull <= 1))
    assert_allclose(best, np.reshape(naive.best_of_blocks(*bound), best.shape), rtol=0, atol=NEAR)
    block = cell // side // block_cells * (side // block_cells) + cell % side // block_cells
    assert np.all(pull <= best[block, kind])

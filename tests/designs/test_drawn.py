"""Points that are drawn stay in their ranges, are spread as promised, and extend."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.designs.toys import DRAWN, RANGED, laid_out, some_factors, values

counts = st.integers(1, 40)
seeds = st.integers(0, 2**31 - 1)
KEEPS = ("random", "sobol", "saltelli", "morris")
slowly = settings(deadline=None, max_examples=25)


@pytest.mark.parametrize("kind", DRAWN)
@slowly
@given(parameters=some_factors, points=counts, seed=seeds)
def test_every_value_is_one_the_factor_may_take(kind, parameters, points, seed):
    design = laid_out(kind, parameters, points=points, seed=seed, levels=4)

    for factor in design.factors:
        for point in design.points:
            value = point.values[factor.path]
            assert value in factor.values if factor.values else factor.low <= value <= factor.high
            assert not factor.whole or type(value) is int
    assert [point.number for point in design.points] == list(range(len(design.points)))


@slowly
@given(points=counts, seed=seeds)
def test_a_latin_hypercube_has_one_point_in_every_equal_share(points, seed):
    design = laid_out("lhs", {"barrier": None, "reach": [0, 1]}, points=points, seed=seed)

    for path in ("barrier", "reach"):
        shares = sorted(math.floor(each[path] * points) for each in values(design))
        assert shares == list(range(points))


@pytest.mark.parametrize("kind", KEEPS)
@slowly
@given(points=counts, more=counts, seed=seeds)
def test_more_points_keep_the_first_ones(kind, points, more, seed):
    few = laid_out(kind, points=points, seed=seed, levels=4)
    many = laid_out(kind, points=points + more, seed=seed, levels=4)

    assert values(many)[: len(few.points)] == values(few)


def test_a_larger_latin_hypercube_has_other_points_and_says_so():
    few, many = (laid_out("lhs", points=points) for points in (4, 8))

    assert values(many)[:4] != values(few)
    assert few.remarks == (
        "these points are spread evenly for their number, so more of them will be other points.",
    )


@pytest.mark.parametrize("kind", DRAWN)
@slowly
@given(order=st.permutations(list(RANGED)), seed=seeds)
def test_the_order_of_names_changes_nothing(kind, order, seed):
    shuffled = {path: RANGED[path] for path in order}

    assert laid_out(kind, shuffled, points=4, seed=seed, levels=4) == laid_out(
        kind, points=4, seed=seed, levels=4
    )


@pytest.mark.parametrize("kind", DRAWN)
def test_another_seed_draws_other_points(kind):
    one, other = (laid_out(kind, points=8, seed=seed, levels=4) for seed in (0, 1))

    assert values(one) != values(other)


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_every_word_and_every_whole_number_has_an_equal_share(kind):
    design = laid_out(kind, {"rule": None, "side": [1, 4], "open": None}, points=96)

    for path, several in (("rule", 3), ("side", 4), ("open", 2)):
        counted = Counter(each[path] for each in values(design))
        assert len(counted) == several
        assert max(abs(count - 96 / several) for count in counted.values()) <= 2


def test_saltelli_changes_one_factor_at_a_time_between_two_samples():
    factors = {"barrier": None, "reach": None, "inside.one": None}
    design = laid_out("saltelli", factors, points=4)
    paths = [factor.path for factor in design.factors]

    for start in range(0, len(design.points), len(paths) + 2):
        block = values(design)[start : start + len(paths) + 2]
        first, *mixed, last = block
        for path, point in zip(paths, mixed, strict=True):
            assert point == first | {path: last[path]}


def test_a_walk_of_morris_moves_one_factor_in_each_step_by_two_thirds_of_its_range():
    design = laid_out("morris", {"barrier": None, "inside.one": None}, points=6, levels=4)
    paths = [factor.path for factor in design.factors]
    places = np.array([[point.values[path] for path in paths] for point in design.points])

    for walk in places.reshape(6, len(paths) + 1, len(paths)):
        steps = np.abs(np.diff(walk, axis=0))
        assert sorted(steps.argmax(axis=1)) == list(range(len(paths)))
        np.testing.assert_allclose(steps.max(axis=1), 2 / 3)
        np.testing.assert_allclose(steps.min(axis=1), 0)


@pytest.mark.parametrize("kind", ["sobol", "saltelli"])
def test_a_number_of_points_that_spreads_less_evenly_is_remarked(kind):
    uneven, even = (laid_out(kind, points=points) for points in (6, 8))

    assert uneven.remarks == (
        "6 is no power of two, so the points are spread less evenly than they could be.",
    )
    assert not even.remarks

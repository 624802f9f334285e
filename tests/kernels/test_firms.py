"""Firms row by row: what is around them, who is in trouble, who would hire, who would come."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import firms, maps, space
from tests.kernels.crowds import SIDE
from tests.naive import firms as naive

CELLS, SPACE, MONTH = SIDE * SIDE, 15, 40
KERNEL = space.reach_offsets(0.8, 0.5, 3.0, SIDE)[:3]
INSIDE = maps.local_sum(np.ones(CELLS), SIDE, *KERNEL)


@st.composite
def towns(draw):
    """Draw firms in all states and the floors they stand on; a block is a cell here."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(0, 9))
    return {
        "identity": chance.permutation(3 * count)[:count],
        "is_open": chance.random(count) < 0.8,
        "cell": chance.integers(0, draw(st.sampled_from([2, CELLS])), count),
        "jobs": chance.integers(0, 4, count),
        "margin": chance.normal(size=count).round(1),
        "capital": chance.integers(-3, 4, count),
        "opened": chance.integers(MONTH - 9, MONTH + 1, count),
        "productivity": chance.normal(size=count),
        "workspace": chance.integers(0, 9, CELLS) * 10,
        "used": chance.integers(0, 5, CELLS) * 10,
        "block_of": chance.permutation(CELLS),
        "zone": chance.random(CELLS) < 0.5,
        "rent": chance.random(CELLS) * 2000,
        "better": chance.uniform(0.5, 2, CELLS),
    }


def of(town, *names):
    return [town[name] for name in names]


@given(towns())
def test_the_jobs_around_agree_with_their_naive_twin_and_are_never_none(town):
    asked = *of(town, "is_open", "cell", "jobs", "block_of"), SIDE, *KERNEL, INSIDE, 1e-9

    around = firms.jobs_around(*asked)

    assert_allclose(around, naive.jobs_around(*asked), rtol=1e-9)
    assert around.min() > 0


@given(towns())
def test_firms_are_grouped_by_block_as_by_the_naive_twin(town):
    listed = np.argsort(town["identity"], kind="stable")
    asked = listed, *of(town, "is_open", "cell", "block_of"), CELLS

    found = firms.by_block(*asked)

    for column, slow in zip(found, naive.by_block(*asked), strict=True):
        assert_array_equal(column, slow)


@given(towns())
def test_those_with_room_agree_with_their_naive_twin(town):
    asked = *of(town, "is_open", "cell", "jobs", "workspace", "used"), SPACE

    assert firms.with_room(*asked).tolist() == naive.with_room(*asked)


@given(towns(), st.sampled_from([0.0, 0.5]), st.integers(0, 9))
def test_who_is_in_trouble_agrees_with_the_naive_twin(town, least_margin, lag):
    told = of(town, "is_open", "margin", "jobs", "capital", "opened")

    losing, dry, found = firms.in_trouble(MONTH, *told, least_margin, lag)

    assert (losing.tolist(), dry.tolist(), found) == naive.in_trouble(
        MONTH, *told, least_margin, lag
    )
    assert not (losing | dry)[~town["is_open"]].any()


@given(towns(), st.integers(0, 99))
def test_productivity_wanders_as_by_the_naive_twin(town, seed):
    one, other = town["productivity"].copy(), town["productivity"].copy()

    firms.wander(seed, MONTH, town["identity"], one, 0.9, 0.1)
    naive.wander(seed, MONTH, town["identity"], other, 0.9, 0.1)

    assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def looked(way, town, seed, discount=0.5):
    who = np.arange(1000, 1000 + 4)
    floor = *of(town, "workspace", "used"), SPACE, town["zone"], discount
    worth = *of(town, "block_of", "better", "rent"), np.linspace(0.8, 1.2, len(who))
    return way.look_for_floor(seed, MONTH, who, 3, *floor, *worth, 2500.0, 6000.0, 1500.0, 100)


@given(towns(), st.integers(0, 99))
def test_looking_for_floor_agrees_with_its_naive_twin_and_finds_floor(town, seed):
    (cell, margin), (slow, slow_margin) = looked(firms, town, seed), looked(naive, town, seed)

    assert_array_equal(cell, slow)
    assert_allclose(margin, slow_margin, rtol=1e-12)
    roomy = town["workspace"] - town["used"] >= SPACE
    assert roomy[cell[cell >= 0]].all()
    assert (cell < 0).all() or roomy.any()

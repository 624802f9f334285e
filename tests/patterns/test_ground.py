"""Cells, blocks, distances and likeness, against counting by hand."""

import numpy as np
import pytest

from experiments.patterns import likeness
from sim.kernels import arithmetic
from tests.patterns.small import CORNER, GROUND, snapshot


def test_blocks_are_squares_of_cells():
    assert GROUND.block(CORNER).tolist() == [0, 1, 2, 3]
    assert GROUND.block([4, 44, 99]).tolist() == [0, 0, 3]
    assert GROUND.by_block([0, 1, 99]).tolist() == [2, 0, 0, 1]


def test_blocks_beside_share_a_side():
    assert GROUND.beside.tolist() == [[0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]]


def test_a_block_has_its_middle_in_itself():
    assert GROUND.block(GROUND.middle).tolist() == [0, 1, 2, 3]


def test_pairs_by_distance_are_those_one_counts():
    people = np.random.default_rng(0).integers(0, 4, 100)
    home = np.repeat(np.arange(100), people)
    apart = GROUND.km(home[:, None], home[None, :])
    np.fill_diagonal(apart, np.nan)

    far, pairs = GROUND.pairs_by_offset(people)

    for low, high in ((0, 0.05), (0.05, 0.3), (0.3, 2)):
        here = (far >= low) & (far < high)
        assert pairs[here].sum() == ((apart >= low) & (apart < high)).sum()


def test_likeness_is_what_the_rules_call_so():
    skills = np.random.default_rng(1).integers(0, 1 << 62, 50, dtype=np.uint64) & np.uint64(
        0x1248124812481248
    )
    steps = np.random.default_rng(2).integers(0, 65535, (50, 3)).astype(np.uint16)
    fields = arithmetic.shares(steps)
    one, other = np.arange(25), np.arange(25, 50)

    skill = likeness.skill_distance(skills[one], skills[other])
    field = likeness.field_distance(fields[one], fields[other])

    assert skill == pytest.approx(
        [arithmetic.skill_distance(skills[a], skills[b]) for a, b in zip(one, other, strict=True)]
    )
    assert field == pytest.approx(
        [arithmetic.field_distance(steps, a, b) for a, b in zip(one, other, strict=True)]
    )


def test_techniques_are_the_bits_that_are_set():
    held = likeness.techniques(np.array([0b101, 1 << 63], np.uint64))

    assert np.flatnonzero(held[0]).tolist() == [0, 2]
    assert np.flatnonzero(held[1]).tolist() == [63]


def test_a_small_city_is_where_it_says():
    assert snapshot(home=CORNER).block.tolist() == [0, 1, 2, 3]

"""Luck is addressed: the same address, the same number; and the numbers look like chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from sim.kernels import luck
from sim.kernels.luck import Purpose
from tests.naive import luck as naive_luck

# Salmon and others, Random123, kat_vectors: philox4x32, 10 rounds
KNOWN_ANSWERS = [
    ([0] * 4, [0] * 2, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
MANY = 4000
UNLIKELY = 1e-3
PEOPLE = np.arange(MANY)

seeds = st.integers(0, 2**63 - 1)
purposes = st.sampled_from(Purpose).map(int)
months = st.integers(0, 2**16 - 1)
identities = st.integers(0, 2**63 - 1)
draws = st.integers(0, 2**18 - 1)
addresses = st.tuples(seeds, purposes, months, identities, draws)


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN_ANSWERS)
def test_it_gives_the_published_answers(counter, key, words):
    low, high, month, last = counter
    number, purpose = divmod(last, 2**16)
    seed, identity = (np.uint64(a + 2**32 * b) for a, b in (key, (low, high)))

    assert tuple(map(int, luck.block(seed, purpose, month, identity, number))) == words
    assert naive_luck.philox(counter, key) == words
    assert naive_luck.block(seed, purpose, month, identity, number) == words


@given(addresses)
def test_blocks_numbers_and_normals_agree_with_their_naive_twins(address):
    *where, draw = address

    assert tuple(map(int, luck.block(*where, draw // 4))) == naive_luck.block(*where, draw // 4)
    assert luck.quad(*where, draw // 4) == naive_luck.quad(*where, draw // 4)
    assert luck.uniform(*address) == naive_luck.uniform(*address)
    assert_allclose(
        luck.normal(*where, draw // 2), naive_luck.normal(*where, draw // 2), rtol=0, atol=1e-12
    )


@given(seeds, purposes, months, st.lists(identities, max_size=5), st.integers(0, 20))
def test_many_at_once_agree_with_their_naive_twins(seed, purpose, month, who, draw):
    rows = np.array(who, np.int64)

    drawn = luck.uniforms(seed, purpose, month, rows, draw)
    normals = luck.normals(seed, purpose, month, rows, draw)

    assert_array_equal(drawn, naive_luck.uniforms(seed, purpose, month, who, draw))
    assert_allclose(
        normals, naive_luck.normals(seed, purpose, month, who, draw), rtol=0, atol=1e-12
    )
    assert np.all((drawn >= 0) & (drawn < 1))


@given(seeds, purposes, months, st.lists(st.tuples(identities, st.integers(0, 2**16 - 1))))
def test_blocks_drawn_side_by_side_agree_with_their_naive_twin(seed, purpose, month, whose):
    who, numbers = np.array(whose, np.int64).reshape(-1, 2).T.copy()
    drawn, slow = np.zeros((2, 4, len(whose)), np.uint32)

    luck.words(seed, purpose, month, who, numbers, drawn)
    naive_luck.words(seed, purpose, month, who, numbers, slow)

    assert_array_equal(drawn, slow)


@given(st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_a_word_is_below_a_chance_s_limit_exactly_where_its_number_is_below_the_chance(
    word, chance
):
    number = luck.as_number(np.uint32(word))

    assert number == naive_luck.as_number(word)
    assert luck.as_limit(chance) == naive_luck.as_limit(chance)
    for just_about in (chance, number):
        assert (word < luck.as_limit(just_about)) == (number < just_about)


@given(addresses, st.lists(addresses, max_size=4))
def test_two_runs_give_the_same_luck_whatever_else_is_drawn(address, others):
    alone = luck.uniform(*address)

    for other in others:
        luck.uniform(*other)

    assert luck.uniform(*address) == alone


@given(seeds, months, st.lists(identities, min_size=1, max_size=9, unique=True))
def test_who_else_is_asked_and_in_which_order_changes_nobody_s_luck(seed, month, who):
    rows = np.array(who, np.int64)

    together = luck.uniforms(seed, int(Purpose.GO_OUT), month, rows, 0)
    apart = [
        luck.uniforms(seed, int(Purpose.GO_OUT), month, rows[k : k + 1], 0)[0]
        for k in range(len(who))
    ]
    backwards = luck.uniforms(seed, int(Purpose.GO_OUT), month, rows[::-1].copy(), 0)

    assert_array_equal(together, apart)
    assert_array_equal(together, backwards[::-1])


@given(addresses, st.integers(0, 4), st.data())
def test_another_address_is_other_luck(address, part, data):
    values = (seeds, purposes, months, identities, draws)[part]
    other = list(address)
    other[part] = data.draw(values.filter(lambda value: value != address[part]))

    assert luck.quad(*address[:4], address[4] // 4) != luck.quad(*other[:4], other[4] // 4) or (
        part == len(address) - 1 and address[4] // 4 == other[4] // 4
    )


def test_every_purpose_has_its_own_number():
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose.__members__)
    assert all(0 < int(purpose) < 2**16 for purpose in Purpose)


@pytest.mark.parametrize("purpose", [Purpose.GO_OUT, Purpose.PARTNER, Purpose.ACCEPT, Purpose.LET])
@pytest.mark.parametrize("draw", [0, 5])
def test_numbers_are_spread_evenly(purpose, draw):
    drawn = luck.uniforms(1, int(purpose), 12, PEOPLE, draw)

    assert stats.kstest(drawn, "uniform").pvalue > UNLIKELY


@pytest.mark.parametrize("pair", [0, 1, 2])
def test_normal_numbers_are_normal(pair):
    drawn = luck.normals(2, int(Purpose.BIRTH_FIELD), 0, PEOPLE, pair)

    assert stats.kstest(drawn, "norm").pvalue > UNLIKELY


def drawn(seed=3, purpose=Purpose.GO_OUT, month=7, shift=0, draw=0):
    return luck.uniforms(seed, int(purpose), month, PEOPLE + shift, draw)


@pytest.mark.parametrize(
    "neighbour",
    [
        {"seed": 4},
        {"seed": 3 + 2**32},
        {"purpose": Purpose.WHICH_PLACE},
        {"month": 8},
        {"shift": 1},
        {"shift": 2**32},
        {"draw": 1},
        {"draw": 4},
    ],
    ids=str,
)
def test_the_luck_of_neighbours_is_unrelated(neighbour):
    related = stats.pearsonr(drawn(), drawn(**neighbour))

    assert related.pvalue > UNLIKELY


def test_the_two_normal_numbers_of_a_block_are_unrelated():
    first, second = (luck.normals(2, int(Purpose.BIRTH_FIELD), 0, PEOPLE, k) for k in (0, 1))

    assert stats.pearsonr(first, second).pvalue > UNLIKELY


@given(seeds, purposes, months, st.lists(identities, max_size=6), st.integers(0, 9))
def test_several_numbers_for_each_agree_with_their_naive_twin(seed, purpose, month, who, count):
    drawn = luck.several(seed, purpose, month, np.array(who, np.int64), count)

    assert drawn.shape == (len(who), count)
    slow = naive_luck.several(seed, purpose, month, who, count)
    assert_array_equal(drawn, np.reshape(slow, drawn.shape))

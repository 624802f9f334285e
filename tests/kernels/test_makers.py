"""Makers are recognised and paid, every cent of it, whoever of them has left."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import makers
from tests.kernels.crowds import another_order, crowds, pointing, renamed, shuffled
from tests.naive import makers as naive_makers

PRESENT, FREE = 1, 0


@st.composite
def months(draw):
    """Draw people, some of whom have left, and what teams of them made; nobody is in two."""
    crowd = draw(crowds(most=24))
    chance = np.random.default_rng(crowd.seed + 9)
    people, team = chance.permutation(crowd.size).tolist(), []
    while len(people) >= 3 and len(team) < 5:
        size = int(chance.integers(1, 4))
        team.append([people.pop() for _ in range(size)] + [-1] * (6 - size))
    member = np.array(team, np.int64).reshape(-1, 6)
    status = np.zeros(crowd.size, np.int8)
    status[crowd.order] = PRESENT
    return crowd, member, status, chance.lognormal(size=len(member)).round(2)


def recognised(way, month, recognition, kept=0.9):
    crowd, member, _, value = month
    gained = recognition.copy()
    axis, teams = (np.arange(len(value)) % 3).astype(np.int8), np.full(len(value), 2, np.int16)
    known = way.recognise(
        gained, kept, crowd.order, crowd.field, member, axis, value, teams, 1.0, 0.3
    )
    return known, gained


def of_old(month):
    return np.random.default_rng(month[0].seed).integers(0, 3, month[0].size) / 2


@given(months())
def test_recognition_agrees_with_its_naive_twin(month):
    known, gained = recognised(makers, month, of_old(month))
    twin, twin_gained = recognised(naive_makers, month, of_old(month))

    assert known == twin
    assert_array_equal(gained, twin_gained)


@given(months(), st.floats(0, 1))
def test_who_made_nothing_is_only_forgotten_and_who_did_gains(month, kept):
    _, member, _, value = month
    before = of_old(month)

    _, after = recognised(makers, month, before, kept)

    made = np.isin(np.arange(len(before)), member)
    assert_array_equal(after[~made], before[~made] * kept)
    worth = np.repeat(value, (member >= 0).sum(axis=1)).sum()
    assert 0.15 * worth - 1e-9 <= (after - before * kept).sum() <= 0.5 * worth + 1e-9


@given(months())
def test_recognition_does_not_hang_on_rows(month):
    crowd, member, status, value = month
    row = another_order(crowd)
    moved = renamed(crowd, row), pointing(member, row), shuffled(status, row), value
    before = of_old(month)

    known, after = recognised(makers, month, before)
    known_moved, after_moved = recognised(makers, moved, shuffled(before, row))

    assert known == known_moved
    assert_allclose(after_moved, shuffled(after, row))


def here(way, month, named=None):
    crowd, member, status, _ = month
    if named is None:
        named = np.where(member >= 0, crowd.identity[member], -1)
    rows = way.makers_here(member, named, crowd.identity, status, PRESENT)
    return np.array(rows, np.int64).reshape(-1, 6)


@given(months())
def test_who_is_here_agrees_with_the_naive_twin(month):
    assert_array_equal(here(makers, month), here(naive_makers, month))


@given(months())
def test_makers_whose_rows_are_others_now_are_not_here(month):
    crowd, member, _, _ = month
    strangers = np.where(member >= 0, crowd.identity[member] + 10_000, -1)

    assert (here(makers, month, strangers) == -1).all()


@given(months())
def test_makers_who_are_present_are_here_in_their_seats(month):
    crowd, member, _, _ = month

    assert_array_equal(here(makers, month), np.where(np.isin(member, crowd.order), member, -1))


def paid(way, month, cents):
    savings = np.arange(month[0].size) * 100
    gone = way.pay_makers(cents, month[1], here(naive_makers, month), savings)
    return gone, savings


def sums(month):
    return np.random.default_rng(month[0].seed).integers(0, 10_000, len(month[1]))


@given(months())
def test_pay_agrees_with_its_naive_twin(month):
    (gone, savings), (twin, twin_savings) = (
        paid(way, month, sums(month)) for way in (makers, naive_makers)
    )

    assert gone == twin
    assert_array_equal(savings, twin_savings)


@given(months())
def test_every_cent_is_paid_to_makers_here_or_taken_out_by_the_gone(month):
    crowd, member, _, _ = month
    cents = sums(month)

    gone, savings = paid(makers, month, cents)

    more = savings - np.arange(crowd.size) * 100
    assert more.sum() + gone == cents.sum()
    assert (more >= 0).all()
    assert not more[~np.isin(np.arange(crowd.size), member)].any()
    assert gone == 0 or not np.isin(member[member >= 0], crowd.order).all()


@given(st.integers(0, 2**32), st.integers(0, 8), st.floats(0, 1))
def test_sales_agree_with_their_naive_twin_and_every_cent_goes_to_somebody(seed, count, part):
    chance = np.random.default_rng(seed)
    offered = chance.permutation(20)[:count]
    buyer, value = chance.integers(-1, 3, count), chance.lognormal(size=20).round(2)
    done = []
    for way in (makers, naive_makers):
        sold, capital, stock = (
            np.full(20, -1, np.int16),
            np.zeros(3, np.int64),
            np.zeros(3, np.int64),
        )
        told = way.sell(offered, buyer, 150_000.0, 0.8, part, 7, value, sold, capital, stock)
        done.append([*told, sold, capital, stock])

    for column, other in zip(*done, strict=True):
        assert_array_equal(column, other)
    rows, team, total, sold, capital, stock = done[0]
    assert total == team.sum() + capital.sum()
    assert_array_equal(np.sort(rows), np.flatnonzero(sold == 7))
    assert stock.sum() == len(rows) == (buyer >= 0).sum()

"""Hours given are hours received, and what places take in is what they pay and keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from sim.kernels import upkeep
from tests.kernels.crowds import another_order, crowds, pointing, renamed, shuffled
from tests.kernels.markets import grouped
from tests.naive import upkeep as naive_upkeep

N_PLACES = 3


@st.composite
def months(draw):
    """Draw people, the place that each used last, and what places need."""
    crowd = draw(crowds(most=16))
    chance = np.random.default_rng(crowd.seed + 17)
    latest = chance.integers(-1, N_PLACES, crowd.size)
    visitors = grouped(latest, crowd.order, N_PLACES)
    in_use, backlog = chance.integers(0, 9, N_PLACES), chance.integers(0, 9, N_PLACES) * 1.5
    return crowd, visitors, in_use, backlog


def given_hours(way, month, per_hour=0.02, rest=0.1):
    crowd, visitors, in_use, backlog = month
    fatigue, waiting, hours = crowd.fatigue.copy(), backlog.copy(), np.ones(crowd.size)
    received = way.give_hours(
        crowd.order, *visitors, crowd.participation, in_use, 0.5, 4.0, per_hour, rest,
        fatigue, hours, waiting,
    )  # fmt: skip
    return list(received), fatigue.tolist(), hours.tolist(), waiting.tolist()


@given(months())
def test_hours_agree_with_their_naive_twin(month):
    assert given_hours(upkeep, month) == given_hours(naive_upkeep, month)


@given(months())
def test_hours_given_are_received_and_what_is_not_stays_to_be_done(month):
    crowd, (_, visitors), in_use, backlog = month

    received, fatigue, hours, waiting = given_hours(upkeep, month)

    assert sum(received) == pytest.approx(sum(hours))
    assert np.array(received) + waiting == pytest.approx(0.5 * in_use + backlog)
    assert min([*hours, *waiting]) >= 0
    assert not np.delete(hours, visitors).any()
    idle = np.setdiff1d(crowd.order, np.flatnonzero(hours))
    assert (np.array(fatigue)[idle] <= crowd.fatigue[idle]).all()


@given(months())
def test_hours_do_not_hang_on_rows(month):
    crowd, (start, member), *places = month
    row = another_order(crowd)
    moved = renamed(crowd, row), (start, pointing(member, row)), *places

    received, fatigue, hours, waiting = given_hours(upkeep, month)
    told = given_hours(upkeep, moved)

    shuffles = shuffled(np.array(fatigue), row).tolist(), shuffled(np.array(hours), row).tolist()
    assert told == (received, *shuffles, waiting)


@st.composite
def accounts(draw):
    """Draw places, some of them closed or in debt, and what users paid."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(0, 8))
    grant = chance.integers(0, 5, count) / 4
    bills = (
        chance.random(count) < 0.8,
        chance.integers(0, 300_000, count),
        chance.integers(50_000, 150_000, count),
        chance.integers(0, 100_000, count),
        grant,
        chance.random(count) < 0.5,
    )
    cash, closing = chance.integers(-900_000, 2_000_000, count), chance.integers(-1, 2, count)
    return bills, (cash, closing, chance.integers(0, 9, count) / 4, chance.random(count))


def balanced(way, account):
    bills, own = account
    kept = [column.copy() for column in own]
    return tuple(way.balance(7, *bills, 6.0, 3.0, 4.0, 0.1, 2.0, *kept)), kept


@given(accounts())
def test_accounts_agree_with_their_naive_twin(account):
    told, kept = balanced(upkeep, account)
    twin, twin_kept = balanced(naive_upkeep, account)

    assert told == twin
    for column, same in zip(kept, twin_kept, strict=True):
        assert_array_equal(column, same)


@given(accounts())
def test_what_places_take_in_is_what_they_pay_and_keep(account):
    (is_open, paid, running, rent, _, credit), (before, closing, *_) = account

    (lent_by_state, costs, rents, surplus, n_open, short), (cash, closes, price, stance) = balanced(
        upkeep, account
    )

    assert (cash - before).sum() == paid[is_open].sum() + lent_by_state - costs - rents - surplus
    assert (costs, rents) == (running[is_open].sum(), rent[is_open].sum())
    assert n_open == is_open.sum() >= short
    assert lent_by_state == 0 or credit[is_open].any()
    assert surplus >= 0
    giving_up = closes != closing
    assert (cash[giving_up] < 0).all()
    assert (closes[giving_up] == 8).all()
    assert ((price >= 0) & (price <= 2) | ~is_open).all()
    assert ((stance >= 0) & (stance <= 1)).all()


@given(accounts())
def test_a_place_whose_month_is_balanced_holds_its_price(account):
    (is_open, _, running, rent, grant, credit), own = account
    cost = running + rent
    paid = cost - np.rint(grant * cost).astype(np.int64)

    _, (_, _, price, stance) = balanced(
        upkeep, ((is_open, paid, running, rent, grant, credit), own)
    )

    assert_array_equal(price, own[2])
    assert_array_equal(stance, own[3])

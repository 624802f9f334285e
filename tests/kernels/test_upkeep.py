"""Hours given are hours received, and what places take in is what they pay and keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from sim.kernels import upkeep
from tests.kernels.crowds import WHOLE, another_order, crowds, pointing, renamed, shuffled
from tests.kernels.markets import grouped
from tests.naive import upkeep as naive_upkeep

N_PLACES = 3
KEPT, NOTICE = 6.25, 3.0


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


@given(months(), st.sampled_from([0.02, 0.4]))
def test_hours_agree_with_their_naive_twin(month, per_hour):
    assert given_hours(upkeep, month, per_hour) == given_hours(naive_upkeep, month, per_hour)


@given(months())
def test_who_gives_more_than_she_can_bear_is_wholly_tired_and_no_more(month):
    _, fatigue, hours, _ = given_hours(upkeep, month, per_hour=1e6)

    assert {fatigue[person] for person in np.flatnonzero(np.array(hours) > 1e-3)} <= {WHOLE}


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
        chance.random(count) < 0.4,
    )
    cash, closing = chance.integers(-900_000, 2_000_000, count), chance.integers(-1, 2, count)
    return bills, (cash, closing, chance.integers(0, 9, count) / 4, chance.random(count))


def balanced(way, account, dependence=1.0):
    bills, own = account
    kept = [column.copy() for column in own]
    return tuple(way.balance(7, *bills, KEPT, NOTICE, 4.0, 0.1, dependence, 2.0, *kept)), kept


@given(accounts(), st.sampled_from([0.0, 0.5, 1.0]))
def test_accounts_agree_with_their_naive_twin(account, dependence):
    told, kept = balanced(upkeep, account, dependence)
    twin, twin_kept = balanced(naive_upkeep, account, dependence)

    assert told == twin
    for column, same in zip(kept, twin_kept, strict=True):
        assert_array_equal(column, same)


@given(accounts())
def test_what_places_take_in_is_what_they_pay_and_keep(account):
    (is_open, paid, running, rent, _, credit, _), (before, closing, *_) = account

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
    (is_open, _, running, rent, grant, *whose), own = account
    credit = whose[0]
    cost = running + rent
    paid = cost - np.rint(grant * cost).astype(np.int64)

    (*_, short), (_, _, price, stance) = balanced(
        upkeep, ((is_open, paid, running, rent, grant, *whose), own)
    )

    assert short == (is_open & ~credit & (paid < cost)).sum()
    assert_array_equal(price, own[2])
    assert_array_equal(stance, own[3])


def test_a_place_that_does_not_depend_on_its_grant_raises_its_price_as_if_it_had_none():
    cost, one = 1000, np.ones(1)
    prices = {}
    for grant, dependence in ((0.0, 1.0), (0.5, 1.0), (0.5, 0.0)):
        bills = (
            one > 0,
            np.array([0]),
            np.array([cost]),
            np.array([0]),
            grant * one,
            one > 1,
            one > 1,
        )
        own = np.array([0]), np.array([-1]), one.copy(), one.copy()
        _, (_, _, price, _) = balanced(upkeep, (bills, own), dependence)
        prices[grant, dependence] = float(price[0])

    assert prices[0.5, 0.0] == prices[0.0, 1.0] > prices[0.5, 1.0] > 1.0


def test_a_place_gives_notice_where_it_owes_more_than_so_many_months_and_not_before():
    cost, one = 1000, np.ones(1)
    debt = -int(NOTICE * cost)
    bills = one > 0, np.array([cost]), np.array([cost]), np.array([0]), 0 * one, one > 1, one > 1
    closing = []
    for cash in (debt, debt - 1):
        own = np.array([cash]), np.array([-1]), one.copy(), one.copy()
        _, (_, closes, _, _) = balanced(upkeep, (bills, own))
        closing.append(int(closes[0]))

    assert closing == [-1, 8]


def test_a_place_with_just_half_of_what_it_started_with_is_not_poor_but_with_half_of_most_is_rich():
    cost, most, one = 1000, int(KEPT * 1000 / 2), np.ones(1)
    lost, gained = cost - 1, cost + 1
    prices = []
    for paid, ends_with in (
        (lost, 2 * cost),
        (lost, 2 * cost - 1),
        (gained, most),
        (gained, most - 1),
    ):
        bills = (
            one > 0,
            np.array([paid]),
            np.array([cost]),
            np.array([0]),
            0 * one,
            one > 1,
            one > 1,
        )
        own = np.array([ends_with + cost - paid]), np.array([-1]), one.copy(), one.copy()
        _, (_, _, price, _) = balanced(upkeep, (bills, own))
        prices.append(round(float(price[0]), 1))

    assert prices == [1.0, 1.1, 0.9, 1.0]


def test_a_place_that_its_users_govern_pays_nobody_and_gets_cheaper_as_soon_as_it_can():
    cost, one = 1000, np.ones(1)
    enough = int(4.0 * cost)
    told = {}
    for governed in (False, True):
        for ends_with in (enough - 1, enough, int(KEPT * cost) + 5):
            bills = one > 0, np.array([cost + 1]), np.array([cost]), np.array([0]), 0 * one
            own = np.array([ends_with - 1]), np.array([-1]), one.copy(), one.copy()
            told_, (cash, _, price, _) = balanced(
                upkeep, ((*bills, one > 1, one > 1 - governed), own)
            )
            told[governed, ends_with] = told_[3], int(cash[0]), round(float(price[0]), 1)

    rich = int(KEPT * cost) + 5
    assert told[False, rich] == (5, rich - 5, 0.9)
    assert told[True, rich] == (0, rich, 0.9)
    assert told[False, enough - 1][2] == 0.9
    assert told[True, enough] == (0, enough, 0.9)
    assert told[True, enough - 1] == (0, enough - 1, 1.0)

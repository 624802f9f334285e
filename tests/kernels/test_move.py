"""Homes go to the highest bids at one price a market, and no rent passes the limit on burden."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.kernels import move, space
from sim.kernels.luck import Purpose
from tests.kernels.crowds import SIDE, another_order, crowds, renamed, shuffled
from tests.kernels.markets import homes
from tests.naive import move as naive_move

CELL_KM = 0.1
REGULATED_SHARE = 0.25
LIMIT = 0.4
N_SAMPLED = 12
LOST = -1

reaches = st.floats(0.05, 5).map(lambda reach: space.nearness_table(SIDE, CELL_KM, reach, np.inf))
attempts = st.integers(0, 1)


@st.composite
def searches(draw):
    """Draw people with their ties, of whom some look for a home, and a city to look at."""
    crowd, city = draw(crowds()), draw(homes())
    chance = np.random.default_rng(crowd.seed + 7)
    income = chance.integers(50_000, 400_000, crowd.size) * (chance.random(crowd.size) < 0.95)
    crowd = replace(crowd, income=income)
    return crowd, city, chance.permutation(crowd.order), draw(reaches), draw(attempts)


def looked(way, search, tied=True, sampled=N_SAMPLED, limit=LIMIT):
    crowd, city, seekers, reach, attempt = search
    doors = np.repeat(np.arange(len(city.vacant)), city.vacant)
    return way.look_for_homes(
        crowd.seed, int(Purpose.DWELLING), crowd.month, attempt, seekers,
        crowd.identity, crowd.kind, crowd.pole, crowd.income,
        tied, crowd.tie_other, crowd.tie_strength, crowd.home,
        doors, city.rent, REGULATED_SHARE, *city.surroundings,
        limit, reach, SIDE, sampled,
    )  # fmt: skip


def moved_search(search):
    crowd, city, seekers, *how = search
    row = another_order(crowd)
    return renamed(crowd, row), city, row[seekers], *how


@given(searches(), st.booleans())
def test_what_people_find_agrees_with_the_naive_twin(search, tied):
    market, utility, unbounded, favourite = looked(move, search, tied)
    twin = looked(naive_move, search, tied)

    assert market.tolist() == twin[0]
    np.testing.assert_allclose(utility, twin[1], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(unbounded, twin[2], rtol=1e-12, atol=1e-12)
    assert favourite.tolist() == twin[3]


@given(searches())
def test_the_limit_on_burden_is_never_passed_and_only_vacant_homes_are_found(search):
    crowd, city, seekers, *_ = search

    market, utility, unbounded, _ = looked(move, search)

    for person, found in zip(seekers[market >= 0], market[market >= 0], strict=True):
        regulated = found % 2 == 1
        asked = REGULATED_SHARE * crowd.income[person] if regulated else city.rent[found // 2]
        assert asked <= LIMIT * crowd.income[person]
        assert city.vacant[found] > 0
    assert np.all(unbounded >= utility)
    assert np.array_equal(market < 0, np.isneginf(utility))
    assert np.all(np.isneginf(unbounded) == (city.vacant.sum() == 0))


@given(searches())
def test_who_sees_more_homes_never_likes_the_best_of_them_less(search):
    first = (*search[:-1], 0)  # the first try; more samples add to what the same luck shows

    _, few, few_unbounded, _ = looked(move, first, sampled=4)
    _, many, many_unbounded, _ = looked(move, first)

    assert np.all(many >= few)
    assert np.all(many_unbounded >= few_unbounded)


@given(searches())
def test_without_a_limit_that_binds_the_best_home_is_the_best_of_all(search):
    crowd, _, seekers, *_ = search
    assume(np.all(crowd.income[seekers] > 0))  # any limit binds those who have nothing

    market, utility, unbounded, favourite = looked(move, search, limit=1e9)

    assert np.array_equal(utility, unbounded)
    assert np.array_equal(market, favourite)
    assert np.all((market >= 0) | (search[1].vacant.sum() == 0))


@given(searches())
def test_what_people_find_does_not_hang_on_rows(search):
    for found, found_moved in zip(
        looked(move, search), looked(move, moved_search(search)), strict=True
    ):
        assert np.array_equal(found, found_moved)


def stayed(way, search):
    crowd, city, stayers, reach, _ = search
    rent_paid = crowd.income // 3
    return way.worth_of_staying(
        stayers, crowd.kind, crowd.pole, crowd.income, rent_paid, crowd.home,
        crowd.tie_other, crowd.tie_strength, *city.surroundings, reach, SIDE,
    )  # fmt: skip


@given(searches())
def test_what_staying_is_worth_agrees_with_the_naive_twin(search):
    np.testing.assert_allclose(
        stayed(move, search), stayed(naive_move, search), rtol=1e-12, atol=1e-12
    )


@given(searches())
def test_what_staying_is_worth_does_not_hang_on_rows(search):
    assert np.array_equal(stayed(move, search), stayed(move, moved_search(search)))


@given(searches(), st.integers(0, SIDE * SIDE - 1))
def test_nearness_of_ties_is_a_share_and_agrees_with_the_naive_twin(search, cell):
    crowd, _, people, reach, _ = search

    for person in people:
        ties = crowd.tie_other[person], crowd.tie_strength[person], crowd.home
        near, twin = (way.nearness_of_ties(cell, *ties, reach, SIDE) for way in (move, naive_move))
        assert near == pytest.approx(twin, rel=1e-12, abs=1e-12)
        assert 0 <= near <= 1 + 1e-12
        assert (near > 0) == bool(np.any(ties[0] >= 0))


@given(searches(), st.integers(1, 100_000))
def test_a_dearer_home_is_worth_less_and_agrees_with_the_naive_twin(search, cents):
    crowd, city, *_ = search
    felt = float(crowd.income[0]), 0.3, city.log_access[0], city.amenity[0], 0.2, 0.1
    weight = city.weight[0]

    cheap, twin = (way.worth_of_home(50_000.0, *felt, weight) for way in (move, naive_move))
    dear = move.worth_of_home(50_000.0 + cents, *felt, weight)

    assert cheap == pytest.approx(twin, rel=1e-12, abs=1e-12)
    assert dear < cheap


@st.composite
def auctions(draw):
    """Draw applications for dwellings, free (even markets) and regulated (odd ones)."""
    seed = draw(st.integers(0, 2**32))
    chance = np.random.default_rng(seed)
    count, markets = draw(st.integers(0, 20)), 2 * draw(st.integers(1, 3))
    market = chance.integers(0, markets, count)
    rent = chance.uniform(10_000, 100_000, markets)
    income = chance.uniform(100_000, 400_000, count)
    over = chance.integers(0, 4, count) * draw(st.sampled_from([0.0, 0.3, 5000.7]))
    regulated = market % 2 == 1
    asking = np.where(regulated, REGULATED_SHARE * income, rent[market])
    bid = np.where(regulated, 0.0, asking + over)
    applicant = chance.permutation(1000)[:count]
    vacant = chance.integers(0, 5, markets)
    return (seed, 8, draw(attempts), applicant, market, bid, asking), vacant


def let(way, auction):
    offers, vacant = auction
    left = vacant.copy()
    return list(way.let_dwellings(*offers, left)), left.tolist()


@given(auctions())
def test_who_gets_a_home_and_at_what_price_agrees_with_the_naive_twin(auction):
    assert let(move, auction) == let(naive_move, auction)


@given(auctions())
def test_as_many_homes_are_let_as_are_vacant_and_asked_for(auction):
    (*_, market, _, _), vacant = auction

    price, left = let(move, auction)

    for m, (before, after) in enumerate(zip(vacant, left, strict=True)):
        won = sum(paid != LOST for paid, where in zip(price, market, strict=True) if where == m)
        assert won == before - after == min(before, (market == m).sum())


@given(auctions())
def test_winners_bid_no_less_than_losers_and_pay_one_price_they_can_bear(auction):
    (*_, market, bid, asking), _ = auction

    price = np.array(let(move, auction)[0], np.int64)

    for m in {*market[market % 2 == 0]}:
        won, lost = (market == m) & (price != LOST), (market == m) & (price == LOST)
        assert len({*price[won]}) <= 1
        if won.any():
            assert bid[won].min() >= max(bid[lost], default=0)
            assert np.all(price[won] >= asking[won] - 0.5)  # to the nearest cent
            assert np.all(price[won] <= bid[won] + 0.5)
    regulated = (market % 2 == 1) & (price != LOST)
    assert np.allclose(price[regulated], asking[regulated], atol=0.5)


@given(auctions())
def test_the_order_of_applications_decides_nothing(auction):
    (seed, month, attempt, *columns), vacant = auction
    there = np.random.default_rng(seed).permutation(len(columns[0]))
    moved = (seed, month, attempt, *(shuffled(column, there) for column in columns)), vacant

    price, left = let(move, auction)
    price_moved, left_moved = let(move, moved)

    assert price_moved == shuffled(np.array(price, np.int64), there).tolist()
    assert left_moved == left


def test_between_equal_bids_everyone_has_the_same_chance():
    n_people, n_months = 4, 400
    wins = np.zeros(n_people)
    same = np.zeros(n_people, np.int64), np.full(n_people, 5e4), np.full(n_people, 4e4)

    for month in range(n_months):
        price = move.let_dwellings(1, month, 0, np.arange(n_people), *same, np.array([1, 0]))
        wins += price != LOST

    assert wins.sum() == n_months
    assert np.all(abs(wins - n_months / n_people) < 4 * np.sqrt(n_months * 3 / 16))

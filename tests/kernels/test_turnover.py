"""Candidates come where they like it better; people leave by luck, in vain or without a home."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import space, turnover
from tests.kernels.crowds import (
    N_KINDS,
    SIDE,
    WHOLE,
    another_order,
    crowd_of,
    crowds,
    renamed,
    share,
    shuffled,
)
from tests.kernels.markets import Homes, homes
from tests.naive import turnover as naive

SHARE, LIMIT, SAMPLED, TRIES, BLOCK_CELLS, PULL = 0.25, 0.4, 5, 2, 1, 6.0
NEAR = space.nearness_table(SIDE, 0.1, 0.3, np.inf)
MEAN, SPREAD, STAYING, SCALE = 0.7, 1.1, 0.2, 2.3


@given(crowds())
def test_what_elsewhere_is_worth_agrees_with_the_naive_twin(crowd):
    asked = crowd.seed, crowd.identity, MEAN, SPREAD

    worth = turnover.outside_utility(*asked)

    assert_allclose(worth, naive.outside_utility(*asked), rtol=1e-12, atol=1e-12)
    assert_array_equal(turnover.outside_utility(crowd.seed, crowd.identity[:1], MEAN, 0.0), MEAN)


@st.composite
def knocks(draw):
    """Draw candidates, what they expect elsewhere, and a city with dwellings and places."""
    crowd, city = draw(crowds()), draw(homes())
    chance = np.random.default_rng(crowd.seed + 13)
    count = draw(st.integers(0, 5))
    place_cell = chance.integers(0, SIDE * SIDE, count)
    reach = space.nearness_table(SIDE, 0.1, 0.2, 2.0)
    listed = space.list_places(place_cell, np.ones(count, bool), reach, SIDE, BLOCK_CELLS)
    admission = chance.random((count, N_KINDS))
    income = 4 * chance.integers(12_000, 100_000, crowd.size)  # rents of a whole cent
    elsewhere = chance.normal(1.0, 2.0, crowd.size)
    return crowd, city, income, elsewhere, (reach, *listed, place_cell, admission, BLOCK_CELLS)


def let_in(way, knock, better=0.0, pull=PULL):
    crowd, city, income, elsewhere, places = knock
    added = np.full(crowd.size, 0.17) + better
    left = city.vacant.copy()
    found = way.let_in(
        crowd.seed, crowd.month, crowd.identity, crowd.kind, crowd.pole, income, elsewhere, added,
        left, city.rent, SHARE, *city.surroundings, LIMIT, NEAR, SIDE, SAMPLED, pull, *places,
        TRIES,
    )  # fmt: skip
    return [list(column) for column in found], left


@given(knocks())
def test_who_enters_where_agrees_with_the_naive_twin(knock):
    found, left = let_in(turnover, knock)
    slow, left_slow = let_in(naive, knock)

    assert found == slow
    assert_array_equal(left, left_slow)


@given(knocks())
def test_whoever_enters_takes_one_vacant_dwelling_she_can_pay(knock):
    (entered, market, price, *_), left = let_in(turnover, knock)
    city, income = knock[1], knock[2]

    taken = np.bincount(np.array(market, np.int64), minlength=len(left))
    assert_array_equal(city.vacant - left, taken)
    assert len({*entered}) == len(entered)
    for who, paid in zip(entered, price, strict=True):
        assert 0 <= paid <= LIMIT * income[who] + 0.5


@given(knocks())
def test_whoever_enters_asked_for_a_home_and_nobody_asks_where_nothing_is_free(knock):
    (entered, *_, applied), _ = let_in(turnover, knock)
    full = replace(knock[1], vacant=np.zeros_like(knock[1].vacant))
    (*_, in_vain), _ = let_in(turnover, (knock[0], full, *knock[2:]))

    assert all(applied[who] for who in entered)
    assert not any(in_vain)


@given(knocks())
def test_where_no_place_counts_whoever_enters_was_keen(knock):
    (entered, *_, keen, _), _ = let_in(turnover, knock, pull=0.0)

    assert all(keen[who] for who in entered)


def test_what_counts_is_the_place_near_the_home_she_can_have_and_not_near_the_one_she_dreams_of():
    crowd, cells = crowd_of(3, 20), SIDE * SIDE
    dream, real = 0, cells - 1
    only_amenity = np.zeros((N_KINDS, 6))
    only_amenity[:, 3] = 1.0
    city = Homes(
        vacant=np.zeros(2 * cells, np.int64), rent=np.full(cells, 1.0), log_access=np.zeros(cells),
        amenity=np.zeros(cells), block_of=np.zeros(cells, np.int64), company=np.zeros((1, 3)),
        creative=np.zeros(1), weight=only_amenity,
    )  # fmt: skip
    city.vacant[[2 * dream, 2 * real]] = crowd.size
    city.rent[dream], city.amenity[dream] = 1e9, 1.0
    reach, at = space.nearness_table(SIDE, 0.1, 0.01, 2.0), np.array([real])
    listed = space.list_places(at, np.ones(1, bool), reach, SIDE, BLOCK_CELLS)
    places = reach, *listed, at, np.ones((1, N_KINDS)), BLOCK_CELLS
    knock = crowd, city, np.full(crowd.size, 100_000), np.full(crowd.size, 2.0), places

    (entered, market, _, keen, _), _ = let_in(turnover, knock)

    # the home she can have is worth 0 and the place near it 6; the dream is worth 1 and no more
    assert len(entered) > crowd.size / 2 > sum(keen)
    assert {*market} == {2 * real}


@given(knocks())
def test_nobody_enters_a_city_that_is_worse_than_anywhere_and_a_better_one_makes_all_keen(knock):
    (entered, *_, keen, _), _ = let_in(turnover, knock, better=-1e9)
    (*_, all_keen, _), _ = let_in(turnover, knock, better=1e9)

    assert not entered
    assert not any(keen)
    assert all(all_keen) == bool(knock[1].vacant.sum())


@st.composite
def departures(draw):
    """Draw who is here since when, who has no home, and who searched in vain."""
    crowd = draw(crowds())
    chance = np.random.default_rng(crowd.seed + 17)
    cohort = crowd.month - chance.integers(0, 3, crowd.size)
    searched = crowd.order[chance.random(len(crowd.order)) < 0.4]
    utility = chance.normal(0.0, 2.0, len(searched))
    return crowd, cohort, chance.integers(0, 4, crowd.size), searched, utility


def left(way, departure, chance, exit_after=3):
    crowd, cohort, homeless, searched, utility = departure
    return way.who_leaves(
        crowd.seed, crowd.month, crowd.order, crowd.identity, cohort, homeless,
        searched, utility, chance, exit_after, MEAN, SPREAD, STAYING, SCALE,
    )  # fmt: skip


@given(departures(), share)
def test_who_leaves_agrees_with_the_naive_twin(departure, chance):
    leaving, homeless = left(turnover, departure, chance)

    assert (leaving.tolist(), homeless) == left(naive, departure, chance)


@given(departures())
def test_the_long_homeless_leave_and_newcomers_who_did_not_search_stay(departure):
    crowd, cohort, homeless, searched, _ = departure

    leaving, for_want = left(turnover, departure, 1.0)

    assert set(crowd.order[homeless[crowd.order] >= 3]) <= set(leaving)
    assert set(crowd.order[cohort[crowd.order] < crowd.month]) <= set(leaving)
    new = (cohort == crowd.month) & (homeless < 3)
    assert not set(np.flatnonzero(new)) - set(searched) & set(leaving)
    assert 0 <= for_want <= (homeless[leaving] >= 3).sum()


@given(departures(), share)
def test_who_leaves_does_not_hang_on_rows(departure, chance):
    crowd, cohort, homeless, searched, utility = departure
    row = another_order(crowd)
    elsewhere = shuffled(cohort, row), shuffled(homeless, row), row[searched], utility

    leaving, for_want = left(turnover, departure, chance)
    moved, for_want_moved = left(turnover, (renamed(crowd, row), *elsewhere), chance)

    assert_array_equal(row[leaving], moved)
    assert for_want == for_want_moved


@given(crowds(), st.integers(0, 2**32), st.integers(1, 30))
def test_jobs_are_given_up_as_by_the_naive_twin_and_a_firm_keeps_room_for_one(crowd, seed, room):
    chance = np.random.default_rng(seed)
    firms = int(crowd.workplace.max()) + 2
    leaving = crowd.order[chance.random(len(crowd.order)) < 0.5]
    jobs = np.bincount(crowd.workplace[crowd.workplace >= 0], minlength=firms)
    cell = chance.integers(0, 3, firms)
    used = np.zeros(3, np.int64)
    np.add.at(used, cell, room * np.maximum(jobs, 1))
    columns = crowd.workplace.copy(), jobs.copy(), cell, used.copy()
    slow = crowd.workplace.copy(), jobs.copy(), cell, used.copy()

    turnover.give_up_jobs(leaving, *columns, room)
    naive.give_up_jobs(leaving, *slow, room)

    for column, other in zip(columns, slow, strict=True):
        assert_array_equal(column, other)
    workplace, fewer, _, still_used = columns
    assert_array_equal(np.bincount(workplace[workplace >= 0], minlength=firms), fewer)
    kept = np.zeros(3, np.int64)
    np.add.at(kept, cell, room * np.maximum(fewer, 1))
    assert_array_equal(still_used, kept)


@given(crowds(), st.integers(0, 2**32))
def test_those_still_here_are_listed_as_by_the_naive_twin(crowd, seed):
    gone = np.random.default_rng(seed).random(crowd.size) < 0.5

    here = turnover.those_still_here(crowd.order, gone)

    assert_array_equal(here, naive.those_still_here(crowd.order, gone))
    assert_array_equal(here, crowd.order[~gone[crowd.order]])


def would(way, crowd, chance=1.0, strong=0.05, group=2, needed=2_000.0):
    savings = np.random.default_rng(crowd.seed).integers(0, 2_000, crowd.size)
    return way.who_would_found(
        crowd.seed, crowd.month, crowd.order, crowd.identity, crowd.participation, savings,
        crowd.tie_other, crowd.tie_strength, chance, strong, group, needed,
    )  # fmt: skip


@given(crowds(), share, share, st.integers(0, 4))
def test_who_would_found_a_place_agrees_with_the_naive_twin(crowd, chance, strong, group):
    rule = chance, strong, group

    assert_array_equal(would(turnover, crowd, *rule), would(naive, crowd, *rule))


@given(crowds())
def test_just_strong_enough_ties_and_just_enough_money_will_do_and_a_cent_less_will_not(crowd):
    ready = replace(crowd, participation=np.full_like(crowd.participation, WHOLE))
    savings = np.random.default_rng(crowd.seed).integers(0, 2_000, crowd.size)

    for person in crowd.order[(crowd.tie_other[crowd.order] >= 0).any(axis=1)]:
        most = crowd.tie_strength[person].max()
        friends = crowd.tie_other[person][crowd.tie_strength[person] == most]
        owned = float(savings[person] + savings[friends].sum())
        rule = {"chance": 1.0, "strong": most / WHOLE, "group": len(friends)}

        assert person in would(turnover, ready, **rule, needed=owned)
        assert person not in would(turnover, ready, **rule, needed=owned + 1)


@given(crowds())
def test_fewer_would_found_where_more_is_needed_and_nobody_without_a_chance(crowd):
    some = set(would(turnover, crowd))

    assert set(would(turnover, crowd, group=4)) <= some
    assert set(would(turnover, crowd, strong=0.6)) <= some
    assert set(would(turnover, crowd, needed=8_000.0)) <= some
    assert not len(would(turnover, crowd, chance=0.0))


@given(crowds())
def test_who_would_found_does_not_hang_on_rows(crowd):
    row = another_order(crowd)
    savings = np.random.default_rng(crowd.seed).integers(0, 2_000, crowd.size)
    moved = renamed(crowd, row)

    there = turnover.who_would_found(
        moved.seed, moved.month, moved.order, moved.identity, moved.participation,
        shuffled(savings, row), moved.tie_other, moved.tie_strength, 1.0, 0.05, 2, 2_000.0,
    )  # fmt: skip

    assert_array_equal(row[would(turnover, crowd)], there)


@given(crowds(), st.data())
def test_moving_out_agrees_with_its_naive_twin_and_leaves_no_trace(crowd, data):
    chance = np.random.default_rng(crowd.seed + 21)
    leaving = crowd.order[chance.random(len(crowd.order)) < data.draw(share)]
    housed, founder, regulated = chance.random((3, crowd.size)) < 0.7
    status = np.ones(crowd.size, np.int8)
    done = []
    for way in (turnover, naive):
        columns = [
            status.copy(), crowd.home.copy(), housed.copy(), regulated.copy(), founder,
            crowd.income.copy(), crowd.income + 1, crowd.income + 2, crowd.income + 3,
            crowd.tie_other.copy(), crowd.tie_strength.copy(),
        ]  # fmt: skip
        told = way.move_out(leaving, crowd.order, 0, 2, 55_000, *columns)
        done.append([*told, *columns])

    for column, other in zip(*done, strict=True):
        assert_array_equal(column, other)
    here, freed, taken, *_, ties, _ = done[0]
    assert_array_equal(here, crowd.order[~np.isin(crowd.order, leaving)])
    assert len(freed) == housed[leaving].sum()
    assert taken == crowd.income[leaving].sum()
    assert not np.isin(ties[here], leaving).any()
    assert (ties[leaving] < 0).all()

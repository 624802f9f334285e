"""Leases end at the asking rent, and people move where they win a home they like better."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from sim.kernels import search, space
from tests.kernels.crowds import SIDE, Crowd, another_order, crowds, renamed, share, shuffled
from tests.kernels.markets import Homes, homes
from tests.naive import search as naive

SHARE, LIMIT, LENGTH, COST, SCALE, SAMPLED, TRIES = 0.25, 0.4, 12, 0.8371, 3.7, 5, 2
NEAR = space.nearness_table(SIDE, 0.1, 0.3, np.inf)
CHANGED = ("home", "housed", "regulated", "rent", "lease_end", "homeless", "moves_forced")


@dataclass(frozen=True)
class Living:
    """A crowd, what each has for a home, and the dwellings of the city."""

    crowd: Crowd
    city: Homes
    columns: dict[str, NDArray]

    def copied(self) -> list[NDArray]:
        """Return copies of the columns that change, in the kernels' order."""
        return [self.columns[name].copy() for name in CHANGED]

    def renamed(self) -> "Living":
        """Return the same people in other rows."""
        row = another_order(self.crowd)
        moved = {name: shuffled(column, row) for name, column in self.columns.items()}
        return replace(self, crowd=renamed(self.crowd, row), columns=moved)


@st.composite
def lives(draw):
    """Draw people with homes, some regulated, some dear, and some without."""
    crowd, city = draw(crowds()), draw(homes())
    chance = np.random.default_rng(crowd.seed + 11)
    housed = chance.random(crowd.size) < draw(st.sampled_from([0.3, 0.9]))
    columns = {
        "home": crowd.home,
        "housed": housed,
        "regulated": housed & (chance.random(crowd.size) < 0.3),
        "rent": chance.integers(10_000, 120_000, crowd.size),
        "lease_end": crowd.month + chance.integers(-1, 3, crowd.size),
        "homeless": chance.integers(0, 3, crowd.size),
        "moves_forced": chance.integers(0, 3, crowd.size),
    }
    income = 4 * chance.integers(12_000, 100_000, crowd.size)  # rents of a whole cent
    return Living(replace(crowd, income=income), city, columns)


def ended(way, living):
    crowd, (home, housed, regulated, rent, lease_end, *_) = living.crowd, living.copied()
    evicted = way.end_leases(
        crowd.month, crowd.order, crowd.income, home, housed, regulated, rent, lease_end,
        living.city.rent, SHARE, LIMIT, LENGTH,
    )  # fmt: skip
    return evicted, rent, lease_end


@given(lives())
def test_how_leases_end_agrees_with_the_naive_twin(living):
    for found, slow in zip(ended(search, living), ended(naive, living), strict=True):
        assert_array_equal(found, slow)


@given(lives())
def test_only_who_cannot_pay_the_asking_rent_loses_her_home_and_none_before_her_lease_ends(living):
    evicted, rent, lease_end = ended(search, living)
    columns, income = living.columns, living.crowd.income

    assert np.all(columns["lease_end"][evicted] <= living.crowd.month)
    assert np.all(columns["housed"][evicted] & ~columns["regulated"][evicted])
    assert np.all(living.city.rent[columns["home"][evicted]] + 0.5 > LIMIT * income[evicted])
    renewed = lease_end != columns["lease_end"]
    assert np.all(rent[renewed] <= LIMIT * income[renewed])


def lease_ended(asked, income, regulated=False):
    """Return who loses her home, and the rent, for one tenant whose lease ends now."""
    one, rent, lease_end = np.ones(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.int64)
    evicted = search.end_leases(
        0, 0 * one, income * one, 0 * one, one > 0, np.array([regulated]), rent, lease_end,
        np.array([asked]), SHARE, LIMIT, LENGTH,
    )  # fmt: skip
    return evicted.tolist(), int(rent[0])


def test_who_can_just_pay_the_asking_rent_stays_and_a_cent_more_is_too_much():
    assert lease_ended(40_000.0, 100_000) == ([], 40_000)
    assert lease_ended(40_001.0, 100_000) == ([0], 0)


def test_a_regulated_rent_is_rounded_down_and_an_asking_rent_to_the_nearest_cent():
    assert lease_ended(0.0, 100_003, regulated=True) == ([], 25_000)
    assert lease_ended(30_000.6, 100_000) == ([], 30_001)


def searching(way, living, chance):
    crowd, columns = living.crowd, living.columns
    return way.who_searches(
        crowd.seed, crowd.month, crowd.order, crowd.identity, crowd.income,
        columns["rent"], columns["housed"], LIMIT, chance,
    )  # fmt: skip


@given(lives(), share)
def test_who_searches_agrees_with_the_naive_twin(living, chance):
    for found, slow in zip(
        searching(search, living, chance), searching(naive, living, chance), strict=True
    ):
        assert_array_equal(found, slow)


@given(lives(), share)
def test_the_homeless_and_the_burdened_must_search_and_nobody_else(living, chance):
    seekers, must = searching(search, living, chance)
    crowd, columns = living.crowd, living.columns
    pressed = ~columns["housed"] | (columns["rent"] > LIMIT * crowd.income)

    assert_array_equal(seekers[must], crowd.order[pressed[crowd.order]])
    assert chance > 0 or must.all()
    assert chance < 1 or len(seekers) == len(crowd.order)


def test_who_just_bears_her_rent_need_not_search_and_with_a_cent_more_she_must():
    two = np.arange(2)
    rent = 40_000 + two

    seekers, must = search.who_searches(
        0, 0, two, two, np.full(2, 100_000), rent, two >= 0, LIMIT, 0.0
    )

    assert seekers.tolist() == [1]
    assert must.all()


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_every_vacant_dwelling_is_listed_once_as_by_the_naive_twin(vacant):
    doors = search.list_vacant(np.array(vacant))

    assert_array_equal(doors, naive.list_vacant(vacant))
    assert_array_equal(np.bincount(doors, minlength=len(vacant)), vacant)


@given(
    st.integers(0, 3),
    st.floats(0, 20) | st.just(np.inf),
    st.floats(1, 5e5),
    st.floats(0, 5),
)
def test_a_bid_lies_between_what_is_asked_and_the_limit_and_agrees_with_the_twin(
    market, gain, income, flat
):
    rent = np.array([30_000.0, 80_000.0])
    terms = market, gain, income, rent, SHARE, flat, LIMIT

    asked, bid = search.ask_and_bid(*terms)

    assert_allclose((asked, bid), naive.ask_and_bid(*terms), rtol=1e-12)
    if market % 2 == 0:
        assert asked == rent[market // 2] <= bid <= max(asked, LIMIT * income)
    else:
        assert (asked, bid) == (SHARE * income, 0)


@given(st.floats(0, 0.2), st.floats(0.1, 5), st.integers(200_000, 500_000))
def test_at_her_bid_she_would_be_no_better_off_where_the_limit_allows_it(gain, flat, income):
    asked, bid = search.ask_and_bid(0, gain, income, np.array([30_000.0]), SHARE, flat, LIMIT)

    what_she_gives_up = flat * (bid - asked) / income
    assert_allclose(what_she_gives_up, min(gain, flat * (LIMIT - asked / income)), atol=1e-12)


def moved(way, living, chance=0.6, tries=TRIES):
    crowd, city, columns, vacant = living.crowd, living.city, living.copied(), living.city.vacant
    seekers, must = searching(search, living, chance)
    left = vacant.copy()
    found = way.move_house(
        crowd.seed, crowd.month, seekers, must,
        crowd.identity, crowd.kind, crowd.pole, crowd.income, crowd.tie_other, crowd.tie_strength,
        *columns, left, city.rent, SHARE, *city.surroundings, LIMIT, NEAR, SIDE, SAMPLED,
        COST, SCALE, LENGTH, tries,
    )  # fmt: skip
    return found, columns, left


def moves_agree(living, chance):
    """Hold the kernel's moves against the twin's, column by column."""
    (best, freed, *counted), columns, left = moved(search, living, chance)
    (best_slow, freed_slow, *counted_slow), columns_slow, left_slow = moved(naive, living, chance)

    assert_allclose(best, best_slow, rtol=1e-12, atol=1e-12)
    assert [freed.tolist(), *counted] == [freed_slow, *counted_slow]
    assert_array_equal(left, left_slow)
    for name, column, slow in zip(CHANGED, columns, columns_slow, strict=True):
        assert_array_equal(column, slow, err_msg=name)


@given(lives())
def test_who_moves_where_agrees_with_the_naive_twin(living):
    moves_agree(living, chance=0.6)


@st.composite
def rushes(draw):
    """Draw a crowd of means of which many are after few dwellings, so that second tries count."""
    living = draw(lives())
    chance = np.random.default_rng(living.crowd.seed + 31)
    vacant, rent = np.zeros_like(living.city.vacant), living.city.rent
    vacant[chance.choice(len(vacant), 4, replace=False)] = chance.integers(1, 3, 4)
    crowd = replace(living.crowd, income=living.crowd.income + 200_000)
    city = replace(living.city, vacant=vacant, rent=rent / rent.max() * 60_000)
    columns = {**living.columns, "rent": chance.integers(1_000, 60_000, crowd.size)}
    return Living(crowd, city, columns)


@given(rushes())
def test_a_rush_for_few_dwellings_ends_as_for_the_naive_twin(living):
    moves_agree(living, chance=1.0)


@given(lives())
def test_every_move_takes_one_vacant_dwelling_and_frees_the_one_left(living):
    (_, freed, moves, forced), columns, left = moved(search, living)
    now = dict(zip(CHANGED, columns, strict=True))
    before = living.columns

    assert living.city.vacant.sum() - left.sum() == moves >= forced >= 0
    assert np.all(left >= 0)
    assert len(freed) == moves - (now["housed"].sum() - before["housed"].sum())
    assert now["moves_forced"].sum() - before["moves_forced"].sum() == forced
    settled = now["lease_end"] == living.crowd.month + LENGTH
    assert np.all(now["rent"][settled] <= LIMIT * living.crowd.income[settled] + 0.5)


@given(lives())
def test_moves_do_not_hang_on_rows(living):
    found, columns, left = moved(search, living)
    found_moved, columns_moved, left_moved = moved(search, living.renamed())
    row = another_order(living.crowd)

    for one, other in zip(found, found_moved, strict=True):
        assert_array_equal(one, other)
    assert_array_equal(left, left_moved)
    for column, other in zip(columns, columns_moved, strict=True):
        assert_array_equal(shuffled(column, row), other)


@given(lives())
def test_what_a_second_try_shows_is_not_remembered_and_takes_no_home_from_the_first(living):
    (best, _, moves, _), _, left = moved(search, living)
    (best_once, _, moves_once, _), _, left_once = moved(search, living, tries=1)

    assert_array_equal(best, best_once)
    assert moves >= moves_once
    assert np.all(left <= left_once)

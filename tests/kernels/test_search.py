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

SHARE, LIMIT, LENGTH, COST, SCALE, SAMPLED, TRIES = 0.25, 0.4, 12, 0.0371, 3.7, 5, 2
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


def moved(way, living, chance=0.6):
    crowd, city, columns, vacant = living.crowd, living.city, living.copied(), living.city.vacant
    seekers, must = searching(search, living, chance)
    left = vacant.copy()
    found = way.move_house(
        crowd.seed, crowd.month, seekers, must,
        crowd.identity, crowd.kind, crowd.pole, crowd.income, crowd.tie_other, crowd.tie_strength,
        *columns, left, city.rent, SHARE, *city.surroundings, LIMIT, NEAR, SIDE, SAMPLED,
        COST, SCALE, LENGTH, TRIES,
    )  # fmt: skip
    return found, columns, left


@given(lives())
def test_who_moves_where_agrees_with_the_naive_twin(living):
    (best, freed, moves, forced), columns, left = moved(search, living)
    (best_slow, *counted), columns_slow, left_slow = moved(naive, living)

    assert_allclose(best, best_slow, rtol=1e-12, atol=1e-12)
    assert [freed.tolist(), moves, forced] == counted
    assert_array_equal(left, left_slow)
    for name, column, slow in zip(CHANGED, columns, columns_slow, strict=True):
        assert_array_equal(column, slow, err_msg=name)


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

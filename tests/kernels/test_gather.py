"""Who goes out, to which place, and who finds a seat."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from sim.kernels import gather, seats, space
from tests.kernels.crowds import (
    N_KINDS,
    N_ROUNDS,
    NOWHERE,
    SIDE,
    WHOLE,
    Crowd,
    another_order,
    crowd_of,
    crowds,
    renamed,
    share,
    shuffled,
)
from tests.naive import gather as naive
from tests.naive import seats as naive_seats
from tests.naive.space import near_to

NEAR = 1e-12
CELL = 0.1
N_FIELDS = 3
N_SLOTS = 3
COMPANY = 1.0


@dataclass(frozen=True)
class Places:
    """Third places, and where each person usually goes."""

    usual: NDArray[np.int64]
    cell: NDArray[np.int64]
    is_open: NDArray[np.bool_]
    fee: NDArray[np.float64]
    quality: NDArray[np.float64]
    admission: NDArray[np.float64]
    company: NDArray[np.float64]
    seats: NDArray[np.int64]
    catchment: float = 0.5
    habit: float = 1.0
    going_out: float = 1.2
    sharpness: float = 3.0
    slot_habit: float = 0.7

    @property
    def size(self) -> int:
        """Return how many places there are."""
        return len(self.seats)

    @property
    def near(self) -> NDArray[np.float64]:
        """Return how near a cell is, by cells down and across."""
        return space.nearness_table(SIDE, CELL, self.catchment, 8.0)

    @property
    def welcome(self) -> NDArray[np.float64]:
        """Return how welcome each kind is in each place."""
        return self.admission * self.quality[:, None]


def places_of(crowd: Crowd, n_places: int, catchment: float = 0.5, **numbers: float) -> Places:
    """Make up third places by ordinary chance."""
    chance = np.random.default_rng(crowd.seed + 2)
    return Places(
        cell=chance.integers(0, SIDE * SIDE, n_places),
        catchment=catchment,
        usual=chance.integers(-1, n_places, crowd.size),
        is_open=chance.random(n_places) < 0.8,
        fee=chance.integers(0, 3, n_places) * 3000.0,
        quality=0.1 + 0.9 * chance.random(n_places),
        admission=0.1 + 0.9 * chance.random((n_places, N_KINDS)),
        company=chance.dirichlet(np.ones(N_FIELDS), n_places),
        seats=chance.integers(0, 4, n_places),
        **numbers,
    )


@st.composite
def towns(draw, most=12):
    """Draw a crowd and the third places of its town."""
    crowd = draw(crowds(most=most))
    numbers = {
        "going_out": draw(st.sampled_from([0.0, 1.2, 10.0])),
        "sharpness": draw(st.sampled_from([0.0, 1.0, 2.5, 3.0])),
        "slot_habit": draw(st.sampled_from([0.0, 0.7, 1.0])),
    }
    return crowd, places_of(crowd, draw(st.integers(0, 4)), **numbers)


def outing(crowd: Crowd, places: Places) -> tuple:
    """Return what the kernel that lets people go out is given."""
    near = places.near
    listed = *space.list_places(places.cell, places.is_open, near, SIDE, 1), places.cell
    return (
        crowd.seed,
        crowd.month,
        crowd.order,
        crowd.identity,
        crowd.kind,
        crowd.home,
        places.usual,
        crowd.pole,
        crowd.participation,
        crowd.fatigue,
        crowd.income,
        near,
        *listed,
        places.fee,
        places.welcome,
        space.best_of_blocks(*listed, places.welcome, near, SIDE, 1),
        places.company,
        SIDE,
        1,
        0.05,
        places.habit,
        COMPANY,
        places.going_out,
        places.sharpness,
        N_SLOTS,
        places.slot_habit,
    )


def went(choosing, crowd: Crowd, places: Places) -> tuple[NDArray, NDArray]:
    """Return where each person heads for in each round, and in which half day."""
    place = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int32)
    slot = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int8)
    choosing(*outing(crowd, places), place, slot)
    return place, slot


def sittings(crowd: Crowd, place, slot, n_places: int) -> tuple[NDArray, NDArray]:
    """Group those out by place, round and half day, by identity within each group."""
    members = [
        [row for row in crowd.order.tolist() if (place[row, r], slot[row, r]) == (p, s)]
        for p in range(n_places)
        for r in range(N_ROUNDS)
        for s in range(N_SLOTS)
    ]
    start = np.cumsum([0, *map(len, members)])
    return start, np.array([row for group in members for row in group], np.int64)


@st.composite
def crushes(draw):
    """Draw a crowd whose places are overrun: who comes where in which half day."""
    crowd = draw(crowds(most=20))
    places = places_of(crowd, draw(st.integers(1, 3)))
    chance = np.random.default_rng(crowd.seed + 5)
    place = np.full((crowd.size, N_ROUNDS), NOWHERE)
    place[crowd.order] = chance.integers(-1, places.size, (len(crowd.order), N_ROUNDS))
    half_days = draw(st.integers(1, N_SLOTS))
    slot = np.where(place >= 0, chance.integers(0, half_days, place.shape), NOWHERE)
    return crowd, places, place, slot


def seat(seating, crowd: Crowd, places: Places, place, slot) -> tuple:
    """Return place and slot after people took their seats, and the visits refused."""
    place, slot = place.copy(), slot.copy()
    refused = seating(
        crowd.seed,
        crowd.month,
        crowd.identity,
        crowd.kind,
        place,
        slot,
        *sittings(crowd, place, slot, places.size),
        places.seats,
        places.admission,
        N_SLOTS,
    )
    return place, slot, refused


@given(
    share,
    share,
    st.sampled_from([0.0, 1.0, 2900.0]),
    st.sampled_from([0.0, 1.0, 160_000.0]),
    st.floats(0.001, 10),
    share,
)
def test_appeal_agrees_with_its_naive_twin_and_stays_in_its_bounds(
    near, welcome, fee, income, fee_scale, bonus
):
    found = gather.appeal(near, welcome, fee, income, fee_scale, bonus, 1.0)

    slow = naive.appeal(near, welcome, fee, income, fee_scale, bonus, 1.0)
    assert_allclose(found, slow, rtol=0, atol=NEAR)
    assert 0 <= found <= 1


def test_a_fee_of_the_scale_halves_the_appeal_and_is_out_of_reach_without_income():
    free, dear = (gather.appeal(0.5, 1.0, fee, 1000.0, 0.05, 0.0, 1.0) for fee in (0.0, 50.0))

    assert_allclose(dear, free / 2, rtol=NEAR)
    assert gather.appeal(0.5, 1.0, 50.0, 0.0, 0.05, 0.0, 1.0) == 0
    assert gather.appeal(0.5, 1.0, 0.0, 0.0, 0.05, 0.0, 1.0) == free


@given(towns())
def test_going_out_agrees_with_its_naive_twin(town):
    found, slow = went(gather.choose_places, *town), went(naive.choose_places, *town)

    assert_array_equal(found[0], slow[0])
    assert_array_equal(found[1], slow[1])


@pytest.mark.parametrize("seed", range(3))
def test_a_crowd_s_going_out_agrees_with_the_naive_twin(seed):
    crowd = crowd_of(seed, 200)
    town = crowd, places_of(crowd, 3, going_out=2.0)

    for found, slow in zip(
        *(went(way.choose_places, *town) for way in (gather, naive)), strict=True
    ):
        assert_array_equal(found, slow)


@given(towns())
def test_those_who_go_out_go_to_an_open_place_in_one_of_its_half_days(town):
    crowd, places = town
    place, slot = went(gather.choose_places, crowd, places)

    out = place >= 0
    assert_array_equal(out, slot >= 0)
    assert places.is_open[place[out]].all()
    assert np.all(slot[out] < N_SLOTS)
    absent = np.setdiff1d(np.arange(crowd.size), crowd.order)
    assert not out[absent].any()


@given(towns())
def test_renaming_people_changes_nobody_s_evening(town):
    crowd, places = town
    new_row = another_order(crowd)
    other = renamed(crowd, new_row)
    others_places = replace(places, usual=shuffled(places.usual, new_row))

    place, slot = went(gather.choose_places, crowd, places)
    moved_place, moved_slot = went(gather.choose_places, other, others_places)

    assert_array_equal(moved_place, shuffled(place, new_row))
    assert_array_equal(moved_slot, shuffled(slot, new_row))


def halved(places: Places, split: int) -> Places:
    """Split a place into two on one cell; both halves inherit its company, one its regulars."""
    columns = ("cell", "is_open", "fee", "quality", "admission", "company", "seats")
    twice = {
        name: np.append(c := getattr(places, name), c[split : split + 1], 0) for name in columns
    }
    return replace(places, **twice)


@given(towns(), st.data())
def test_splitting_a_place_into_two_halves_changes_no_one_s_going_out(town, data):
    crowd, places = town
    if not places.size:
        return
    split = data.draw(st.integers(0, places.size - 1))

    before, _ = went(gather.choose_places, crowd, places)
    after, _ = went(gather.choose_places, crowd, halved(places, split))

    assert_array_equal(after >= 0, before >= 0)


@given(towns())
def test_with_an_endless_catchment_it_does_not_matter_where_people_and_places_are(town):
    crowd, places = town
    chance = np.random.default_rng(crowd.seed)
    one_layout, another = (
        replace(places, catchment=1e18, cell=chance.integers(0, SIDE * SIDE, places.size))
        for _ in range(2)
    )
    elsewhere = replace(crowd, home=chance.permutation(crowd.home))

    one = went(gather.choose_places, crowd, one_layout)
    other = went(gather.choose_places, elsewhere, another)

    assert_array_equal(one[0], other[0])
    assert_array_equal(one[1], other[1])


@given(towns())
def test_one_more_place_never_keeps_anybody_at_home(town):
    crowd, places = town
    if not places.size:
        return
    fewer = replace(places, is_open=places.is_open & (np.arange(places.size) > 0))

    with_fewer, _ = went(gather.choose_places, crowd, fewer)
    with_all, _ = went(gather.choose_places, crowd, places)

    assert np.all((with_all >= 0) >= (with_fewer >= 0))


def test_people_go_out_as_often_as_the_best_place_in_reach_draws_them():
    crowd = crowd_of(3, 400)
    places = places_of(crowd, 3)
    appeal = np.array(
        [
            [
                gather.appeal(
                    near_to(crowd.home[row], places.cell[p], places.near, SIDE),
                    places.welcome[p, crowd.kind[row]],
                    places.fee[p],
                    float(crowd.income[row]),
                    0.05,
                    (places.usual[row] == p) + places.company[p, crowd.pole[row]],
                    2.0,
                )
                for p in np.flatnonzero(places.is_open)
            ]
            for row in range(crowd.size)
        ]
    )
    ready = crowd.participation / WHOLE * (1 - crowd.fatigue / WHOLE)
    lively = places.going_out * ready
    expected = N_ROUNDS * np.minimum(1, lively * appeal.max(axis=1)).sum()

    place, _ = went(gather.choose_places, crowd, places)

    assert abs((place >= 0).sum() - expected) < 4 * np.sqrt(expected)


@pytest.mark.parametrize("months", [range(1, 5)])
def test_one_s_usual_half_day_is_the_same_every_month(months):
    crowd = crowd_of(4, 12)
    places = places_of(crowd, 3, going_out=10.0, slot_habit=1.0)
    always: list[set[int]] = [set() for _ in range(crowd.size)]

    for month in months:
        _, slot = went(gather.choose_places, replace(crowd, month=month), places)
        for row, used in enumerate(slot):
            always[row] |= set(used[used >= 0].tolist())

    assert max(map(len, always)) == 1
    assert len(set.union(*always)) > 1


@given(crushes())
def test_seating_agrees_with_its_naive_twin(crush):
    found, slow = (seat(seating, *crush) for seating in (seats.take_seats, naive_seats.take_seats))

    for column, other in zip(found, slow, strict=True):
        assert_array_equal(column, other)


@given(crushes())
def test_no_seat_is_taken_twice_and_nobody_is_lost(crush):
    crowd, places, place, slot = crush

    seated, half_day, refused = seat(seats.take_seats, crowd, places, place, slot)

    before, after = (
        sittings(crowd, *out, places.size)[0] for out in ((place, slot), (seated, half_day))
    )
    room = np.repeat(places.seats, N_ROUNDS * N_SLOTS)
    assert_array_equal(np.diff(after), np.minimum(np.diff(before), room))
    turned_away = (
        (np.diff(before) - np.diff(after)).reshape(places.size, N_ROUNDS * N_SLOTS).sum(axis=1)
    )
    assert_array_equal(refused, turned_away)
    stays = seated == NOWHERE
    assert_array_equal(seated[~stays], place[~stays])
    assert_array_equal(stays, half_day == NOWHERE)


@given(crushes())
def test_who_is_seated_does_not_depend_on_where_rows_lie(crush):
    crowd, places, place, slot = crush
    new_row = another_order(crowd)
    other = renamed(crowd, new_row)

    seated, _, refused = seat(seats.take_seats, crowd, places, place, slot)
    moved = (shuffled(place, new_row), shuffled(slot, new_row))
    moved_seated, _, moved_refused = seat(seats.take_seats, other, places, *moved)

    assert_array_equal(moved_seated, shuffled(seated, new_row))
    assert_array_equal(moved_refused, refused)


def test_those_with_more_weight_at_the_door_are_seated_more_often():
    crowd = replace(crowd_of(5, 300), kind=np.arange(300) % 2)
    places = replace(
        places_of(crowd, 1), seats=np.array([100]), admission=np.array([[0.1, 0.9, 1.0]])
    )
    out = np.full((crowd.size, N_ROUNDS), 0)

    seated, _, _ = seat(seats.take_seats, crowd, places, out, out)

    assert (seated[crowd.kind == 1] == 0).sum() > 3 * (seated[crowd.kind == 0] == 0).sum()


@given(towns())
def test_counting_visits_agrees_with_its_naive_twin(town):
    crowd, places = town
    place, _ = went(gather.choose_places, crowd, places)

    found = seats.count_visits(place, crowd.order, crowd.pole, places.fee.astype(np.int64))
    slow = naive_seats.count_visits(place, crowd.order, crowd.pole, places.fee)

    for column, other in zip(found, slow, strict=True):
        assert_array_equal(column, np.reshape(other, column.shape))


@given(towns())
def test_every_visit_is_counted_once_and_every_user_in_one_field(town):
    crowd, places = town
    place, _ = went(gather.choose_places, crowd, places)

    visits, users, by_field, latest, owed = seats.count_visits(
        place, crowd.order, crowd.pole, places.fee.astype(np.int64)
    )

    assert visits.sum() == (place >= 0).sum()
    assert np.all(users <= visits)
    assert_array_equal(by_field.sum(axis=1), users)
    assert_array_equal(latest >= 0, (place >= 0).any(axis=1))
    assert owed.sum() == (users * places.fee).sum()


@given(towns())
def test_renaming_people_changes_no_count(town):
    crowd, places = town
    place, _ = went(gather.choose_places, crowd, places)
    new_row = another_order(crowd)
    other = renamed(crowd, new_row)

    fee = places.fee.astype(np.int64)
    *counts, latest, owed = seats.count_visits(place, crowd.order, crowd.pole, fee)
    *moved, moved_latest, moved_owed = seats.count_visits(
        shuffled(place, new_row), other.order, other.pole, fee
    )
    assert_array_equal(moved_owed, shuffled(owed, new_row))

    for column, again in zip(counts, moved, strict=True):
        assert_array_equal(column, again)
    assert_array_equal(moved_latest, shuffled(latest, new_row))


@given(crushes())
def test_sittings_are_grouped_as_by_the_naive_twin(crush):
    crowd, places, place, slot = crush

    found = seats.group_visits(crowd.order, place, slot, places.size, N_SLOTS)
    slow = naive_seats.group_visits(crowd.order, place, slot, places.size, N_SLOTS)

    for column, other, again in zip(
        found, slow, sittings(crowd, place, slot, places.size), strict=True
    ):
        assert_array_equal(column, other)
        assert_array_equal(column, again)


@given(crushes())
def test_those_seated_are_kept_as_by_the_naive_twin(crush):
    crowd, places, place, slot = crush
    came = seats.group_visits(crowd.order, place, slot, places.size, N_SLOTS)
    seated, half_day, _ = seat(seats.take_seats, crowd, places, place, slot)

    found = seats.keep_seated(seated, *came, N_SLOTS)
    slow = naive_seats.keep_seated(seated, *came, N_SLOTS)
    anew = sittings(crowd, seated, half_day, places.size)

    for column, other, again in zip(found, slow, anew, strict=True):
        assert_array_equal(column, other)
        assert_array_equal(column, again)


@given(towns())
def test_visits_are_noted_as_by_the_naive_twin(town):
    crowd, places = town
    place, _ = went(gather.choose_places, crowd, places)
    noted = []
    for way in (seats, naive_seats):
        columns = [
            crowd.workplace.copy(),
            crowd.income.copy(),
            *np.ones((2, places.size), np.int64),
        ]
        columns.append(np.ones((places.size, 3)))
        fee = places.fee.astype(np.int64)
        circles = way.note_visits(place, crowd.order, crowd.pole, fee, *columns)
        noted.append([*circles, *columns])

    for column, other in zip(*noted, strict=True):
        assert_array_equal(column, np.reshape(other, column.shape))
    assert_array_equal(np.sort(noted[0][1]), np.sort(crowd.order[(place[crowd.order] >= 0).any(1)]))

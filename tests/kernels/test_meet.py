"""Whom people meet: in rooms two by two, from home whoever luck sends."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from sim.kernels import meet, space
from tests.kernels.crowds import (
    N_ROUNDS,
    NOWHERE,
    SIDE,
    Crowd,
    another_order,
    crowd_of,
    crowds,
    pointing,
    renamed,
    share,
    shuffled,
)
from tests.naive import meet as naive

BLOCK = space.reach_offsets(0.25, 0.1, 3.0, SIDE)
DISTRICT = space.reach_offsets(2.5, 0.1, 3.0, SIDE)
SHARES = np.array([0.35, 0.45, 0.8, 0.9, 1.0])
ALWAYS = {"crowding": 0.0, "exponent": 1.0}


@dataclass(frozen=True)
class Venues:
    """Who is in which venue in which round; one group for each venue and round."""

    place: NDArray[np.int64]
    programming: NDArray[np.float64]
    room_size: int = 3
    crowding: float = 3.0
    exponent: float = 1.0

    def groups(self, order) -> tuple:
        """Group people by venue and round, by identity within a group."""
        rounds = range(len(self.programming) * N_ROUNDS)
        members = [order[self.place[order, g % N_ROUNDS] == g // N_ROUNDS] for g in rounds]
        start = np.cumsum([0, *map(len, members)])
        member = np.concatenate([np.zeros(0, np.int64), *members])
        return start, member

    def at(self, row: int, r: int) -> int:
        """Return where somebody is in a round."""
        return int(self.place[row, r])


@st.composite
def gatherings(draw, **numbers):
    """Draw a crowd, and who of it is in which venue in which round."""
    crowd = draw(crowds(most=25))
    n_venues = draw(st.integers(1, 3))
    chance = np.random.default_rng(crowd.seed + 3)
    place = np.full((crowd.size, N_ROUNDS), NOWHERE)
    place[crowd.order] = chance.integers(-1, n_venues, (len(crowd.order), N_ROUNDS))
    programming = st.lists(
        st.sampled_from([0.0, 0.5, 1.0]) | share, min_size=n_venues, max_size=n_venues
    )
    drawn = {
        "room_size": st.integers(1, 8),
        "crowding": st.sampled_from([0.0, 3.0, 10.0]),
        "exponent": st.sampled_from([1.0, 1.15]),
    }
    chosen = {name: numbers.get(name, draw(values)) for name, values in drawn.items()}
    return crowd, Venues(place, np.array(draw(programming)), **chosen)


def in_rooms(kernel, crowd: Crowd, venues: Venues) -> tuple[NDArray, NDArray]:
    """Return whom each person met in which round, and through which channel."""
    partner = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int64)
    channel = np.zeros((crowd.size, N_ROUNDS), np.int64)
    kernel(
        crowd.seed,
        crowd.month,
        crowd.identity,
        *venues.groups(crowd.order),
        1,
        venues.programming,
        venues.room_size,
        venues.crowding,
        venues.exponent,
        meet.PLACE,
        partner,
        channel,
    )
    return partner, channel


def from_home(kernel, crowd: Crowd, place, at_work, chance=0.5, shares=SHARES, block=BLOCK):
    """Return whom each person met from home, and through which channel."""
    partner = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int64)
    channel = np.zeros((crowd.size, N_ROUNDS), np.int64)
    start, member = space.group(crowd.home, crowd.order, SIDE * SIDE)
    kernel(
        crowd.seed,
        crowd.month,
        crowd.order,
        crowd.order,
        crowd.identity,
        crowd.home,
        place,
        at_work,
        crowd.tie_other,
        crowd.tie_strength,
        start,
        member,
        *(block[k] for k in (0, 1, 3, 4)),
        *(DISTRICT[k] for k in (0, 1, 3, 4)),
        SIDE,
        chance,
        shares,
        partner,
        channel,
    )
    return partner, channel


def working(crowd: Crowd, place, work_share=0.6, kernel=meet.choose_mode):
    at_work = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int32)
    who = crowd.seed, crowd.month, crowd.order, crowd.identity
    kernel(*who, place, crowd.workplace, work_share, at_work)
    return at_work


@given(gatherings(), share)
def test_where_a_round_is_spent_agrees_with_its_naive_twin(gathering, work_share):
    crowd, venues = gathering

    at_work = working(crowd, venues.place, work_share)

    assert_array_equal(at_work, working(crowd, venues.place, work_share, naive.choose_mode))
    busy = at_work >= 0
    assert not (busy & (venues.place >= 0)).any()
    assert_array_equal(at_work[busy], np.repeat(crowd.workplace, N_ROUNDS)[busy.ravel()])


@given(gatherings())
def test_renaming_people_sends_nobody_elsewhere(gathering):
    crowd, venues = gathering
    new_row = another_order(crowd)

    here = working(crowd, venues.place)
    there = working(renamed(crowd, new_row), shuffled(venues.place, new_row))

    assert_array_equal(there, shuffled(here, new_row))


def test_those_with_a_job_spend_the_share_of_their_rounds_at_work():
    crowd = replace(crowd_of(1, 400), workplace=np.arange(400) % 5)
    nowhere = np.full((crowd.size, N_ROUNDS), NOWHERE)

    assert abs((working(crowd, nowhere, 0.6) >= 0).mean() - 0.6) < 0.05
    assert (working(crowd, nowhere, 1.0) >= 0).all()
    assert (working(crowd, nowhere, 0.0) < 0).all()


@given(gatherings())
def test_meetings_in_rooms_agree_with_their_naive_twin(gathering):
    found, slow = (
        in_rooms(kernel, *gathering) for kernel in (meet.meet_in_rooms, naive.meet_in_rooms)
    )

    assert_array_equal(found[0], slow[0])
    assert_array_equal(found[1], slow[1])


@given(gatherings())
def test_in_rooms_two_meet_each_other_in_the_same_round_and_venue(gathering):
    crowd, venues = gathering
    partner, channel = in_rooms(meet.meet_in_rooms, crowd, venues)

    for row, r in np.argwhere(partner >= 0):
        other = partner[row, r]
        assert other != row
        assert partner[other, r] == row
        assert venues.at(row, r) == venues.at(other, r) >= 0
    assert_array_equal(partner >= 0, channel == meet.PLACE)
    assert set(np.unique(channel)) <= {meet.NO_CHANNEL, meet.PLACE}


@given(gatherings())
def test_renaming_people_changes_no_meeting_in_a_room(gathering):
    crowd, venues = gathering
    new_row = another_order(crowd)
    moved = replace(venues, place=shuffled(venues.place, new_row))

    partner, channel = in_rooms(meet.meet_in_rooms, crowd, venues)
    again = in_rooms(meet.meet_in_rooms, renamed(crowd, new_row), moved)

    assert_array_equal(again[0], pointing(shuffled(partner, new_row), new_row))
    assert_array_equal(again[1], shuffled(channel, new_row))


@given(gatherings(**ALWAYS))
def test_without_crowding_everyone_meets_but_one_in_each_odd_room(gathering):
    crowd, venues = gathering
    partner, _ = in_rooms(meet.meet_in_rooms, crowd, venues)
    start, member = venues.groups(crowd.order)

    for g, (first, last) in enumerate(pairwise(start)):
        r = g % N_ROUNDS
        inside = member[first:last]
        n_rooms = -(-len(inside) // venues.room_size)
        alone = (partner[inside, r] < 0).sum()
        assert alone <= n_rooms
        assert (len(inside) - alone) % 2 == 0


def acquainted(crowd: Crowd, venues: Venues, months: int) -> set[frozenset[int]]:
    """Return who comes to know whom, directly or through others, over some months."""
    known = {row: {int(row)} for row in crowd.order}
    for month in range(months):
        partner, _ = in_rooms(meet.meet_in_rooms, replace(crowd, month=month), venues)
        for row, r in np.argwhere(partner >= 0):
            together = known[row] | known[partner[row, r]]
            known.update(dict.fromkeys(together, together))
    return {frozenset(each) for each in known.values()}


@pytest.mark.parametrize("people", [7, 12, 13])
@pytest.mark.parametrize("room_size", [1, 3, 5])
def test_rooms_hold_at_most_room_size_and_without_programming_stay_the_same(people, room_size):
    crowd = crowd_of(6, people)
    everyone = np.zeros((people, N_ROUNDS), np.int64)

    circles = acquainted(crowd, Venues(everyone, np.zeros(1), room_size, **ALWAYS), 30)

    assert max(map(len, circles)) <= room_size
    assert len(circles) == -(-people // room_size)


def test_programming_mixes_the_rooms():
    crowd = crowd_of(6, 12)
    everyone = np.zeros((12, N_ROUNDS), np.int64)

    circles = acquainted(crowd, Venues(everyone, np.ones(1), 3, **ALWAYS), 30)

    assert circles == {frozenset(crowd.order.tolist())}


@pytest.mark.parametrize(("room_size", "programming"), [(2, 0.0), (4, 0.0), (4, 0.5), (10, 0.0)])
def test_a_pair_meets_with_the_chance_of_its_room(room_size, programming):
    crowding = 3.0
    crowd = crowd_of(7, 400)
    everyone = np.zeros((400, N_ROUNDS), np.int64)
    venues = Venues(everyone, np.array([programming]), room_size, crowding)

    partner, _ = in_rooms(meet.meet_in_rooms, crowd, venues)

    others = room_size - 1
    chance = others / (others + crowding * (1 - programming))
    assert abs((partner >= 0).mean() - chance) < 0.06


def test_returns_to_size_multiply_the_chance_of_those_in_a_large_place():
    crowd = crowd_of(8, 400)
    everyone = np.zeros((400, N_ROUNDS), np.int64)
    plain, rising = (Venues(everyone, np.zeros(1), 4, 10.0, exponent) for exponent in (1.0, 1.15))

    met, met_more = (
        (in_rooms(meet.meet_in_rooms, crowd, v)[0] >= 0).mean() for v in (plain, rising)
    )

    assert abs(met_more / met - 100**0.15) < 0.3


@given(gatherings(), share, st.sampled_from([0, 1, 2, 3, 4]), st.booleans())
def test_meetings_from_home_agree_with_their_naive_twin(gathering, chance, way, mixed):
    crowd, venues = gathering
    at_work = working(crowd, venues.place)
    shares = SHARES if mixed else (np.arange(len(SHARES)) >= way).astype(np.float64)

    found = from_home(meet.meet_from_home, crowd, venues.place, at_work, chance, shares)
    slow = from_home(naive.meet_from_home, crowd, venues.place, at_work, chance, shares)

    assert_array_equal(found[0], slow[0])
    assert_array_equal(found[1], slow[1])


@given(gatherings())
def test_from_home_one_meets_somebody_else_who_is_in_the_city(gathering):
    crowd, venues = gathering
    at_work = working(crowd, venues.place)

    partner, channel = from_home(meet.meet_from_home, crowd, venues.place, at_work, 1.0)

    met = partner >= 0
    assert not met[(venues.place >= 0) | (at_work >= 0)].any()
    assert np.isin(partner[met], crowd.order).all()
    assert not (partner == np.arange(crowd.size)[:, None]).any()
    assert_array_equal(met, channel >= meet.BLOCK)
    for row, r in np.argwhere(channel == meet.TIE):
        assert partner[row, r] in crowd.tie_other[row]
    for row, r in np.argwhere(channel == meet.TIE_OF_TIE):
        between = crowd.tie_other[row][crowd.tie_other[row] >= 0]
        assert partner[row, r] in crowd.tie_other[between]


@given(gatherings())
def test_renaming_people_changes_no_meeting_from_home(gathering):
    crowd, venues = gathering
    at_work = working(crowd, venues.place)
    new_row = another_order(crowd)
    other = renamed(crowd, new_row)

    partner, channel = from_home(meet.meet_from_home, crowd, venues.place, at_work)
    again = from_home(
        meet.meet_from_home, other, shuffled(venues.place, new_row), shuffled(at_work, new_row)
    )

    assert_array_equal(again[0], pointing(shuffled(partner, new_row), new_row))
    assert_array_equal(again[1], shuffled(channel, new_row))


@given(gatherings())
def test_there_is_at_most_one_meeting_a_round_on_whichever_way(gathering):
    crowd, venues = gathering
    at_work = working(crowd, venues.place)

    in_room, _ = in_rooms(meet.meet_in_rooms, crowd, venues)
    at_home, _ = from_home(meet.meet_from_home, crowd, venues.place, at_work)

    assert not ((in_room >= 0) & (at_home >= 0)).any()


def test_ties_are_met_in_proportion_to_their_strength():
    crowd = crowd_of(9, 400, ties=0.0)
    everyone = np.full((crowd.size, N_ROUNDS), NOWHERE)
    other, strength = crowd.tie_other.copy(), crowd.tie_strength.copy()
    follows = np.roll(crowd.order, 1), np.roll(crowd.order, 2)
    for slot, (rows, how_strong) in enumerate(zip(follows, (13107, 39321), strict=True)):
        other[crowd.order, slot], strength[crowd.order, slot] = rows, how_strong
    crowd = replace(crowd, tie_other=other, tie_strength=strength)
    only_ties = np.array([0.0, 0.0, 1.0, 1.0, 1.0])

    partner, _ = from_home(meet.meet_from_home, crowd, everyone, everyone, 1.0, only_ties)

    assert abs((partner[crowd.order] == follows[1][:, None]).mean() - 3 / 4) < 0.05


def test_one_knocks_four_times_before_giving_up_on_the_neighbours():
    crowd = replace(crowd_of(10, 2), home=np.array([3, 3]))
    nowhere = np.full((crowd.size, N_ROUNDS), NOWHERE)
    only_block, months = np.ones(5), 200
    same_cell = space.reach_offsets(0.01, 0.1, 1.0, SIDE)

    met = [
        from_home(kernel, replace(crowd, month=m), nowhere, nowhere, 1.0, only_block, same_cell)[0]
        for m in range(months)
        for kernel in (meet.meet_from_home, naive.meet_from_home)
    ]

    assert_array_equal(met[::2], met[1::2])
    assert abs((np.array(met) >= 0).mean() - 15 / 16) < 0.03  # herself four times: 1 / 16

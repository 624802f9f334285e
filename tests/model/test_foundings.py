"""Groups that announce a place near each other in one month open one together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.city.firms import PlaceOrigin
from sim.model.phases.grassroots import found_places
from tests.villages import branch, changed, scenario

SIDE = 20
CELL_KM = 0.1
RULE = changed(scenario().economy.places, founding_distance=0.25, founding_savings=20_000)
NEEDED = 2_000_000


def cell(row, column):
    return row * SIDE + column


def village(groups, savings=None, open_places=()):
    """Return a village where these groups announced a place: leader's cell, number of people."""
    model = branch("none")
    city = model.city
    people, places = city.people, city.places
    city.month += 1
    places.open[: places.size] = False
    for row, where in enumerate(open_places):
        places.open[row], places.cell[row] = True, where
    city.pending_places = []
    taken = iter(people.order)
    for where, size in groups:
        rows = np.array([next(taken) for _ in range(size)])
        people.home[rows[0]] = where
        city.pending_places.append((int(people.identity[rows[0]]), rows))
    before = int(people.savings[people.order].sum())
    people.savings[people.order] = 0 if savings is None else savings
    change = int(people.savings[people.order].sum()) - before
    books = ("outside", "people") if change > 0 else ("people", "outside")
    city.books.pay(*books, "for this test", abs(change))
    return city


def opened(city):
    places = city.places
    rows = np.flatnonzero(places.open[: places.size] & (places.opened[: places.size] == city.month))
    rows = rows[places.origin[rows] == PlaceOrigin.GRASSROOTS]
    return [int(each) for each in places.cell[rows]]


def naive_sites(city):
    """Tell where places open by going from door to door: who leads, how far, who pays."""

    def km(one, other):
        (a, b), (c, d) = divmod(one, SIDE), divmod(other, SIDE)
        return CELL_KM * math.hypot(a - c, b - d)

    people, places = city.people, city.places
    purse = {int(people.identity[row]): int(people.savings[row]) for row in people.order}
    lives = {int(people.identity[row]): int(people.home[row]) for row in people.order}
    sites = [int(places.cell[row]) for row in range(places.size) if places.open[row]]
    call = {leader: {int(people.identity[row]) for row in rows}
            for leader, rows in city.pending_places}  # fmt: skip
    for leader in [*call]:
        if any(km(lives[leader], site) < RULE.founding_distance for site in sites):
            del call[leader]
    built = []
    while call:
        host = min(call)
        guests = [each for each in call if km(lives[each], lives[host]) < RULE.founding_distance]
        together = set().union(*(call.pop(each) for each in {host, *guests}))
        have = sum(purse[who] for who in together)
        if have >= NEEDED:
            built.append(lives[host])
            for who in together:
                purse[who] -= purse[who] * NEEDED / have
    return built


@st.composite
def announcements(draw):
    """Draw groups in a corner of the village, so that some leaders live near each other."""
    where = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda at: cell(*at))
    groups = draw(st.lists(st.tuples(where, st.integers(3, 6)), max_size=6))
    return groups, draw(st.integers(200_000, 900_000)), draw(st.lists(where, max_size=1))


@given(announcements())
def test_where_places_open_agrees_with_a_naive_twin(announced):
    city = village(*announced)
    expected = naive_sites(city)

    found_places(city, RULE)

    assert sorted(opened(city)) == sorted(expected)
    assert city.pending_places == []


@given(announcements())
def test_no_two_places_open_near_each_other(announced):
    city = village(*announced)

    found_places(city, RULE)

    there = [*opened(city), *announced[2]]
    for at, one in enumerate(opened(city)):
        for other in there[:at] + there[at + 1 :]:
            gap = np.subtract(divmod(one, SIDE), divmod(other, SIDE))
            assert CELL_KM * np.hypot(*gap) >= RULE.founding_distance


@given(announcements())
def test_what_is_paid_is_what_places_have_and_nobody_pays_more_than_she_saved(announced):
    city = village(*announced)
    before = city.people.savings[city.people.order].copy()
    tills = int(city.places.cash[: city.places.size].sum())

    found_places(city, RULE)

    after = city.people.savings[city.people.order]
    paid = int((before - after).sum())
    assert (after >= 0).all()
    assert paid == NEEDED * len(opened(city))
    assert int(city.places.cash[: city.places.size].sum()) - tills == paid
    assert city.books.month["people", "places", "founding"] == paid


def test_two_groups_near_each_other_open_one_place_at_the_home_of_the_first():
    first, second = cell(2, 2), cell(2, 4)
    city = village([(first, 4), (second, 4)], 300_000)

    found_places(city, RULE)

    # neither group of 12,000 euros could have paid alone
    assert opened(city) == [first]
    paid = 300_000 - city.people.savings[city.people.order[:8]]
    assert paid.tolist() == [250_000] * 8
    assert (city.people.savings[city.people.order[8:]] == 300_000).all()


def test_who_is_in_both_groups_pays_once():
    city = village([(cell(2, 2), 4), (cell(2, 3), 4)], 1_000_000)
    (_, one), (leader, other) = city.pending_places
    city.pending_places[1] = (leader, np.append(other, one[:2]))

    found_places(city, RULE)

    paid = 1_000_000 - city.people.savings[city.people.order[:8]]
    assert paid.tolist() == [250_000] * 8


@pytest.mark.parametrize(("apart", "places"), [(2, 1), (3, 2)])
def test_groups_farther_apart_than_the_distance_open_one_place_each(apart, places):
    city = village([(cell(2, 2), 4), (cell(2, 2 + apart), 4)], 1_000_000)

    found_places(city, RULE)

    assert len(opened(city)) == places


def test_a_chain_of_groups_joins_its_first_as_far_as_it_is_near_to_her():
    city = village([(cell(2, 2), 4), (cell(2, 4), 4), (cell(2, 6), 4)], 1_000_000)

    found_places(city, RULE)

    assert opened(city) == [cell(2, 2), cell(2, 6)]


def test_a_group_near_an_open_place_opens_none_and_pays_for_none():
    city = village([(cell(2, 2), 4), (cell(2, 4), 4)], 1_000_000, [cell(2, 6)])

    found_places(city, RULE)

    # the second leader has a place near; the first has not, and opens without her
    assert opened(city) == [cell(2, 2)]
    assert (city.people.savings[city.people.order[4:8]] == 1_000_000).all()


def test_a_group_whose_leader_has_left_opens_none():
    city = village([(cell(2, 2), 4)], 1_000_000)
    city.people.status[city.pending_places[0][1][0]] = 0
    city.people.note_presence()

    found_places(city, RULE)

    assert opened(city) == []

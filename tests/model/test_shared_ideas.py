"""One idea found twice in a month is one idea, whose credit and price are split."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.city.ideas import TEAM, Ideas
from sim.city.people import Status
from sim.model.phases import make, release
from tests.villages import branch, scenario

SETS = np.array([0b111111, 0b1111110], np.uint64)


def found_by(works, sizes=None):
    """Return a village whose teams found such sets this month, in this order, and its ideas."""
    model = branch("none")
    city = model.city
    model.govern()
    sizes = sizes or [3] * len(works)
    members = iter(city.people.order)
    team = np.full((len(works), TEAM), -1, np.int64)
    for project, size in enumerate(sizes):
        team[project, :size] = [next(members) for _ in range(size)]
    city.now.team = team
    city.now.ideas = make._enter(city, scenario().behaviour.make, SETS[works])
    return city, team, city.now.ideas


@given(st.lists(st.integers(0, 1), min_size=1, max_size=8))
def test_every_team_that_finds_a_set_in_a_month_shares_it(works):
    city, team, rows = found_by(works)
    times = Counter(works)

    assert len(rows) == len(times) == city.now.counts["new_ideas"]
    makers, identity = city.ideas.makers(rows)
    for at, row in enumerate(rows):
        which = int(np.flatnonzero(city.ideas.techniques[row] == SETS)[0])
        finders = team[[each == which for each in works]]
        assert city.ideas.shares[row] == times[which]
        assert (makers[at][makers[at] >= 0] == finders[finders >= 0]).all()
        known = makers[at] >= 0
        assert (identity[at][known] == city.people.identity[makers[at][known]]).all()
        assert (identity[at][~known] == -1).all()


def test_the_first_team_names_the_idea_wherever_the_others_stand():
    city, team, (row,) = found_by([0, 0, 0])

    assert city.ideas.member[row].tolist() == team[0].tolist()
    assert [rows for rows, _ in city.ideas.further[row]] == [tuple(each) for each in team[1:]]


def test_a_set_found_in_an_earlier_month_is_shared_with_nobody():
    city, _, (row,) = found_by([0])
    city.month += 1
    city.now.team = np.arange(TEAM)[None, :]

    assert len(make._enter(city, scenario().behaviour.make, SETS[[0]])) == 0

    assert city.ideas.shares[row] == 1
    assert not city.ideas.further
    assert city.now.counts["duplicates"] == 1


@pytest.mark.parametrize("teams", [1, 2, 3, 5])
def test_credit_is_split_between_the_teams_that_found_it(teams):
    rule = scenario().behaviour.make
    city, team, (row,) = found_by([0] * teams)
    people, ideas = city.people, city.ideas
    before = people.recognition[: people.size] * (1 - rule.recognition_fading)

    release._recognise(city, rule)

    gained = people.recognition[: people.size] - before
    own = city.poles() == ideas.field[row]
    weight = np.where(own, rule.own_field, rule.other_field)
    made = np.zeros(people.size, bool)
    made[team[team >= 0]] = True
    assert gained == pytest.approx(np.where(made, weight * ideas.value[row] / teams, 0.0))


@given(
    st.lists(st.integers(3, TEAM), min_size=1, max_size=4),
    st.integers(0, 100_000),
    st.integers(0, 2**16),
)
def test_the_price_is_split_to_the_cent_between_all_makers_and_the_gone_take_theirs_out(
    sizes, cents, gone
):
    city, team, (row,) = found_by([0] * len(sizes), sizes)
    people, books = city.people, city.books
    makers = team[team >= 0]
    left = makers[[bool(gone >> at & 1) for at in range(len(makers))]]
    people.status[left] = Status.FREE
    before, held = people.savings.copy(), books.balance["people"]

    release.pay_members(city, row, cents)

    paid = people.savings - before
    assert (paid[left] == 0).all()
    assert paid.sum() == cents + books.balance["people"] - held
    part, odd = divmod(cents, len(makers))
    for at, maker in enumerate(makers):
        assert maker in left or paid[maker] == part + odd * (at == 0)


def test_ties_of_every_team_hear_of_a_shared_idea():
    city, team, rows = found_by([0, 0])
    city.people.status[team[0][:3]] = Status.FREE

    here = release.members_here(city, rows)[0]

    assert here[here >= 0].tolist() == team[1][:3].tolist()


def test_a_copy_shares_no_finders_with_its_original():
    ideas = Ideas(2)
    ideas.add_rows(1)
    ideas.add_finders(0, np.arange(TEAM), np.arange(TEAM))
    twin = ideas.copy()

    twin.add_finders(0, np.arange(TEAM), np.arange(TEAM))

    assert len(ideas.further[0]) == 1
    assert len(twin.further[0]) == 2
    assert (ideas.shares[0], twin.shares[0]) == (2, 3)


@given(st.lists(st.integers(0, 30), max_size=20), st.integers(-40, 40))
def test_ideas_are_counted_from_a_month_on(born, month):
    ideas = Ideas(1)
    rows = ideas.add_rows(len(born))
    ideas.born[rows] = sorted(born)

    assert ideas.since(month).tolist() == [at for at, b in enumerate(sorted(born)) if b >= month]

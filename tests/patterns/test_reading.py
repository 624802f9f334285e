"""What is read of a living city is what happens there, and reading changes nothing."""

import json

import numpy as np
import pytest

from experiments.life.living import numbers
from experiments.patterns import living, measures, reading
from experiments.patterns.given import criteria, design
from experiments.patterns.living import EMPTY, LIVED, PROGRAMMED
from sim.model.model import CityModel
from sim.model.scenario import Scenario
from tests.villages import everything

MONTHS, SETTLED = 38, 12


@pytest.fixture(scope="module")
def village():
    return numbers("city=village")


@pytest.fixture(scope="module")
def followed(village):
    """A village that was read each month, and its reader."""
    reader = living.Reader(CityModel(Scenario.of(village)), SETTLED)
    living._follow(reader, MONTHS)
    return reader


@pytest.fixture(scope="module")
def short():
    return dict(design()) | {
        "months": MONTHS,
        "settled": SETTLED,
        "programmed_months": 13,
        "empty_months": 24,
    }


@pytest.fixture(scope="module")
def lives(village, short):
    return living.live(village, 0, short, (LIVED, PROGRAMMED, EMPTY))


def test_a_city_that_is_read_lives_as_one_that_is_not(village, followed):
    alone = CityModel(Scenario.of(village))
    alone.live(MONTHS)

    read, unread = everything(followed.model.city), everything(alone.city)

    assert [name for name in read if not np.array_equal(read[name], unread[name])] == []


def test_snapshots_are_taken_every_year_from_the_settled_month_on(followed):
    assert [one.month for one in followed.snapshots] == [12, 24, 36]


def test_a_snapshot_holds_the_city_as_it_stands(followed):
    city = followed.model.city
    one = reading.snapshot(followed.model)
    rows = city.people.order

    assert np.array_equal(one.identity, city.people.identity[rows])
    assert (np.diff(one.identity) > 0).all()
    assert np.array_equal(one.block, reading.ground_of(city).block(one.home))
    assert (one.other >= 0).sum() == (city.ties.other[rows] >= 0).sum()
    assert np.isin(one.other[one.other >= 0], one.identity).all()
    assert one.firm_jobs.sum() == (one.employer >= 0).sum()
    assert (one.place >= 0).sum() == city.now.counts["users"] - _users_gone(city)
    assert 0 <= one.field.min() <= one.field.max() <= 1
    assert 0 <= one.strength.min() <= one.strength.max() <= 1


def _users_gone(city):
    """Count those who went out this month and have left the city since."""
    return int((~np.isin(city.now.visitor_member, city.people.order)).sum())


def test_shares_are_read_whether_kept_as_such_or_as_whole_steps():
    kept = np.array([0.0, 0.25, 1.0])
    steps = np.rint(kept * 65535).astype(np.uint16)

    assert reading.share(kept).tolist() == kept.tolist()
    assert reading.share(steps) == pytest.approx(kept, abs=1e-5)


def test_books_of_places_are_those_of_the_city(village):
    reader = living.Reader(CityModel(Scenario.of(village)), SETTLED)
    city = reader.model.city
    for _ in range(6):
        reader.step()
        paid = {what: cents / 100 for (_, _, what), cents in _months(city).items()}
        books = reader.tables["places"][-1]
        assert books["fees"].sum() == pytest.approx(paid.get("fees", 0))
        assert books["credit"].sum() == pytest.approx(paid.get("state credit", 0), abs=0.1)
        costs = paid["running costs"] + _rent_of_places(city)
        assert books["cost"].sum() == pytest.approx(costs, abs=0.1)


def _months(city):
    return city.books.month


def _rent_of_places(city):
    return sum(
        cents / 100
        for (payer, _, what), cents in city.books.month.items()
        if payer == "places" and what == "workspace"
    )


def test_every_new_idea_and_every_founded_firm_is_kept(followed):
    life, signs = followed.life(), followed.life().signs
    made = signs["new_ideas_per_1000"] * signs["population"] / 12 / 1000

    assert len(life.ideas["month"]) == pytest.approx(made.sum())
    assert len(life.ideas["month"]) == followed.model.city.ideas.size
    opened = followed.model.city.firms
    assert len(life.firms["month"]) == (opened.opened[: opened.size] > 0).sum()
    founded = life.firms["founded"]
    assert founded.any()
    assert (life.firms["founders"][founded] >= 0).all()
    assert (life.firms["founders"][~founded] < 0).all()


def test_lessons_are_of_people_with_one_partner_who_learn_sometimes(followed):
    lessons = followed.life().lessons

    assert len(lessons) > 100
    assert 0 < lessons[:, 1].mean() < 0.2
    assert np.array_equal(lessons[:, 1], lessons[:, 2] + lessons[:, 3])
    assert 0 < followed.transfers[0] < followed.transfers[1]


def test_the_copy_with_events_has_them_in_every_place_and_leaves_the_city_alone(
    village, lives, followed
):
    copy = CityModel(Scenario.of(village))
    reading.programme(copy, 0.6)
    size = copy.city.places.size

    assert copy.city.places.programming[:size] == pytest.approx(np.full(size, 0.6))
    assert [one.month for one in lives[PROGRAMMED].snapshots] == [12, 24]
    assert np.array_equal(lives[LIVED].snapshots[-1].home, followed.snapshots[-1].home)
    before, after = lives[PROGRAMMED].snapshots
    assert np.array_equal(before.other, lives[LIVED].snapshots[0].other)
    assert not np.array_equal(after.other, lives[LIVED].snapshots[1].other)


def test_the_twin_starts_without_a_place(lives):
    first = lives[EMPTY].signs["place_count"].iloc[0]

    assert first == 0
    assert lives[EMPTY].last == 24


def test_parts_are_plain_and_every_criterion_has_a_figure_or_none(lives):
    parts = measures.parts_of(lives, criteria())

    kept = json.loads(json.dumps(parts))

    figures = {name: measures.figure(name, [kept, kept]) for name in criteria()}
    assert all(isinstance(value, float) for value in figures.values())
    assert sum(np.isfinite(value) for value in figures.values()) > len(figures) / 2


def test_only_the_lives_that_are_needed_are_lived():
    assert measures.kinds_for(["giant_component"]) == [LIVED]
    assert measures.kinds_for(["inflexion"]) == [EMPTY]
    assert PROGRAMMED in measures.kinds_for(["ties_by_distance_of_skills_with_events"])

"""On its first day a city holds what was asked for, and everybody can pay her rent."""

from __future__ import annotations

import numpy as np
import pytest

from sim.city.books import ACCOUNTS
from sim.city.build import build_city
from sim.city.people import Status
from sim.city.plan import CENTS
from tests.villages import changed, everything, fingerprint, scenario

SEEDS = (0, 1, 2)
CITIES = ("village", "town")


def built(seed=0, given=None):
    given = given or scenario()
    return build_city(given.city, given.population, given.economy, seed)


@pytest.fixture(scope="module", params=SEEDS)
def city(request):
    return built(request.param)


def test_nobody_pays_more_than_the_starting_burden(city):
    people = city.people
    rows = people.order
    limit = scenario().economy.housing.starting_burden

    # a rent is rounded to the cent
    assert (people.rent[rows] <= limit * people.income[rows] + 1).all()


def test_everybody_has_a_dwelling_of_her_own(city):
    people, cells = city.people, city.cells
    rows = people.order

    assert len(rows) == scenario().city.people
    assert people.housed[rows].all()
    for regulated, stock, vacant in (
        (False, cells.dwellings, cells.vacant),
        (True, cells.regulated, cells.vacant_regulated),
    ):
        homes = people.home[rows][people.regulated[rows] == regulated]
        taken = np.bincount(homes, minlength=cells.size)
        assert np.array_equal(taken + vacant, stock)
        assert (vacant >= 0).all()


def test_as_many_dwellings_are_built_as_were_asked_for(city):
    plan = scenario().city
    total = int(np.ceil(plan.dwellings_per_person * plan.people))

    assert city.cells.dwellings.sum() + city.cells.regulated.sum() == total
    # more are regulated only for those who could pay no other
    assert city.cells.regulated.sum() >= round(plan.regulated_share * total)
    assert (city.cells.dwellings >= 0).all()


def test_rents_rise_towards_the_centre_and_their_median_is_as_asked(city):
    cells = city.cells
    homes = np.sort(np.repeat(cells.rent, cells.dwellings + cells.regulated))

    assert np.all(np.diff(cells.rent[np.argsort(cells.centrality)]) >= 0)
    assert homes[len(homes) // 2] == pytest.approx(CENTS * scenario().economy.housing.median_rent)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", CITIES)
def test_the_kinds_have_their_exact_shares(size, seed):
    given = scenario("none", f"city={size}")
    city = built(seed, given)
    count = np.bincount(city.people.kind[city.people.order], minlength=len(given.population.names))
    wanted = given.population.array("share") * given.city.people

    assert count.sum() == given.city.people
    assert (np.abs(count - wanted) < 1).all()


def test_traits_and_skills_stay_in_their_bounds(city):
    people, population = city.people, scenario().population
    rows = people.order
    held = np.bitwise_count(people.skills[rows])

    for name in ("field", "openness", "participation"):
        trait = getattr(people, name)[rows]
        assert trait.dtype == np.uint16
        assert np.array_equal(trait, getattr(people, f"{name}_origin")[rows])
    # a technique drawn twice is held once
    assert (held >= 1).all()
    assert (held <= population.most_skills).all()


def test_jobs_and_people_at_work_are_the_same(city):
    people, firms = city.people, city.firms
    workplace = people.workplace[people.order]

    assert np.array_equal(
        np.bincount(workplace[workplace >= 0], minlength=firms.size), firms.jobs[: firms.size]
    )
    earner = city.population.array("wage_earner")[people.kind[people.order]] > 0
    assert not (workplace[~earner] >= 0).any()


def test_there_is_floor_for_every_job_and_place(city):
    cells = city.cells

    assert (cells.workspace >= cells.workspace_used).all()
    assert (cells.workspace_used >= 0).all()


def test_the_books_balance_from_the_first_day(city):
    balance = city.books.balance

    assert set(balance) == set(ACCOUNTS)
    assert sum(balance.values()) == 0
    assert balance["people"] == city.people.savings.sum()
    assert balance["firms"] == city.firms.capital.sum()
    assert balance["places"] == city.places.cash.sum()
    assert balance["purse"] == 0


def test_ties_join_two_different_people_once(city):
    ties, people = city.ties, city.people
    for person in people.order:
        others = ties.other[person][ties.other[person] >= 0]
        assert person not in others
        assert len(set(others)) == len(others)
    strength = ties.strength[: ties.size]
    assert strength.dtype == np.uint16
    assert not strength[ties.other[: ties.size] < 0].any()


def test_one_seed_is_one_city():
    assert fingerprint(everything(built(3))) == fingerprint(everything(built(3)))


def test_another_seed_is_another_city_of_the_same_size():
    one, other = built(3), built(4)

    assert fingerprint(everything(one)) != fingerprint(everything(other))
    assert len(one.people.order) == len(other.people.order)
    assert one.cells.dwellings.sum() == other.cells.dwellings.sum()


def test_what_a_person_is_does_not_depend_on_how_many_there_are():
    # shares are exact, so who is of which kind does; what she could be does not
    small, large = built(5), built(5, changed(scenario(), city__people=1500))
    firsts = slice(0, len(small.people.order))

    assert np.array_equal(small.people.standing[firsts], large.people.standing[firsts])


def test_where_rents_are_beyond_everybody_all_who_cannot_pay_get_a_regulated_dwelling():
    given = changed(scenario(), city__regulated_share=0, economy__housing__median_rent=5000)
    city = built(0, given)
    people = city.people
    rows = people.order

    assert people.housed[rows].all()
    assert people.regulated[rows].mean() > 1 / 2
    assert city.cells.regulated.sum() == people.regulated[rows].sum()
    assert (
        people.rent[rows] <= given.economy.housing.starting_burden * people.income[rows] + 1
    ).all()


def test_everybody_present_is_listed_by_identity(city):
    people = city.people

    assert (people.status[people.order] == Status.PRESENT).all()
    assert np.all(np.diff(people.identity[people.order]) > 0)
    assert not (people.status[people.size :] == Status.PRESENT).any()

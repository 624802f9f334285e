"""Whatever appears or vanishes in the city is noticed, and the run stops with a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.identities import CHECKS, DoesNotAddUp, settle
from tests.villages import ARMS, MATCHED, VERBS, branch


@pytest.fixture
def city():
    """Return a city with a policy, at the end of a month in which everything added up."""
    model = branch("collaboration")
    model.live(3)
    return model.city


def a_housed_person(city, regulated=False):
    people = city.people
    rows = people.order
    return rows[people.housed[rows] & (people.regulated[rows] == regulated)][0]


def an_open(table):
    return np.flatnonzero(table.open[: table.size])[0]


def a_coin_in_a_pocket(city):
    city.people.savings[city.people.order[0]] += 1


def a_coin_in_a_firms_till(city):
    city.firms.capital[an_open(city.firms)] -= 1


def a_coin_in_a_places_till(city):
    city.places.cash[an_open(city.places)] += 1


def a_coin_in_a_purse(city):
    city.purses[next(iter(city.purses))] += 1


def a_coin_in_the_books(city):
    city.books.balance["landlords"] += 1


def a_purse_below_zero(city):
    one, other = list(city.purses)[:2]
    short = city.purses[one] + 1
    city.purses[one] -= short
    city.purses[other] += short


def a_reserve_below_zero(city):
    name = next(iter(city.purses))
    city.reserved[name] -= 1
    city.purses[name] += 1


def a_promise_nobody_set_money_aside_for(city):
    firm = an_open(city.firms)
    city.firms.promised[firm], city.firms.per_job[firm] = 3, 100
    city.firms.promised_by[firm] = 0


def a_promise_to_a_firm_that_closed(city):
    firm = an_open(city.firms)
    city.firms.promised[firm], city.firms.open[firm] = 1, False


def a_grant_nobody_noted(city):
    city.books.note("purse", "grant", 1)


def spending_nobody_paid(city):
    city.books.note("equipment", "equipment", 1)


def a_dwelling_nobody_built(city):
    city.cells.dwellings[0] += 1


def a_regulated_dwelling_nobody_built(city):
    city.cells.regulated[0] += 1


def a_dwelling_let_twice(city):
    city.cells.vacant[city.people.home[a_housed_person(city)]] += 1


def a_person_who_moved_without_a_move(city):
    person = a_housed_person(city)
    city.people.home[person] = (city.people.home[person] + 1) % city.cells.size


def a_person_turned_out_unseen(city):
    city.people.housed[a_housed_person(city)] = False


def two_people_in_one(city):
    one, other = city.people.order[:2]
    city.people.identity[other] = city.people.identity[one]


def a_person_nowhere(city):
    person = city.people.order[0]
    city.people.housed[person] = False
    city.people.home[person] = -1


def a_person_nobody_lists(city):
    city.people.order = city.people.order[:-1]


def a_job_nobody_has(city):
    city.firms.jobs[an_open(city.firms)] += 1


def a_worker_no_firm_counts(city):
    people = city.people
    without = people.order[people.workplace[people.order] < 0][0]
    people.workplace[without] = an_open(city.firms)


def a_floor_nobody_stands_on(city):
    city.cells.workspace_used[0] += 1


def a_firm_that_moved_without_its_floor(city):
    firm = an_open(city.firms)
    city.firms.cell[firm] = (city.firms.cell[firm] + 1) % city.cells.size


def a_seat_taken_twice(city):
    place = an_open(city.places)
    city.now.place[: city.places.seats[place] + 1, 0] = place
    city.now.slot[: city.places.seats[place] + 1, 0] = 0


def an_hour_nobody_gave(city):
    city.now.place_hours = city.now.place_hours + 1.0


def an_hour_no_place_received(city):
    city.people.hours[city.people.order[0]] += 1.0


TAMPERED = {
    a_coin_in_a_pocket: "people hold .* but the books say",
    a_coin_in_a_firms_till: "firms hold .* but the books say",
    a_coin_in_a_places_till: "places hold .* but the books say",
    a_coin_in_a_purse: "purse hold .* but the books say",
    a_coin_in_the_books: "the accounts do not sum to zero",
    a_purse_below_zero: r"the purses of \['third_place_grant'\] are below zero",
    a_reserve_below_zero: r"what is set aside by \['third_place_grant'\] is below zero",
    a_promise_nobody_set_money_aside_for: "promises firms 300 cents, but 0 are set aside",
    a_promise_to_a_firm_that_closed: "a firm that has closed is still promised money",
    a_grant_nobody_noted: "cents of grant came in",
    spending_nobody_paid: "were spent or returned",
    a_dwelling_nobody_built: r"free dwellings do not add up in cells \[0\]",
    a_regulated_dwelling_nobody_built: r"regulated dwellings do not add up in cells \[0\]",
    a_dwelling_let_twice: "dwellings do not add up",
    a_person_who_moved_without_a_move: "dwellings do not add up",
    a_person_turned_out_unseen: "dwellings do not add up",
    two_people_in_one: "two people have one identity",
    a_person_nowhere: "somebody present is nowhere",
    a_person_nobody_lists: "are present but",
    a_job_nobody_has: "jobs and people at work differ",
    a_worker_no_firm_counts: "jobs and people at work differ",
    a_floor_nobody_stands_on: "workspace in use does not add up",
    a_firm_that_moved_without_its_floor: "workspace in use does not add up",
    a_seat_taken_twice: "a place is overfull",
    an_hour_nobody_gave: "people gave .* hours but places received",
    an_hour_no_place_received: "people gave .* hours but places received",
}


def complaints(city):
    """Return what each check says, those that are content left out."""
    said = []
    for check in CHECKS:
        try:
            check(city)
        except DoesNotAddUp as sentence:
            said.append(str(sentence))
    return said


def test_a_city_left_alone_adds_up(city):
    assert not complaints(city)


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda each: each.__name__)
def test_what_appears_or_vanishes_is_told_in_a_sentence(city, tamper):
    tamper(city)

    said = complaints(city)

    assert said
    with pytest.raises(DoesNotAddUp, match=TAMPERED[tamper]):
        raise DoesNotAddUp("\n".join(said))
    assert all(each.startswith(f"in month {city.month} of seed {city.seed}, ") for each in said)
    assert all(each.endswith(".") for each in said)


def test_every_check_is_broken_by_something():
    broken = set()
    for tamper in TAMPERED:
        model = branch("collaboration")
        model.live(1)
        tamper(model.city)
        for check in CHECKS:
            try:
                check(model.city)
            except DoesNotAddUp:
                broken.add(check)

    assert broken == set(CHECKS)


def test_a_run_stops_where_something_does_not_add_up(city):
    a_coin_in_a_pocket(city)

    with pytest.raises(DoesNotAddUp, match="money moved beside the books"):
        settle(city)


@pytest.mark.parametrize("policy", [*ARMS, *MATCHED])
def test_two_years_of_every_arm_add_up(policy):
    model = branch(policy)

    model.live(24)

    assert model.month == 6 + 24
    assert not complaints(model.city)


def test_homes_freed_this_month_are_let_from_the_next():
    model = branch("none")
    cells = model.city.cells
    freed_in_all = 0
    for _ in range(6):
        for verb in VERBS[:-1]:
            getattr(model, verb)()
        before = cells.vacant + cells.vacant_regulated
        freed = np.bincount(np.concatenate(model.city.now.vacated) // 2, minlength=cells.size)
        model.settle()
        assert np.array_equal(cells.vacant + cells.vacant_regulated, before + freed)
        freed_in_all += freed.sum()

    assert freed_in_all

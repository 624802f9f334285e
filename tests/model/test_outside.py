"""Outside can be looked at: who knocks, who buys, the commons, rival cities, its books."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.city.people import Status
from sim.recorder.observe import observe
from tests.villages import branch, everything, fingerprint, lived, scenario


@pytest.fixture(scope="module")
def model():
    lived_on = branch("attraction")
    lived_on.live(12)
    return lived_on


def test_candidates_stand_in_their_slots_and_say_whether_they_entered(model):
    city, knocked = model.city, model.outside.candidates

    assert [each.slot for each in knocked] == list(range(10))
    assert sum(each.entered for each in knocked) == city.now.counts["entered"] > 0
    new = city.people.order[city.people.cohort[city.people.order] == city.month]
    assert {each.unique_id for each in knocked if each.entered} == {
        int(city.people.identity[row]) for row in new
    }
    for each in knocked:
        if each.entered:
            assert model.people.by_id(each.unique_id).kind_name == each.kind_name


def test_the_same_candidates_knock_under_every_policy():
    knocked = []
    for policy in ("none", "attraction", "collaboration"):
        model = branch(policy)
        model.live(4)
        knocked.append([each._replace(entered=False) for each in model.outside.candidates])

    assert knocked[0] == knocked[1] == knocked[2]


def test_on_the_first_day_nobody_has_knocked_and_nothing_is_bought():
    outside = lived(scenario(), 0).outside

    assert outside.candidates == []
    assert outside.bought == (0.0, 0.0, 0.0)
    assert outside.commons == (0, 0.0)
    assert outside.rivals.founders == 0
    assert math.isnan(outside.rivals.welfare)


def test_what_it_bought_is_what_the_city_sold(model):
    counts, bought = model.city.now.counts, model.outside.bought

    assert bought.ideas == pytest.approx(counts["market_value"])
    assert bought.uses == pytest.approx(counts["captured_here"])
    assert bought.goods > 0


def test_the_commons_is_what_is_open_and_not_too_old():
    model = branch("none")
    model.live(3)
    ideas, months = model.city.ideas, scenario().economy.ideas.open_months
    ideas.born[: ideas.size] -= months
    young = [row for row in range(ideas.size)
             if ideas.open[row] and ideas.born[row] >= model.month - months]  # fmt: skip

    commons = model.outside.commons

    assert 0 < commons.ideas == len(young) < ideas.open[: ideas.size].sum()
    assert commons.value == pytest.approx(sum(float(ideas.value[row]) for row in young))


def test_rival_cities_hold_the_founders_who_left(model):
    people = model.city.people
    away = [row for row in range(people.size) if people.status[row] == Status.OUTSIDE]

    rivals = model.outside.rivals

    assert 0 < rivals.founders == len(away)
    left = [int(people.income[row] - people.rent[row] - people.fees[row]) / 100 for row in away]
    assert rivals.welfare == pytest.approx(
        sum(math.log(max(each, 100) / 1000) for each in left) / len(left)
    )


def test_founders_here_and_away_have_together_the_welfare_that_is_recorded(model):
    people, rivals = model.city.people, model.outside.rivals
    here = people.order[people.founder[people.order]]
    left = (people.income - people.rent - people.fees)[here] / 100
    total = np.log(np.maximum(left, 100) / 1000).sum() + rivals.founders * rivals.welfare

    mean = total / (len(here) + rivals.founders)
    assert mean == pytest.approx(observe(model)["founder_welfare"])


def test_its_account_closes_the_books(model):
    outside, balance = model.outside, model.city.books.balance
    rest = sum(cents for account, cents in balance.items() if account != "outside")

    assert outside.balance * 100 == pytest.approx(-rest)
    assert outside.landlords * 100 == pytest.approx(balance["landlords"])
    assert outside.landlords > 0


def test_looking_outside_changes_nothing():
    model = branch("collaboration")
    model.live(2)
    before = fingerprint(everything(model.city))

    outside = model.outside
    seen = [outside.candidates, outside.bought, outside.commons, outside.rivals, repr(outside)]

    assert seen[-1] == f"<Outside {model.month}>"
    assert not hasattr(outside, "__dict__")
    assert fingerprint(everything(model.city)) == before

"""What is observed of a city is what a slow and simple count finds in it."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.recorder.inequality import gini, moran
from sim.recorder.observe import observe
from sim.recorder.outcomes import LIFE, OUTCOMES
from tests.villages import branch, everything, fingerprint, lived, scenario

SHARES = {
    "cross_field_tie_share", "coverage", "place_survival", "place_deficit_share", "gini_income",
    "rent_burden_share", "participation", "commons_leakage", "vacancy", "creative_share",
    "unemployment", "founder_floor_share", "recognition_gini", "full_slots", "duplicates",
    "users_share",
}  # fmt: skip


@pytest.fixture(scope="module")
def model():
    kept = branch("collaboration", burn_in=6)
    kept.live(8)
    return kept


@pytest.fixture(scope="module")
def seen(model):
    return observe(model)


def km(city, one, other):
    side = city.plan.side
    down, across = one // side - other // side, one % side - other % side
    return math.hypot(down, across) * city.plan.cell_km


def test_everything_promised_is_observed_and_nothing_else(seen):
    assert set(seen) == {*OUTCOMES, *LIFE}
    assert all(isinstance(float(value), float) for value in seen.values())


def test_everything_observed_is_a_number_in_its_bounds(seen):
    assert all(math.isfinite(value) for value in seen.values())
    for name in SHARES:
        assert 0 <= seen[name] <= 1, name


def test_observing_writes_nothing(model):
    before = fingerprint(everything(model.city))

    observe(model)

    assert fingerprint(everything(model.city)) == before


def test_a_city_that_was_observed_lives_on_as_one_that_was_not():
    watched, alone = branch("attraction"), branch("attraction")
    for _ in range(4):
        watched.step()
        observe(watched)
    alone.live(4)

    assert fingerprint(everything(watched.city)) == fingerprint(everything(alone.city))


def test_a_city_on_its_first_day_can_be_observed():
    assert observe(lived(scenario(), 0))["population"] == scenario().city.people


def test_welfare_is_what_founders_have_left_wherever_they_are(model, seen):
    people = model.city.people
    left = [
        max((people.income[row] - people.rent[row] - people.fees[row]) / 100, 100.0) / 1000
        for row in range(people.size)
        if people.founder[row]
    ]

    assert len(left) == len(branch("none").city.people.order)
    assert seen["founder_welfare"] == pytest.approx(sum(map(math.log, left)) / len(left))
    assert seen["founder_floor_share"] == sum(each <= 0.1 for each in left) / len(left)


def test_ideas_of_the_month_are_counted_by_the_year_and_per_thousand(model, seen):
    ideas, month = model.city.ideas, model.city.month
    new = sum(1 for row in range(ideas.size) if ideas.born[row] == month)
    sold = sum(1 for row in range(ideas.size) if ideas.sold[row] == month)

    assert seen["new_ideas_per_1000"] == pytest.approx(12_000 * new / len(model.people))
    assert (seen["market_value_per_head"] > 0) == (sold > 0)


def test_what_was_sold_is_what_outside_paid_for_it(model, seen):
    paid = model.city.books.month["outside", "firms", "ideas"] / 100

    assert seen["market_value_per_head"] == pytest.approx(12 * paid / len(model.people))


def test_ties_are_counted_one_by_one(model, seen):
    city = model.city
    people, ties = city.people, city.ties
    pole = {row: int(np.argmax(people.field[row])) for row in people.order.tolist()}
    held, across, full, weak, strong = 0, 0, 0, [], []
    for row in people.order.tolist():
        others = [int(each) for each in ties.other[row] if each >= 0]
        full += len(others) == 12
        for slot, other in enumerate(ties.other[row].tolist()):
            if other < 0:
                continue
            held += 1
            across += city.poles()[row] != city.poles()[other]
            far = km(city, int(people.home[row]), int(people.home[other]))
            (strong if ties.strength[row, slot] >= 32768 else weak).append(far)

    assert len(pole) == seen["population"]
    assert seen["ties_per_person"] == pytest.approx(held / len(people.order))
    assert seen["cross_field_tie_share"] == pytest.approx(across / held)
    assert seen["full_slots"] == pytest.approx(full / len(people.order))
    # distances are summed in whole metres
    assert seen["tie_distance_weak"] == pytest.approx(np.mean(weak), abs=1e-3)
    assert seen["tie_distance_strong"] == pytest.approx(np.mean(strong), abs=1e-3)


def test_coverage_is_who_has_a_place_in_reach(model, seen):
    city = model.city
    places = [row for row in range(city.places.size) if city.places.open[row]]
    catchment = model.scenario.behaviour.gather.catchment
    reached = 0
    for person in city.people.order.tolist():
        best = max(
            math.exp(
                -km(city, int(city.people.home[person]), int(city.places.cell[row])) / catchment
            )
            * city.places.admission[row, city.people.kind[person]]
            for row in places
        )
        reached += best >= 0.5

    assert seen["coverage"] == pytest.approx(reached / len(city.people.order))
    assert seen["place_count"] == len(places)


def test_homes_and_incomes_are_counted_one_by_one(model, seen):
    people, cells = model.city.people, model.city.cells
    rows = people.order.tolist()
    burden = sorted(people.rent[row] / max(people.income[row], 1) for row in rows)
    limit = model.scenario.economy.housing.burden_limit
    asked = sorted(np.repeat(cells.rent, cells.dwellings))

    assert seen["rent_burden_share"] == pytest.approx(
        sum(each > limit for each in burden) / len(rows)
    )
    assert seen["rent_burden"] == pytest.approx(np.median(burden))
    assert seen["vacancy"] == pytest.approx(cells.vacant.sum() / cells.dwellings.sum())
    assert seen["rent"] * 100 == pytest.approx(asked[math.ceil(len(asked) / 2) - 1])
    assert seen["income"] * 100 == pytest.approx(np.median(people.income[rows]))


def test_what_a_policy_spends_is_what_left_its_purse(model, seen):
    spent = sum(
        cents for (payer, _, _), cents in model.city.books.month.items() if payer == "purse"
    )

    assert spent > 0
    assert seen["spend_per_head"] == pytest.approx(12 * spent / 100 / seen["population"])


def test_visits_are_the_seats_taken(model, seen):
    taken = (model.city.now.place >= 0).sum()
    gone_out = (model.city.now.place >= 0).any(axis=1).sum()

    assert seen["visits_per_head"] == pytest.approx(taken / seen["population"])
    assert seen["users_share"] == pytest.approx(gone_out / seen["population"])


amounts = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@given(amounts)
def test_gini_is_half_the_mean_difference_over_the_mean(values):
    mean = sum(values) / len(values)
    apart = sum(abs(a - b) for a, b in product(values, values)) / len(values) ** 2
    expected = apart / (2 * mean) if mean else 0.0

    assert gini(np.array(values)) == pytest.approx(expected, abs=1e-12)


@given(amounts, st.integers(1, 1000))
def test_gini_does_not_depend_on_the_currency(values, rate):
    assert gini(np.array(values) * rate) == pytest.approx(gini(np.array(values)), abs=1e-12)


def test_gini_of_nobody_and_of_equals_is_zero():
    assert gini(np.array([])) == gini(np.array([0, 0])) == gini(np.array([5, 5, 5])) == 0


@given(st.integers(2, 5).flatmap(lambda side: st.tuples(st.just(side), st.lists(
    st.integers(0, 9), min_size=side * side, max_size=side * side))))  # fmt: skip
def test_moran_is_the_sum_over_pairs_of_neighbours(drawn):
    side, values = drawn
    mean = sum(values) / len(values)
    z = [value - mean for value in values]
    pairs = [
        (one, other)
        for one, other in product(range(side * side), repeat=2)
        if abs(one // side - other // side) + abs(one % side - other % side) == 1
    ]
    square = sum(each * each for each in z)
    expected = (
        side * side / len(pairs) * sum(z[one] * z[other] for one, other in pairs) / square
        if square > 1e-12
        else 0.0
    )

    assert moran(np.array(values, float), side) == pytest.approx(expected, abs=1e-9)


def test_a_chessboard_repels_and_two_halves_attract():
    side = 6
    row, column = np.divmod(np.arange(side * side), side)

    assert moran(((row + column) % 2).astype(float), side) == pytest.approx(-1)
    assert moran((row < side / 2).astype(float), side) > 0.5

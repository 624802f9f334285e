"""One population in which all six models of the city find their figures."""

from __future__ import annotations

import pytest

from sim.config.presets import options
from tests.villages import lived, scenario

POPULATION = "population=six_figures"
FIGURES = {"expert", "artist", "engineer", "citizen", "artisan", "maker"}


def test_it_holds_the_figures_of_all_models_and_those_who_are_none():
    kinds = scenario("none", POPULATION).population.kinds

    assert set(kinds) == FIGURES | {"worker", "resident"}


def test_what_an_average_wage_costs_is_what_sales_are_set_for():
    figures = scenario("none", POPULATION).population

    assert figures.wage == scenario("none").population.wage


@pytest.mark.parametrize("policy", options("policy"))
@pytest.mark.parametrize("population", options("population"))
def test_any_policy_acts_on_any_population(policy, population):
    given = scenario(policy, f"population={population}")
    model = lived(scenario("none", f"population={population}"), 2).branch(given)

    # every month ends with a check that everything adds up
    model.live(2)

    granted = model.city.books.ledger.get(("purse", "grant"), 0)
    assert (granted > 0) == bool(given.policy.instruments)

"""The large cities live as the small ones do, and ideas hardly ever repeat in any of them."""

import numpy as np
import pytest

from sim.kernels import threads
from sim.model.model import CityModel
from sim.model.scenario import Scenario

MOST_DUPLICATES = 0.1
HORIZON = 300


@pytest.fixture
def two_threads():
    threads.use_threads(2)
    yield
    threads.use_threads(1)


def lived(months, *overrides):
    """Return a city that has lived so long without policy, and its share of duplicates."""
    model = CityModel(Scenario.compose("policy=none", *overrides))
    works = twice = 0
    for _ in range(months):
        model.step()
        works += model.city.now.counts["works"]
        twice += model.city.now.counts["duplicates"]
    return model, twice / max(1, works)


@pytest.mark.slow
@pytest.mark.parametrize("city", ["village", "town", "city"])
def test_in_ten_years_few_ideas_are_made_twice(city):
    model, share = lived(120, f"city={city}")

    assert model.city.ideas.size > 100
    assert share < MOST_DUPLICATES


@pytest.mark.slow
def test_a_metropolis_would_make_few_ideas_twice_in_25_years(two_threads):
    """Judge by how often two of its ideas are one: of n ideas a share of p n / 2 repeats."""
    months = 5
    model, _ = lived(months, "city=metropolis")
    ideas = model.city.ideas
    made, again = ideas.size, int(model.city.now.counts["duplicates"])

    # of all pairs made in the last month and before, so many were the same
    last = int((ideas.born[:made] == model.month).sum()) + again
    pairs = last * (made - last)
    # one more than was seen, so that seeing none says no more than it does
    alike = (again + 1) / pairs
    a_month = made / months

    assert made > 5000
    assert alike * a_month * HORIZON / 2 < MOST_DUPLICATES
    assert np.unique(ideas.techniques[:made]).size == made

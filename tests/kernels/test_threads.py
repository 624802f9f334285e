"""However many threads share a month's rows, the same city comes of it."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sim.kernels import threads
from sim.model.model import CityModel
from sim.model.scenario import Scenario
from tests.naive import threads as naive
from tests.villages import everything, fingerprint

ROWS = np.arange(20_000)


@pytest.fixture
def several():
    """Let runs of this process use several threads, and one again afterwards."""
    yield threads.use_threads
    threads.use_threads(1)


def doubled(seed, month, rows, given, filled):
    filled[rows] = 2 * given[rows]
    return len(rows)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_every_row_is_seen_once_in_the_order_of_blocks(several, count):
    several(count)
    given, filled, slow = ROWS[::-1].copy(), np.zeros_like(ROWS), np.zeros_like(ROWS)

    seen = threads.in_blocks(doubled, 0, 0, ROWS, given, filled)

    assert sum(seen) == sum(naive.in_blocks(doubled, 0, 0, ROWS, given, slow)) == len(ROWS)
    assert_array_equal(filled, slow)
    assert len(seen) == min(count, len(ROWS) // 4096)
    assert threads.threads() == count


def test_few_rows_are_not_worth_a_thread(several):
    several(4)

    assert threads.in_blocks(doubled, 0, 0, ROWS[:5], ROWS, ROWS.copy()) == [5]


def test_a_city_of_one_thread_and_of_three_is_the_same_to_the_bit(several):
    prints = []
    for count in (1, 3):
        several(count)
        model = CityModel(Scenario.compose("city=city", "policy=none", "city.people=13000"))
        model.live(3)
        prints.append(fingerprint(everything(model.city)))

    assert prints[0] == prints[1]

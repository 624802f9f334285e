"""Places row by row: what they ask, how they are found, what they cost, what befalls them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import places, space
from tests.kernels.crowds import N_KINDS, SIDE
from tests.naive import places as naive

CELLS, MONTH, BLOCK_CELLS = SIDE * SIDE, 7, 1
NEAR = space.nearness_table(SIDE, 0.1, 0.3, 2.0)


@st.composite
def tables(draw):
    """Draw a few places in all states, as the columns that kernels ask for."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(0, 6))
    return {
        "is_open": chance.random(count) < 0.8,
        "cell": chance.integers(0, CELLS, count),
        "seats": chance.integers(0, 40, count),
        "price": chance.random(count).round(2) * 3,
        "admission": chance.random((count, N_KINDS)),
        "backlog": chance.random(count) * 50,
        "visits": chance.integers(0, 3, count) * 20,
        "turned_away": chance.integers(0, 3, count) * 7,
        "rejected": chance.random(count) < 0.1,
        "value": chance.integers(0, 10**7, count),
        "owned": chance.random(count) < 0.3,
        "rent": chance.random(CELLS) * 2000,
        "months": chance.integers(MONTH - 9, MONTH + 9, (3, count)),
    }


def of(table, *names):
    return [table[name] for name in names]


@given(tables(), st.sampled_from([0.0, 1234.5]))
def test_fees_agree_with_their_naive_twin(table, usual):
    fees = places.monthly_fees(table["price"], usual)

    assert_array_equal(fees, np.array(naive.monthly_fees(table["price"], usual), np.int64))


def welcomed(way, table):
    """Return how places are found, all of them listed by block."""
    listed = space.list_places(table["cell"], table["is_open"], NEAR, SIDE, BLOCK_CELLS)
    known = of(table, "admission", "seats", "backlog", "visits", "turned_away", "rejected")
    return way.welcomes(*known, 3.5, 0.4, *listed, table["cell"], NEAR, SIDE, BLOCK_CELLS)


@given(tables())
def test_welcome_agrees_with_its_naive_twin_and_is_at_most_admission(table):
    (welcome, best), (slow, slow_best) = welcomed(places, table), welcomed(naive, table)

    assert_allclose(welcome, slow, rtol=1e-12)
    assert_allclose(best, slow_best, rtol=1e-12)
    assert np.all((welcome >= 0) & (welcome <= table["admission"]))


def test_a_place_with_nothing_undone_and_nobody_turned_away_lets_in_as_many_as_it_admits():
    table = {"admission": np.full((1, N_KINDS), 0.75), "rejected": np.zeros(1, bool)}
    table |= {"seats": np.array([9]), "backlog": np.zeros(1), "visits": np.array([36])}
    table |= {"turned_away": np.array([0]), "cell": np.array([3]), "is_open": np.ones(1, bool)}

    welcome, _ = welcomed(places, table)
    fewer, _ = welcomed(places, table | {"turned_away": np.array([12])})

    assert_array_equal(welcome, table["admission"])
    assert_allclose(fewer, 0.75 * table["admission"])


@given(tables())
def test_costs_agree_with_their_naive_twin_and_the_city_pays_itself_no_rent(table):
    known = of(table, "seats", "value", "owned", "cell", "rent")
    numbers = 1500.0, 15.0, 100, 0.02, 2.5

    running, rent = places.monthly_costs(*known, *numbers)

    slow = naive.monthly_costs(*known, *numbers)
    assert (running.tolist(), rent.tolist()) == slow
    assert not rent[table["owned"]].any()


@given(tables())
def test_what_is_due_agrees_with_its_naive_twin(table):
    opened, closing, ends = table["months"]
    known = MONTH, table["is_open"], opened, closing, table["rejected"], ends

    assert places.are_due(*known) == naive.are_due(*known)


@given(tables(), st.data())
def test_whether_any_place_has_changed_agrees_with_the_naive_twin(table, data):
    now = table["cell"], table["is_open"]
    then = [column.copy() for column in now]
    if len(then[0]) and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(then[0]) - 1))
        then[0][at] += data.draw(st.integers(0, 1))
        then[1][at] ^= data.draw(st.booleans())

    same = places.unchanged(*now, *then)

    assert same == naive.unchanged(*now, *then)
    assert same == all(np.array_equal(a, b) for a, b in zip(now, then, strict=True))
    assert not places.unchanged(*now, *(np.append(column, column[:1]) for column in then)) or not (
        len(now[0])
    )


@given(tables(), st.sampled_from([1, 4]))
def test_seats_by_block_agree_with_their_naive_twin(table, n_blocks):
    asked = *of(table, "is_open", "cell", "seats"), np.arange(CELLS) % n_blocks, n_blocks

    counted = places.seats_by_block(*asked)

    assert counted.tolist() == naive.seats_by_block(*asked)
    assert counted.sum() == table["seats"][table["is_open"]].sum()

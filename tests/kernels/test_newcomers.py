"""Newcomers expect what is usual or the dole, and begin with nobody they know."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.city.people import People, Ties
from sim.kernels import newcomers
from sim.model.phases.enter import _WRITTEN
from tests.kernels.crowds import N_KINDS, crowds, share
from tests.naive import newcomers as naive

EARNS = np.arange(N_KINDS) % 2 == 0
PRESENT, MONTH, DOLE = 1, 9, 80_000


@st.composite
def arrivals(draw):
    """Draw candidates and what is usual for them."""
    crowd = draw(crowds())
    return crowd, np.random.default_rng(crowd.seed + 5).integers(50_000, 400_000, crowd.size)


def hoped(way, arrival, chance):
    crowd, usual = arrival
    draws = 0.8, np.linspace(0, 1, N_KINDS)
    return way.hopes(crowd.kind, crowd.field, usual, EARNS, chance, float(DOLE), *draws)


@given(arrivals(), share)
def test_hopes_agree_with_their_naive_twin(arrival, chance):
    *found, added = hoped(newcomers, arrival, chance)
    *slow, slow_added = hoped(naive, arrival, chance)

    assert [column.tolist() for column in found] == slow
    assert_allclose(added, slow_added, rtol=1e-12)


@given(arrivals())
def test_without_a_job_for_sure_wage_earners_expect_the_dole_and_nobody_else_less(arrival):
    crowd, usual = arrival

    _, income, _ = hoped(newcomers, arrival, 0.0)

    assert_array_equal(income, np.where(EARNS[crowd.kind], DOLE, usual))


def settled(way, arrival):
    """Return the columns of people and ties after some have come, and what was told."""
    crowd, usual = arrival
    talent = np.arange(N_KINDS) * 10_000
    people, ties = People(crowd.size + 2), Ties(crowd.size + 2)
    for table in (people, ties):
        for name, (_, _, empty) in table.COLUMNS.items():
            getattr(table, name)[:] = empty + 1
    chosen = crowd.order[::2].copy()
    rows = np.random.default_rng(crowd.seed).permutation(crowd.size + 2)[: len(chosen)]
    like = crowd.identity, crowd.kind, crowd.field, crowd.openness, crowd.participation
    told = way.settle_in(
        rows, chosen, MONTH, 3 * chosen, 40_000 + chosen, MONTH + 24, DOLE, EARNS, MONTH + 6,
        7 * chosen, usual, talent[crowd.kind], *like, crowd.skills, crowd.income / 3, PRESENT,
        *(getattr(people, name) for name in _WRITTEN),
        *(getattr(ties, name) for name in Ties.COLUMNS),
    )  # fmt: skip
    columns = {name: getattr(people, name) for name in People.COLUMNS}
    return told, rows, columns, {name: getattr(ties, name) for name in Ties.COLUMNS}


@given(arrivals())
def test_settling_in_agrees_with_its_naive_twin(arrival):
    (told, _, people, ties), (slow, _, others, bonds) = (
        settled(way, arrival) for way in (newcomers, naive)
    )

    assert told == slow
    for name, column in (people | ties).items():
        assert_array_equal(column, (others | bonds)[name], err_msg=name)


@given(arrivals())
def test_newcomers_know_nobody_and_only_their_rows_are_written(arrival):
    _, rows, people, ties = settled(newcomers, arrival)

    for name, (_, _, empty) in Ties.COLUMNS.items():
        assert (ties[name][rows] == empty).all()
    assert {*People.COLUMNS} == {*_WRITTEN}
    rest = np.setdiff1d(np.arange(len(people["identity"])), rows)
    for name, (_, _, empty) in People.COLUMNS.items():
        assert (people[name][rest] == np.array(empty + 1, people[name].dtype)).all()


@given(arrivals())
def test_rows_with_a_status_agree_with_the_naive_twin(arrival):
    status = (arrival[0].kind % 3).astype(np.int8)

    for wanted in range(3):
        assert newcomers.with_status(status, wanted).tolist() == naive.with_status(status, wanted)

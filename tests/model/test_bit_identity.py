"""One scenario gives one city, to the last bit, wherever its rows lie and whoever runs it."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from sim.city.people import People
from sim.recorder.observe import observe
from sim.recorder.portraits import observe_groups, observe_ledger, observe_ties
from tests.recorder.rows import rows_of
from tests.villages import branch, fingerprint, lived, scenario, series

MONTHS = 12
LIVE = """
import sys
from sim.model.model import CityModel
from tests.villages import fingerprint, lived, scenario, series
model = lived(scenario(), 4).branch(scenario(sys.argv[1]))
print(fingerprint({"series": series(model, 8)}), fingerprint(dict(model.city.books.balance)))
"""


def told(model, months=MONTHS):
    """Return a fingerprint of everything an observer writes down."""
    kept = {"series": series(model, months)}
    kept["groups"] = rows_of(observe_groups(model))
    kept["ledger"] = observe_ledger(model)
    kept["ties"] = observe_ties(model, 10**6)
    kept["books"] = dict(model.city.books.balance)
    return fingerprint(kept)


@pytest.mark.parametrize("policy", ["none", "attraction"])
def test_another_process_with_other_settings_gives_the_same_bytes(policy):
    outputs = set()
    for hash_seed, threads in (("0", "1"), ("12345", "2")):
        ran = subprocess.run(
            [sys.executable, "-c", LIVE, policy],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "NUMBA_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(ran.stdout)
    model = lived(scenario(), 4).branch(scenario(policy))
    here = fingerprint({"series": series(model, 8)})

    assert len(outputs) == 1
    assert outputs.pop().split() == [here, fingerprint(dict(model.city.books.balance))]


@pytest.fixture(scope="module")
def usual():
    return {policy: told(branch(policy)) for policy in ("none", "attraction", "collaboration")}


def never_reused(people):
    people.free = np.zeros(0, np.int64)


def last_first(people):
    people.free = np.flatnonzero(people.status[: people.size] == 0)[::-1]


@pytest.mark.parametrize("policy", ["none", "attraction", "collaboration"])
@pytest.mark.parametrize("which", [never_reused, last_first])
def test_in_which_rows_newcomers_lie_changes_nothing(policy, which, monkeypatch, usual):
    monkeypatch.setattr(People, "note_free_rows", which)

    assert told(branch(policy)) == usual[policy]


def scattered(city, order):
    """Move everybody's rows, in all tables that point to them."""
    place_of = np.empty(len(order), np.int64)
    place_of[order] = np.arange(len(order))
    people, ties, ideas = city.people, city.ties, city.ideas
    for table in (people, ties):
        for name in table.COLUMNS:
            column = getattr(table, name)
            column[: len(order)] = column[: len(order)][order]
    known = ties.other >= 0
    ties.other[known] = place_of[ties.other[known]]
    made = ideas.member >= 0
    ideas.member[made] = place_of[ideas.member[made]]
    for finders in ideas.further.values():
        finders[:] = [
            (tuple(place_of[row] if row >= 0 else -1 for row in rows), who) for rows, who in finders
        ]
    city.pending_places = [(who, place_of[group]) for who, group in city.pending_places]
    people.order = people.order[:0]  # rows listed before mean others now
    people.note_presence()
    people.note_free_rows()


@pytest.mark.parametrize("policy", ["none", "attraction", "collaboration"])
def test_shuffling_everybodys_rows_changes_nothing(policy, usual):
    model = branch(policy)
    order = np.random.default_rng(7).permutation(model.city.people.size)

    scattered(model.city, order)

    assert told(model) == usual[policy]


@pytest.mark.parametrize("policy", ["none", "attraction"])
def test_shuffling_the_rows_of_firms_changes_nothing(policy, usual):
    model = branch(policy)
    firms, people = model.city.firms, model.city.people
    order = np.random.default_rng(8).permutation(firms.size)
    place_of = np.empty(firms.size, np.int64)
    place_of[order] = np.arange(firms.size)

    for name in firms.COLUMNS:
        column = getattr(firms, name)
        column[: firms.size] = column[: firms.size][order]
    at_work = people.workplace >= 0
    people.workplace[at_work] = place_of[people.workplace[at_work]]

    assert told(model) == usual[policy]


@pytest.mark.parametrize("more", [1, 5000])
def test_how_much_room_a_table_has_changes_nothing(more, usual):
    model = branch("collaboration")
    city = model.city
    for table in (city.people, city.ties, city.firms, city.places, city.ideas):
        table._grow(table.capacity + more)

    assert told(model) == usual["collaboration"]


@pytest.mark.parametrize("policy", ["none", "attraction"])
def test_a_city_copied_half_way_goes_on_the_same(policy):
    straight = branch(policy)
    straight.live(6)
    halfway = branch(policy)
    halfway.live(3)

    halfway.city = halfway.city.copy()
    halfway.live(3)

    assert observe(straight) == observe(halfway)


def test_the_users_own_luck_and_numpys_change_nothing(usual):
    model = branch("none")
    model.rng.random(10)
    np.random.default_rng(1).random(10)

    assert told(model) == usual["none"]

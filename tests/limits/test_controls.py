"""Switch one thing off and what it causes is gone, whatever the policy (evidence.md 6.3)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.city.people import Status
from sim.recorder.observe import observe
from tests.villages import ARMS, changed, columns, lived, scenario


def arm(policy, months=12, burn_in=3, **changes):
    """Live a village under a policy with some rules changed from the first day."""
    settled = lived(changed(scenario(), **changes), burn_in)
    model = settled.branch(changed(scenario(policy), **changes))
    counts = []
    for _ in range(months):
        model.step()
        counts.append(dict(model.city.now.counts))
    return model, {name: sum(each.get(name, 0) for each in counts) for name in set().union(*counts)}


def apart(counts):
    """Return the index of juxtaposition over all months, and its standard error without one."""
    return 1 - counts["accepted"] / counts["expected"], counts["accepted"] ** -0.5


@pytest.mark.parametrize("policy", ARMS)
def test_without_a_barrier_nobody_is_juxtaposed(policy):
    _, counts = arm(policy, behaviour__accept__barrier=0)

    index, error = apart(counts)

    assert counts["accepted"] > 1000
    assert abs(index) < 4 * error


def test_a_higher_barrier_juxtaposes_more():
    low, high = (apart(arm("none", behaviour__accept__barrier=b)[1])[0] for b in (0.3, 1.0))

    assert 0 < low < high < 1


@pytest.mark.parametrize("policy", ARMS)
def test_when_nobody_knocks_nobody_enters(policy):
    closed = {"behaviour__come_and_go__knock": 0, "behaviour__come_and_go__firms_knock": 0}
    model, counts = arm(policy, **closed)
    people = model.city.people

    assert counts["entered"] == 0
    assert counts["excluded"] == 0
    assert counts.get("firms_arrived", 0) == 0
    assert people.identity[: people.size].max() < scenario().city.people
    assert (people.status[: people.size] == Status.PRESENT).sum() <= scenario().city.people


def test_when_nobody_knocks_courting_buys_nothing_but_words():
    closed = {"behaviour__come_and_go__knock": 0, "behaviour__come_and_go__firms_knock": 0}
    model, _ = arm("attraction", **closed)
    spent = {account: 0 for _, account in model.city.books.ledger}
    for (_, account), cents in model.city.books.ledger.items():
        spent[account] += cents

    assert spent.get("incentive", 0) == 0
    assert spent["marketing"] > 0


def test_when_nobody_goes_out_places_stay_empty():
    model, counts = arm("collaboration", behaviour__gather__going_out=0)

    assert counts["visits"] == counts["users"] == 0
    assert not model.city.people.fees[model.city.people.order].any()
    assert not model.city.people.hours[model.city.people.order].any()


def test_when_everyone_stays_alone_every_tie_fades():
    alone = {
        "behaviour__gather__going_out": 0,
        "behaviour__meet__home_chance": 0,
        "behaviour__meet__work_share": 0,
    }
    start = lived(changed(scenario(), **alone), 0).city.ties.strength.sum()

    model, counts = arm("none", months=12, burn_in=0, **alone)

    assert counts["meetings"] == 0
    assert model.city.ties.strength.sum() < start * 0.95**10


@pytest.mark.parametrize("policy", ARMS)
def test_when_nobody_starts_anything_there_is_nothing_new(policy):
    kinds = {f"population__kinds__{name}__drive": 0 for name in scenario().population.names}

    model, counts = arm(policy, **kinds)

    assert model.city.ideas.size == 0
    assert counts["projects"] == 0
    assert observe(model)["market_value_per_head"] == 0


@pytest.mark.parametrize("policy", ARMS)
def test_without_learning_and_discovery_nobody_among_those_present_gains_a_skill(policy):
    model, counts = arm(policy, behaviour__learn__chance=0, behaviour__learn__discovery=0)
    fresh = columns(lived(scenario(), 0).city)
    people = model.city.people
    stayed = people.order[people.identity[people.order] < scenario().city.people]

    assert counts["learnt"] == counts["discovered"] == 0
    assert np.array_equal(people.skills[stayed], fresh["people.skills"][people.identity[stayed]])


@pytest.mark.parametrize("policy", ARMS)
def test_where_rents_stand_still_no_asking_rent_moves(policy):
    model, _ = arm(policy, economy__housing__rent_speed=0)
    cells = model.city.cells

    assert np.array_equal(cells.rent, cells.rent_start)


def test_in_walking_distance_of_nothing_only_next_door_is_visited():
    near = {"behaviour__gather__catchment": 0.01, "behaviour__gather__going_out": 10}
    model = lived(changed(scenario(), city__places_per_1000=20, **near), 0)
    city = model.city

    model.govern()
    model.gather()

    out, rounds = np.nonzero(city.now.place >= 0)
    where = city.places.cell[city.now.place[out, rounds]]
    assert len(out)
    assert (city.people.home[out] == where).mean() > 0.99

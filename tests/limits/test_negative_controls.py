"""Take away what an effect is said to come from, and it is gone in every arm (evidence.md 6.3).

Rows 1, 2, 5, 6, 8 and 9 of the controls; those about where things stand are in
`test_negative_controls_of_sites.py`. Beside each: with its cause left in, the effect is there.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernels import birth
from sim.policy.policy import Policy
from tests.villages import ARMS, MATCHED, VERBS, changed, columns, lived, scenario

EVERY = (*ARMS, *MATCHED)
NOBODY_KNOCKS = {"behaviour__come_and_go__knock": 0, "behaviour__come_and_go__firms_knock": 0}


def arm(policy, burn_in=3, seed=0, **changes):
    """Return a village under a policy, some rules changed from the first day."""
    settled = lived(changed(scenario(), seed=seed, **changes), burn_in)
    return settled.branch(changed(scenario(policy), seed=seed, **changes))


def counted(model, months):
    """Live so many months and return what was counted in them."""
    total = {}
    for _ in range(months):
        model.step()
        for name, value in model.city.now.counts.items():
            total[name] = total.get(name, 0) + value
    return total


def month_with(model, **before):
    """Live one month; before a verb something is done to the city."""
    for verb in VERBS:
        if verb in before:
            before[verb](model)
        getattr(model, verb)()


# 1: skills identical at the start and solo discovery 0

NOTHING_FOUND_ALONE = {"behaviour__learn__discovery": 0}
MASK = 0x00FF
"""The same eight techniques for everybody, enough for an idea of six."""


def born_with(monkeypatch, *masks):
    """Let whoever is born, founds or comes hold one of some sets of techniques."""
    given = np.array(masks, np.uint64)

    def drawn(seed, identity, *_):
        return given[np.asarray(identity) % len(given)]

    monkeypatch.setattr(birth, "draw_skills", drawn)


@pytest.mark.parametrize("policy", EVERY)
def test_where_all_know_the_same_no_policy_brings_anything_new_while_rents_move(
    policy, monkeypatch
):
    born_with(monkeypatch, MASK)
    model = arm(policy, **NOTHING_FOUND_ALONE)

    counts = counted(model, 24)

    city = model.city
    assert counts["projects"] > 0
    assert city.ideas.size == 0
    assert counts["learnt"] == counts["discovered"] == 0
    assert (city.people.skills[city.people.order] == MASK).all()
    assert not np.array_equal(city.cells.rent, city.cells.rent_start)


def test_where_two_sorts_of_people_know_different_things_they_make_something(monkeypatch):
    born_with(monkeypatch, MASK, MASK << 4)
    model = arm("none", **NOTHING_FOUND_ALONE)

    counts = counted(model, 24)

    assert model.city.ideas.size > 0
    assert counts["learnt"] > 0


# 2: no barrier, and programming 1 everywhere


def fully_programmed(model):
    model.city.places.programming[: model.city.places.size] = 1.0


def index(model, months):
    """Return the index of juxtaposition over some months of full programming, and its error."""
    accepted = expected = 0.0
    for _ in range(months):
        month_with(model, gather=fully_programmed)
        accepted += model.city.now.counts["accepted"]
        expected += model.city.now.counts["expected"]
    return 1 - accepted / expected, accepted**-0.5


@pytest.mark.parametrize("policy", EVERY)
def test_without_a_barrier_and_with_full_programming_nobody_is_juxtaposed(policy):
    found, error = index(arm(policy, behaviour__accept__barrier=0), 12)

    assert error < 0.03
    assert abs(found) < 4 * error


def test_with_a_barrier_full_programming_does_not_keep_people_from_being_juxtaposed():
    found, error = index(arm("none"), 12)

    assert found > 8 * error


# 5: rents fixed; 6: infinite supply of space

RENTS_FIXED = {"economy__housing__rent_speed": 0}
SCARCE = {
    "city__dwellings_per_person": 1.0,
    "city__regulated_share": 0.0,
    "economy__housing__supply_elasticity": 0,
    "economy__housing__rent_speed": 1.0,
    "economy__housing__lease_months": 12,
}
ROOM_FOR_ALL = {
    "city__dwellings_per_person": 2.0,
    "city__workspace_slack": 3.0,
    "economy__housing__supply_elasticity": 5,
    "economy__housing__build_trigger": 1,
    "economy__housing__build_most": 1,
    "economy__housing__build_lot": 1,
    "economy__housing__lot_space": 1,
}


def displaced_by_rent(model, months):
    """Count those whose lease ends, who could pay what they paid and cannot pay what is asked."""
    limit, displaced = model.scenario.economy.housing.burden_limit, []

    def count(model):
        city = model.city
        people = city.people
        rows = people.order[people.housed[people.order] & ~people.regulated[people.order]]
        rows = rows[people.lease_end[rows] <= city.month]
        asked = np.round(city.cells.rent[people.home[rows]])
        most = limit * people.income[rows]
        displaced.append(int(((asked > most) & (people.rent[rows] <= most)).sum()))

    for _ in range(months):
        month_with(model, move=count)
    return sum(displaced)


@pytest.mark.parametrize("policy", EVERY)
def test_where_rents_are_fixed_nobody_is_displaced_by_rent(policy):
    fixed = SCARCE | RENTS_FIXED

    assert displaced_by_rent(arm(policy, **fixed), 36) == 0


@pytest.mark.parametrize("policy", EVERY)
def test_where_homes_are_scarce_and_rents_free_somebody_is(policy):
    assert displaced_by_rent(arm(policy, **SCARCE), 36) > 0


@pytest.mark.parametrize("policy", ["attraction", "attraction_matched", "creative_city"])
def test_where_there_is_room_for_all_clustering_displaces_nobody(policy):
    model = arm(policy, **(SCARCE | ROOM_FOR_ALL))

    assert displaced_by_rent(model, 36) == 0


# 8: residents shuffled each month


SHORT_KM = 0.5


def shuffled(model):
    """Give everybody somebody else's home, with its lease and its rent."""
    people = model.city.people
    rows = people.order
    other = np.random.default_rng(model.city.month).permutation(rows)
    for name in ("home", "housed", "regulated", "rent", "lease_end", "homeless"):
        column = getattr(people, name)
        column[rows] = column[other]


def nearness_of_ties(model, months, shuffle):
    """Return how many ties are short, relative to any two people, months on, and its error."""
    before = {"govern": shuffled} if shuffle else {}
    for _ in range(months):
        month_with(model, **before)
    if shuffle:
        shuffled(model)
    city = model.city
    people, rows, side = city.people, city.people.order, city.plan.side

    def near(one, other):
        down = people.home[one] // side - people.home[other] // side
        across = people.home[one] % side - people.home[other] % side
        return float((np.hypot(down, across) * city.plan.cell_km < SHORT_KM).mean())

    person, slot = np.nonzero(city.ties.other[rows] >= 0)
    ties = near(rows[person], city.ties.other[rows[person], slot])
    anybody = np.mean([near(rows, np.roll(rows, k)) for k in range(1, len(rows))])
    # a tie is often held by both, so half as many are independent
    return ties / anybody, (2 * (1 - anybody) / anybody / len(person)) ** 0.5


@pytest.mark.parametrize("policy", EVERY)
def test_where_residents_are_shuffled_every_month_no_tie_is_local(policy):
    still = {"behaviour__move__search": 0, "economy__housing__burden_limit": 1}
    usual, _ = nearness_of_ties(arm(policy, **still), 24, shuffle=False)
    moved, error = nearness_of_ties(arm(policy, **still), 24, shuffle=True)

    assert error < 0.06
    assert abs(moved - 1) < 4 * error < usual - 1


# 9: newcomers 0


def courted_and_not(policy, **changes):
    """Return a village where only what courts from outside is on, for two years, and its twin."""
    given = scenario(policy).policy
    courting = {
        name: each
        for name, each in given.instruments.items()
        if hasattr(each, "per_job") or hasattr(each, "courts")
    }
    assert courting
    split = {name: 1 / len(courting) for name in courting}
    settled = lived(changed(scenario(), **changes), 3)
    alone = Policy(instruments=courting, split=split)
    courted = settled.branch(changed(scenario(), policy=alone, **changes))
    without = settled.branch(changed(scenario(), **changes))
    for model in (courted, without):
        model.live(24)
    return courted, without


def differing(one, other):
    """Return the columns in which two cities differ."""
    first, second = columns(one.city), columns(other.city)
    return {
        name
        for name in first
        if not np.array_equal(first[name], second[name], equal_nan=first[name].dtype.kind == "f")
    }


@pytest.mark.parametrize("policy", ["attraction", "creative_city"])
def test_when_nobody_knocks_courting_changes_nothing_in_the_city(policy):
    """What courts from outside is left alone; only the purse differs."""
    courted, without = courted_and_not(policy, **NOBODY_KNOCKS)

    assert not differing(courted, without)
    assert courted.city.books.ledger["purse", "grant"] > 0


@pytest.mark.parametrize("policy", ["attraction", "creative_city"])
def test_when_some_knock_courting_changes_who_lives_in_the_city(policy):
    assert {"people.kind", "people.identity"} <= differing(*courted_and_not(policy))


@pytest.mark.parametrize("policy", ["attraction", "attraction_matched"])
def test_when_nobody_knocks_attraction_still_buys_visitors(policy):
    model = arm(policy, **NOBODY_KNOCKS)

    counts = counted(model, 24)

    places = model.city.places
    built = places.funder[: places.size] >= 0
    assert counts["entered"] == counts.get("firms_arrived", 0) == 0
    assert places.visits[: places.size][built].sum() > 0

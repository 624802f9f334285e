"""Who is who never depends on policy, and nobody is ever somebody else."""

from __future__ import annotations

import numpy as np
import pytest

from sim.city import identities
from sim.city.people import Status
from tests.villages import ARMS, branch, scenario

MOST_MONTHS = 1800  # 600 of burn-in and 1,200 after it


def test_candidates_are_numbered_after_the_first_people_month_by_month():
    months = [identities.candidates(1000, month, 10) for month in range(1, MOST_MONTHS + 1)]
    everyone = np.concatenate([np.arange(1000), *months])

    assert len(np.unique(everyone)) == len(everyone)
    assert months[0][0] == 1000
    assert months[1][0] == 1010


def test_firms_of_every_origin_have_names_of_their_own():
    first = identities.first_firms(2000)
    come = np.concatenate([identities.candidate_firms(month, 900) for month in (1, 2, MOST_MONTHS)])
    founded = [
        identities.founded(founder, month)
        for founder in (0, 1, 999, 9000 * MOST_MONTHS)
        for month in (1, 2, MOST_MONTHS)
    ]
    everyone = np.concatenate([first, come, founded])

    assert len(np.unique(everyone)) == len(everyone)
    assert (everyone >= 0).all()


def test_places_of_every_origin_have_names_of_their_own():
    opened = [
        identities.opened(instrument, month, number)
        for instrument in (0, 1, 20)
        for month in (1, 2, MOST_MONTHS)
        for number in (0, 1, 400)
    ]
    founded = [
        identities.founded(founder, month)
        for founder in (0, 1, 9000 * MOST_MONTHS)
        for month in (1, 2, MOST_MONTHS)
    ]
    everyone = [*identities.first_places(100).tolist(), *founded, *opened]

    assert len(set(everyone)) == len(everyone)
    assert max(everyone) < 2**63


def alive(model, months):
    """Return what each identity was ever seen to be: kind, first field and standing."""
    seen = {}
    people = model.city.people
    for _ in range(months):
        model.step()
        for row in people.order:
            what = (
                int(people.kind[row]),
                tuple(people.field_origin[row]),
                float(people.standing[row]),
            )
            assert seen.setdefault(int(people.identity[row]), what) == what
    return seen


@pytest.fixture(scope="module")
def ever_seen():
    return {policy: alive(branch(policy), 18) for policy in ARMS}


def test_one_identity_is_one_person_in_every_arm(ever_seen):
    together = {}
    for seen in ever_seen.values():
        for identity, what in seen.items():
            assert together.setdefault(identity, what) == what


def test_the_policies_are_compared_on_people_most_of_whom_are_the_same(ever_seen):
    everyone = set.union(*map(set, ever_seen.values()))
    in_all = set.intersection(*map(set, ever_seen.values()))

    assert len(in_all) > len(everyone) / 2


@pytest.mark.parametrize("policy", ARMS)
def test_no_identity_is_used_twice_in_a_table(policy):
    model = branch(policy)
    model.live(18)
    city = model.city
    people, firms, places = city.people, city.firms, city.places
    alive = people.identity[: people.size][people.status[: people.size] != Status.FREE]

    for who in (alive, firms.identity[: firms.size], places.identity[: places.size]):
        assert len(np.unique(who)) == len(who)
        assert (who >= 0).all()
    assert len(np.unique(city.ideas.identity[: city.ideas.size])) == city.ideas.size


def test_a_newcomer_is_named_after_the_month_in_which_she_knocked():
    model = branch("none")
    model.live(6)
    people = model.city.people
    new = people.order[people.cohort[people.order] > 6]
    slots = round(scenario().behaviour.come_and_go.knock * scenario().city.people / 1000)
    month = 1 + (people.identity[new] - scenario().city.people) // slots

    assert len(new)
    assert np.array_equal(month, people.cohort[new])

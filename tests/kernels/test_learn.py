"""What is learnt comes from those one met, within bounds, whoever sits in which row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels import learn
from tests.kernels.crowds import another_order, crowds, pointing, renamed, share, shuffled
from tests.kernels.markets import encountered
from tests.naive import arithmetic
from tests.naive import learn as naive_learn

RULES = learn.RANDOM, learn.RECOGNISED, learn.CONFORM
MOST_HELD = 16
capacities = st.integers(1, 40)
often = share | st.just(1.0)


@st.composite
def months(draw, rule=None, discovery=share, most_held=capacities):
    """Draw a month: who was met and liked, who is recognised, and how learning goes."""
    crowd = draw(crowds(least=2))
    partner, accepted = encountered(crowd, draw(often))
    recognition = np.random.default_rng(crowd.seed).integers(0, 4, crowd.size) / 2
    how = draw(st.sampled_from(RULES)) if rule is None else rule
    rates = how, draw(often), draw(discovery), draw(most_held)
    return crowd, recognition, partner, accepted, rates


def lived(twin, month):
    crowd, recognition, partner, accepted, rates = month
    where = crowd.seed, crowd.month, crowd.order, crowd.identity, crowd.skills
    skills = crowd.skills.copy()
    counted = twin.learn_from_meetings(*where, recognition, partner, accepted, *rates, skills)
    return skills, *counted


@pytest.mark.parametrize("rule", RULES)
@given(month=st.data())
def test_agrees_with_its_naive_twin(rule, month):
    drawn = month.draw(months(rule=rule))

    skills, *counted = lived(learn, drawn)
    slow, *slow_counted = lived(naive_learn, drawn)

    assert skills.tolist() == slow.tolist()
    assert counted == slow_counted


@given(months(most_held=st.just(MOST_HELD)))
def test_nobody_who_knows_little_comes_to_know_too_much(month):
    crowd = month[0]

    skills, _, _ = lived(learn, month)

    for before, after in zip(crowd.skills, skills, strict=True):
        most = max(MOST_HELD, arithmetic.count_bits(before))
        assert arithmetic.count_bits(after) <= most


@given(months(discovery=st.just(0.0)))
def test_what_is_learnt_was_known_to_somebody_met(month):
    crowd, _, partner, accepted, _ = month

    skills, _, found = lived(learn, month)

    assert found == 0
    for person, after in enumerate(skills):
        friends = partner[person][accepted[person]]
        known = set().union(*(arithmetic.held(crowd.skills[who]) for who in [person, *friends]))
        assert arithmetic.held(after) <= known


@given(months(rule=learn.RECOGNISED, discovery=st.just(0.0)))
def test_nobody_copies_those_who_are_no_more_recognised(month):
    crowd, recognition, partner, accepted, _ = month

    skills, _, _ = lived(learn, month)

    for person, after in enumerate(skills):
        friends = partner[person][accepted[person]]
        admired = friends[recognition[friends] > recognition[person]]
        known = set().union(*(arithmetic.held(crowd.skills[who]) for who in [person, *admired]))
        assert arithmetic.held(after) <= known


@given(months(most_held=st.just(64)))
def test_where_there_is_room_for_everything_nothing_is_forgotten(month):
    crowd = month[0]

    skills, learnt, found = lived(learn, month)

    before, after = (sum(map(arithmetic.count_bits, known)) for known in (crowd.skills, skills))
    assert np.array_equal(skills & crowd.skills, crowd.skills)
    assert after == before + learnt + found


@given(months())
def test_when_rates_are_zero_nothing_is_learnt(month):
    crowd, recognition, partner, accepted, (rule, _, _, most) = month

    skills, learnt, found = lived(
        learn, (crowd, recognition, partner, accepted, (rule, 0.0, 0.0, most))
    )

    assert np.array_equal(skills, crowd.skills)
    assert (learnt, found) == (0, 0)


@given(months())
def test_who_is_in_which_row_changes_nothing(month):
    crowd, recognition, partner, accepted, rates = month
    row = another_order(crowd)
    moved = (
        renamed(crowd, row),
        shuffled(recognition, row),
        shuffled(pointing(partner, row), row),
        shuffled(accepted, row),
        rates,
    )

    skills, *counts = lived(learn, month)
    skills_moved, *counts_moved = lived(learn, moved)

    assert np.array_equal(skills_moved, shuffled(skills, row))
    assert counts_moved == counts

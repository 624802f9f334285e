"""Which meetings take, and what becomes of ties."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import accept
from tests.kernels.crowds import (
    N_ROUNDS,
    N_TIES,
    NOWHERE,
    WHOLE,
    Crowd,
    another_order,
    crowd_of,
    crowds,
    encounters,
    in_steps,
    pointing,
    renamed,
    share,
    shuffled,
)
from tests.naive import accept as naive

NEAR = 1e-12
CERTAIN = 1000.0
GONE = 40  # enough months for any tie to fade away


@dataclass(frozen=True)
class Rule:
    """The numbers of phase 4."""

    base: float = -2.0
    complementarity: float = 6.0
    trust: float = 4.0
    barrier_slope: float = 6.0
    barrier: float = 0.6
    openness_gap: float = 1.0
    first_strength: float = 0.2
    replaceable: float = 0.25
    growth: float = 0.2
    fading: float = 0.05
    forgotten: float = 0.02

    @property
    def numbers(self) -> tuple[float, ...]:
        """Return the numbers in the order the kernel takes them."""
        return tuple(vars(self).values())


def agreeable(**numbers: float) -> Rule:
    """Return a rule under which every meeting is taken up."""
    return Rule(base=CERTAIN, **numbers)


rules = st.builds(
    Rule,
    base=st.sampled_from([-2.0, 0.0, 2.0]),
    barrier=share,
    first_strength=st.sampled_from([0.2, 0.0, 1.0]),
    replaceable=st.sampled_from([0.25, 0.0, 1.0]),
    growth=share,
    fading=share,
    forgotten=st.sampled_from([0.02, 0.3]),
)
crowded = crowds() | crowds(least=14, most=18, ties=1.0)


def meet_and_decide(kernel, crowd: Crowd, rule: Rule, partner, channel) -> tuple[tuple, list]:
    """Return what came of the month's meetings, and the ties after them."""
    ties, accepted = crowd.ties, np.zeros(partner.shape, bool)
    came = kernel(
        crowd.seed,
        crowd.month,
        crowd.order,
        crowd.identity,
        crowd.skills,
        crowd.field,
        crowd.openness,
        partner,
        channel,
        *ties,
        *rule.numbers,
        accepted,
    )
    return (accepted, *came), ties


def decide(crowd: Crowd, rule: Rule, how_many: float = 0.7) -> tuple[tuple, list]:
    return meet_and_decide(accept.accept_meetings, crowd, rule, *encounters(crowd, how_many))


@given(crowded, rules)
def test_accepting_agrees_with_its_naive_twin(crowd, rule):
    met = encounters(crowd)

    came, ties = meet_and_decide(accept.accept_meetings, crowd, rule, *met)
    slow, slow_ties = meet_and_decide(naive.accept_meetings, crowd, rule, *met)

    assert_array_equal(came[0], slow[0])
    assert came[1:3] == slow[1:3]
    assert abs(came[3] - slow[3]) <= came[1]  # a unit a meeting, where tanh and exp differ
    assert_array_equal(came[4], slow[4])
    for column, other in zip(ties, slow_ties, strict=True):
        assert_allclose(column, other, rtol=0, atol=NEAR)


@given(crowded, rules)
def test_ties_never_leave_their_bounds(crowd, rule):
    _, (other, strength, _, born, _) = decide(crowd, rule)

    assert strength.dtype == np.uint16
    assert np.all(strength[other < 0] == 0)
    assert np.isin(other[other >= 0], crowd.order).all()
    assert not (other == np.arange(crowd.size)[:, None]).any()
    for friends in other:
        held = friends[friends >= 0]
        assert len(set(held.tolist())) == len(held) <= N_TIES
    assert born[other >= 0].max(initial=0) <= max(crowd.month, crowd.tie_born.max(initial=0))


@given(crowded, rules)
def test_a_tie_that_is_not_fed_stays_above_the_floor_or_is_gone(crowd, rule):
    partner, _ = encounters(crowd)
    (accepted, *_), (other, strength, *_) = decide(crowd, rule)

    for row in crowd.order:
        fed = set(partner[row][accepted[row]].tolist())
        for friend, s in zip(other[row].tolist(), strength[row], strict=True):
            assert friend == NOWHERE or friend in fed or s >= in_steps(rule.forgotten)


@given(crowded, rules)
def test_every_meeting_taken_up_is_counted_once(crowd, rule):
    partner, channel = encounters(crowd)
    (accepted, candidates, taken, expected, by_channel), _ = decide(crowd, rule)

    assert candidates == (partner >= 0).sum()
    assert taken == accepted.sum() == by_channel.sum()
    assert not accepted[partner < 0].any()
    assert 0 <= expected <= candidates * accept.FIXED_POINT
    taken_through = np.bincount(channel[accepted], minlength=len(by_channel))
    assert_array_equal(by_channel.sum(axis=1), taken_through)


@given(crowded, rules)
def test_renaming_people_changes_no_tie(crowd, rule):
    new_row = another_order(crowd)
    partner, channel = encounters(crowd)
    moved = pointing(shuffled(partner, new_row), new_row), shuffled(channel, new_row)

    came, ties = meet_and_decide(accept.accept_meetings, crowd, rule, partner, channel)
    again, moved_ties = meet_and_decide(
        accept.accept_meetings, renamed(crowd, new_row), rule, *moved
    )

    assert_array_equal(again[0], shuffled(came[0], new_row))
    assert again[1:4] == came[1:4]
    assert_array_equal(again[4], came[4])
    assert_array_equal(moved_ties[0], pointing(shuffled(ties[0], new_row), new_row))
    for column, other in zip(moved_ties[1:], ties[1:], strict=True):
        assert_array_equal(column, shuffled(other, new_row))


@given(crowded, rules)
def test_the_barrier_keeps_people_apart_and_brings_nobody_together(crowd, rule):
    first_meetings = encounters(crowd)
    for column, nobody in zip(first_meetings, (NOWHERE, 0), strict=True):
        column[:, 1:] = nobody  # what came of the first meeting changes the chance of the next

    (kept, *_), _ = meet_and_decide(accept.accept_meetings, crowd, rule, *first_meetings)
    without = replace(rule, barrier=0.0)
    (open_to, *_), _ = meet_and_decide(accept.accept_meetings, crowd, without, *first_meetings)

    assert np.all(kept <= open_to)


@given(st.integers(0, 2**32), share)
def test_what_is_expected_is_never_below_the_actual_chance(seed, barrier):
    crowd = crowd_of(seed, 2, ties=1.0)
    partner = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int64)
    partner[crowd.order, 0] = crowd.order[::-1]
    channel = (partner >= 0).astype(np.int64)
    rule = Rule(barrier=barrier)

    (_, _, _, expected, _), _ = meet_and_decide(
        accept.accept_meetings, crowd, rule, partner, channel
    )
    # a slope of zero is B = 0; what is then expected with the base lowered by B f is the chance
    apart = float(np.abs(np.subtract(*crowd.field[crowd.order].astype(int))).mean()) / WHOLE
    lowered = replace(rule, base=rule.base - rule.barrier_slope * barrier * apart)
    (_, _, _, actual, _), _ = meet_and_decide(
        accept.accept_meetings, crowd, lowered, partner, channel
    )

    assert expected >= actual
    if barrier == 0:
        assert expected == actual


def test_without_a_barrier_as_many_meetings_are_taken_up_as_expected():
    crowd = crowd_of(11, 300, ties=0.2)

    (_, candidates, taken, expected, _), _ = decide(crowd, Rule(barrier=0.0))

    assert abs(taken - expected / accept.FIXED_POINT) < 2 * np.sqrt(candidates)


@given(crowds(ties=1.0))
def test_when_everyone_stays_home_every_tie_fades(crowd):
    rule = Rule()
    nobody = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int64)

    _, (other, strength, *_) = meet_and_decide(
        accept.accept_meetings, crowd, rule, nobody, np.zeros_like(nobody)
    )

    before = crowd.tie_strength.astype(int)
    faded = before + np.floor(rule.fading * -before + 1 / 2).astype(int)
    lasts = (crowd.tie_other >= 0) & (faded >= in_steps(rule.forgotten))
    assert_array_equal(other, np.where(lasts, crowd.tie_other, NOWHERE))
    assert_array_equal(strength, np.where(lasts, faded, 0))


def test_after_years_at_home_nobody_is_left():
    crowd = crowd_of(12, 8, ties=1.0)
    nobody = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int64)
    strong = replace(crowd, tie_strength=np.where(crowd.tie_other >= 0, in_steps(1.0), 0))

    for _ in range(2 * GONE):
        _, ties = meet_and_decide(
            accept.accept_meetings, strong, Rule(), nobody, np.zeros_like(nobody)
        )
        strong = replace(strong, tie_other=ties[0], tie_strength=ties[1])

    assert np.all(strong.tie_other == NOWHERE)


def one_meeting(strengths: list[float], rounds: int = 1) -> tuple[Crowd, np.ndarray, np.ndarray]:
    """Return a person with such ties who meets a stranger, and nobody else meeting anyone."""
    crowd = crowd_of(13, N_TIES + 2, ties=0.0)
    person, stranger, *friends = crowd.order.tolist()
    other, strength = crowd.tie_other.copy(), crowd.tie_strength.copy()
    other[person, : len(strengths)] = friends[: len(strengths)]
    strength[person, : len(strengths)] = in_steps(strengths)
    partner = np.full((crowd.size, N_ROUNDS), NOWHERE, np.int64)
    partner[person, :rounds] = stranger
    crowd = replace(crowd, tie_other=other, tie_strength=strength)
    return crowd, partner, np.where(partner >= 0, 3, 0)


def row_of(crowd: Crowd, ties: list) -> tuple[list[int], list[int]]:
    return ties[0][crowd.order[0]].tolist(), ties[1][crowd.order[0]].tolist()


@pytest.mark.parametrize(("weakest", "replaced"), [(0.24, True), (0.25, False), (0.9, False)])
def test_a_stranger_takes_the_weakest_slot_only_if_that_is_weak_enough(weakest, replaced):
    strengths = [0.95] * N_TIES
    strengths[7] = weakest
    crowd, *met = one_meeting(strengths)

    (accepted, *_), ties = meet_and_decide(
        accept.accept_meetings, crowd, agreeable(fading=0.0), *met
    )
    friends, strong = row_of(crowd, ties)

    assert accepted.sum() == 1  # the meeting counts whether or not there is room to remember it
    assert (friends[7] == crowd.order[1]) == replaced
    assert strong[7] == in_steps(0.2 if replaced else weakest)
    assert strong[:7] == in_steps(strengths[:7]).tolist()


def test_an_empty_slot_is_filled_before_a_weak_tie_is_given_up():
    crowd, *met = one_meeting([0.1, 0.9])

    _, ties = meet_and_decide(accept.accept_meetings, crowd, agreeable(fading=0.0), *met)
    friends, strong = row_of(crowd, ties)

    assert friends[2] == crowd.order[1]
    assert strong[:3] == in_steps([0.1, 0.9, 0.2]).tolist()
    assert (ties[2][crowd.order[0], 2], ties[3][crowd.order[0], 2]) == (3, crowd.month)
    assert ties[4][crowd.order[0], 2] == -1


def test_a_tie_grows_once_a_month_however_often_it_is_fed():
    crowd, *met = one_meeting([], rounds=N_ROUNDS)
    rule = agreeable()

    for strength in (0.2, 0.36, 0.488):  # first 0.2, then 0.2 + 0.2 (1 - 0.2), ...
        _, ties = meet_and_decide(accept.accept_meetings, crowd, rule, *met)
        crowd = replace(crowd, tie_other=ties[0], tie_strength=ties[1])

        assert abs(row_of(crowd, ties)[1][0] / WHOLE - strength) < 1 / WHOLE


@given(crowds(), st.data())
def test_forgetting_the_gone_agrees_with_its_naive_twin(crowd, data):
    gone = np.array(data.draw(st.lists(st.booleans(), min_size=crowd.size, max_size=crowd.size)))
    ties, slow = crowd.ties[:2], crowd.ties[:2]

    accept.forget_the_gone(crowd.order, gone, *ties)
    naive.forget_the_gone(crowd.order, gone, *slow)

    for column, other in zip(ties, slow, strict=True):
        assert_array_equal(column, other)
    assert not np.isin(ties[0][crowd.order], np.flatnonzero(gone)).any()
    kept = ties[0] >= 0
    assert_array_equal(ties[1][kept], crowd.tie_strength[kept])

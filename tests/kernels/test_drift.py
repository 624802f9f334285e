"""People come to resemble those they get on with, and stay who they are."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from sim.kernels import drift
from tests.kernels.crowds import (
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
from tests.naive import drift as naive

TRAITS = ("field", "openness", "participation")


@dataclass(frozen=True)
class Month:
    """Who got on with whom, where people came from, and the numbers of phase 13."""

    partner: NDArray[np.int64]
    accepted: NDArray[np.bool_]
    origin: tuple[NDArray[np.uint16], ...]
    pull: float
    near: float
    anchor: float

    def move(self, new_row: NDArray[np.int64]) -> "Month":
        """Return the same month with everyone in another row."""
        return Month(
            pointing(shuffled(self.partner, new_row), new_row),
            shuffled(self.accepted, new_row),
            tuple(shuffled(column, new_row) for column in self.origin),
            self.pull,
            self.near,
            self.anchor,
        )


def month_of(crowd: Crowd, pull: float, near: float, anchor: float) -> Month:
    chance = np.random.default_rng(crowd.seed + 4)
    partner, _ = encounters(crowd)
    accepted = (partner >= 0) & (chance.random(partner.shape) < 0.7)
    origin = tuple(in_steps(chance.random(getattr(crowd, name).shape)) for name in TRAITS)
    return Month(partner, accepted, origin, pull, near, anchor)


@st.composite
def months(draw):
    crowd = draw(crowds())
    return crowd, month_of(crowd, draw(share), draw(st.sampled_from([0.25, 0.0, 2.0])), draw(share))


def drifted(kernel, crowd: Crowd, month: Month):
    traits = zip((getattr(crowd, name) for name in TRAITS), month.origin, strict=True)
    after = tuple(getattr(crowd, name).copy() for name in TRAITS)
    kernel(
        crowd.seed,
        crowd.month,
        crowd.order,
        month.partner,
        month.accepted,
        *(column for pair in traits for column in pair),
        month.pull,
        month.near,
        month.anchor,
        *after,
    )
    return after


@given(months())
def test_drift_agrees_with_its_naive_twin(lived):
    for column, other in zip(
        drifted(drift.drift, *lived), drifted(naive.drift, *lived), strict=True
    ):
        assert_array_equal(column, other)


@given(months())
def test_nobody_leaves_the_range_of_what_is_there(lived):
    crowd, month = lived

    for name, column, origin in zip(
        TRAITS, drifted(drift.drift, crowd, month), month.origin, strict=True
    ):
        before = np.concatenate([getattr(crowd, name), origin])
        assert np.all((column >= before.min(axis=0)) & (column <= before.max(axis=0)))


@given(months())
def test_renaming_people_changes_nobody_s_way(lived):
    crowd, month = lived
    new_row = another_order(crowd)

    here = drifted(drift.drift, crowd, month)
    there = drifted(drift.drift, renamed(crowd, new_row), month.move(new_row))

    for column, again in zip(here, there, strict=True):
        assert_array_equal(again, shuffled(column, new_row))


@given(months())
def test_nothing_given_is_changed_and_the_absent_stay_as_they_were(lived):
    crowd, month = lived
    before = [getattr(crowd, name).copy() for name in TRAITS]
    absent = np.setdiff1d(np.arange(crowd.size), crowd.order)

    after = drifted(drift.drift, crowd, month)

    for name, kept, column in zip(TRAITS, before, after, strict=True):
        assert_array_equal(getattr(crowd, name), kept)
        assert_array_equal(column[absent], kept[absent])


@given(crowds())
def test_without_pull_and_anchor_everyone_stays_who_she_is(crowd):
    for name, column in zip(
        TRAITS, drifted(drift.drift, crowd, month_of(crowd, 0.0, 2.0, 0.0)), strict=True
    ):
        assert_array_equal(column, getattr(crowd, name))


@given(crowds())
def test_a_full_anchor_brings_everyone_back(crowd):
    month = month_of(crowd, 0.5, 2.0, 1.0)

    for column, origin in zip(drifted(drift.drift, crowd, month), month.origin, strict=True):
        assert_array_equal(column[crowd.order], origin[crowd.order])


@given(crowds(least=2))
def test_those_far_apart_do_not_drift_together(crowd):
    month = month_of(crowd, 0.5, 0.0, 0.0)

    for name, column in zip(TRAITS, drifted(drift.drift, crowd, month), strict=True):
        assert_array_equal(column, getattr(crowd, name))


@pytest.mark.parametrize(("gap", "drifts"), [(0.5, True), (0.7501, False), (1.0, False)])
def test_only_those_nearer_than_the_limit_drift_together(gap, drifts):
    crowd = crowd_of(15, 2)
    field = np.zeros((crowd.size, 3), np.uint16)
    field[crowd.order[0], 1] = in_steps(gap)  # a third of it is f, and 0.25 is too far
    crowd = replace(crowd, field=field)
    partner = np.full((crowd.size, 4), -1, np.int64)
    partner[crowd.order, 0] = crowd.order[::-1]
    origin = tuple(getattr(crowd, name) for name in TRAITS)

    moved, *_ = drifted(drift.drift, crowd, Month(partner, partner >= 0, origin, 0.1, 0.25, 0.0))

    assert np.any(moved != field) == drifts


def test_two_who_get_on_meet_halfway():
    crowd = crowd_of(14, 2)
    one, other = crowd.order
    partner = np.full((crowd.size, 4), -1, np.int64)
    partner[crowd.order, 0] = crowd.order[::-1]
    origin = tuple(getattr(crowd, name) for name in TRAITS)
    month = Month(partner, partner >= 0, origin, 0.5, 2.0, 0.0)

    for name, column in zip(TRAITS, drifted(drift.drift, crowd, month), strict=True):
        halfway = getattr(crowd, name)[[one, other]].mean(axis=0)
        assert_allclose(column[one], halfway, rtol=0, atol=1 / 2)
        assert_allclose(column[other], halfway, rtol=0, atol=1 / 2)

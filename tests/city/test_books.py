"""A sum shared out in proportion adds up to the cent, and nobody pays more than she has."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.city.books import in_proportion
from tests.naive.books import in_proportion as naive_in_proportion

MUCH = 2**55


@st.composite
def bills(draw):
    """Draw what some people have, who they are, and a sum they can bear."""
    most = draw(st.sampled_from([3, 1000, MUCH]))
    means = draw(st.lists(st.integers(0, most), max_size=12))
    identity = draw(st.permutations(range(len(means))))
    cents = draw(st.integers(0, sum(means)))
    return cents, np.array(means, np.int64), np.array(identity, np.int64)


@given(bills())
def test_shares_agree_with_their_naive_twin(bill):
    assert in_proportion(*bill).tolist() == naive_in_proportion(*bill)


@given(bills())
def test_shares_add_up_and_nobody_pays_more_than_she_has(bill):
    cents, means, _ = bill

    part = in_proportion(*bill)

    assert sum(part.tolist()) == cents
    assert (part >= 0).all()
    assert (part <= means).all()


@given(bills())
def test_a_share_is_proportional_but_for_a_cent(bill):
    cents, means, _ = bill

    for part, each in zip(in_proportion(*bill).tolist(), means.tolist(), strict=True):
        exact = Fraction(cents * each, max(1, sum(means.tolist())))
        assert exact - 1 < part <= exact + 1


@given(bills(), st.randoms(use_true_random=False))
def test_in_which_order_people_are_listed_changes_no_share(bill, chance):
    cents, means, identity = bill
    order = list(range(len(means)))
    chance.shuffle(order)

    listed = in_proportion(cents, means[order], identity[order])

    assert listed.tolist() == in_proportion(*bill)[order].tolist()


def test_the_odd_cents_are_paid_by_those_who_have_most_then_by_identity():
    means = np.array([10, 30, 30, 30], np.int64)

    # 5 x 10/100 and 5 x 30/100 leave two cents over
    assert in_proportion(5, means, np.array([0, 7, 3, 5])).tolist() == [0, 1, 2, 2]


@pytest.mark.parametrize("cents", [-1, 31])
def test_more_than_they_have_together_is_refused_in_a_sentence(cents):
    with pytest.raises(ValueError, match=r"people who have 30 together: a share is at most"):
        in_proportion(cents, np.array([10, 20]), np.arange(2))

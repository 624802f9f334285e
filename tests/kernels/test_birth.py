"""What newcomers can do, and where the first of all live."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import birth
from tests.kernels.crowds import another_order, crowds, shuffled
from tests.naive import birth as naive

N_FAMILIES = 16


@st.composite
def newcomers(draw):
    """Draw who comes, of which kind, and how likely each kind's skills lie in each family."""
    crowd = draw(crowds())
    chance = np.random.default_rng(crowd.seed)
    weight = chance.random((3, N_FAMILIES)) * (chance.random((3, N_FAMILIES)) < 0.5)
    weight[:, 0] += 0.1
    running = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
    fewest = draw(st.integers(1, 16))
    return crowd, running, fewest, draw(st.integers(fewest, 16))


def drawn(way, crowd, running, fewest, most):
    return way.draw_skills(crowd.seed, crowd.identity, crowd.kind, running, fewest, most)


@given(newcomers())
def test_skills_at_birth_agree_with_their_naive_twin(given_to):
    assert_array_equal(drawn(birth, *given_to), np.array(drawn(naive, *given_to), np.uint64))


@given(newcomers())
def test_nobody_holds_more_than_the_most_or_a_family_that_weighs_nothing(given_to):
    crowd, running, _, most = given_to
    skills = drawn(birth, *given_to)
    weight = np.diff(running, axis=1, prepend=0.0)
    families = np.array([[int(mask) >> 4 * f & 15 for f in range(N_FAMILIES)] for mask in skills])

    held = np.bitwise_count(skills)
    assert np.all((held >= 1) & (held <= most))
    assert not families[weight[crowd.kind] < 1e-12].any()


@given(newcomers())
def test_renaming_changes_nobody_s_skills(given_to):
    crowd, *rule = given_to
    new_row = another_order(crowd)
    identity, kind = shuffled(crowd.identity, new_row), shuffled(crowd.kind, new_row)

    moved = birth.draw_skills(crowd.seed, identity, kind, *rule)

    assert_array_equal(moved, shuffled(drawn(birth, *given_to), new_row))


def test_each_number_of_draws_is_equally_likely():
    running = np.linspace(1 / N_FAMILIES, 1, N_FAMILIES)[None, :]
    who = np.arange(4000)

    skills = birth.draw_skills(7, who, np.zeros_like(who), running, 1, 2)

    alone = (np.bitwise_count(skills) == 1).mean()
    assert abs(alone - (1 / 2 + 1 / 2 / 64)) < 0.03


@st.composite
def empty_towns(draw):
    """Draw people who look for a first home, and a town with homes enough for all of them."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    people = draw(st.integers(1, 30))
    n_regulated = draw(st.integers(0, 10))
    n_free = max(1, people - n_regulated) + draw(st.integers(0, 5))
    order = chance.permutation(people)
    within = np.empty(people, np.int64)
    within[order] = np.sort(chance.integers(0, n_free + 1, people))
    return order, within, chance.random(people), n_free, n_regulated


@given(empty_towns())
def test_the_first_homes_are_found_as_by_the_naive_twin(town):
    door, regulated = birth.house_the_poorest_first(*town)
    slow = naive.house_the_poorest_first(*town)

    assert_array_equal(door, slow[0])
    assert_array_equal(regulated, slow[1])


@given(empty_towns())
def test_everyone_has_one_home_of_her_own_that_she_can_pay_or_that_is_regulated(town):
    _, within, _, _, n_regulated = town
    door, regulated = birth.house_the_poorest_first(*town)

    taken, queued = door[door >= 0], regulated[(regulated >= 0) & (regulated < n_regulated)]
    assert len(set(taken.tolist())) == len(taken)
    assert len(set(queued.tolist())) == len(queued)
    assert np.all((door >= 0) | (regulated >= 0))
    free = (door >= 0) & (regulated < 0)
    assert np.all(door[free] < within[free])


def traits(way, crowd, sd):
    chance = np.random.default_rng(crowd.seed)
    means = chance.random((3, 3)), chance.random(3), chance.random(3)
    field, openness, participation = means
    kind = crowd.seed, crowd.identity, crowd.kind
    return means, way.draw_traits(*kind, field, sd, openness, sd, participation, sd)


@given(crowds(), st.floats(0, 0.5))
def test_traits_at_birth_agree_with_their_naive_twin(crowd, sd):
    _, (*steps, standing) = traits(birth, crowd, sd)
    _, (*slow, standing_slow) = traits(naive, crowd, sd)

    for trait, other in zip(steps, slow, strict=True):
        assert_array_equal(trait, other)
        assert trait.dtype == np.uint16
    assert_allclose(standing, standing_slow, rtol=0, atol=1e-12)


@given(crowds())
def test_without_spread_everyone_is_as_her_kind_is_in_the_mean(crowd):
    (field, openness, participation), (*steps, _) = traits(birth, crowd, 0.0)

    for trait, mean in zip(steps, (field, openness, participation), strict=True):
        assert_allclose(trait / 65535, mean[crowd.kind], rtol=0, atol=1 / 65535)

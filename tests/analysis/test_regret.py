"""Regret and dominance are what a plain loop over worlds and arms counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from sim.analysis import regret
from sim.recorder.outcomes import OUTCOMES

WAYS = np.array([1.0, -1.0])
few = some.sampled_from([-1.0, 0.0, 0.5, 2.0])  # few values, so that equals are common
worlds = arrays(float, some.tuples(some.integers(1, 5), some.just(3), some.just(2)), elements=few)


def naive_regret(world, direction):
    best = max(world) if direction > 0 else min(world)
    return [best - one if direction > 0 else one - best for one in world]


def naive_dominates(one, other):
    better = [(a > b) if way > 0 else (a < b) for a, b, way in zip(one, other, WAYS, strict=True)]
    worse = [(a < b) if way > 0 else (a > b) for a, b, way in zip(one, other, WAYS, strict=True)]
    return any(better) and not any(worse)


@given(worlds, some.sampled_from([1.0, -1.0]))
def test_regret_is_what_is_lacking_to_the_best_in_the_world(values, direction):
    found = regret.regret(values[:, :, 0], direction)

    for world, lacking in zip(values[:, :, 0], found, strict=True):
        assert list(lacking) == naive_regret(list(world), direction)
        assert min(lacking) == 0


@given(worlds)
def test_dominance_is_counted_as_a_loop_over_pairs_counts_it(values):
    over, kept = regret.dominates(values, WAYS), regret.undominated(values, WAYS)

    for place, world in enumerate(values):
        naive = [[naive_dominates(one, other) for other in world] for one in world]
        assert over[place].tolist() == naive
        assert kept[place].tolist() == [not any(column) for column in zip(*naive, strict=True)]
        assert kept[place].any()


def test_equals_at_the_top_are_each_the_best_and_do_not_dominate_each_other():
    twins = np.array([[[3.0, 1.0], [3.0, 1.0], [2.0, 1.0]]])

    assert list(regret.summary(twins[:, :, 0], 1, "abc")["best"]) == [1, 1, 0]
    assert regret.undominated(twins, WAYS).tolist() == [[True, True, False]]


def test_a_summary_says_mean_high_and_worst_of_the_worlds_all_arms_have():
    own = np.array([*range(11), np.nan])
    values = np.column_stack([own, np.full(12, 10.0)])

    found = regret.summary(values, 1, ["one", "other"]).set_index("arm").loc["one"]

    assert (found["worlds"], found["mean"], found["high"], found["worst"]) == (11, 5, 9, 10)
    assert found["best"] == 1
    less = regret.summary(values, -1, ["one", "other"]).set_index("arm")
    assert (less.loc["other", "worst"], less.loc["one", "mean"]) == (10, 0)


def test_without_a_world_there_is_no_regret():
    with pytest.raises(ValueError, match="no world"):
        regret.summary(np.full((2, 2), np.nan), 1, "ab")


def test_of_every_primary_outcome_more_is_better():
    primary = [name for name, one in OUTCOMES.items() if one.primary]

    assert list(regret.directions(primary)) == [1] * len(primary)
    assert list(regret.directions(["founder_floor_share"])) == [-1]
    with pytest.raises(ValueError, match="neither more nor less of population"):
        regret.directions([*primary, "population"])

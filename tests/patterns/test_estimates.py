"""Estimates give the known answer where there is one."""

import numpy as np
import pytest

from experiments.patterns import estimates
from experiments.patterns.ground import Ground

LUCK = np.random.default_rng(0)


def test_least_squares_finds_the_line_that_was_drawn():
    x = np.arange(10.0)

    slope, level = estimates.least_squares(estimates.sums(3 * x - 2, x, np.ones(10)))

    assert (slope, level) == pytest.approx((3, -2))


def test_sums_of_two_towns_are_the_sums_of_both():
    x, y = LUCK.normal(size=(2, 20))
    ones = np.ones(20)

    parts = [estimates.sums(y[half], x[half], ones[half]) for half in (slice(7), slice(7, 20))]

    assert estimates.least_squares(estimates.added(parts)) == pytest.approx(np.polyfit(x, y, 1))


def test_what_cannot_be_told_apart_has_no_coefficient():
    x = np.arange(5.0)

    assert np.isnan(estimates.least_squares(estimates.sums(x, x, 2 * x))).all()
    assert np.isnan(estimates.least_squares(np.zeros((2, 3)))).all()


def test_effects_of_group_are_taken_out():
    assert estimates.within([1, 3, 10, 20], ["a", "a", "b", "b"]).tolist() == [-1, 1, -5, 5]


def test_a_logit_of_two_groups_is_the_difference_of_their_log_odds():
    group, outcome = np.repeat([0, 1], 100), np.repeat([0, 1, 0, 1], [80, 20, 40, 60])

    effect, level = estimates.logit(outcome, group, np.ones(200))

    assert effect == pytest.approx(np.log(60 / 40) - np.log(20 / 80))
    assert level == pytest.approx(np.log(20 / 80))


def test_where_everything_survives_a_logit_says_nothing():
    assert np.isnan(estimates.logit(np.ones(5), np.arange(5.0))).all()


def test_a_conditional_logit_finds_what_draws():
    weights = np.array([1.5, -0.5])
    offered = LUCK.normal(size=(4000, 6, 2))
    chosen = np.argmax(offered @ weights + LUCK.gumbel(size=(4000, 6)), axis=1)

    assert estimates.conditional_logit(offered, chosen) == pytest.approx(weights, abs=0.1)


def test_a_spatial_lag_is_found_and_is_none_where_there_is_none():
    beside = Ground(16, 0.1, 1).beside
    mean = beside / beside.sum(axis=1, keepdims=True)
    noise, x = LUCK.normal(size=(2, 256))
    columns = np.stack([np.ones(256), x], axis=1)
    lagged = np.linalg.solve(np.eye(256) - 0.6 * mean, 2 * x + noise)

    assert estimates.spatial_lag(lagged, columns, beside) == pytest.approx(0.6, abs=0.1)
    assert estimates.spatial_lag(2 * x + noise, columns, beside) == pytest.approx(0, abs=0.15)


def test_the_score_of_moran_is_that_of_permutations():
    ground = Ground(8, 0.1, 1)
    # one block holds nearly everything, so that the fourth moment counts
    values = LUCK.normal(size=64) ** 2
    values[[0, 1]] = 40, 12

    def index(values):
        z = values - values.mean()
        return z @ ground.beside @ z / (z @ z)

    chance = np.array([index(LUCK.permutation(values)) for _ in range(20_000)])
    score = (index(values) - chance.mean()) / chance.std()

    assert estimates.moran_score(values, ground.beside) == pytest.approx(score, rel=0.05)
    assert np.isnan(estimates.moran_score(np.ones(64), ground.beside))


def test_the_reach_of_a_decay_is_found_above_a_floor():
    far = np.linspace(0.05, 2, 20)
    chances = np.full(20, 1e6)

    events = chances * (0.01 * np.exp(-far / 0.3) + 0.001)

    assert estimates.e_folding(far, events, chances, 0.25) == pytest.approx(0.3, rel=1e-3)
    assert np.isnan(estimates.e_folding(far, np.zeros(20), chances, 0.25))


def test_strata_keep_a_difference_of_strata_out_of_the_odds():
    # within both strata the odds are the same; together they look three times as high
    tables = [[[900, 90], [100, 10]], [[100, 50], [900, 450]]]
    together = np.sum(tables, axis=0)

    assert estimates.mantel_haenszel(tables) == pytest.approx(1)
    assert estimates.mantel_haenszel([together]) < 0.5


def test_half_of_a_histogram_lies_below_its_middle():
    edges = np.array([0.0, 1.0, 2.0])

    assert estimates.share_below([1, 3], edges, 1.5) == pytest.approx(0.625)
    assert np.isnan(estimates.share_below([1, 3], edges, np.nan))

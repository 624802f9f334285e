"""Intervals over towns, and what they say of a band."""

import math

import numpy as np
import pytest
from scipy import stats

from experiments.patterns import judging, measures
from experiments.patterns.given import criteria
from experiments.patterns.judging import FAILS, NONE, OPEN, PASSES

CONFIDENCE = 0.95


def towns(values):
    """Return towns whose score of clustering is known, and nothing else."""
    return [{"clustering": {"value": value}} for value in values]


def test_the_interval_of_a_mean_is_that_of_students_t():
    values = np.random.default_rng(0).normal(2, 1, 12)
    mean, error = values.mean(), values.std(ddof=1) / np.sqrt(12)
    reach = stats.t.ppf(0.975, 11) * error

    found = judging.interval("moran_of_creative_jobs", towns(values), CONFIDENCE)

    assert found == pytest.approx((mean, mean - reach, mean + reach))


def test_intervals_of_a_ratio_of_sums_hold_it_nineteen_times_in_twenty():
    luck = np.random.default_rng(1)
    held = 0
    for _ in range(300):
        pairs = luck.poisson(200, 20)
        tied = luck.binomial(pairs, 0.3)
        lives = [
            {"transfers": {"tied": float(t), "all": float(n)}}
            for t, n in zip(tied, pairs, strict=True)
        ]
        _, low, high = judging.interval("transfers_between_tied", lives, CONFIDENCE)
        held += low <= 0.3 <= high

    assert 0.9 < held / 300 < 0.99


def test_one_town_or_a_town_without_a_figure_gives_no_interval():
    alone = judging.judge("moran_of_creative_jobs", towns([3.0]), CONFIDENCE)
    empty = judging.judge("moran_of_creative_jobs", towns([None, None]), CONFIDENCE)
    rare = [{"startups": {"first": first}} for first in ([0, 0, 0, 0], [1, 2, 1, 1])]

    assert alone.verdict == empty.verdict == NONE
    assert math.isnan(empty.figure)
    assert judging.judge("startups_after_first_place", rare, CONFIDENCE).verdict == NONE


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(2.6, 4.4, PASSES), (1.0, 2.4, FAILS), (5.0, 9.0, FAILS), (2.0, 3.0, OPEN), (4.0, 5.0, OPEN),
     (2.0, 9.0, OPEN), (math.nan, math.nan, NONE)],
)  # fmt: skip
def test_a_criterion_passes_where_its_whole_interval_lies_in_the_band(low, high, said):
    assert judging.verdict(criteria()["ties_on_coming_near"], low, high) == said


def test_a_band_with_one_edge_has_no_other():
    above, below = criteria()["moran_of_creative_jobs"], criteria()["fees_over_cost"]

    assert judging.verdict(above, 1.7, 1e9) == PASSES
    assert judging.verdict(below, -1e9, 0.9) == PASSES
    assert judging.verdict(below, 0.9, 1.1) == OPEN


def test_a_pattern_passes_if_all_its_criteria_do():
    table = judging.pd.DataFrame(
        {"pattern": ["P11", "P11", "P03"], "verdict": [PASSES, FAILS, PASSES]}
    )

    assert judging.passed(table).to_dict() == {"P11": False, "P03": True}


def test_a_mean_leaves_out_towns_without_a_figure():
    assert measures.figure("moran_of_creative_jobs", towns([1.0, None, 3.0])) == 2

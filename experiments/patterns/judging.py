"""Holds figures against their bands: an interval over towns, and pass or fail."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as students

from experiments.patterns import measures
from experiments.patterns.given import Criterion, criteria, half_of, patterns

PASSES, FAILS, OPEN, NONE = "passes", "fails", "fails: its interval crosses the edge", "no interval"


@dataclass(frozen=True)
class Judged:
    """A criterion's figure over towns, its interval and what that says."""

    figure: float
    low: float
    high: float
    verdict: str


def interval(
    name: str, towns: Sequence[Mapping[str, Any]], confidence: float
) -> tuple[float, float, float]:
    """Return a criterion's figure over towns and its interval, by the jackknife over towns.

    For a mean this is the usual t interval. nan where some town alone decides whether there is a
    figure at all.
    """
    figure, n = measures.figure(name, towns), len(towns)
    without = np.array(
        [measures.figure(name, [*towns[:k], *towns[k + 1 :]]) for k in range(n if n > 1 else 0)]
    )
    if not (len(without) and math.isfinite(figure) and np.isfinite(without).all()):
        return figure, math.nan, math.nan
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    reach = float(students.ppf((1.0 + confidence) / 2, n - 1)) * error
    return figure, figure - reach, figure + reach


def verdict(criterion: Criterion, low: float, high: float) -> str:
    """Say whether an interval lies wholly inside its band, outside, or across an edge."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return NONE
    if criterion.low <= low and high <= criterion.high:
        return PASSES
    return FAILS if high < criterion.low or low > criterion.high else OPEN


def judge(name: str, towns: Sequence[Mapping[str, Any]], confidence: float) -> Judged:
    """Judge one criterion over towns."""
    figure, low, high = interval(name, towns, confidence)
    return Judged(figure, low, high, verdict(criteria()[name], low, high))


def table(towns: Sequence[Mapping[str, Any]], confidence: float) -> pd.DataFrame:
    """Return one row for every criterion, in the order of the evidence."""
    rows = []
    for one in criteria().values():
        judged = judge(one.name, towns, confidence)
        rows.append(
            {
                "pattern": one.pattern,
                "level": patterns()[one.pattern].level,
                "half": half_of(one.pattern),
                "criterion": one.name,
                "figure": judged.figure,
                "interval_low": judged.low,
                "interval_high": judged.high,
                "band_low": one.low,
                "band_high": one.high,
                "towns": len(towns),
                "verdict": judged.verdict,
            }
        )
    return pd.DataFrame(rows)


def passed(judged: pd.DataFrame) -> pd.Series:
    """Return which patterns pass: those all of whose criteria do."""
    return (judged["verdict"] == PASSES).groupby(judged["pattern"], sort=False).all()

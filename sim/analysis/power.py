"""How small a difference an experiment of so many pairs would have told from zero."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import chi2, norm, t

CONFIDENCE = 0.95
POWER = 0.8
"""Of a hundred such experiments eighty find it: Cohen 1988, the usual choice."""
QUADRATURE = 200
"""Intervals at most."""


def detectable(sd: Any, pairs: Any) -> NDArray[np.float64]:
    """Return the smallest true difference that a paired t test would find four times in five.

    Two-sided at 95 %, as Cohen 1988, chapter 2.

    Parameters
    ----------
    sd : float array
        Standard deviation of the paired differences, in the outcome's unit.
    pairs : int array of the same shape
        How many pairs there are; with less than two nothing can be found, and nan is returned.

    Returns
    -------
    float array in the outcome's unit
    """
    spread, count = np.asarray(sd, np.float64), np.asarray(pairs)
    effects = np.array([effect(int(n)) for n in count.ravel()], np.float64)
    return spread * effects.reshape(count.shape)


@cache
def effect(pairs: int) -> float:
    """Return the smallest true difference that so many pairs find, in standard deviations."""
    if pairs < 2:
        return float("nan")
    most = 1.0
    while found(most, pairs) < POWER:
        most *= 2
    return float(brentq(lambda size: found(size, pairs) - POWER, 0.0, most))


def found(size: float, pairs: int) -> float:
    """Return how often so many pairs find a true difference of `size` standard deviations.

    Given the spread s that happens to be measured, the mean passes the limit as a normal
    variable does; the mean over s is taken by quadrature, which holds where scipy's
    noncentral t distribution gives up (few pairs, large differences).
    """
    free, shift = pairs - 1, size * np.sqrt(pairs)
    limit = t.ppf((1 + CONFIDENCE) / 2, free)

    def given(quantile: float) -> float:
        passed = limit * np.sqrt(chi2.ppf(quantile, free) / free)
        return float(norm.sf(passed - shift) + norm.cdf(-passed - shift))

    return float(quad(given, 0.0, 1.0, limit=QUADRATURE)[0])

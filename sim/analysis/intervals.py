"""How sure one can be of a mean difference between two arms lived on the same luck.

Two intervals stand side by side. The paired-t interval trusts that the mean of the
differences is near normal; the bias-corrected and accelerated bootstrap (BCa) resamples the
seeds instead. Where they disagree the report says so and claims nothing.
"""

import warnings

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 4999
RESAMPLES_AT_ONCE = 256  # bounds the memory of the bootstrap
FEWEST_FOR_BOOTSTRAP = 5  # with four pairs there are only 35 different resamples
SEED_OF_RESAMPLING = 20260602  # fixed: the same table gives the same interval, always

Floats = NDArray[np.float64]


def paired_t(differences: Floats) -> tuple[Floats, Floats]:
    """Return the 95 % paired-t interval of each row's mean difference.

    Parameters
    ----------
    differences : float array, one row per comparison and one column per seed
        Arm minus reference on the same luck.

    Returns
    -------
    low, high : float array, one per row
        Not a number with fewer than two seeds, and the mean itself where nothing varies.
    """
    from scipy.special import stdtrit

    rows, n = differences.shape
    if n < 2:
        nothing = np.full(rows, np.nan)
        return nothing, nothing.copy()
    centre = differences.mean(axis=1)
    spread = differences.std(axis=1, ddof=1) / np.sqrt(n)
    half_width = stdtrit(n - 1, (1 + CONFIDENCE) / 2) * spread
    return centre - half_width, centre + half_width


def bca(differences: Floats) -> tuple[Floats, Floats]:
    """Return the 95 % BCa bootstrap interval of each row's mean difference.

    The pairs are kept together: one seed's difference is drawn or not drawn as a whole.

    Parameters
    ----------
    differences : float array, one row per comparison and one column per seed
        Arm minus reference on the same luck.

    Returns
    -------
    low, high : float array, one per row
        Not a number with fewer than five seeds, and the mean itself where nothing varies.
    """
    from scipy.stats import bootstrap

    rows, n = differences.shape
    low, high = np.full(rows, np.nan), np.full(rows, np.nan)
    if n < FEWEST_FOR_BOOTSTRAP:
        return low, high
    varies = np.ptp(differences, axis=1) > 0
    low[~varies] = high[~varies] = differences[~varies].mean(axis=1)
    if varies.any():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a degenerate row comes back as not a number
            drawn = bootstrap(
                (differences[varies],),
                np.mean,
                axis=1,
                vectorized=True,
                confidence_level=CONFIDENCE,
                n_resamples=RESAMPLES,
                batch=RESAMPLES_AT_ONCE,
                method="BCa",
                rng=np.random.default_rng(SEED_OF_RESAMPLING),
            )
        low[varies], high[varies] = drawn.confidence_interval
    return low, high

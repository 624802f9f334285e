"""How asking rents follow vacancy."""

import math

import numpy as np
from numba import njit


@njit(cache=True)
def adjust_rents(rent, vacancy, target, speed, most):
    """Let landlords ask more where little stands empty, less where much does.

    r <- r exp(speed (target - v)), by at most ``most`` a month either way.

    Parameters
    ----------
    rent : float64 array, one per cell, cents a month (per dwelling or per m2)
    vacancy : float64 array, one per cell
        Share vacant, smoothed over the block kernel, in [0, 1].
    target, speed, most : float

    Returns
    -------
    float64 array, one per cell
    """
    asked = np.empty(rent.size)
    for cell in range(rent.size):
        change = math.exp(speed * (target - vacancy[cell]))
        asked[cell] = rent[cell] * min(max(change, 1.0 - most), 1.0 + most)
    return asked

"""How asking rents follow vacancy."""

import math

import numpy as np
from numba import njit

from sim.kernels.maps import local_mean_at


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


@njit(cache=True)
def call_for_building(
    dearness,
    stock,
    block_of,
    n_blocks,
    side,
    down,
    across,
    weight,
    inside,
    trigger,
    elasticity,
    most,
    months,
):
    """Let each cell that has anything call for more of it where rents around pass the trigger.

    over = max(mean dearness - trigger, 0); called for = min(elasticity x over, most) / months x
    stock. The mean is taken over the block kernel.

    Parameters
    ----------
    dearness : float64 array, one per cell
        Asking rent over its start.
    stock : int64 array, one per cell
    block_of : int64 array, one per cell
    side, down, across, weight, inside
        The kernel, as in :func:`sim.kernels.maps.local_mean`.
    trigger, elasticity, most, months : float
        ``most`` is built in so many ``months`` at most, as a share of what there is.

    Returns
    -------
    over : float64 array, one per cell
    called_for : float64 array, one per block
    """
    cells = _where_it_may_pay(dearness, stock, side, down, trigger)
    mean = local_mean_at(cells, dearness, side, down, across, weight, inside)
    over = np.zeros(stock.size)
    called_for = np.zeros(n_blocks)
    for c in range(cells.size):
        cell = cells[c]
        if mean[c] > trigger:
            over[cell] = mean[c] - trigger
            wanted = min(elasticity * over[cell], most) / months * stock[cell]
            called_for[block_of[cell]] += wanted
    return over, called_for


@njit(cache=True)
def _where_it_may_pay(dearness, stock, side, down, trigger):
    """List the cells with a stock that have a dear one around them; no mean passes its highest."""
    reach = np.abs(down).max()
    least = trigger * (1.0 - _ROUNDING)
    up_to = np.zeros((side + 1, side + 1), np.int64)  # dear cells above and to the left
    for row in range(side):
        so_far = 0
        for column in range(side):
            so_far += dearness[row * side + column] > least
            up_to[row + 1, column + 1] = up_to[row, column + 1] + so_far
    cells = np.empty(stock.size, np.int64)
    count = 0
    for row in range(side):
        top, bottom = max(row - reach, 0), min(row + reach + 1, side)
        for column in range(side):
            left, right = max(column - reach, 0), min(column + reach + 1, side)
            dear = up_to[bottom, right] - up_to[top, right] - up_to[bottom, left] + up_to[top, left]
            if dear > 0 and stock[row * side + column] > 0:
                cells[count] = row * side + column
                count += 1
    return cells[:count].copy()


_ROUNDING = 1e-9
"""Far more than a mean may pass the highest by rounding."""

"""Where things are: who lives in which cell, whom one meets at which distance, local means."""

import math

import numpy as np
from numba import njit


def reach_offsets(e_folding, cell, cutoff):
    """List the cells within reach of a cell, with the chance that each is drawn.

    A cell at distance d weighs exp(-d / e_folding); those beyond ``cutoff`` e-foldings are left
    out. Order: by row, then by column, so that the table is the same everywhere.

    Parameters
    ----------
    e_folding : float
        Distance at which the weight falls to 1/e, km.
    cell : float
        Side of a cell, km.
    cutoff : float
        Where the table ends, in e-foldings.

    Returns
    -------
    down, across : int64 arrays, one per offset
        Cells down and across.
    weight : float64 array, one per offset, summing to 1
    cumulative : float64 array, one per offset, ending at 1
    """
    reach = int(math.floor(cutoff * e_folding / cell))
    steps = np.arange(-reach, reach + 1)
    down, across = np.meshgrid(steps, steps, indexing="ij")
    distance = np.hypot(down, across) * cell
    near = distance <= cutoff * e_folding
    weight = np.exp(-distance[near] / e_folding)
    weight /= weight.sum()
    cumulative = np.cumsum(weight)
    cumulative[-1] = 1.0
    return down[near].astype(np.int64), across[near].astype(np.int64), weight, cumulative


@njit(cache=True)
def distance_km(one, other, side, cell):
    """Return the straight distance between the centres of two cells, km."""
    down = one // side - other // side
    across = one % side - other % side
    return math.sqrt(float(down * down + across * across)) * cell


@njit(cache=True)
def group(key, order, n_groups):
    """Sort rows into groups, keeping the given order within each (a counting sort).

    Parameters
    ----------
    key : int array, one per row
        The group of a row; negative for rows that belong to none.
    order : int array
        The rows to sort, each once, in the order to keep (by identity, so that where a row lies
        in memory changes nothing).
    n_groups : int

    Returns
    -------
    start : int64 array, n_groups + 1
        Group g holds ``member[start[g]:start[g + 1]]``.
    member : int64 array
        Rows, group after group.
    """
    start = np.zeros(n_groups + 1, np.int64)
    for k in range(order.size):
        g = key[order[k]]
        if g >= 0:
            start[g + 1] += 1
    for g in range(n_groups):
        start[g + 1] += start[g]
    member = np.empty(start[n_groups], np.int64)
    filled = start[:n_groups].copy()
    for k in range(order.size):
        row = order[k]
        g = key[row]
        if g >= 0:
            member[filled[g]] = row
            filled[g] += 1
    return start, member


@njit(cache=True)
def shifted(cell, down, across, side):
    """Return the cell that lies so many cells down and across, -1 beyond the city's edge."""
    row = cell // side + down
    column = cell % side + across
    if row < 0 or row >= side or column < 0 or column >= side:
        return -1
    return row * side + column


@njit(cache=True)
def draw_offset(cumulative, luck):
    """Return the index of the first offset whose cumulative chance exceeds the luck."""
    low = 0
    high = cumulative.size - 1
    while low < high:
        middle = (low + high) // 2
        if cumulative[middle] > luck:
            high = middle
        else:
            low = middle + 1
    return low


@njit(cache=True)
def local_mean(values, side, down, across, weight):
    """Average a map over a kernel around each cell, leaving out what lies beyond the edge.

    mean_c = sum_o w_o v_{c+o} / sum_o w_o, over offsets o inside the city.

    Parameters
    ----------
    values : float64 array, one per cell (side x side, row by row)
    down, across : int64 arrays, one per offset
    weight : float64 array, one per offset

    Returns
    -------
    float64 array, one per cell
    """
    mean = np.empty(values.size)
    for cell in range(values.size):
        total = 0.0
        weighed = 0.0
        row = cell // side
        column = cell % side
        for k in range(weight.size):
            r = row + down[k]
            c = column + across[k]
            if 0 <= r < side and 0 <= c < side:
                total += weight[k] * values[r * side + c]
                weighed += weight[k]
        mean[cell] = total / weighed
    return mean


@njit(cache=True)
def local_sum(values, side, down, across, weight):
    """Add up a map over a kernel around each cell: sum_o w_o v_{c+o}, offsets inside the city.

    Parameters and returns as :func:`local_mean`.
    """
    total = np.zeros(values.size)
    for cell in range(values.size):
        row = cell // side
        column = cell % side
        for k in range(weight.size):
            r = row + down[k]
            c = column + across[k]
            if 0 <= r < side and 0 <= c < side:
                total[cell] += weight[k] * values[r * side + c]
    return total

"""Where things are: who lives in which cell, whom one meets at which distance, local means."""

import math

import numpy as np
from numba import njit


def reach_offsets(e_folding, cell, cutoff, side):
    """List the cells within reach of a cell, with the chance that each is drawn.

    A cell at distance d weighs exp(-d / e_folding); those beyond ``cutoff`` e-foldings, or as far
    as the city is wide, are left out. Order: by row, then by column, so that the table is the
    same everywhere.

    Parameters
    ----------
    e_folding : float
        Distance at which the weight falls to 1/e, km.
    cell : float
        Side of a cell, km.
    cutoff : float
        Where the table ends, in e-foldings.
    side : int
        Cells along the city's side.

    Returns
    -------
    down, across : int64 arrays, one per offset
        Cells down and across.
    weight : float64 array, one per offset, summing to 1
    cumulative : float64 array, one per offset, ending at 1
    inside : float64 array, one per cell
        Weight of the offsets that lie inside the city.
    """
    reach = min(int(math.floor(cutoff * e_folding / cell)), side - 1)
    steps = np.arange(-reach, reach + 1)
    down, across = np.meshgrid(steps, steps, indexing="ij")
    distance = np.hypot(down, across) * cell
    near = distance <= cutoff * e_folding
    weight = np.exp(-distance[near] / e_folding)
    weight /= weight.sum()
    cumulative = np.cumsum(weight)
    cumulative[-1] = 1.0
    down, across = down[near].astype(np.int64), across[near].astype(np.int64)
    inside = local_sum(np.ones(side * side), side, down, across, weight)
    return down, across, weight, cumulative, inside


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
def local_sum(values, side, down, across, weight):
    """Add up a map over a kernel around each cell: sum_o w_o v_{c+o}, offsets inside the city.

    Parameters
    ----------
    values : float64 array, one per cell (side x side, row by row)
    down, across : int64 arrays, one per offset
    weight : float64 array, one per offset

    Returns
    -------
    float64 array, one per cell
    """
    reach = 0
    for k in range(weight.size):
        reach = max(reach, abs(down[k]), abs(across[k]))
    padded = np.zeros((side + 2 * reach, side + 2 * reach))
    for row in range(side):
        for column in range(side):
            padded[row + reach, column + reach] = values[row * side + column]
    total = np.zeros((side, side))
    # offset by offset, so that the inner loop runs along memory
    for k in range(weight.size):
        first = reach + across[k]
        for row in range(side):
            source = padded[row + reach + down[k], first : first + side]
            line = total[row]
            for column in range(side):
                line[column] += weight[k] * source[column]
    return total.ravel()


@njit(cache=True)
def local_mean(values, side, down, across, weight, inside):
    """Average a map over a kernel around each cell, leaving out what lies beyond the edge.

    mean_c = sum_o w_o v_{c+o} / sum_o w_o, over offsets o inside the city. Parameters and returns
    as :func:`local_sum`; ``inside`` holds the denominators, one per cell.
    """
    return local_sum(values, side, down, across, weight) / inside


@njit(cache=True)
def nearness(place_cell, side, cell, catchment):
    """Return how near every third place is to every cell: exp(-d / lambda).

    Parameters
    ----------
    place_cell : int64 array, one per place
    side, cell : int, float
        Cells along the city's side; side of a cell in km.
    catchment : float
        lambda, km.

    Returns
    -------
    float64 array, cells x places, in [0, 1]
    """
    near = np.empty((side * side, place_cell.size))
    for here in range(side * side):
        for p in range(place_cell.size):
            near[here, p] = math.exp(-distance_km(here, place_cell[p], side, cell) / catchment)
    return near

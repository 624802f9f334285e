"""Maps of the city: sums and means around each cell, and who lives in each block."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import N_FIELDS, poles


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
    reach = _reach(down, across)
    filled = np.flatnonzero(values)
    if _SPARSE * filled.size < values.size:
        return _spread(values, filled, reach, side, down, across, weight)
    width = side + 2 * reach
    padded = _padded(values, side, reach)
    step = down * width + across
    total = np.zeros((side, side))
    by_four = weight.size - weight.size % 4
    # four offsets at a time, added in their order, so that a line is read and written less often
    for row in range(side):
        line = total[row]
        here = (row + reach) * width + reach
        for k in range(0, by_four, 4):
            one, two = padded[here + step[k] :], padded[here + step[k + 1] :]
            three, four = padded[here + step[k + 2] :], padded[here + step[k + 3] :]
            first, second, third, fourth = weight[k], weight[k + 1], weight[k + 2], weight[k + 3]
            for column in range(side):
                line[column] = (
                    ((line[column] + first * one[column]) + second * two[column])
                    + third * three[column]
                ) + fourth * four[column]
        for k in range(by_four, weight.size):
            one = padded[here + step[k] :]
            for column in range(side):
                line[column] += weight[k] * one[column]
    return total.ravel()


_SPARSE = 4
"""A map with fewer than one filled cell in so many is added up cell by cell."""


@njit(cache=True)
def _spread(values, filled, reach, side, down, across, weight):
    """Let each filled cell add its value to those around it; the same sums as offset by offset."""
    width = side + 2 * reach
    square = 2 * reach + 1
    table = np.zeros((square, square))  # weights by where they lead, 0 beyond the kernel's end
    for k in range(weight.size):
        table[reach - down[k], reach - across[k]] = weight[k]
    total = np.zeros(width * width)
    for cell in filled:
        worth = values[cell]
        for i in range(square):
            first = (cell // side + i) * width + cell % side
            line, weighs = total[first : first + square], table[i]
            for j in range(square):
                line[j] += weighs[j] * worth
    inside = np.empty(side * side)
    for row in range(side):
        first = (row + reach) * width + reach
        for column in range(side):
            inside[row * side + column] = total[first + column]
    return inside


@njit(cache=True)
def local_mean(values, side, down, across, weight, inside):
    """Average a map over a kernel around each cell, leaving out what lies beyond the edge.

    mean_c = sum_o w_o v_{c+o} / sum_o w_o, over offsets o inside the city. Parameters and returns
    as :func:`local_sum`; ``inside`` holds the denominators, one per cell.
    """
    return local_sum(values, side, down, across, weight) / inside


@njit(cache=True)
def local_mean_at(cells, values, side, down, across, weight, inside):
    """Average a map over a kernel around some cells only; the same numbers as for all of them.

    Parameters
    ----------
    cells : int64 array
        Where the mean is wanted.
    Others as in :func:`local_mean`.

    Returns
    -------
    float64 array, one for each of ``cells``
    """
    if _FEW * cells.size >= values.size:
        return local_mean(values, side, down, across, weight, inside)[cells]
    reach = _reach(down, across)
    width = side + 2 * reach
    padded = _padded(values, side, reach)
    step = down * width + across
    at = (cells // side + reach) * width + cells % side + reach
    total = np.zeros(cells.size)
    by_four = cells.size - cells.size % 4
    for c in range(0, by_four, 4):  # four sums side by side: none waits for another
        one = two = three = four = 0.0
        first, second, third, fourth = at[c], at[c + 1], at[c + 2], at[c + 3]
        for k in range(weight.size):
            one += weight[k] * padded[first + step[k]]
            two += weight[k] * padded[second + step[k]]
            three += weight[k] * padded[third + step[k]]
            four += weight[k] * padded[fourth + step[k]]
        total[c], total[c + 1], total[c + 2], total[c + 3] = one, two, three, four
    for c in range(by_four, cells.size):
        for k in range(weight.size):
            total[c] += weight[k] * padded[at[c] + step[k]]
    return total / inside[cells]


_FEW = 3
"""Up to one cell in so many, means are taken cell by cell."""


@njit(cache=True)
def _reach(down, across):
    """Return how many cells a kernel reaches, either way."""
    reach = 0
    for k in range(down.size):
        reach = max(reach, abs(down[k]), abs(across[k]))
    return reach


@njit(cache=True)
def _padded(values, side, reach):
    """Return a map with a margin of zeros as wide as a kernel's reach, row by row."""
    width = side + 2 * reach
    padded = np.zeros(width * width)
    for row in range(side):
        first = (row + reach) * width + reach
        for column in range(side):
            padded[first + column] = values[row * side + column]
    return padded


@njit(cache=True)
def neighbours(order, home, kind, field, block_of, is_creative, n_blocks):
    """Look at who lives in each block: the shares of the three fields, and of creative people.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    home, kind : int64 arrays, one per person row
    field : uint16 array, person rows x 3, in steps
    block_of : int64 array, one per cell
    is_creative : float64 array, one per kind, 0 or 1

    Returns
    -------
    pole : int8 array, one per person row
        The field of each of those present; 0 for others.
    company : float64 array, blocks x 3, shares of residents
    creative : float64 array, one per block, share of residents
    """
    pole = poles(field, home.size)
    n_kinds = is_creative.size
    count = np.zeros(n_blocks * n_kinds * N_FIELDS, np.int64)
    for person in order:
        count[(block_of[home[person]] * n_kinds + kind[person]) * N_FIELDS + pole[person]] += 1
    company, creative = np.zeros((n_blocks, N_FIELDS)), np.zeros(n_blocks)
    for block in range(n_blocks):
        residents = 0
        for of_kind in range(n_kinds):
            for axis in range(N_FIELDS):
                many = count[(block * n_kinds + of_kind) * N_FIELDS + axis]
                residents += many
                company[block, axis] += many
                creative[block] += is_creative[of_kind] * many
        for axis in range(N_FIELDS):
            company[block, axis] /= max(residents, 1)
        creative[block] /= max(residents, 1)
    return pole, company, creative

"""Where things are: who lives in which cell, what is how far, which places are near."""

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
    guide : int32 array
        Where to begin to look for a luck, as from :func:`guide_table`.
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
    return down, across, weight, cumulative, guide_table(cumulative)


def weight_table(down, across, weight):
    """Lay out a kernel of distance by cells down and across from its middle; 0 beyond its end.

    Parameters
    ----------
    down, across : int64 arrays, one per offset
    weight : float64 array, one per offset

    Returns
    -------
    float64 array, odd x odd
    """
    reach = int(max(np.abs(down).max(), np.abs(across).max()))
    table = np.zeros((2 * reach + 1, 2 * reach + 1))
    table[down + reach, across + reach] = weight
    return table


def guide_table(cumulative):
    """Return where a search in running chances may begin: entry g serves luck from g / size.

    Parameters
    ----------
    cumulative : float64 array, rising, ending at 1

    Returns
    -------
    int32 array, a power of two long, at least as long as ``cumulative``
        The first index whose running chance exceeds g / size.
    """
    size = 1 << int(cumulative.size - 1).bit_length()
    return np.searchsorted(cumulative, np.arange(size) / size, side="right").astype(np.int32)


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
def draw_offset(cumulative, guide, luck):
    """Return the index of the first offset whose cumulative chance exceeds the luck, in [0, 1)."""
    o = guide[int(luck * guide.size)]
    while cumulative[o] <= luck:
        o += 1
    return o


def nearness_table(side, cell, reach, cutoff):
    """Tabulate how near two cells are by how many cells they lie apart: exp(-d / reach).

    Parameters
    ----------
    side, cell : int, float
        Cells along the city's side; side of a cell in km.
    reach : float
        Distance at which nearness falls to 1/e, km.
    cutoff : float
        Distance from which nearness is 0, in ``reach``; infinity for none.

    Returns
    -------
    float64 array, side x side, in [0, 1]
        By cells down and cells across, whichever way.
    """
    steps = np.arange(side)
    distance = np.hypot(steps[:, None], steps[None, :]) * cell
    return np.where(distance <= cutoff * reach, np.exp(-distance / reach), 0.0)


@njit(cache=True)
def list_places(place_cell, place_open, near, side, block_cells):
    """List, for each block of the city, the open places in reach of any of its cells.

    Parameters
    ----------
    place_cell : int64 array, one per place
    place_open : bool array, one per place
    near : float64 array, side x side
        As from :func:`nearness_table`; 0 where a place is out of reach.
    side, block_cells : int
        Cells along the city's side, and along a block's.

    Returns
    -------
    start : int64 array, blocks + 1
        Block b has the places ``place[start[b]:start[b + 1]]``.
    place : int64 array
        Place rows, rising within a block.
    """
    blocks_side = side // block_cells
    n_blocks = blocks_side * blocks_side
    reach = 0
    while reach + 1 < side and near[reach + 1, 0] > 0.0:
        reach += 1
    start = np.zeros(n_blocks + 1, np.int64)
    place = np.empty(0, np.int64)
    for filling in range(2):
        at = start[:n_blocks].copy()
        for p in range(place_cell.size):
            if not place_open[p]:
                continue
            row = place_cell[p] // side
            column = place_cell[p] % side
            top, bottom = _blocks_around(row, reach, side, block_cells)
            left, right = _blocks_around(column, reach, side, block_cells)
            for i in range(top, bottom):
                down = _steps_to(row, i * block_cells, block_cells)
                for j in range(left, right):
                    across = _steps_to(column, j * block_cells, block_cells)
                    if near[down, across] <= 0.0:
                        continue
                    b = i * blocks_side + j
                    if filling == 0:
                        start[b + 1] += 1
                    else:
                        place[at[b]] = p
                        at[b] += 1
        if filling == 0:
            for b in range(n_blocks):
                start[b + 1] += start[b]
            place = np.empty(start[n_blocks], np.int64)
    return start, place


@njit(cache=True)
def best_of_blocks(start, place, place_cell, welcome, near, side, block_cells):
    """Return a bound on near x welcome over the places in reach of each block, by kind.

    Nowhere in the block is any place on its list nearer than from the block's nearest cell.

    Parameters
    ----------
    start, place : int64 arrays, as from :func:`list_places`
    place_cell : int64 array, one per place
    welcome : float64 array, places x kinds, in [0, 1]
    near : float64 array, side x side, as from :func:`nearness_table`

    Returns
    -------
    float64 array, blocks x kinds, in [0, 1]
    """
    blocks_side = side // block_cells
    best = np.zeros((start.size - 1, welcome.shape[1]))
    for b in range(start.size - 1):
        for at in range(start[b], start[b + 1]):
            p = place[at]
            down = _steps_to(place_cell[p] // side, b // blocks_side * block_cells, block_cells)
            across = _steps_to(place_cell[p] % side, b % blocks_side * block_cells, block_cells)
            for kind in range(welcome.shape[1]):
                best[b, kind] = max(best[b, kind], near[down, across] * welcome[p, kind])
    return best


@njit(cache=True)
def _blocks_around(line, reach, side, block_cells):
    """Return the first block within reach of a line of cells, and the one after the last."""
    first = max(line - reach, 0) // block_cells
    return first, min(line + reach, side - 1) // block_cells + 1


@njit(cache=True)
def _steps_to(line, first, block_cells):
    """Return how many cells a line lies from a block's nearest one, 0 inside the block."""
    if line < first:
        return first - line
    if line >= first + block_cells:
        return line - first - block_cells + 1
    return 0


@njit(cache=True)
def pull_of_places(cell, kind, near, start, place, place_cell, admission, side, block_cells):
    """Return the best third place in reach of each cell: max_p exp(-d / lambda) x admission.

    Parameters
    ----------
    cell, kind : int arrays, one per person who asks
    near : float64 array, side x side, as from :func:`nearness_table`
    start, place : int64 arrays, as from :func:`list_places`
    place_cell : int64 array, one per place row
    admission : float64 array, places x kinds, in [0, 1]

    Returns
    -------
    float64 array, one per person who asks, in [0, 1]
    """
    best = np.zeros(cell.size)
    for k in range(cell.size):
        row = cell[k] // side
        column = cell[k] % side
        block = row // block_cells * (side // block_cells) + column // block_cells
        for at in range(start[block], start[block + 1]):
            p = place[at]
            down = abs(place_cell[p] // side - row)
            across = abs(place_cell[p] % side - column)
            best[k] = max(best[k], near[down, across] * admission[p, kind[k]])
    return best

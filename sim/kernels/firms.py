"""Firms row by row: what is around them, who is in trouble, who would hire, who would come."""

import numpy as np
from numba import njit

from sim.kernels.luck import Purpose, normals, several
from sim.kernels.maps import local_mean
from sim.kernels.space import group

_PRODUCTIVITY = int(Purpose.PRODUCTIVITY)
_CANDIDATE_FIRM = int(Purpose.CANDIDATE_FIRM)


@njit(cache=True)
def jobs_around(is_open, cell, jobs, block_of, side, down, across, weight, inside, least):
    """Return the jobs of open firms in the district kernel around each block.

    Parameters
    ----------
    is_open : bool array, one per firm row in use
    cell, jobs : int64 arrays, one per firm row
    block_of : int64 array, one per cell
    side, down, across, weight, inside
        The kernel on blocks, as in :func:`sim.kernels.maps.local_mean`.
    least : float
        What is returned where there are none.

    Returns
    -------
    float64 array, one per block
    """
    here = np.zeros(inside.size)
    for firm in range(is_open.size):
        if is_open[firm]:
            here[block_of[cell[firm]]] += jobs[firm]
    around = local_mean(here, side, down, across, weight, inside)
    for block in range(around.size):
        around[block] = max(around[block], least)
    return around


@njit(cache=True)
def by_block(listed, marked, cell, block_of, n_blocks):
    """Group some firms by block, in the order of the list.

    Parameters
    ----------
    listed : int64 array, rows of firms
    marked : bool array, one per firm row
        Which of them are meant.
    cell : int64 array, one per firm row
    block_of : int64 array, one per cell

    Returns
    -------
    start, member : int64 arrays, as from :func:`sim.kernels.space.group`
    """
    order = np.empty(listed.size, np.int64)
    block = np.empty(listed.size, np.int64)
    count = 0
    for k in range(listed.size):
        firm = listed[k]
        order[count] = firm
        block[firm] = block_of[cell[firm]]
        count += marked[firm]
    return group(block, order[:count], n_blocks)


@njit(cache=True)
def with_room(would, cell, jobs, workspace, used, space):
    """Say which firms that would hire have nobody yet, or floor for one more job in their cell.

    Parameters
    ----------
    would : bool array, one per firm row
    cell, jobs : int64 arrays, one per firm row
    workspace, used : int64 arrays, one per cell, m2
    space : int, m2 of a job

    Returns
    -------
    bool array, one per firm row
    """
    marked = np.zeros(would.size, np.bool_)
    for firm in range(would.size):
        roomy = workspace[cell[firm]] - used[cell[firm]] >= space
        marked[firm] = would[firm] and (roomy or jobs[firm] == 0)
    return marked


@njit(cache=True)
def in_trouble(month, is_open, margin, jobs, capital, opened, least_margin, lag):
    """Say which open firms lose money and have people, and which have run dry.

    Parameters
    ----------
    month : int
    is_open : bool array, one per firm row
    margin : float64 array, one per firm row, share of sales
    jobs, capital, opened : int64 arrays, one per firm row; cents, month
    least_margin : float
    lag : int, months
        So long after it has opened a firm without capital goes on.

    Returns
    -------
    losing, dry : bool arrays, one per firm row
    any : bool
        Whether there is any of either.
    """
    losing, dry = np.zeros(is_open.size, np.bool_), np.zeros(is_open.size, np.bool_)
    found = False
    for firm in range(is_open.size):
        if is_open[firm]:
            losing[firm] = margin[firm] < least_margin and jobs[firm] > 0
            dry[firm] = capital[firm] < 0 and month - opened[firm] > lag
            found = found or losing[firm] or dry[firm]
    return losing, dry, found


@njit(cache=True)
def wander(seed, month, identity, productivity, kept, spread):
    """Let each firm's productivity wander and come back: p <- kept p + spread x a normal number.

    Luck: PRODUCTIVITY, pair 0.

    Parameters
    ----------
    identity : int64 array, one per firm row in use
    productivity : float64 array, one per firm row, changed in place
    kept, spread : float
    """
    news = normals(seed, _PRODUCTIVITY, month, identity, 0)
    for firm in range(identity.size):
        productivity[firm] = kept * productivity[firm] + spread * news[firm]


@njit(cache=True)
def look_for_floor(
    seed,
    month,
    who,
    sampled,
    workspace,
    used,
    space,
    zone,
    discount,
    block_of,
    better,
    workspace_rent,
    good,
    wage,
    sales,
    inputs,
    cents,
):
    """Let firms that may come look at some cells with floor for a job; each likes one best.

    margin = 1 - (wage + inputs + space x workspace rent x (1 - discount)) / (sales x better x
    good), the discount in zones only. Among equals the first seen. Luck: CANDIDATE_FIRM, draws 0
    to ``sampled`` - 1: a cell of rank floor(luck x n) of the n with floor.

    Parameters
    ----------
    who : int64 array, identities, one per firm that looks
    sampled : int
    workspace, used : int64 arrays, one per cell, m2
    space : int, m2 of a job
    zone : bool array, one per cell
    discount : float, in [0, 1]
    block_of : int64 array, one per cell
    better : float64 array, one per block
        By how much more a worker sells there.
    workspace_rent : float64 array, one per cell, cents per m2 a month
    good : float64 array, one per firm that looks
        By how much more its workers sell.
    wage, sales, inputs : float, euros a month
    cents : int, in a euro

    Returns
    -------
    cell : int64 array, one per firm that looks; -1 where no cell has floor
    margin : float64 array, one per firm that looks
    """
    room = np.empty(workspace.size, np.int64)
    count = 0
    for cell in range(workspace.size):
        room[count] = cell
        count += workspace[cell] - used[cell] >= space
    chosen, best = np.full(who.size, -1, np.int64), np.zeros(who.size)
    if count == 0:
        return chosen, best
    drawn = several(seed, _CANDIDATE_FIRM, month, who, sampled)
    for k in range(who.size):
        for look in range(sampled):
            cell = room[int(drawn[k, look] * count)]
            due = 1.0 - (discount if zone[cell] else 0.0)
            sold = sales * better[block_of[cell]] * good[k]
            rent = space * workspace_rent[cell] / cents * due
            margin = 1.0 - (wage + inputs + rent) / sold
            if look == 0 or margin > best[k]:
                chosen[k], best[k] = cell, margin
    return chosen, best

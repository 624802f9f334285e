"""Who finds a job where."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import count_bits
from sim.kernels.luck import Purpose, uniform
from sim.kernels.release import draw_firm

_HIRE = int(Purpose.HIRE)
_OFFERS = 3
_BLOCKS_OF_LUCK = 4
_FIRST_BLOCK = 1


@njit(cache=True)
def apply_for_jobs(
    seed,
    month,
    seekers,
    identity,
    skills,
    home_block,
    firm_start,
    firm_member,
    firm_skills,
    down,
    across,
    cumulative,
    guide,
    side,
):
    """Let each job seeker apply to one firm, and each hiring firm take one applicant.

    A seeker looks at three hiring firms drawn by the district kernel around her home and applies
    to the one with which she shares most techniques (the first drawn among equals; none need be
    shared). A firm takes the applicant with most shared techniques; among equals, luck.

    Luck: HIRE, draw 0: who is taken among equals, the larger number; blocks 1 + 4 k to 4 + 4 k:
    the k-th firm, as in :func:`sim.kernels.release.draw_firm`.

    Parameters
    ----------
    seekers : int64 array
        Rows of people who want a job, by identity.
    identity, skills, home_block : arrays, one per person row
    firm_start, firm_member : int64 arrays
        Hiring firms grouped by block of 500 m.
    firm_skills : uint64 array, one per firm row
    down, across, cumulative, guide, side
        The district kernel on blocks.

    Returns
    -------
    hired : int64 array, one per firm row
        Person row, -1 for nobody.
    """
    n_firms = firm_skills.size
    hired = np.full(n_firms, -1, np.int64)
    best = np.full(n_firms, -1, np.int64)
    luckiest = np.zeros(n_firms)
    for k in range(seekers.size):
        person = seekers[k]
        target = -1
        most = -1
        for offer in range(_OFFERS):
            firm = draw_firm(
                seed,
                _HIRE,
                month,
                identity[person],
                _FIRST_BLOCK + offer * _BLOCKS_OF_LUCK,
                home_block[person],
                firm_start,
                firm_member,
                down,
                across,
                cumulative,
                guide,
                side,
            )
            if firm < 0:
                continue
            shared = count_bits(skills[person] & firm_skills[firm])
            if shared > most:
                most = shared
                target = firm
        if target < 0:
            continue
        luck = uniform(seed, _HIRE, month, identity[person], 0)
        if most > best[target] or (most == best[target] and luck > luckiest[target]):
            best[target] = most
            luckiest[target] = luck
            hired[target] = person
    return hired


@njit(cache=True)
def pool_skills(order, workplace, skills, founder_skills):
    """Return what each firm knows: its founders' techniques and its workers'.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    workplace : int array, one per person row, firm row or -1
    skills : uint64 array, one per person row
    founder_skills : uint64 array, one per firm row

    Returns
    -------
    uint64 array, one per firm row
    """
    known = founder_skills.copy()
    for k in range(order.size):
        firm = workplace[order[k]]
        if firm >= 0:
            known[firm] = known[firm] | skills[order[k]]
    return known


@njit(cache=True)
def find_room(cell, floor, free, most, weight, side, block_cells, luck):
    """Return a cell with so much floor free, drawn by the district kernel around one; -1 for none.

    Cells with less weigh nothing; the one drawn is the first at which the running weight exceeds
    luck x the whole weight, row by row.

    Parameters
    ----------
    cell, floor : int
        Where to look from, and how much floor is needed, m2.
    free : int64 array, one per cell, m2
    most : int64 array, one per block
        The most that is free in any cell of it; blocks with less are passed over.
    weight : float64 array, odd x odd
        The district kernel on cells, by cells down and across from its middle; 0 beyond its end.
    side, block_cells : int
        Cells along the city's side, and along a block's.
    luck : float, in [0, 1)
    """
    reach = weight.shape[0] // 2
    row, column = cell // side, cell % side
    first, last = max(column - reach, 0), min(column + reach, side - 1)
    blocks_side = side // block_cells
    level = -1.0
    for finding in range(2):
        running = 0.0
        for i in range(max(row - reach, 0), min(row + reach, side - 1) + 1):
            for b in range(first // block_cells, last // block_cells + 1):
                if most[i // block_cells * blocks_side + b] < floor:
                    continue
                start, end = max(b * block_cells, first), min((b + 1) * block_cells - 1, last)
                for j in range(start, end + 1):
                    if free[i * side + j] >= floor:
                        running += weight[i - row + reach, j - column + reach]
                        if finding == 1 and running > level:
                            return i * side + j
        if running <= 0.0:
            return -1
        level = luck * running
    return -1


@njit(cache=True)
def most_free(free, side, block_cells):
    """Return the most floor that is free in any one cell of each block, m2.

    Parameters
    ----------
    free : int64 array, one per cell, m2
    side, block_cells : int

    Returns
    -------
    int64 array, one per block
    """
    blocks_side = side // block_cells
    most = np.full(blocks_side * blocks_side, -1, np.int64)
    for cell in range(free.size):
        b = cell // side // block_cells * blocks_side + cell % side // block_cells
        most[b] = max(most[b], free[cell])
    return most

"""Who finds a job where."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import count_bits
from sim.kernels.luck import Purpose, uniform
from sim.kernels.release import draw_firm

_HIRE = int(Purpose.HIRE)
_FOUND = int(Purpose.FOUND)
_FAIL = int(Purpose.FAIL)
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
    top, bottom = max(row - reach, 0), min(row + reach, side - 1)
    first, last = max(column - reach, 0), min(column + reach, side - 1)
    roomy = np.empty(side // block_cells, np.int64)
    level = -1.0
    for finding in range(2):
        running = 0.0
        for i in range(top, bottom + 1):
            if i == top or i % block_cells == 0:
                blocks = _roomy_blocks(
                    most, floor, i // block_cells, first, last, block_cells, roomy
                )
            for k in range(blocks):
                b = roomy[k]
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
def _roomy_blocks(most, floor, line, first, last, block_cells, roomy):
    """List the blocks of a line, from the first column to the last, with so much free in a cell."""
    found = 0
    for b in range(first // block_cells, last // block_cells + 1):
        if most[line * roomy.size + b] >= floor:
            roomy[found] = b
            found += 1
    return found


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


@njit(cache=True)
def seek_room(
    seed,
    month,
    listed,
    identity,
    hiring,
    jobs,
    cell,
    workspace,
    used,
    weight,
    side,
    block_cells,
    space,
):
    """Let firms that would hire but have no room move to room for one more that is near.

    Those with people, and less floor free in their cell than a job needs, move in the order of
    their identities, each to a cell drawn as in :func:`find_room` by luck FOUND, draw 1, or not
    at all.

    Parameters
    ----------
    listed : int64 array
        Rows of firms, by identity.
    identity, jobs : int64 arrays, one per firm row
    hiring : bool array, one per firm row
        Which open firms would hire.
    cell : int64 array, one per firm row, changed in place
    workspace : int64 array, one per cell, m2
    used : int64 array, one per cell, changed in place, m2
    weight, side, block_cells
        As in :func:`find_room`.
    space : int, m2 of a job

    Returns
    -------
    int64
        How many moved.
    """
    cramped = np.empty(listed.size, np.int64)
    waiting = 0
    for k in range(listed.size):
        firm = listed[k]
        if hiring[firm] and jobs[firm] > 0:
            if workspace[cell[firm]] - used[cell[firm]] < space:
                cramped[waiting] = firm
                waiting += 1
    if waiting == 0:
        return 0
    free = workspace - used
    most = most_free(free, side, block_cells)
    moved = 0
    for k in range(waiting):
        firm = cramped[k]
        floor = space * jobs[firm]
        luck = uniform(seed, _FOUND, month, identity[firm], 1)
        here = cell[firm]
        there = find_room(here, floor + space, free, most, weight, side, block_cells, luck)
        if there < 0:
            continue
        moved += 1
        cell[firm] = there
        used[here] -= floor
        free[here] += floor
        used[there] += floor
        free[there] -= floor
        _look_again(here, free, most, side, block_cells)
        _look_again(there, free, most, side, block_cells)
    return moved


@njit(cache=True)
def _look_again(cell, free, most, side, block_cells):
    """Note the most that is free in the block of a cell where a firm has come or gone."""
    row = cell // side // block_cells * block_cells
    column = cell % side // block_cells * block_cells
    highest = -1
    for i in range(row, row + block_cells):
        for j in range(column, column + block_cells):
            highest = max(highest, free[i * side + j])
    most[row // block_cells * (side // block_cells) + column // block_cells] = highest


@njit(cache=True)
def job_seekers(order, kind, earns_wage, workplace):
    """List those who look for a job: wage earners without one.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    kind, workplace : int64 arrays, one per person row; firm row or -1
    earns_wage : bool array, one per kind

    Returns
    -------
    seekers : int64 array
        Their rows, in the order given.
    earners : int64
        Wage earners, with a job or without.
    """
    seekers = np.empty(order.size, np.int64)
    found = earners = 0
    for k in range(order.size):
        person = order[k]
        if earns_wage[kind[person]]:
            earners += 1
            if workplace[person] < 0:
                seekers[found] = person
                found += 1
    return seekers[:found].copy(), earners


@njit(cache=True)
def take_on(listed, hired, space, workspace, cell, used, jobs, workplace):
    """Let firms take those they have chosen, in the order of identities, while there is room.

    The first job of a firm needs no more floor than the firm has.

    Parameters
    ----------
    listed : int64 array
        Rows of firms, by identity.
    hired : int64 array, one per firm row
        As from :func:`apply_for_jobs`.
    space : int, m2 of a job
    workspace : int64 array, one per cell, m2
    cell : int64 array, one per firm row
    used : int64 array, one per cell, changed in place, m2
    jobs : int64 array, one per firm row, changed in place
    workplace : int64 array, one per person row, changed in place

    Returns
    -------
    int64 array
        Rows of the firms that took somebody, by identity.
    """
    grown = np.empty(listed.size, np.int64)
    found = 0
    for k in range(listed.size):
        firm = listed[k]
        if hired[firm] < 0:
            continue
        if jobs[firm] > 0:
            if workspace[cell[firm]] - used[cell[firm]] < space:
                continue
            used[cell[firm]] += space
        workplace[hired[firm]] = firm
        jobs[firm] += 1
        grown[found] = firm
        found += 1
    return grown[:found].copy()


@njit(cache=True)
def lay_off(seed, month, order, identity, losing, failing, space, cell, used, jobs, workplace):
    """Let each firm that loses money lay off one of its people, by luck, and those that fail all.

    Luck: FAIL, draw 0, of each of its people; the smallest number goes, among equals the lower
    identity. A firm that keeps others gives up the floor of a job. Of those who lose their job
    because a firm fails nothing else is written down here.

    Parameters
    ----------
    order : int64 array
        Rows of the people present, by identity.
    identity : int64 array, one per person row
    losing, failing : bool arrays, one per firm row
        Firms that lose money and have people; firms that are to close.
    space : int, m2 of a job
    cell : int64 array, one per firm row
    used : int64 array, one per cell, changed in place, m2
    jobs : int64 array, one per firm row, changed in place
    workplace : int64 array, one per person row, firm row or -1, changed in place

    Returns
    -------
    int64
        How many were laid off one by one.
    """
    chosen = np.full(losing.size, -1, np.int64)
    least = np.full(losing.size, 2.0)
    for k in range(order.size):
        person = order[k]
        firm = workplace[person]
        if firm < 0:
            continue
        if losing[firm]:
            luck = uniform(seed, _FAIL, month, identity[person], 0)
            if luck < least[firm]:
                least[firm] = luck
                chosen[firm] = person
        if failing[firm]:
            workplace[person] = -1
    laid_off = 0
    for firm in range(losing.size):
        if chosen[firm] >= 0:
            workplace[chosen[firm]] = -1
            jobs[firm] -= 1
            laid_off += 1
            if jobs[firm] > 0:
                used[cell[firm]] -= space
    return laid_off

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
def find_room(cell, floor, workspace, used, down, across, weight, side, luck):
    """Return a cell with so much floor free, drawn by the district kernel around one; -1 for none.

    Cells with less weigh nothing; the one drawn is the first at which the running weight exceeds
    luck x the whole weight, in the order of the offsets.

    Parameters
    ----------
    cell, floor : int
        Where to look from, and how much floor is needed, m2.
    workspace, used : int64 arrays, one per cell, m2
    down, across, weight : arrays, one per offset
        The district kernel on cells.
    side : int
        Cells along the city's side.
    luck : float, in [0, 1)
    """
    row, column = cell // side, cell % side
    level = -1.0
    for finding in range(2):
        running = 0.0
        for o in range(weight.size):
            i, j = row + down[o], column + across[o]
            if i < 0 or i >= side or j < 0 or j >= side:
                continue
            there = i * side + j
            if workspace[there] - used[there] >= floor:
                running += weight[o]
                if finding == 1 and running > level:
                    return there
        if running <= 0.0:
            return -1
        level = luck * running
    return -1

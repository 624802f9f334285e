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

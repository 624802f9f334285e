"""What is counted at the end of a month to see that everything adds up; nothing here changes it."""

import numpy as np
from numba import njit


@njit(cache=True)
def homes_not_accounted_for(order, housed, regulated, home, dwellings, vacant, which):
    """List the cells where dwellings let and vacant are not all there are, or fewer than none are.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    housed, regulated : bool arrays, one per person row
        Whether she has a dwelling, and whether its rent is regulated.
    home : int64 array, one per person row, cells
    dwellings, vacant : int64 arrays, one per cell
        Of one sort.
    which : bool
        Whether that sort is the regulated one.

    Returns
    -------
    int64 array
        Rising cells.
    """
    missing = dwellings - vacant
    for k in range(order.size):
        person = order[k]
        if housed[person] and regulated[person] == which:
            missing[home[person]] -= 1
    wrong = 0
    for cell in range(missing.size):
        if missing[cell] != 0 or vacant[cell] < 0:
            wrong += 1
    cells = np.empty(wrong, np.int64)
    for cell in range(missing.size):
        if missing[cell] != 0 or vacant[cell] < 0:
            wrong -= 1
            cells[cells.size - 1 - wrong] = cell
    return cells


@njit(cache=True)
def count_people(order, identity, home, workplace, status, present, n_firms):
    """Count those listed as present, those who are, and the jobs they hold.

    Parameters
    ----------
    order : int64 array
        Rows of the people listed as present.
    identity, home, workplace : int64 arrays, one per person row
    status : int8 array, one per person row in use
    present : int
        The status of those in the city.
    n_firms : int

    Returns
    -------
    distinct, settled : bool
        Whether identities rise along the list, so that nobody is on it twice; whether all live
        somewhere.
    here : int64
        How many rows have the status of those in the city.
    jobs : int64 array, one per firm row
    """
    jobs = np.zeros(n_firms, np.int64)
    distinct = settled = True
    for k in range(order.size):
        person = order[k]
        if k > 0 and identity[person] <= identity[order[k - 1]]:
            distinct = False
        if home[person] < 0:
            settled = False
        if workplace[person] >= 0:
            jobs[workplace[person]] += 1
    here = 0
    for row in range(status.size):
        here += status[row] == present
    return distinct, settled, here, jobs


@njit(cache=True)
def fullest_half_days(place, slot, n_places, slots):
    """Return how many each third place seated in its fullest half day.

    Parameters
    ----------
    place, slot : int arrays, person rows x rounds
        Where everyone was and in which half day; -1 for at home.
    n_places, slots : int
        Places; half days in a round.

    Returns
    -------
    int64 array, one per place
    """
    rounds = place.shape[1]
    seated = np.zeros((n_places, rounds * slots), np.int64)
    fullest = np.zeros(n_places, np.int64)
    for row in range(place.shape[0]):
        for r in range(rounds):
            where = place[row, r]
            if where >= 0:
                sitting = r * slots + slot[row, r]
                seated[where, sitting] += 1
                fullest[where] = max(fullest[where], seated[where, sitting])
    return fullest

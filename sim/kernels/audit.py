"""What is counted at the end of a month to see that everything adds up; nothing here changes it."""

import numpy as np
from numba import njit


@njit(cache=True)
def homes_missing(
    order, housed, regulated, home, dwellings, vacant, dwellings_regulated, vacant_regulated
):
    """Return how many dwellings of each cell are neither let nor vacant; below 0 for too many.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    housed, regulated : bool arrays, one per person row
        Whether she has a dwelling, and whether its rent is regulated.
    home : int64 array, one per person row, cells
    dwellings, vacant, dwellings_regulated, vacant_regulated : int64 arrays, one per cell

    Returns
    -------
    right : bool
        Whether none is missing, and nowhere fewer than none are vacant.
    missing : int64 array, 2 x cells
        Of those let freely and of those with a regulated rent.
    """
    missing = np.empty((2, dwellings.size), np.int64)
    right = True
    for cell in range(dwellings.size):
        missing[0, cell] = dwellings[cell] - vacant[cell]
        missing[1, cell] = dwellings_regulated[cell] - vacant_regulated[cell]
        if vacant[cell] < 0 or vacant_regulated[cell] < 0:
            right = False
    for k in range(order.size):
        person = order[k]
        if housed[person]:
            missing[int(regulated[person]), home[person]] -= 1
    for cell in range(dwellings.size):
        if missing[0, cell] != 0 or missing[1, cell] != 0:
            right = False
    return right, missing


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


@njit(cache=True)
def floors_used(n_cells, is_open, cell, jobs, space, rented, place_cell, place_floor):
    """Return the floor that open firms and rented third places stand on in each cell, m2.

    Parameters
    ----------
    n_cells : int
    is_open : bool array, one per firm row
    cell, jobs : int64 arrays, one per firm row
    space : int
        Floor of a job, m2; a firm has that of one at least.
    rented : bool array, one per place row
        Whether it is open and rents its floor.
    place_cell, place_floor : int64 arrays, one per place row

    Returns
    -------
    int64 array, one per cell
    """
    used = np.zeros(n_cells, np.int64)
    for firm in range(is_open.size):
        if is_open[firm]:
            used[cell[firm]] += space * max(jobs[firm], 1)
    for place in range(rented.size):
        if rented[place]:
            used[place_cell[place]] += place_floor[place]
    return used

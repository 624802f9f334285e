"""What an observer counts in a city; nothing here changes it."""

import math

import numpy as np
from numba import njit

from sim.kernels.arithmetic import N_TIES, STEP, in_steps


@njit(cache=True)
def measure_ties(month, order, pole, home, tie_other, tie_strength, tie_born, strong, side, cell):
    """Count ties by the fields they join, and add up their distances and ages.

    Parameters
    ----------
    month : int
    order : int64 array
        Rows of the people present, by identity.
    pole : int8 array, one per person row, 0 to 2
    home : int64 array, one per person row, cells
    tie_other, tie_strength, tie_born : arrays, person rows x 12
    strong : float, in [0, 1]
        Strength from which a tie counts as strong.
    side, cell : int, float
        Cells along the city's side; side of a cell in km.

    Returns
    -------
    mixing : int64 array, 3 x 3
        Ties by the field of the one who holds them and of the other.
    full : int64
        People with every slot taken.
    metres : int64 array, 2
        Summed distance of weak and of strong ties, each rounded to metres.
    count : int64 array, 2
        Weak and strong ties.
    age : int64
        Summed age of ties, months.
    """
    assert tie_other.shape[1] == N_TIES  # what is unrolled reads no further
    mixing = np.zeros((3, 3), np.int64)
    least = in_steps(strong)
    metres = np.zeros(2, np.int64)
    count = np.zeros(2, np.int64)
    full = 0
    age = 0
    between = _metres_between(side, cell)
    place = _places_of(home, side)
    for k in range(order.size):
        person = order[k]
        row, column = place[person, 0], place[person, 1]
        held = 0
        for t in range(N_TIES):
            other = tie_other[person, t]
            if other < 0:
                continue
            held += 1
            mixing[pole[person], pole[other]] += 1
            which = 1 if tie_strength[person, t] >= least else 0
            metres[which] += between[abs(row - place[other, 0]), abs(column - place[other, 1])]
            count[which] += 1
            age += month - tie_born[person, t]
        if held == N_TIES:
            full += 1
    return mixing, full, metres, count, age


@njit(cache=True)
def _metres_between(side, cell):
    """Tabulate distances in whole metres by cells down and across."""
    between = np.empty((side, side), np.int64)
    for down in range(side):
        for across in range(side):
            far = math.sqrt(float(down * down + across * across)) * cell
            between[down, across] = int(far * 1000.0 + 0.5)
    return between


@njit(cache=True)
def _places_of(home, side):
    """Return the row and the column of each home."""
    place = np.empty((home.size, 2), np.int32)
    for k in range(home.size):
        place[k, 0] = home[k] // side
        place[k, 1] = home[k] % side
    return place


@njit(cache=True)
def add_up_fields(order, kind, field, n_kinds):
    """Add up people's fields by kind, in the order of their identities.

    Parameters
    ----------
    order : int64 array
        Rows of the people present, by identity.
    kind : int64 array, one per person row
    field : uint16 array, person rows x 3, steps of 1 / 65,535
    n_kinds : int

    Returns
    -------
    total : float64 array, kinds x 3
        Summed shares in [0, 1].
    count : int64 array, one per kind
    """
    total = np.zeros((n_kinds, field.shape[1]))
    count = np.zeros(n_kinds, np.int64)
    for k in range(order.size):
        person = order[k]
        count[kind[person]] += 1
        for axis in range(field.shape[1]):
            total[kind[person], axis] += field[person, axis] * STEP
    return total, count


@njit(cache=True)
def count_in_reach(order, home, kind, near, place_cell, place_open, admission, least, side):
    """Count people to whom some third place is worth so much: exp(-d / lambda) x admission.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    home, kind : int64 arrays, one per person row
    near : float64 array, side x side, as from :func:`sim.kernels.space.nearness_table`
    place_cell, place_open : int64 and bool arrays, one per place row
    admission : float64 array, places x kinds, in [0, 1]
    least : float, above 0
    side : int

    Returns
    -------
    int64
    """
    reached = np.zeros((side, side, admission.shape[1]), np.bool_)
    for p in np.flatnonzero(place_open):
        row, column = place_cell[p] // side, place_cell[p] % side
        for own in range(admission.shape[1]):
            _reach_around(row, column, near, admission[p, own], least, reached[:, :, own])
    count = 0
    for k in range(order.size):
        cell = home[order[k]]
        count += reached[cell // side, cell % side, kind[order[k]]]
    return count


@njit(cache=True)
def _reach_around(row, column, near, admission, least, reached):
    """Mark the cells around a place to which it is worth so much; farther ones never are."""
    side = near.shape[0]
    for down in range(side):
        if near[down, 0] * admission < least:
            return
        for across in range(side):
            if near[down, across] * admission < least:
                break
            for here in (row - down, row + down):
                for there in (column - across, column + across):
                    if 0 <= here < side and 0 <= there < side:
                        reached[here, there] = True


@njit(cache=True)
def measure_homes(order, home, kind, income, rent, block_of, creative, n_blocks):
    """Note what people earn, what share of it is rent, and who lives in which block.

    Parameters
    ----------
    order : int64 array
        Rows of the people present, by identity.
    home, kind : int64 arrays, one per person row
    income, rent : int64 arrays, one per person row, cents a month
    block_of : int64 array, one per cell
    creative : float64 array, one per kind, 0 or 1
    n_blocks : int

    Returns
    -------
    earned : int64 array, one per person present
        Income, at least one cent.
    burden : float64 array, one per person present
        Rent as a share of it.
    residents : int64 array, one per block
    creatives : float64 array, one per block
        Those of creative kinds among them.
    """
    earned = np.empty(order.size, np.int64)
    burden = np.empty(order.size)
    residents = np.zeros(n_blocks, np.int64)
    creatives = np.zeros(n_blocks)
    for k in range(order.size):
        person = order[k]
        earned[k] = max(income[person], 1)
        burden[k] = rent[person] / earned[k]
        residents[block_of[home[person]]] += 1
        creatives[block_of[home[person]]] += creative[kind[person]]
    return earned, burden, residents, creatives

"""Third places row by row: what they ask, how they are found, what they cost, what befalls them."""

import numpy as np
from numba import njit

from sim.kernels.space import best_of_blocks


@njit(cache=True)
def monthly_fees(price, usual):
    """Return what each place asks a user for a month: ``usual`` x its price, whole cents.

    Parameters
    ----------
    price : float64 array, one per place
        Its fee relative to cost.
    usual : float, cents a month

    Returns
    -------
    int64 array, one per place
    """
    fee = np.empty(price.size, np.int64)
    for p in range(price.size):
        fee[p] = int(np.rint(usual * price[p]))
    return fee


@njit(cache=True)
def welcomes(
    admission,
    seats,
    backlog,
    visits,
    turned_away,
    rejected,
    backlog_half,
    rejected_visits,
    start,
    place,
    place_cell,
    near,
    side,
    block_cells,
):
    """Return how each place is found by each kind: let in, kept up, and with a seat left.

    welcome = admission x seated / (seated + turned away) / (1 + backlog per seat / half), and
    x ``rejected_visits`` where those around have rejected the site; visits are last month's.

    Parameters
    ----------
    admission : float64 array, places x kinds, in [0, 1]
    seats, visits, turned_away : int64 arrays, one per place
    backlog : float64 array, one per place, hours
    rejected : bool array, one per place
    backlog_half : float, hours a seat, above 0
    rejected_visits : float, in [0, 1]
    start, place, place_cell, near, side, block_cells
        As in :func:`sim.kernels.space.best_of_blocks`.

    Returns
    -------
    welcome : float64 array, places x kinds, in [0, 1]
    best : float64 array, blocks x kinds, as from :func:`sim.kernels.space.best_of_blocks`
    """
    welcome = np.empty_like(admission)
    for p in range(seats.size):
        waiting = backlog[p] / max(seats[p], 1)
        came = visits[p] + turned_away[p]
        seated = visits[p] / max(came, 1) if came > 0 else 1.0
        liked = rejected_visits if rejected[p] else 1.0
        quality = seated / (1.0 + waiting / backlog_half) * liked
        for kind in range(admission.shape[1]):
            welcome[p, kind] = admission[p, kind] * quality
    return welcome, best_of_blocks(start, place, place_cell, welcome, near, side, block_cells)


@njit(cache=True)
def monthly_costs(
    seats,
    equipment_value,
    owned,
    place_cell,
    workspace_rent,
    fixed,
    of_a_seat,
    cents,
    equipment_upkeep,
    seat_space,
):
    """Return each place's running cost and its rent, whole cents a month.

    cost = fixed + seats x seat cost + upkeep of equipment; rent = floor x workspace rent, nothing
    for a building the city owns.

    Parameters
    ----------
    seats, equipment_value, place_cell : int64 arrays, one per place; value in cents
    owned : bool array, one per place
    workspace_rent : float64 array, one per cell, cents a m2
    fixed, of_a_seat : float, euros a month
    cents : int, in a euro
    equipment_upkeep : float, share of its value a month
    seat_space : float, m2

    Returns
    -------
    running, rent : int64 arrays, one per place
    """
    running, rent = np.empty((2, seats.size), np.int64)
    for p in range(seats.size):
        spent = cents * (fixed + of_a_seat * seats[p])
        running[p] = int(np.rint(spent + equipment_upkeep * equipment_value[p]))
        floor = seat_space * seats[p]
        rent[p] = 0 if owned[p] else int(np.rint(floor * workspace_rent[place_cell[p]]))
    return running, rent


@njit(cache=True)
def are_due(month, is_open, opened, closing, rejected, lease_end):
    """Say whether anything is due at any place: to open, to close, a new lease, another use.

    Parameters
    ----------
    month : int
    is_open, rejected : bool arrays, one per place
    opened, closing, lease_end : int64 arrays, one per place, months
    """
    for p in range(is_open.size):
        if not is_open[p]:
            if opened[p] == month:
                return True
        elif closing[p] == month or lease_end[p] == month or rejected[p]:
            return True
    return False


@njit(cache=True)
def unchanged(cell, is_open, kept_cell, kept_open):
    """Say whether places are where they were, and the same of them open.

    Parameters
    ----------
    cell, kept_cell : int64 arrays, one per place, now and then
    is_open, kept_open : bool arrays, one per place, now and then
    """
    if cell.size != kept_cell.size:
        return False
    for p in range(cell.size):
        if cell[p] != kept_cell[p] or is_open[p] != kept_open[p]:
            return False
    return True


@njit(cache=True)
def seats_by_block(is_open, place_cell, seats, block_of, n_blocks):
    """Count the seats of open places in each block.

    Parameters
    ----------
    is_open : bool array, one per place
    place_cell, seats : int64 arrays, one per place
    block_of : int64 array, one per cell
    n_blocks : int

    Returns
    -------
    float64 array, one per block
    """
    counted = np.zeros(n_blocks)
    for p in range(is_open.size):
        if is_open[p]:
            counted[block_of[place_cell[p]]] += seats[p]
    return counted

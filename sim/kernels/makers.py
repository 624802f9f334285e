"""Who made an idea: what they gain by it, whether they are still here, and what they are paid."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import nearest_pole


@njit(cache=True)
def recognise(recognition, kept, order, field, member, axis, value, teams, own_field, other_field):
    """Let everyone's recognition fade, then add that for new ideas, more in one's own field.

    r <- kept r + w value / teams,  w = ``own_field`` where the maker's field is the idea's, else
    ``other_field``

    Parameters
    ----------
    recognition : float64 array, one per person row, changed in place
    kept : float, in [0, 1]
        Part of it that is left after a month.
    order : int64 array
        Rows of the people present.
    field : uint16 array, person rows x 3, in steps
    member : int64 array, new ideas x seats
        Rows of all makers, -1 for none.
    axis : int8 array, one per new idea, 0 to 2
        Its field.
    value : float64 array, one per new idea
    teams : int16 array, one per new idea, 1 or more
    own_field, other_field : float

    Returns
    -------
    int64
        How many of those present are recognised at all.
    """
    for row in range(recognition.size):
        recognition[row] *= kept
    for idea in range(member.shape[0]):
        for seat in range(member.shape[1]):
            maker = member[idea, seat]
            if maker >= 0:
                own = nearest_pole(field, maker) == axis[idea]
                weight = own_field if own else other_field
                recognition[maker] += weight * value[idea] / teams[idea]
    known = 0
    for k in range(order.size):
        if recognition[order[k]] > 0.0:
            known += 1
    return known


@njit(cache=True)
def makers_here(member, named, identity, status, present):
    """Return the rows of ideas' makers who are still in the city; -1 for the others.

    Parameters
    ----------
    member, named : int64 arrays, ideas x seats
        The rows that makers had and who they were, -1 for none.
    identity, status : arrays, one per person row
    present : int
        The status of those in the city.

    Returns
    -------
    int64 array, ideas x seats
    """
    here = np.full(member.shape, -1, np.int64)
    for idea in range(member.shape[0]):
        for seat in range(member.shape[1]):
            row = member[idea, seat]
            if row >= 0 and identity[row] == named[idea, seat] and status[row] == present:
                here[idea, seat] = row
    return here


@njit(cache=True)
def pay_makers(cents, member, here, savings):
    """Split a sum for each idea between its makers, odd cents to the first.

    Parameters
    ----------
    cents : int64 array, one per idea
    member, here : int64 arrays, ideas x seats
        Rows of all makers, -1 for none, and of those still here, as from :func:`makers_here`.
    savings : int64 array, one per person row, changed in place

    Returns
    -------
    int64
        What those who have left take out of the city, cents.
    """
    gone = 0
    for idea in range(cents.size):
        makers = 0
        for seat in range(member.shape[1]):
            if member[idea, seat] >= 0:
                makers += 1
        for seat in range(member.shape[1]):
            if member[idea, seat] < 0:
                continue
            due = cents[idea] // makers
            if seat == 0:
                due += cents[idea] % makers
            if here[idea, seat] >= 0:
                savings[here[idea, seat]] += due
            else:
                gone += due
    return gone


@njit(cache=True)
def sell(offered, buyer, price, level, share, month, value, sold, capital, stock):
    """Let firms sell the ideas they buy to Outside, and say what their makers get of each.

    price of an idea = price x value x level, to the cent; its makers get ``share`` of it, rounded
    down, the firm the rest.

    Parameters
    ----------
    offered, buyer : int64 arrays, one per idea for sale
        Its row, and the firm that buys it, -1 for none.
    price, level : float, cents of an idea of value 1, and how that falls with what is sold
    share : float, in [0, 1]
    month : int
    value, sold : arrays, one per idea; the month of its sale is changed in place
    capital, stock : int64 arrays, one per firm row, changed in place

    Returns
    -------
    rows, team : int64 arrays, one per idea sold
        Which, and what its makers get, cents.
    total : int64
        What all are sold for, cents.
    """
    rows, team = np.empty(offered.size, np.int64), np.empty(offered.size, np.int64)
    count = total = 0
    for k in range(offered.size):
        firm = buyer[k]
        if firm < 0:
            continue
        idea = offered[k]
        paid = int(np.rint(price * value[idea] * level))
        rows[count], team[count] = idea, int(share * paid)
        capital[firm] += paid - team[count]
        stock[firm] += 1
        sold[idea] = month
        total += paid
        count += 1
    return rows[:count].copy(), team[:count].copy(), total

"""Who comes to a third place in a half day, who finds a seat, and what the month adds up to."""

import math

import numpy as np
from numba import njit

from sim.kernels.gather import N_ROUNDS
from sim.kernels.luck import Purpose, uniform
from sim.kernels.space import group

_SEAT = int(Purpose.SEAT)


@njit(cache=True)
def group_visits(order, place, slot, n_places, n_slots):
    """Group those who are somewhere by place, round and half day, by identity within each group.

    A place is a third place, or a firm with one half day.

    Parameters
    ----------
    order : int64 array
        Rows of the people present, by identity.
    place, slot : int arrays, person rows x 4 rounds, -1 where not out
    n_places, n_slots : int

    Returns
    -------
    start : int64 array, groups + 1
        Group ((place x 4) + round) x n_slots + half day holds ``member[start[g]:start[g + 1]]``.
    member : int64 array
        Person rows.
    """
    n_groups = n_places * N_ROUNDS * n_slots
    start = np.zeros(n_groups + 1, np.int64)
    out = np.empty(order.size, np.int64)
    n_out = 0
    for k in range(order.size):
        person = order[k]
        out[n_out] = person
        # the sign is left where all four have it: most people are nowhere
        n_out += (place[person, 0] & place[person, 1] & place[person, 2] & place[person, 3]) >= 0
    for k in range(n_out):
        for r in range(N_ROUNDS):
            p = place[out[k], r]
            if p >= 0:
                start[(p * N_ROUNDS + r) * n_slots + slot[out[k], r] + 1] += 1
    for g in range(n_groups):
        start[g + 1] += start[g]
    member = np.empty(start[n_groups], np.int64)
    filled = start[:n_groups].copy()
    for k in range(n_out):
        for r in range(N_ROUNDS):
            p = place[out[k], r]
            if p >= 0:
                g = (p * N_ROUNDS + r) * n_slots + slot[out[k], r]
                member[filled[g]] = out[k]
                filled[g] += 1
    return start, member


@njit(cache=True)
def keep_seated(place, start, member, n_slots):
    """Leave out of the groups of :func:`group_visits` those who found no seat.

    Parameters
    ----------
    place : int32 array, person rows x 4 rounds
        As :func:`take_seats` leaves it: -1 for those turned away.
    start, member : int64 arrays
        Those who came, grouped by place, round and half day.
    n_slots : int

    Returns
    -------
    start, member : int64 arrays
        Those who are seated, grouped likewise.
    """
    left = np.zeros(start.size, np.int64)
    seated = np.empty(member.size, np.int64)
    count = 0
    for g in range(start.size - 1):
        r = g // n_slots % N_ROUNDS
        for at in range(start[g], start[g + 1]):
            seated[count] = member[at]
            count += place[member[at], r] >= 0
        left[g + 1] = count
    return left, seated[:count].copy()


@njit(cache=True)
def take_seats(
    seed, month, identity, kind, place, slot, start, member, place_seats, place_admission, n_slots
):
    """Seat those who come to a place in one half day, and send the rest home.

    Where more come than there are seats, each draws the waiting time -ln(1 - u) / w, w being her
    admission weight, and the shortest are seated (Efraimidis and Spirakis 2006).

    Parameters
    ----------
    place, slot : int arrays, person rows x 4 rounds
        Changed in place: -1 for those turned away.
    start, member : int64 arrays
        Comers grouped by (place, round, half day): group ((p x 4) + r) x n_slots + s holds
        person rows, by identity.
    place_seats : int64 array, one per place
    place_admission : float64 array, places x kinds, in [0, 1], above 0 for those who come

    Returns
    -------
    turned_away : int64 array, one per place
        Visits refused for want of a seat.
    """
    n_places = place_seats.size
    turned_away = np.zeros(n_places, np.int64)
    for p in range(n_places):
        for r in range(N_ROUNDS):
            for s in range(n_slots):
                g = (p * N_ROUNDS + r) * n_slots + s
                comers = member[start[g] : start[g + 1]]
                seats = place_seats[p]
                if comers.size <= seats:
                    continue
                wait = np.empty(comers.size)
                for k in range(comers.size):
                    luck = uniform(seed, _SEAT, month, identity[comers[k]], r)
                    weight = place_admission[p, kind[comers[k]]]
                    wait[k] = -math.log(1.0 - luck) / weight
                queue = np.argsort(wait, kind="mergesort")
                for k in range(seats, comers.size):
                    person = comers[queue[k]]
                    place[person, r] = -1
                    slot[person, r] = -1
                    turned_away[p] += 1
    return turned_away


@njit(cache=True)
def count_visits(place, order, pole, fee):
    """Count who visited which place this month, where each person goes, and what she owes.

    Each user of a place owes its monthly fee once, however often she comes.

    Parameters
    ----------
    place : int32 array, person rows x 4 rounds, -1 where not out
    order : int64 array
        Rows of the people present.
    pole : int array, one per person row, 0 to 2
    fee : int64 array, one per place, cents a month

    Returns
    -------
    visits : int64 array, one per place
        Seats taken over the four rounds.
    users : int64 array, one per place
        Different people seated at least once.
    by_field : int64 array, places x 3
        Users by field.
    latest : int64 array, one per person row
        Place of the last visit of the month, -1 for none.
    owed : int64 array, one per person row, cents
    """
    n_places = fee.size
    visits = np.zeros(n_places, np.int64)
    users = np.zeros(n_places, np.int64)
    by_field = np.zeros((n_places, 3), np.int64)
    latest = np.full(place.shape[0], -1, np.int64)
    owed = np.zeros(place.shape[0], np.int64)
    for k in range(order.size):
        person = order[k]
        for r in range(N_ROUNDS):
            p = place[person, r]
            if p < 0:
                continue
            visits[p] += 1
            latest[person] = p
            before = False
            for earlier in range(r):
                if place[person, earlier] == p:
                    before = True
            if not before:
                users[p] += 1
                by_field[p, pole[person]] += 1
                owed[person] += fee[p]
    return visits, users, by_field, latest, owed


@njit(cache=True)
def note_visits(place, order, pole, fee, usual, owes, visits, users, company):
    """Write down what :func:`count_visits` counts, and list each place's users of the month.

    Parameters
    ----------
    place, order, pole, fee
        As in :func:`count_visits`.
    usual, owes : int64 arrays, one per person row, changed in place
        The place she used last, kept where she went nowhere; fees of the month, cents.
    visits, users : int64 arrays, one per place, changed in place
    company : float64 array, places x 3, changed in place
        Shares of the three fields among users.

    Returns
    -------
    start, member : int64 arrays
        Person rows grouped by the place of their last visit, in the order given.
    """
    visits[:], users[:], by_field, latest, owes[:] = count_visits(place, order, pole, fee)
    for row in range(latest.size):
        usual[row] = latest[row] if latest[row] >= 0 else usual[row]
    for p in range(fee.size):
        for axis in range(by_field.shape[1]):
            company[p, axis] = by_field[p, axis] / max(users[p], 1)
    return group(latest, order, fee.size)

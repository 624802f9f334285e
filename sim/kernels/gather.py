"""Who goes out in a round, to which third place, and who finds a seat there."""

import math

import numpy as np
from numba import njit

from sim.kernels.arithmetic import STEP
from sim.kernels.luck import Purpose, quad, uniform

_GO_OUT = int(Purpose.GO_OUT)
_WHICH_PLACE = int(Purpose.WHICH_PLACE)
_WHICH_SLOT = int(Purpose.WHICH_SLOT)
_SEAT = int(Purpose.SEAT)
_HABIT_MONTH = 0
_A_LITTLE_MORE = 1.0 + 1e-9  # so that no rounding makes a bound less than what it bounds
N_ROUNDS = 4


@njit(cache=True)
def appeal(near, welcome, fee, income, fee_scale, bonus, most_bonus):
    """Return what a third place is worth to a person, in [0, 1].

    a = near x welcome / (1 + fee / (scale x income)) x (1 + bonus) / (1 + largest bonus), near
    being exp(-d / lambda) and welcome admission x quality; a fee is out of reach of who has no
    income.
    """
    worth = near * welcome * (1.0 + bonus) / (1.0 + most_bonus)
    if fee <= 0.0:
        return worth
    if income <= 0.0:
        return 0.0
    easily = fee_scale * income
    return worth * easily / (easily + fee)


@njit(cache=True, nogil=True)
def choose_places(
    seed,
    month,
    order,
    identity,
    kind,
    home,
    usual,
    pole,
    participation,
    fatigue,
    income,
    near,
    reach_start,
    reach_place,
    place_cell,
    place_fee,
    place_welcome,
    block_best,
    place_company,
    side,
    block_cells,
    fee_scale,
    habit,
    company,
    going_out,
    sharpness,
    n_slots,
    slot_habit,
    place,
    slot,
):
    """Decide in which rounds each person goes out, to which place and in which half day.

    A person goes out in a round with chance min(1, going_out x participation x (1 - fatigue) x
    max_p a_p): the best place in reach decides, never a sum over places. Which place is an inner
    logit on ln a: chance a_p^sharpness / sum_q a_q^sharpness. a_p is :func:`appeal`, the bonus
    being habit for the usual place plus company x the share of her field among last month's
    visitors. The half day is her usual one, the same for ever, with chance ``slot_habit``, else
    any.

    Parameters
    ----------
    order : int64 array
        Rows of the people present, by identity.
    identity, kind, home, usual, pole : int arrays, one per person row
        ``usual`` is a place row, -1 for none; ``pole`` the person's field, 0 to 2.
    participation, fatigue : uint16 arrays, one per person row, in steps of 1 / 65,535
    income : int64 array, one per person row, cents a month
    near : float64 array, side x side, as from :func:`sim.kernels.space.nearness_table`
        exp(-d / lambda), by cells down and across.
    reach_start, reach_place : int64 arrays, as from :func:`sim.kernels.space.list_places`
        The open places in reach of each block of the city.
    place_cell : int64 array, one per place
    place_fee : float64 array, one per place, cents a month
    place_welcome : float64 array, places x kinds, in [0, 1]
        Admission of the kind x quality of the place.
    block_best : float64 array, blocks x kinds, as from :func:`sim.kernels.space.best_of_blocks`
        Lets those be passed over whom not even a better place would draw out.
    place_company : float64 array, places x 3 fields, shares of last month's visitors
    side, block_cells : int
        Cells along the city's side, and along a block's.
    fee_scale : float
        Fee at which appeal halves, share of income.
    habit, company, going_out, sharpness, slot_habit : float
    n_slots : int
        Half days in which a place is open, a week.
    place : int32 array, person rows x 4 rounds, all -1
        Filled with the place she heads for, -1 where she stays.
    slot : int8 array, person rows x 4 rounds, all -1
        Filled with the half day, 0 to n_slots - 1; -1 where she stays.
    """
    worth = np.zeros(place_cell.size)
    place_row, place_column = place_cell // side, place_cell % side
    most_bonus = habit + company
    for k in range(order.size):
        person = order[k]
        row = home[person] // side
        column = home[person] % side
        block = row // block_cells * (side // block_cells) + column // block_cells
        ready = (participation[person] * STEP) * (1.0 - fatigue[person] * STEP)
        most = going_out * ready * block_best[block, kind[person]] * _A_LITTLE_MORE
        if most <= 0.0:
            continue
        out = quad(seed, _GO_OUT, month, identity[person], 0)
        if min(out) >= most:
            continue
        first = reach_start[block]
        n_places = reach_start[block + 1] - first
        best = 0.0
        for c in range(n_places):
            p = reach_place[first + c]
            close = near[abs(place_row[p] - row), abs(place_column[p] - column)]
            bonus = company * place_company[p, pole[person]]
            if usual[person] == p:
                bonus += habit
            worth[c] = appeal(
                close,
                place_welcome[p, kind[person]],
                place_fee[p],
                float(income[person]),
                fee_scale,
                bonus,
                most_bonus,
            )
            best = max(best, worth[c])
        chance = going_out * ready * best
        if min(out) >= chance:
            continue
        total = 0.0
        for c in range(n_places):
            if worth[c] > 0.0:
                worth[c] = worth[c] ** sharpness
                total += worth[c]
        which = quad(seed, _WHICH_PLACE, month, identity[person], 0)
        when = quad(seed, _WHICH_SLOT, month, identity[person], 0)
        kept = quad(seed, _WHICH_SLOT, month, identity[person], 1)
        usual_slot = uniform(seed, _WHICH_SLOT, _HABIT_MONTH, identity[person], 0)
        for r in range(N_ROUNDS):
            if out[r] >= chance:
                continue
            place[person, r] = reach_place[first + _pick(worth, n_places, which[r] * total)]
            half_day = usual_slot if kept[r] < slot_habit else when[r]
            slot[person, r] = int(half_day * n_slots)


@njit(cache=True)
def _pick(worth, n_places, level):
    """Return the first of n places at which the running sum of worth exceeds a level."""
    running = 0.0
    last = -1
    for c in range(n_places):
        if worth[c] > 0.0:
            running += worth[c]
            last = c
            if running > level:
                return c
    return last


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
    for k in range(order.size):
        for r in range(N_ROUNDS):
            p = place[order[k], r]
            if p >= 0:
                start[(p * N_ROUNDS + r) * n_slots + slot[order[k], r] + 1] += 1
    for g in range(n_groups):
        start[g + 1] += start[g]
    member = np.empty(start[n_groups], np.int64)
    filled = start[:n_groups].copy()
    for k in range(order.size):
        for r in range(N_ROUNDS):
            p = place[order[k], r]
            if p >= 0:
                g = (p * N_ROUNDS + r) * n_slots + slot[order[k], r]
                member[filled[g]] = order[k]
                filled[g] += 1
    return start, member


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

"""Who goes out in a round, to which third place, and in which half day."""

import numpy as np
from numba import njit

from sim.kernels import asking
from sim.kernels.arithmetic import STEP
from sim.kernels.luck import Purpose, as_number, words

_GO_OUT = int(Purpose.GO_OUT)
_WHICH_PLACE = int(Purpose.WHICH_PLACE)
_WHICH_SLOT = int(Purpose.WHICH_SLOT)
_HABIT_MONTH = 0
_A_LITTLE_MORE = 1.0 + 1e-9  # so that no rounding makes a bound less than what it bounds
N_ROUNDS = 4
BATCH = 256  # people whose luck is drawn side by side
_ROW, _WHO, _KIND, _POLE, _DOWN, _ACROSS, _USUAL, _INCOME = range(8)
_N_ASKED = 8


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
    in_order, asked, lively = _possibly_out(
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
        block_best,
        side,
        block_cells,
        going_out,
    )
    place_row, place_column = place_cell // side, place_cell % side
    longest = 0
    most_asked = 0
    for b in range(in_order.size - 1):
        longest = max(longest, reach_start[b + 1] - reach_start[b])
        most_asked = max(most_asked, in_order[b + 1] - in_order[b])
    n_kinds, n_poles = place_welcome.shape[1], place_company.shape[1]
    down, across = np.empty((2, longest), np.int64)
    near_her, fee = np.empty((2, longest))
    welcome = np.empty((n_kinds, longest))
    like = np.empty((n_poles, longest))
    n_asked = asked.shape[0]
    luck = np.empty((N_ROUNDS, n_asked), np.uint32)
    words(seed, _GO_OUT, month, asked[:, _WHO].copy(), np.zeros(n_asked, np.int64), luck)
    most = BATCH + most_asked  # so many may be on their way before their luck is drawn
    worth = np.empty((most, longest))
    chance = np.empty(most)
    goes = np.empty(most, np.int64)
    n_out = 0
    for b in range(in_order.size - 1):
        n_places = reach_start[b + 1] - reach_start[b]
        listed = reach_place[reach_start[b] : reach_start[b + 1]]
        for c in range(n_places):
            p = listed[c]
            down[c], across[c] = place_row[p], place_column[p]
            fee[c] = place_fee[p]
            for which_kind in range(n_kinds):
                welcome[which_kind, c] = place_welcome[p, which_kind]
            for which_pole in range(n_poles):
                like[which_pole, c] = place_company[p, which_pole]
        for at in range(in_order[b], in_order[b + 1]):
            her = asked[at]
            asking.nearness(near, her[_DOWN], her[_ACROSS], down[:n_places], across, near_her)
            asking.worth_of_places(
                listed,
                near_her,
                fee,
                welcome[her[_KIND]],
                like[her[_POLE]],
                her[_USUAL],
                fee_scale * max(0.0, float(her[_INCOME])),
                habit,
                company,
                worth[n_out],
            )
            chance[n_out] = going_out * lively[at] * asking.largest(worth[n_out, :n_places])
            least = min(luck[0, at], luck[1, at], luck[2, at], luck[3, at])
            goes[n_out] = at
            n_out += as_number(least) < chance[n_out]
        if n_out >= BATCH or b == in_order.size - 2:
            _set_out(
                seed,
                month,
                goes[:n_out],
                asked,
                luck,
                chance,
                worth,
                in_order,
                reach_start,
                reach_place,
                sharpness,
                n_slots,
                slot_habit,
                place,
                slot,
            )
            n_out = 0


@njit(cache=True, nogil=True)
def _set_out(
    seed,
    month,
    goes,
    asked,
    luck,
    chance,
    worth,
    in_order,
    reach_start,
    reach_place,
    sharpness,
    n_slots,
    slot_habit,
    place,
    slot,
):
    """Draw where those go who go out, and in which half day.

    Parameters
    ----------
    goes : int64 array
        Whose lines of ``asked`` and columns of ``luck`` these are, block by block.
    asked, in_order : as from :func:`_possibly_out`
    luck : uint32 array, 4 rounds x lines
        She goes out in a round whose luck is below her chance.
    chance, worth : float64 arrays, one line or row for each of ``goes``
    Others as in :func:`choose_places`.
    """
    who = np.empty(goes.size, np.int64)
    for k in range(goes.size):
        who[k] = asked[goes[k], _WHO]
    once, again = np.zeros(goes.size, np.int64), np.ones(goes.size, np.int64)
    which, when, kept, wont = np.empty((4, N_ROUNDS, goes.size), np.uint32)
    words(seed, _WHICH_PLACE, month, who, once, which)
    words(seed, _WHICH_SLOT, month, who, once, when)
    words(seed, _WHICH_SLOT, month, who, again, kept)
    words(seed, _WHICH_SLOT, _HABIT_MONTH, who, once, wont)
    running = np.empty(worth.shape[1])
    b = 0
    for k in range(goes.size):
        while in_order[b + 1] <= goes[k]:
            b += 1
        listed = reach_place[reach_start[b] : reach_start[b + 1]]
        person, hers = asked[goes[k], _ROW], worth[k, : listed.size]
        quick = asking.running_powers(hers, sharpness, running)
        for r in range(N_ROUNDS):
            if as_number(luck[r, goes[k]]) >= chance[k]:
                continue
            drawn = as_number(which[r, k])
            c = asking.clearly(running[: listed.size], drawn) if quick else -1
            if c < 0:
                c = asking.pick_place(hers, sharpness, drawn)
            place[person, r] = listed[c]
            half_day = wont[0, k] if as_number(kept[r, k]) < slot_habit else when[r, k]
            slot[person, r] = int(as_number(half_day) * n_slots)


@njit(cache=True, nogil=True)
def _possibly_out(
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
    block_best,
    side,
    block_cells,
    going_out,
):
    """List, block by block of the city, those whom the best of places might draw out.

    Returns
    -------
    start : int64 array, blocks + 1
        Block b has the rows ``start[b]`` to ``start[b + 1]`` of the others.
    asked : int64 array, one line per person, by :data:`_ROW` and its like
        What of her is read, side by side, in the order in which it will be read.
    lively : float64 array, one per person
        Participation x (1 - fatigue).
    """
    blocks_side = side // block_cells
    block_of_line = np.arange(side) // block_cells
    start = np.zeros(blocks_side * blocks_side + 1, np.int64)
    listed = np.empty(order.size, np.int32)
    lives_in = np.empty(order.size, np.int32)
    who = np.empty(BATCH, np.int64)
    numbers = np.zeros(BATCH, np.int64)
    out = np.empty((N_ROUNDS, BATCH), np.uint32)
    n_listed = 0
    for first in range(0, order.size, BATCH):
        rows = order[first : first + BATCH]
        for k in range(rows.size):
            who[k] = identity[rows[k]]
        words(seed, _GO_OUT, month, who[: rows.size], numbers, out)
        for k in range(rows.size):
            person = rows[k]
            row = home[person] // side
            block = block_of_line[row] * blocks_side + block_of_line[home[person] - row * side]
            ready = (participation[person] * STEP) * (1.0 - fatigue[person] * STEP)
            most = going_out * ready * block_best[block, kind[person]] * _A_LITTLE_MORE
            least = min(out[0, k], out[1, k], out[2, k], out[3, k])
            listed[n_listed] = person
            lives_in[n_listed] = block
            n_listed += as_number(least) < most
    for k in range(n_listed):
        start[lives_in[k] + 1] += 1
    for b in range(start.size - 1):
        start[b + 1] += start[b]
    filled = start[:-1].copy()
    asked = np.empty((n_listed, _N_ASKED), np.int64)
    lively = np.empty(n_listed)
    for k in range(n_listed):
        person = listed[k]
        at = filled[lives_in[k]]
        filled[lives_in[k]] += 1
        asked[at, _ROW] = person
        asked[at, _WHO] = identity[person]
        asked[at, _KIND] = kind[person]
        asked[at, _POLE] = pole[person]
        asked[at, _DOWN] = home[person] // side
        asked[at, _ACROSS] = home[person] % side
        asked[at, _USUAL] = usual[person]
        asked[at, _INCOME] = income[person]
        lively[at] = (participation[person] * STEP) * (1.0 - fatigue[person] * STEP)
    return start, asked, lively

"""Whom each person meets in a round: in a room, at work, near home, through ties, online."""

import numpy as np
from numba import njit

from sim.kernels.gather import N_ROUNDS
from sim.kernels.luck import Purpose, quad, uniform
from sim.kernels.space import draw_offset

_ROOM = int(Purpose.ROOM)
_ROOM_HABIT = int(Purpose.ROOM_HABIT)
_PAIR = int(Purpose.PAIR)
_PAIR_MEETS = int(Purpose.PAIR_MEETS)
_MODE = int(Purpose.MODE)
_PARTNER = int(Purpose.PARTNER)
_HABIT_MONTH = 0

NO_CHANNEL = 0
PLACE = 1
WORK = 2
BLOCK = 3
DISTRICT = 4
TIE = 5
TIE_OF_TIE = 6
ONLINE = 7
N_CHANNELS = 8
_TRIES = 4


@njit(cache=True, nogil=True)
def choose_mode(seed, month, order, identity, place, workplace, work_share, at_work):
    """Say where each person spends a round in which she is not in a third place.

    At work with chance ``work_share`` if she has a job, at home otherwise.

    Parameters
    ----------
    place : int32 array, person rows x 4 rounds, -1 where not out
    workplace : int array, one per person row, firm row or -1
    work_share : float, in [0, 1]
    at_work : int32 array, person rows x 4 rounds, all -1
        Filled with the firm where she is, -1 elsewhere.
    """
    for k in range(order.size):
        person = order[k]
        if workplace[person] < 0:
            continue
        luck = quad(seed, _MODE, month, identity[person], 0)
        for r in range(N_ROUNDS):
            if place[person, r] < 0 and luck[r] < work_share:
                at_work[person, r] = workplace[person]


@njit(cache=True)
def meet_in_rooms(
    seed,
    month,
    identity,
    start,
    member,
    group_round,
    group_programming,
    room_size,
    crowding,
    exponent,
    channel_name,
    partner,
    channel,
):
    """Let people who share a room in a half day meet, two by two.

    n people present fill ceil(n / room_size) rooms evenly, by a habit of their own or, with chance
    x (programming), by this month's luck. In a room all are paired by luck, and a pair meets with
    chance min(1, (n - 1) / (n - 1 + h (1 - x)) x (N / room_size)^(exponent - 1)), n people in the
    room, N in the place.

    Parameters
    ----------
    start, member : int64 arrays
        People grouped by (venue, round, half day), by identity within a group.
    group_round : int64 array, one per group
        Which of the four rounds.
    group_programming : float64 array, one per group, x in [0, 1]
    room_size : int
        Most people in a room.
    crowding : float
        h, people at which half of the chances are lost.
    exponent : float
        Returns to a place's size, 1 for none.
    channel_name : int
        PLACE or WORK.
    partner, channel : int32 and int8 arrays, person rows x 4 rounds
        Filled for those who meet.
    """
    most = 0
    for g in range(start.size - 1):
        most = max(most, start[g + 1] - start[g])
    rank = np.empty(most)
    seated = np.empty(most, np.int64)
    for g in range(start.size - 1):
        n_present = start[g + 1] - start[g]
        if n_present < 2:
            continue
        r = group_round[g]
        mixing = group_programming[g]
        scale = (n_present / room_size) ** (exponent - 1.0)
        n_rooms = (n_present + room_size - 1) // room_size
        for k in range(n_present):
            seated[k] = member[start[g] + k]
        if n_rooms > 1:
            for k in range(n_present):
                who = identity[seated[k]]
                mixed = uniform(seed, _ROOM, month, who, r)
                if mixed < mixing:
                    rank[k] = uniform(seed, _ROOM, month, who, N_ROUNDS + r)
                else:
                    rank[k] = uniform(seed, _ROOM_HABIT, _HABIT_MONTH, who, 0)
            queue = np.argsort(rank[:n_present], kind="mergesort")
            for k in range(n_present):
                seated[k] = member[start[g] + queue[k]]
        first = 0
        for room in range(n_rooms):
            last = first
            while last < n_present and last * n_rooms // n_present == room:
                last += 1
            _pair_up(
                seed,
                month,
                identity,
                seated[first:last],
                rank[first:last],
                r,
                crowding * (1.0 - mixing),
                scale,
                channel_name,
                partner,
                channel,
            )
            first = last


@njit(cache=True)
def _pair_up(
    seed, month, identity, inside, luck, r, crowding, scale, channel_name, partner, channel
):
    """Pair the people in one room by luck; each pair meets or passes by.

    ``inside`` is put in the order of luck, then of identity; ``luck`` is room to work in.
    """
    n = inside.size
    if n < 2:
        return
    for k in range(n):
        person = inside[k]
        drawn = uniform(seed, _PAIR, month, identity[person], r)
        at = k
        while at > 0 and (
            luck[at - 1] > drawn
            or (luck[at - 1] == drawn and identity[inside[at - 1]] > identity[person])
        ):
            luck[at] = luck[at - 1]
            inside[at] = inside[at - 1]
            at -= 1
        luck[at] = drawn
        inside[at] = person
    chance = min(1.0, (n - 1.0) / (n - 1.0 + crowding) * scale)
    for k in range(0, n - 1, 2):
        one = inside[k]
        other = inside[k + 1]
        lowest = min(identity[one], identity[other])
        if uniform(seed, _PAIR_MEETS, month, lowest, r) < chance:
            partner[one, r] = other
            partner[other, r] = one
            channel[one, r] = channel_name
            channel[other, r] = channel_name


@njit(cache=True, nogil=True)
def meet_from_home(
    seed,
    month,
    order,
    everyone,
    identity,
    home,
    place,
    at_work,
    tie_other,
    tie_strength,
    here_start,
    here_member,
    block_down,
    block_across,
    block_cumulative,
    block_guide,
    district_down,
    district_across,
    district_cumulative,
    district_guide,
    side,
    chance,
    shares,
    partner,
    channel,
):
    """Give each round spent at home a possible meeting, and draw with whom.

    A meeting comes with chance c, ``chance``: where u < c; u / c draws its channel from ``shares``.
    Block and district draw a cell by the kernel and a resident of it, four times at most; a tie is
    drawn by strength, and a tie of a tie so twice; online is anyone in the city. Where she finds
    nobody, or herself, the round passes without a meeting. The other's own round is not touched.

    Parameters
    ----------
    order, everyone : int64 arrays
        Rows of the people whose rounds these are, and of all people present, by identity.
    place, at_work : int32 arrays, person rows x 4 rounds
        Those rounds are left out.
    tie_other : int32 array, person rows x 12, -1 empty
    tie_strength : uint16 array, person rows x 12, in steps of 1 / 65,535
    here_start, here_member : int64 arrays
        Residents grouped by cell.
    block_*, district_* : the two kernels' offset tables
    shares : float64 array, 5
        Cumulative chances of block, district, tie, tie of a tie, online; the last is 1.
    partner, channel : int32 and int8 arrays, person rows x 4 rounds
        Filled for those who meet.
    """
    for k in range(order.size):
        person = order[k]
        happens = quad(seed, _MODE, month, identity[person], 1)
        row = home[person] // side
        column = home[person] % side
        for r in range(N_ROUNDS):
            if place[person, r] >= 0 or at_work[person, r] >= 0 or happens[r] >= chance:
                continue
            way = BLOCK
            while way < ONLINE and happens[r] >= chance * shares[way - BLOCK]:
                way += 1
            other = -1
            if way == BLOCK or way == DISTRICT:
                for attempt in range(_TRIES):
                    luck = quad(seed, _PARTNER, month, identity[person], r * _TRIES + attempt)
                    if way == BLOCK:
                        o = draw_offset(block_cumulative, block_guide, luck[0])
                        down, across = row + block_down[o], column + block_across[o]
                    else:
                        o = draw_offset(district_cumulative, district_guide, luck[0])
                        down, across = row + district_down[o], column + district_across[o]
                    if down < 0 or down >= side or across < 0 or across >= side:
                        continue
                    cell = down * side + across
                    n_here = here_start[cell + 1] - here_start[cell]
                    if n_here == 0:
                        continue
                    found = here_member[here_start[cell] + int(luck[1] * n_here)]
                    if found != person:
                        other = found
                        break
            else:
                luck = quad(seed, _PARTNER, month, identity[person], r * _TRIES)
                if way == TIE:
                    other = _by_strength(tie_other, tie_strength, person, luck[0])
                elif way == TIE_OF_TIE:
                    between = _by_strength(tie_other, tie_strength, person, luck[0])
                    if between >= 0:
                        other = _by_strength(tie_other, tie_strength, between, luck[1])
                else:
                    other = everyone[int(luck[0] * everyone.size)]
            if other >= 0 and other != person:
                partner[person, r] = other
                channel[person, r] = way


@njit(cache=True)
def _by_strength(tie_other, tie_strength, person, luck):
    """Return one of a person's ties, drawn in proportion to strength; -1 where she has none."""
    total = 0
    for t in range(tie_other.shape[1]):
        if tie_other[person, t] >= 0:
            total += np.int64(tie_strength[person, t])
    level = luck * total
    running = 0
    last = -1
    for t in range(tie_other.shape[1]):
        if tie_other[person, t] >= 0:
            running += np.int64(tie_strength[person, t])
            last = tie_other[person, t]
            if running > level:
                return last
    return last

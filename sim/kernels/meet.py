"""Whom each person meets in a round: in a room, at work, near home, through ties, online."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import N_TIES
from sim.kernels.gather import BATCH, N_ROUNDS
from sim.kernels.luck import Purpose, as_limit, as_number, uniform, words
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
    limit = as_limit(work_share)
    employed, who = np.empty((2, BATCH), np.int64)
    numbers = np.zeros(BATCH, np.int64)
    luck = np.empty((N_ROUNDS, BATCH), np.uint32)
    for first in range(0, order.size, BATCH):
        rows = order[first : first + BATCH]
        n = 0
        for k in range(rows.size):
            employed[n], who[n] = rows[k], identity[rows[k]]
            n += workplace[rows[k]] >= 0
        words(seed, _MODE, month, who[:n], numbers, luck)
        for k in range(n):
            person = employed[k]
            for r in range(N_ROUNDS):
                there = (place[person, r] < 0) & (np.int64(luck[r, k]) < limit)
                at_work[person, r] = workplace[person] if there else at_work[person, r]


@njit(cache=True)
def meet_in_rooms(
    seed,
    month,
    identity,
    start,
    member,
    n_slots,
    programming,
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
        People grouped by (venue, round, half day), by identity within a group: group
        ((venue x 4) + round) x n_slots + half day.
    n_slots : int
        Half days in a round.
    programming : float64 array, one per venue, x in [0, 1]
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
    drawn = _luck_of_pairing(seed, month, identity, start, member, n_slots)
    pairs = np.empty((member.size // 2, 3), np.int64)
    chance = np.empty(member.size // 2)
    n_pairs = 0
    for g in range(start.size - 1):
        n_present = start[g + 1] - start[g]
        if n_present < 2:
            continue
        r = g // n_slots % N_ROUNDS
        mixing = programming[g // (n_slots * N_ROUNDS)]
        scale = (n_present / room_size) ** (exponent - 1.0)
        n_rooms = (n_present + room_size - 1) // room_size
        for k in range(n_present):
            seated[k] = member[start[g] + k]
            rank[k] = drawn[start[g] + k]
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
                rank[k] = drawn[start[g] + queue[k]]
        first = 0
        for room in range(n_rooms):
            last = first
            while last < n_present and last * n_rooms // n_present == room:
                last += 1
            _line_up(identity, seated[first:last], rank[first:last])
            n = last - first
            for k in range(first, last - 1, 2):
                pairs[n_pairs] = seated[k], seated[k + 1], r
                chance[n_pairs] = min(
                    1.0, (n - 1.0) / (n - 1.0 + crowding * (1.0 - mixing)) * scale
                )
                n_pairs += 1
            first = last
    for first in range(0, n_pairs, BATCH):
        some = slice(first, min(first + BATCH, n_pairs))
        _pair_up(seed, month, identity, pairs[some], chance[some], channel_name, partner, channel)


@njit(cache=True)
def _luck_of_pairing(seed, month, identity, start, member, n_slots):
    """Draw what each person's place in the line of her room depends on, one number a member."""
    drawn = np.empty(member.size)
    who = np.empty(BATCH, np.int64)
    numbers = np.zeros(BATCH, np.int64)
    luck = np.empty((N_ROUNDS, BATCH), np.uint32)
    g = 0
    for first in range(0, member.size, BATCH):
        rows = member[first : first + BATCH]
        for k in range(rows.size):
            who[k] = identity[rows[k]]
        words(seed, _PAIR, month, who[: rows.size], numbers, luck)
        for k in range(rows.size):
            while start[g + 1] <= first + k:
                g += 1
            drawn[first + k] = as_number(luck[g // n_slots % N_ROUNDS, k])
    return drawn


@njit(cache=True)
def _line_up(identity, inside, luck):
    """Put the people in one room and their ``luck`` in the order of luck, then of identity."""
    for k in range(inside.size):
        person = inside[k]
        drawn = luck[k]
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


@njit(cache=True)
def _pair_up(seed, month, identity, pairs, chance, channel_name, partner, channel):
    """Let at most a batch of pairs, (one, other, round), meet or pass by, as luck has it."""
    lowest = np.empty(len(pairs), np.int64)
    numbers = np.zeros(len(pairs), np.int64)
    luck = np.empty((N_ROUNDS, len(pairs)), np.uint32)
    for k in range(len(pairs)):
        lowest[k] = min(identity[pairs[k, 0]], identity[pairs[k, 1]])
    words(seed, _PAIR_MEETS, month, lowest, numbers, luck)
    for k in range(len(pairs)):
        one, other, r = pairs[k]
        if as_number(luck[r, k]) < chance[k]:
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
    assert tie_other.shape[1] == N_TIES  # what is unrolled reads no further
    n = BATCH * N_ROUNDS
    who, numbers, asks, numbers_asked, row_of, round_of, again = np.empty((7, n), np.int64)
    of_way = np.empty((ONLINE + 1, n), np.int64)
    n_of_way = np.zeros(ONLINE + 1, np.int64)
    happens, luck, more = np.empty((3, N_ROUNDS, n), np.uint32)
    limit = as_limit(chance)
    limits = np.empty(ONLINE - BLOCK, np.int64)
    for w in range(limits.size):
        limits[w] = as_limit(chance * shares[w])
    for first in range(0, order.size, BATCH):
        rows = order[first : first + BATCH]
        for k in range(rows.size):
            who[k], numbers[k] = identity[rows[k]], 1
        words(seed, _MODE, month, who[: rows.size], numbers, happens)
        n_asks = 0
        for k in range(rows.size):
            person = rows[k]
            for r in range(N_ROUNDS):
                word = np.int64(happens[r, k])
                row_of[n_asks], round_of[n_asks], again[n_asks] = person, r, word
                n_asks += (place[person, r] & at_work[person, r] < 0) & (word < limit)
        n_of_way[:] = 0
        for j in range(n_asks):
            asks[j], numbers_asked[j] = identity[row_of[j]], round_of[j] * _TRIES
            way = BLOCK
            for w in range(ONLINE - BLOCK):
                way += again[j] >= limits[w]
            of_way[way, n_of_way[way]] = j
            n_of_way[way] += 1
        words(seed, _PARTNER, month, asks[:n_asks], numbers_asked, luck)
        for way in (BLOCK, DISTRICT):
            waiting = of_way[way, : n_of_way[way]]
            for attempt in range(_TRIES):
                n_again = 0
                for j in range(waiting.size):
                    at = waiting[j]
                    person = row_of[at]
                    if way == BLOCK:
                        o = draw_offset(block_cumulative, block_guide, as_number(luck[0, at]))
                        step_down, step_across = block_down[o], block_across[o]
                    else:
                        o = draw_offset(district_cumulative, district_guide, as_number(luck[0, at]))
                        step_down, step_across = district_down[o], district_across[o]
                    row = home[person] // side
                    down, across = row + step_down, home[person] - row * side + step_across
                    other = -1
                    if down >= 0 and down < side and across >= 0 and across < side:
                        here = here_start[down * side + across]
                        n_here = here_start[down * side + across + 1] - here
                        if n_here > 0:
                            other = here_member[here + int(as_number(luck[1, at]) * n_here)]
                    if other >= 0 and other != person:
                        partner[person, round_of[at]] = other
                        channel[person, round_of[at]] = way
                    else:
                        again[n_again] = at
                        n_again += 1
                if n_again == 0 or attempt == _TRIES - 1:
                    break
                for j in range(n_again):
                    who[j], numbers[j] = asks[again[j]], numbers_asked[again[j]] + attempt + 1
                words(seed, _PARTNER, month, who[:n_again], numbers, more)
                for j in range(n_again):
                    luck[0, again[j]], luck[1, again[j]] = more[0, j], more[1, j]
                waiting = again[:n_again]
        for way in (TIE, TIE_OF_TIE, ONLINE):
            waiting = of_way[way, : n_of_way[way]]
            for j in range(waiting.size):
                at = waiting[j]
                if way == ONLINE:
                    again[j] = everyone[int(as_number(luck[0, at]) * everyone.size)]
                else:
                    again[j] = _by_strength(
                        tie_other, tie_strength, row_of[at], as_number(luck[0, at])
                    )
            if way == TIE_OF_TIE:
                for j in range(waiting.size):
                    if again[j] >= 0:
                        again[j] = _by_strength(
                            tie_other, tie_strength, again[j], as_number(luck[1, waiting[j]])
                        )
            for j in range(waiting.size):
                person = row_of[waiting[j]]
                if again[j] >= 0 and again[j] != person:
                    partner[person, round_of[waiting[j]]] = again[j]
                    channel[person, round_of[waiting[j]]] = way


@njit(cache=True)
def _by_strength(tie_other, tie_strength, person, luck):
    """Return one of a person's ties, drawn in proportion to strength; -1 where she has none."""
    total = 0
    for t in range(N_TIES):
        total += np.int64(tie_strength[person, t]) if tie_other[person, t] >= 0 else 0
    level = int(luck * total)
    running = 0
    last = -1
    for t in range(N_TIES):
        if tie_other[person, t] >= 0:
            running += np.int64(tie_strength[person, t])
            last = tie_other[person, t]
            if running > level:
                break
    return last

"""Who meets whom, room by room and house by house, with names on the doors."""

import math
from collections import defaultdict
from fractions import Fraction
from itertools import accumulate, pairwise, product

from sim.kernels.luck import Purpose
from tests.naive import luck, space

NOBODY = -1
ROUNDS = range(4)
EVER = 0
TRIES = 4
BLOCK, DISTRICT, TIE, TIE_OF_TIE, ONLINE = WAYS = range(3, 8)


def choose_mode(seed, month, order, identity, place, workplace, work_share, at_work):
    works = {
        (person, r)
        for person in order.tolist()
        for r in ROUNDS
        if workplace[person] != NOBODY
        and place[person, r] == NOBODY
        and luck.uniform(seed, Purpose.MODE, month, identity[person], r) < work_share
    }
    at_work[:] = [
        [workplace[person] if (person, r) in works else NOBODY for r in ROUNDS]
        for person in range(len(identity))
    ]


def meet_in_rooms(
    seed, month, identity, start, member, n_slots, programming, room_size, crowding,
    exponent, channel_name, partner, channel,
):  # fmt: skip
    row_of = {int(who): row for row, who in enumerate(identity)}
    groups = product(programming, ROUNDS, range(n_slots))
    for (first, last), (mixing, r, _) in zip(pairwise(start), groups, strict=True):
        present = [int(identity[row]) for row in member[first:last]]
        growth = Fraction(len(present), room_size) if present else Fraction(1)
        for room in rooms(seed, month, r, present, room_size, mixing):
            n = len(room)
            easily = Fraction(n - 1) / (n - 1 + Fraction(crowding * (1 - mixing))) if n > 1 else 0
            chance = float(easily) * float(growth) ** (exponent - 1)
            for pair in pairs(seed, month, r, room):
                if luck.uniform(seed, Purpose.PAIR_MEETS, month, min(pair), r) < chance:
                    for who, other in (pair, pair[::-1]):
                        partner[row_of[who], r] = row_of[other]
                        channel[row_of[who], r] = channel_name


def rooms(seed, month, r, present, room_size, mixing):
    """Share people out over rooms as evenly as can be, in the order of their ranks."""
    n_rooms = math.ceil(Fraction(len(present), room_size))
    if n_rooms < 2:
        return [present]

    def rank(who):
        if luck.uniform(seed, Purpose.ROOM, month, who, r) < mixing:
            return luck.uniform(seed, Purpose.ROOM, month, who, len(ROUNDS) + r), who
        return luck.uniform(seed, Purpose.ROOM_HABIT, EVER, who, 0), who

    queue = sorted(present, key=rank)
    doors = [math.ceil(Fraction(len(queue) * door, n_rooms)) for door in range(n_rooms + 1)]
    return [sorted(queue[a:b]) for a, b in pairwise(doors)]


def pairs(seed, month, r, room):
    """Line a room up by luck, and pair first with second, third with fourth."""
    line = iter(
        sorted(room, key=lambda who: (luck.uniform(seed, Purpose.PAIR, month, who, r), who))
    )
    return list(zip(line, line, strict=False))


def meet_from_home(
    seed, month, order, everyone, identity, home, place, at_work, tie_other, tie_strength,
    here_start, here_member, block_down, block_across, block_cumulative, block_guide,
    district_down, district_across, district_cumulative, district_guide, side, chance, shares,
    partner, channel,
):  # fmt: skip
    """Ask at every door; ``here_start`` and ``here_member`` are not looked at."""
    people = everyone.tolist()
    residents = defaultdict(list)
    for person in people:
        residents[int(home[person])].append(person)
    around = {
        BLOCK: (block_down, block_across, block_cumulative),
        DISTRICT: (district_down, district_across, district_cumulative),
    }

    def neighbour(person, r, way):
        down, across, cumulative = around[way]
        for attempt in range(TRIES):
            where, who = luck.quad(
                seed, Purpose.PARTNER, month, identity[person], r * TRIES + attempt
            )[:2]
            o = space.draw_offset(cumulative, None, where)
            there = residents.get(space.shifted(home[person], down[o], across[o], side), [])
            if there and there[math.floor(who * len(there))] != person:
                return there[math.floor(who * len(there))]
        return NOBODY

    def friend(person, drawn):
        friends = [
            (int(other), int(strength))
            for other, strength in zip(tie_other[person], tie_strength[person], strict=True)
            if other != NOBODY
        ]
        reached = list(accumulate(strength for _, strength in friends))
        above = [
            who for (who, _), top in zip(friends, reached, strict=True) if top > drawn * reached[-1]
        ]
        return [*above, *(who for who, _ in friends[-1:])][0] if friends else NOBODY

    def found(person, r, way):
        if way in around:
            return neighbour(person, r, way)
        first, second = luck.quad(seed, Purpose.PARTNER, month, identity[person], r * TRIES)[:2]
        if way == ONLINE:
            return people[math.floor(first * len(people))]
        one = friend(person, first)
        return one if way == TIE or one == NOBODY else friend(one, second)

    for person in order.tolist():
        for r in ROUNDS:
            if place[person, r] != NOBODY or at_work[person, r] != NOBODY:
                continue
            happens = luck.quad(seed, Purpose.MODE, month, identity[person], 1)[r]
            reached = (w for w, top in zip(WAYS, shares, strict=True) if happens < chance * top)
            way = next(reached, None)
            other = found(person, r, way) if way is not None else NOBODY
            if other not in (NOBODY, person):
                partner[person, r], channel[person, r] = other, way

"""Each person as an address book: a list of twelve slots, each empty or a tie."""

import math
from collections import Counter
from dataclasses import dataclass

from sim.kernels.luck import Purpose
from tests.naive import arithmetic, luck

CHANNELS = 8
WHOLE = arithmetic.WHOLE
EMPTY = -1


@dataclass
class Tie:
    """One who is relied on."""

    other: int
    strength: int
    channel: int
    born: int
    joint: int


def read(row, *columns):
    """Return a person's address book."""
    slots = zip(*(column[row].tolist() for column in columns), strict=True)
    return [None if slot[0] == EMPTY else Tie(*slot) for slot in slots]


def write(book, row, *columns):
    """Write a person's address book into her row; a tie that is gone leaves an empty slot."""
    other, strength, *rest = columns
    for slot, tie in enumerate(book):
        if tie is None:
            other[row, slot], strength[row, slot] = EMPTY, 0
            continue
        other[row, slot], strength[row, slot] = tie.other, tie.strength
        for column, value in zip(rest, (tie.channel, tie.born, tie.joint), strict=True):
            column[row, slot] = value


def accept_meetings(
    seed, month, order, identity, skills, field, openness, partner, channel, tie_other,
    tie_strength, tie_channel, tie_born, tie_joint, base, complementarity, trust, barrier_slope,
    barrier, openness_gap, first_strength, replaceable, growth, fading, forgotten, accepted,
):  # fmt: skip
    columns = tie_other, tie_strength, tie_channel, tie_born, tie_joint
    chances, by_channel = [], Counter()
    for person in order:
        book = read(person, *columns)
        fed = set()
        for r, other in enumerate(partner[person].tolist()):
            if other == EMPTY:
                continue
            known = [tie for tie in book if tie and tie.other == other]
            d = arithmetic.skill_distance(skills[person], skills[other])
            f = arithmetic.field_distance(field, person, other)
            for_it = base + complementarity * d * (1 - d)
            for_it += trust * float(arithmetic.share(known[0].strength if known else 0))
            gap = arithmetic.share(openness[person]) - arithmetic.share(openness[other])
            for_it -= openness_gap * abs(float(gap))
            chances.append(arithmetic.logistic_word(for_it))
            chance = arithmetic.logistic(for_it - barrier_slope * barrier * f)
            drawn = luck.uniform(seed, Purpose.ACCEPT, month, identity[person], r)
            if drawn >= chance:
                continue
            accepted[person, r] = True
            through = int(channel[person, r])
            fields = {arithmetic.nearest_pole(field, who) for who in (person, other)}
            by_channel[through, len(fields) > 1] += 1
            if known:
                if other not in fed:
                    known[0].strength = arithmetic.towards(known[0].strength, WHOLE, growth)
                known[0].channel = through
            else:
                first = arithmetic.in_steps(first_strength)
                enter(book, Tie(other, first, through, month, -1), arithmetic.in_steps(replaceable))
            fed.add(other)
        for slot, tie in enumerate(book):
            if tie and tie.other not in fed:
                tie.strength = arithmetic.towards(tie.strength, 0, fading)
                if tie.strength < arithmetic.in_steps(forgotten):
                    book[slot] = None
        write(book, person, *columns)
    table = [[by_channel[c, apart] for apart in (False, True)] for c in range(CHANNELS)]
    return len(chances), int(accepted.sum()), sum(chances), table


def enter(book, tie, replaceable):
    """Write a new tie into the first empty slot, or in place of the weakest if weak enough."""
    slot = min(range(len(book)), key=lambda k: -math.inf if not book[k] else book[k].strength)
    if not book[slot] or book[slot].strength < replaceable:
        book[slot] = tie


def forget_the_gone(order, gone, tie_other, tie_strength):
    left = {row for row, away in enumerate(gone) if away}
    for person in order:
        for slot, other in enumerate(tie_other[person].tolist()):
            if other in left:
                tie_other[person, slot], tie_strength[person, slot] = EMPTY, 0

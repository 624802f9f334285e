"""What places are worth to one person, asked one by one, and the one that luck picks."""

import math
from fractions import Fraction
from itertools import accumulate

from tests.naive.gather import appeal

NONE_IS_CLEAR = -1
CLOSE = Fraction(1, 10**9)


def nearness(near, row, column, down, across, near_her):
    for c, (there, aside) in enumerate(zip(down, across, strict=False)):
        near_her[c] = near[abs(int(there) - int(row))][abs(int(aside) - int(column))]


def worth_of_places(listed, near_her, fee, welcome, like, usual, easily, habit, company, worth):
    for c, p in enumerate(listed):
        bonus = habit * (p == usual) + company * like[c]
        worth[c] = appeal(near_her[c], welcome[c], fee[c], easily, 1.0, bonus, habit + company)


def largest(worth):
    return max([0.0, *worth])


def running_powers(worth, sharpness, running):
    """Take the powers one by one; they will do where the power is a whole number from 1 to 16."""
    if sharpness not in range(1, 17):
        return False
    running[: len(worth)] = list(accumulate(math.pow(a, sharpness) for a in worth))
    return running[len(worth) - 1] > CLOSE


def clearly(running, luck):
    """Look in fractions for the step on which the level lies, unless an edge of it is close."""
    total = Fraction(float(running[-1]))
    level, edges = Fraction(float(luck)) * total, [Fraction(float(each)) for each in running]
    if any(abs(edge - level) <= CLOSE * total for edge in edges):
        return NONE_IS_CLEAR
    return sum(edge <= level for edge in edges)


def pick_place(worth, sharpness, luck):
    """Walk along the places that are worth anything until luck is used up."""
    power = {c: a**sharpness for c, a in enumerate(worth.tolist()) if a > 0}
    level = luck * sum(power.values())
    reached = dict(zip(power, accumulate(power.values()), strict=True))
    return next((c for c, sofar in reached.items() if sofar > level), max(reached, default=-1))

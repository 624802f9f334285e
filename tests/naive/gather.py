"""An evening out, person by person: what is each place worth to her, does she go, where to."""

import math
from bisect import bisect_right
from fractions import Fraction
from itertools import accumulate

from sim.kernels.luck import Purpose
from tests.naive import luck
from tests.naive.arithmetic import share
from tests.naive.space import near_to

ROUNDS = range(4)
STAYS = -1
EVER = 0


def appeal(near, welcome, fee, income, fee_scale, bonus, most_bonus):
    """Multiply exactly what stands for and against a place; a fee takes so many halves away."""
    if fee > 0 and income <= 0:
        return 0.0
    dear = Fraction(fee) / (Fraction(fee_scale) * Fraction(income)) if fee > 0 else 0
    liked = math.prod(map(Fraction, (near, welcome, 1 + bonus)))
    return float(liked / ((1 + dear) * Fraction(1 + most_bonus)))


def choose_places(
    seed, month, order, identity, kind, home, usual, pole, participation, fatigue, income,
    near, reach_start, reach_place, place_cell, place_fee, place_welcome, block_best,
    place_company, side, block_cells, fee_scale, habit, company, going_out, sharpness,
    n_slots, slot_habit, place, slot,
):  # fmt: skip
    """Ask every open place, however far; blocks and their best are not looked at."""
    is_open = sorted({int(p) for p in reach_place})

    def drawn(person, purpose, draw, when=month):
        return luck.uniform(seed, purpose, when, identity[person], draw)

    def liking(person, p):
        close = near_to(home[person], place_cell[p], near, side)
        bonus = habit * (p == usual[person]) + company * place_company[p][pole[person]]
        paid = place_fee[p], int(income[person]), fee_scale
        return appeal(close, place_welcome[p][kind[person]], *paid, bonus, habit + company)

    def evenings(person):
        ready = share(participation[person]) * (1 - share(fatigue[person]))
        best = max((liking(person, p) for p in is_open), default=0)
        often = going_out * float(ready) * best
        return [r for r in ROUNDS if drawn(person, Purpose.GO_OUT, r) < often]

    def half_day(person, r):
        wont = drawn(person, Purpose.WHICH_SLOT, len(ROUNDS) + r) < slot_habit
        when = {True: (0, EVER), False: (r, month)}[wont]
        return math.floor(drawn(person, Purpose.WHICH_SLOT, *when) * n_slots)

    for person in order:
        for r in evenings(person):
            worth = {p: liking(person, p) for p in is_open}
            which = drawn(person, Purpose.WHICH_PLACE, r)
            place[person][r] = _among({p: a for p, a in worth.items() if a > 0}, sharpness, which)
            slot[person][r] = half_day(person, r)


def _among(worth, sharpness, drawn):
    """Lay places end to end, each as long as a power of its worth, and see where luck falls."""
    ends = list(accumulate(a**sharpness for a in worth.values()))
    return [*worth, *list(worth)[-1:]][bisect_right(ends, drawn * ends[-1])]

"""Cells as points of the plane, groups as lists, sums over all pairs of cells."""

import math
from collections import defaultdict
from fractions import Fraction
from itertools import accumulate, product


def point(cell, side):
    """Return the row and the column of a cell."""
    return divmod(int(cell), side)


def reach_offsets(e_folding, cell, cutoff, side):
    within = (Fraction(cutoff) * Fraction(e_folding) / Fraction(cell)) ** 2
    offsets = sorted(
        (down, across)
        for down, across in product(range(1 - side, side), repeat=2)
        if down * down + across * across <= within
    )
    weights = [math.exp(-math.hypot(*offset) * cell / e_folding) for offset in offsets]
    total = math.fsum(weights)
    weights = [w / total for w in weights]
    everywhere = set(product(range(side), repeat=2))
    inside = [
        math.fsum(
            w
            for (down, across), w in zip(offsets, weights, strict=True)
            if (row + down, column + across) in everywhere
        )
        for row, column in sorted(everywhere)
    ]
    down, across = zip(*offsets, strict=True)
    return list(down), list(across), weights, list(accumulate(weights)), inside


def distance_km(one, other, side, cell):
    return cell * math.dist(point(one, side), point(other, side))


def group(key, order, n_groups):
    """Return where groups start and who is in them, by filling a list for each."""
    lists = defaultdict(list)
    for row in order:
        lists[int(key[row])].append(int(row))
    inside = [lists[g] for g in range(n_groups)]
    return [0, *accumulate(map(len, inside))], [row for rows in inside for row in rows]


def shifted(cell, down, across, side):
    city = {point: index for index, point in enumerate(product(range(side), repeat=2))}
    row, column = point(cell, side)
    return city.get((row + int(down), column + int(across)), -1)


def draw_offset(cumulative, luck):
    return next(index for index, chance in enumerate(cumulative) if chance > luck)


def _around(values, side, down, across, weight):
    """Pair every cell with what lies around it: (weight, value) of each offset in the city."""
    worth = {point(cell, side): float(value) for cell, value in enumerate(values)}
    offsets = [(int(d), int(a), float(w)) for d, a, w in zip(down, across, weight, strict=True)]
    for row, column in sorted(worth):
        near = [((row + d, column + a), w) for d, a, w in offsets]
        yield [(w, worth[there]) for there, w in near if there in worth]


def local_sum(values, side, down, across, weight):
    around = _around(values, side, down, across, weight)
    return [math.fsum(w * v for w, v in pairs) for pairs in around]


def local_mean(values, side, down, across, weight, inside):
    """Divide by the weights that lie inside, added up anew; ``inside`` is not looked at."""
    around = _around(values, side, down, across, weight)
    return [math.fsum(w * v for w, v in p) / math.fsum(w for w, _ in p) for p in around]


def nearness(place_cell, side, cell, catchment):
    return [
        [math.exp(-distance_km(home, place, side, cell) / catchment) for place in place_cell]
        for home in range(side * side)
    ]

"""Maps as sums over all pairs of cells, blocks as lists of who lives there."""

import math
from collections import defaultdict

from tests.naive.arithmetic import nearest_pole
from tests.naive.space import point


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


def local_mean_at(cells, values, side, down, across, weight, inside):
    """Take the means of all cells, and of these the ones asked for."""
    means = local_mean(values, side, down, across, weight, inside)
    return [means[cell] for cell in cells]


def neighbours(order, home, kind, field, block_of, is_creative, n_blocks):
    pole = [0] * len(home)
    living = defaultdict(list)
    for person in order.tolist():
        pole[person] = nearest_pole(field, person)
        living[int(block_of[home[person]])].append(person)

    def of(block, counts):
        here = living[block]
        return sum(map(counts, here)) / len(here) if here else 0.0

    company = [
        [of(block, lambda person, axis=axis: pole[person] == axis) for axis in range(len(field[0]))]
        for block in range(n_blocks)
    ]
    return pole, company, [of(b, lambda person: is_creative[kind[person]]) for b in range(n_blocks)]

"""Cells as points of the plane, groups as lists."""

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
    down, across = zip(*offsets, strict=True)
    running = list(accumulate(weights))
    return list(down), list(across), weights, running, guide_table([*running[:-1], 1.0])


def weight_table(down, across, weight):
    weighs = {(int(d), int(a)): float(w) for d, a, w in zip(down, across, weight, strict=True)}
    reach = max(max(map(abs, offset)) for offset in weighs)
    steps = range(-reach, reach + 1)
    return [[weighs.get((d, a), 0.0) for a in steps] for d in steps]


def guide_table(cumulative):
    """Search anew for every entry."""
    size = next(2**k for k in range(64) if 2**k >= len(cumulative))
    return [draw_offset(cumulative, None, g / size) for g in range(size)]


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


def draw_offset(cumulative, guide, luck):
    """Look at one after the other; ``guide`` is not looked at."""
    return next(index for index, chance in enumerate(cumulative) if chance > luck)


def nearness_table(side, cell, reach, cutoff):
    def near(down, across):
        far = math.hypot(down, across) * cell
        return math.exp(-far / reach) if far <= cutoff * reach else 0.0

    return [[near(down, across) for across in range(side)] for down in range(side)]


def near_to(one, other, near, side):
    """Look up how near two cells are."""
    (row, column), (down, across) = point(one, side), point(other, side)
    return near[abs(row - down)][abs(column - across)]


def list_places(place_cell, place_open, near, side, block_cells):
    """Ask every cell of every block for every open place."""
    across = side // block_cells
    cells = defaultdict(list)
    for cell in range(side * side):
        row, column = point(cell, side)
        cells[row // block_cells * across + column // block_cells].append(cell)
    reached = [
        [
            p
            for p, there in enumerate(place_cell)
            if place_open[p] and any(near_to(cell, there, near, side) > 0 for cell in cells[b])
        ]
        for b in range(across * across)
    ]
    return [0, *accumulate(map(len, reached))], [p for places in reached for p in places]


def pull_of_places(cell, kind, near, start, place, place_cell, admission, side, block_cells):
    """Ask every place that some block has on its list."""
    listed = {int(p) for p in place}
    return [
        max((near_to(here, place_cell[p], near, side) * admission[p][k] for p in listed), default=0)
        for here, k in zip(cell, kind, strict=True)
    ]


def best_of_blocks(start, place, place_cell, welcome, near, side, block_cells):
    """Ask every cell of every block for every place on the block's list."""
    across = side // block_cells
    kinds = range(welcome.shape[1])
    best = [[0.0 for _ in kinds] for _ in range(across * across)]
    for cell in range(side * side):
        row, column = point(cell, side)
        b = row // block_cells * across + column // block_cells
        for p in place[start[b] : start[b + 1]]:
            close = near_to(cell, place_cell[p], near, side)
            best[b] = [max(best[b][k], close * welcome[p][k]) for k in kinds]
    return best

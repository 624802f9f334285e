"""Distances, and the kernels by which people, firms and landlords look around them."""

import math
from itertools import accumulate


class Kernel:
    """What lies within reach on a square grid, nearer squares weighing more.

    A square at distance d weighs exp(-d / reach), all together 1; the kernel ends at so many
    e-foldings, and where the city does.
    """

    def __init__(self, reach, cell_km, cutoff, side):
        self.side = side
        steps = range(1 - side, side)
        self.offsets = [
            (down, across)
            for down in steps
            for across in steps
            if math.hypot(down, across) * cell_km <= cutoff * reach
        ]
        weights = [math.exp(-math.hypot(*each) * cell_km / reach) for each in self.offsets]
        total = sum(weights)
        self.weights = [weight / total for weight in weights]
        self.running = list(accumulate(self.weights))
        self.running[-1] = 1.0
        self._around = {}

    def drawn(self, square, number):
        """Return the square that a number in [0, 1) draws around one; None beyond the edge."""
        k = next(k for k, chance in enumerate(self.running) if chance > number)
        return self._shifted(square, *self.offsets[k])

    def around(self, square):
        """Return the squares of the city within reach of one, with their weights."""
        if square not in self._around:
            shifted = (self._shifted(square, *offset) for offset in self.offsets)
            near = zip(shifted, self.weights, strict=True)
            self._around[square] = [(there, w) for there, w in near if there is not None]
        return self._around[square]

    def mean(self, values):
        """Return the mean of a map around each square, over what lies in the city."""
        means = []
        for square in range(self.side * self.side):
            near = self.around(square)
            inside = sum(weight for _, weight in near)
            means.append(sum(weight * values[there] for there, weight in near) / inside)
        return means

    def _shifted(self, square, down, across):
        row, column = square // self.side + down, square % self.side + across
        if 0 <= row < self.side and 0 <= column < self.side:
            return row * self.side + column
        return None


def kilometres(one, other, cell_km):
    """Return the distance between the middles of two cells."""
    return math.hypot(one.row - other.row, one.column - other.column) * cell_km


def nearness(one, other, cell_km, reach, cutoff=math.inf):
    """Return exp(-d / reach), and 0 farther away than so many e-foldings."""
    distance = kilometres(one, other, cell_km)
    return math.exp(-distance / reach) if distance <= cutoff * reach else 0.0


def pull(model, home, place):
    """Return how strongly a third place pulls at a distance: exp(-d / lambda)."""
    plan, catchment = model.numbers.city, model.numbers.behaviour.gather.catchment
    return nearness(home, place.cell, plan.cell_km, catchment, plan.catchment_cutoff)


def pull_of_places(model, kind_number, cell):
    """Return the best third place in reach of a cell: exp(-d / lambda) x admission."""
    pulls = (pull(model, cell, p) * p.admission[kind_number] for p in model.open_places())
    return max(pulls, default=0.0)

"""Luck as a modeller uses it: one number for whom, for what, in which month."""

import math
from functools import lru_cache

from tests.naive import luck

ALWAYS = 0
BLOCKS_KEPT = 2**16

four_numbers = lru_cache(BLOCKS_KEPT)(luck.quad)


class Luck:
    """The numbers of one seed. Nothing is used up: the same question gets the same answer."""

    def __init__(self, seed):
        self.seed = seed

    def four(self, purpose, month, who, block=0):
        """Return the four numbers in [0, 1) of a block."""
        return four_numbers(self.seed, int(purpose), month, who, block)

    def uniform(self, purpose, month, who, draw=0):
        """Return one number in [0, 1): a word of the block in which the draw lies."""
        block, word = divmod(draw, luck.WORDS)
        return self.four(purpose, month, who, block)[word]

    def normal(self, purpose, month, who, pair=0):
        """Return one standard normal number, out of two neighbouring words."""
        first, second = (self.uniform(purpose, month, who, 2 * pair + k) for k in (0, 1))
        return math.sqrt(-2 * math.log(1 - first)) * math.cos(2 * math.pi * second)


def rank(number, choices):
    """Return which of so many things a number in [0, 1) stands for."""
    return math.floor(number * choices)


def pick(number, choices):
    """Return one of a list, each equally likely."""
    return choices[rank(number, len(choices))]


def pick_by_weight(number, choices, weights):
    """Return the first of a list at which the running sum of weights passes its share."""
    level, running, last = number * sum(weights), 0, None
    for choice, weight in zip(choices, weights, strict=True):
        running += weight
        if weight > 0:
            last = choice
            if running > level:
                break
    return last

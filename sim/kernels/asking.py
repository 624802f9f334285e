"""What the places within reach are worth to one person, several at a time, and which she picks."""

import numpy as np
from numba import njit

_MOST_FACTORS = 16  # powers up to which multiplying is quicker
_CLOSE = 1e-9  # far more than what multiplying and adding can be off


@njit(cache=True)
def nearness(near, row, column, down, across, near_her):
    """Look up how near she is to each of the listed places."""
    for c in range(down.size):
        near_her[c] = near[np.uint64(abs(down[c] - row)), np.uint64(abs(across[c] - column))]


@njit(cache=True, error_model="numpy")
def worth_of_places(listed, near_her, fee, welcome, like, usual, easily, habit, company, worth):
    """Fill in what each listed place is worth to her, as :func:`sim.kernels.gather.appeal` does.

    ``easily`` is the fee at which appeal halves, 0 for who has no income; arrays are one per place.
    """
    most = 1.0 + (habit + company)
    for c in range(listed.size):
        bonus = company * like[c]
        bonus = bonus + habit if usual == listed[c] else bonus
        free = near_her[c] * welcome[c] * (1.0 + bonus) / most
        paid = free * easily / (easily + fee[c])
        worth[c] = paid if fee[c] > 0.0 else free


@njit(cache=True, fastmath={"nnan", "nsz"})
def largest(worth):
    """Return the largest of numbers none of which is below 0."""
    best = 0.0
    for c in range(worth.size):
        best = max(best, worth[c])
    return best


@njit(cache=True)
def running_powers(worth, sharpness, running):
    """Fill in running sums of powers by multiplication; say whether they will do.

    They are a little off, so that a close call must be left to :func:`pick_place`; and they will
    not do where the power is no whole number, or all are next to nothing.
    """
    whole = int(sharpness)
    if whole != sharpness or whole < 1 or whole > _MOST_FACTORS:
        return False
    for c in range(worth.size):
        running[c] = worth[c]
    for _ in range(1, whole):
        for c in range(worth.size):
            running[c] *= worth[c]
    total = 0.0
    for c in range(worth.size):
        total += running[c]
        running[c] = total
    return total > _CLOSE


@njit(cache=True)
def clearly(running, luck):
    """Return where running sums first exceed their last times a luck, -1 if that is close."""
    level, margin = luck * running[-1], _CLOSE * running[-1]
    c = 0
    while c < running.size and running[c] <= level + margin:
        c += 1
    if c == running.size or (c > 0 and running[c - 1] >= level - margin):
        return -1
    return c


@njit(cache=True)
def pick_place(worth, sharpness, luck):
    """Return one of the places that are worth anything, in proportion to a power of its worth.

    Where all are worth so little that no power is left of it, it is the last of them.
    """
    power = np.zeros(worth.size)
    total = 0.0
    last = -1
    for c in range(worth.size):
        if worth[c] > 0.0:
            power[c] = worth[c] ** sharpness
            total += power[c]
            last = c
    level = luck * total
    running = 0.0
    for c in range(worth.size):
        if power[c] > 0.0:
            running += power[c]
            last = c
            if running > level:
                return c
    return last

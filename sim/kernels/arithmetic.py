"""Small sums that several kernels share: skills as bit masks, shares, distances, the logistic.

A share in [0, 1] that a person carries is kept as a whole number of steps of 1 / 65,535, so that
it takes two bytes and is the same on every machine; the logistic is a table of whole numbers.
Both roundings are part of the rule.
"""

import math

import numpy as np
from numba import njit

WHOLE = 65535
"""Steps in a share of 1."""
STEP = 1.0 / WHOLE
CERTAIN = 4294967296
"""A chance of 1 in the table of the logistic, whose entries are whole numbers of 2**-32."""
_ODDS_STEPS = 128
_ODDS_REACH = 24

_ONE = np.uint64(1)
_PAIRS = np.uint64(0x5555555555555555)
_QUADS = np.uint64(0x3333333333333333)
_BYTES = np.uint64(0x0F0F0F0F0F0F0F0F)
_FAMILY_HEADS = np.uint64(0x1111111111111111)
_TWO = np.uint64(2)
_FOUR = np.uint64(4)
_EACH_BYTE = np.uint64(0x0101010101010101)
_TOP = np.uint64(56)
N_FIELDS = 3
N_TIES = 12
"""Slots for ties that each person has; told to the compiler, which unrolls what goes over them."""


def _logistic_table():
    """Tabulate the logistic at the middle of every step of 1 / 128 from -24 to 24."""
    steps = np.arange(-_ODDS_REACH * _ODDS_STEPS, _ODDS_REACH * _ODDS_STEPS)
    middle = (steps + 0.5) / _ODDS_STEPS
    return np.floor(CERTAIN / (1.0 + np.exp(-middle)) + 0.5).astype(np.int64)


LOGISTIC = _logistic_table()


@njit(cache=True)
def in_steps(share):
    """Return a share in [0, 1] in whole steps of 1 / 65,535, the nearest, a half upwards."""
    return np.uint16(math.floor(share * WHOLE + 0.5))


@njit(cache=True)
def towards(steps, goal, rate):
    """Return a share that has gone part of the way to a goal, all in steps.

    q <- q + floor(rate (goal - q) + 1/2), in double precision; for a rate in [0, 1] it never
    passes the goal.
    """
    return np.uint16(steps + math.floor(rate * (np.float64(goal) - np.float64(steps)) + 0.5))


def shares(steps):
    """Return shares in [0, 1] of an array that holds them in steps of 1 / 65,535."""
    return steps * STEP


@njit(cache=True)
def all_in_steps(shares):
    """Return an array of shares in [0, 1] in steps of 1 / 65,535, as :func:`in_steps` does."""
    steps = np.empty(shares.shape, np.uint16)
    source, target = shares.ravel(), steps.ravel()
    for k in range(source.size):
        target[k] = in_steps(source[k])
    return steps


@njit(cache=True)
def count_bits(mask):
    """Count the techniques in a skill mask (0 to 64)."""
    held = mask - ((mask >> _ONE) & _PAIRS)
    held = (held & _QUADS) + ((held >> _TWO) & _QUADS)
    held = (held + (held >> _FOUR)) & _BYTES
    return np.int64((held * _EACH_BYTE) >> _TOP)  # compiled to one instruction where there is one


@njit(cache=True)
def families(skills):
    """Return a mask with one bit for each family of four techniques of which any is held."""
    heads = skills | (skills >> _ONE)
    heads = heads | (heads >> _TWO)
    return heads & _FAMILY_HEADS


@njit(cache=True)
def skill_distance(one, other):
    """Return how unlike two people's skills are: 1 - shared families / families of either.

    d = 1 - |A and B| / |A or B| over the 16 families (Jaccard); 0 where neither holds any.
    """
    return family_distance(families(one), families(other))


@njit(cache=True)
def family_distance(one, other):
    """Return :func:`skill_distance` of two people whose families are given, as masks."""
    either = count_bits(one | other)
    if either == 0:
        return 0.0
    return 1.0 - count_bits(one & other) / either


@njit(cache=True)
def field_distance(field, one, other):
    """Return f, the mean absolute distance of two people on the three field axes, in [0, 1].

    ``field`` is in steps, uint16, rows x 3.
    """
    total = 0
    for axis in range(N_FIELDS):
        total += abs(np.int64(field[one, axis]) - np.int64(field[other, axis]))
    return total / (N_FIELDS * WHOLE)


@njit(cache=True)
def nearest_pole(field, person):
    """Return the axis (0 artistic, 1 market, 2 civic) whose pole is nearest: the largest one.

    The pole of an axis is the unit vector along it, so the nearest one is the largest coordinate;
    equal coordinates give the first.
    """
    pole = 0
    for axis in range(1, N_FIELDS):
        if field[person, axis] > field[person, pole]:
            pole = axis
    return pole


@njit(cache=True)
def logistic(x):
    """Return 1 / (1 + exp(-x)) from the table, a whole number of 2**-32 as a float.

    The entry of the step of 1 / 128 in which x lies, at the step's middle: within 0.001 of the
    exact value; 0 and 1 beyond -24 and 24.
    """
    return logistic_word(x) / CERTAIN


@njit(cache=True)
def logistic_word(x):
    """Return the logistic in whole numbers of 2**-32, 0 to 2**32, as :func:`logistic` does."""
    if x < -_ODDS_REACH:
        return np.int64(0)
    if x >= _ODDS_REACH:
        return np.int64(CERTAIN)
    return LOGISTIC[int(math.floor(x * _ODDS_STEPS)) + _ODDS_REACH * _ODDS_STEPS]


@njit(cache=True)
def logistics(x):
    """Return :func:`logistic` of each number of an array."""
    chance = np.empty(x.size)
    for k in range(x.size):
        chance[k] = logistic(x[k])
    return chance


@njit(cache=True)
def pick_bit(mask, luck):
    """Return one held technique, each equally likely: the bit of rank floor(luck x held).

    -1 where none is held. ``luck`` is in [0, 1).
    """
    held = count_bits(mask)
    if held == 0:
        return -1
    rank = int(luck * held)
    rest = mask
    for _ in range(rank):
        rest = rest & (rest - _ONE)
    lowest = rest & (~rest + _ONE)
    return count_bits(lowest - _ONE)


@njit(cache=True)
def bit(technique):
    """Return the mask that holds one technique (0 to 63)."""
    return _ONE << np.uint64(technique)


@njit(cache=True)
def poles(field, size):
    """Name every person's field: the axis whose pole is nearest.

    Parameters
    ----------
    field : uint16 array, rows x 3, in steps
    size : int
        Rows in use.

    Returns
    -------
    int8 array, one per row: 0 artistic, 1 market, 2 civic
    """
    named = np.zeros(size, np.int8)
    for row in range(size):
        named[row] = nearest_pole(field, row)
    return named

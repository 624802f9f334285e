"""Small sums that several kernels share: skills as bit masks, distances, the logistic."""

import math

import numpy as np
from numba import njit

_ONE = np.uint64(1)
_PAIRS = np.uint64(0x5555555555555555)
_QUADS = np.uint64(0x3333333333333333)
_BYTES = np.uint64(0x0F0F0F0F0F0F0F0F)
_FAMILY_HEADS = np.uint64(0x1111111111111111)
_TWO = np.uint64(2)
_FOUR = np.uint64(4)
_BYTE = np.uint64(8)
_SIXTEEN = np.uint64(16)
_WORD = np.uint64(32)
_LOW = np.uint64(0xFF)
N_FIELDS = 3


@njit(cache=True)
def count_bits(mask):
    """Count the techniques in a skill mask (0 to 64)."""
    held = mask - ((mask >> _ONE) & _PAIRS)
    held = (held & _QUADS) + ((held >> _TWO) & _QUADS)
    held = (held + (held >> _FOUR)) & _BYTES
    held = held + (held >> _BYTE)
    held = held + (held >> _SIXTEEN)
    held = held + (held >> _WORD)
    return np.int64(held & _LOW)


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
    a = families(one)
    b = families(other)
    either = count_bits(a | b)
    if either == 0:
        return 0.0
    return 1.0 - count_bits(a & b) / either


@njit(cache=True)
def field_distance(field, one, other):
    """Return f, the mean absolute distance of two people on the three field axes, in [0, 1]."""
    total = 0.0
    for axis in range(N_FIELDS):
        total += abs(field[one, axis] - field[other, axis])
    return total / N_FIELDS


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
    """Return 1 / (1 + exp(-x)), without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    grown = math.exp(x)
    return grown / (1.0 + grown)


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
    field : float64 array, rows x 3, in [0, 1]
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

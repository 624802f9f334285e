"""Luck that is addressed, not consumed: Philox 4x32-10, a published counter-based generator.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. A number
depends on its address alone, (seed, purpose, month, identity, draw), so two runs with one seed
give person 7 the same luck in month 3 for the same purpose, whatever else their policies changed.

The counter of a block is (identity low, identity high, month, block << 16 | purpose) and its key
the seed (low, high); draw ``4 b + w`` is word ``w`` of block ``b``.
"""

import math
from enum import IntEnum

import numpy as np
from numba import njit

_WORD = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLIER_ONE = np.uint64(0xD2511F53)
_MULTIPLIER_TWO = np.uint64(0xCD9E8D57)
_WEYL_ONE = np.uint64(0x9E3779B9)
_WEYL_TWO = np.uint64(0xBB67AE85)
_ROUNDS = 10
_WHOLE = 4294967296.0
_UNIT = 1.0 / _WHOLE
_BLOCK_SHIFT = np.uint64(16)
_TURNS = tuple(np.uint64(turn) for turn in range(_ROUNDS))
_WORDS = 4
_MIDDLE = 2147483648

# The types of an address, said once: a purpose written out in a kernel is a type of its own to
# numba, which would otherwise compile these again for each.
_ADDRESS = "uint64, int64, int64, uint64, int64"
_ADDRESSES = "uint64, int64, int64, int64[::1], int64"
_FOUR_WORDS = f"UniTuple(uint64, 4)({_ADDRESS})"
_FOUR_NUMBERS = f"UniTuple(float64, 4)({_ADDRESS})"
_ONE_NUMBER = f"float64({_ADDRESS})"
_MANY_NUMBERS = f"float64[::1]({_ADDRESSES})"
_BLOCKS = [
    "void(uint64, int64, int64, int64[::1], int64[::1], uint32[:, ::1])",
    "void(uint64, int64, int64, int64[:], int64[:], uint32[:, :])",
]


class Purpose(IntEnum):
    """What a number is drawn for; part of its address. Numbers are never reused for another."""

    WORLD = 1
    LAND = 2
    BIRTH_KIND = 3
    BIRTH_FIELD = 4
    BIRTH_SKILL = 5
    BIRTH_INCOME = 6
    BIRTH_TRAIT = 7
    BIRTH_HOME = 8
    BIRTH_TIE = 9
    BIRTH_FIRM = 10
    BIRTH_PLACE = 11
    SYNERGY = 12
    RUGGED = 13
    GO_OUT = 20
    WHICH_PLACE = 21
    WHICH_SLOT = 22
    SEAT = 23
    ROOM = 30
    ROOM_HABIT = 31
    PAIR = 32
    PAIR_MEETS = 33
    MODE = 34
    PARTNER = 36
    ACCEPT = 40
    LEARN = 50
    LEARN_WHAT = 51
    DISCOVER = 52
    START_PROJECT = 60
    INVITE = 61
    JOIN = 62
    COMPOSE = 63
    OPEN = 70
    OFFER = 71
    USE = 72
    LEAK = 73
    HIRE = 80
    PRODUCTIVITY = 81
    FOUND = 82
    VOLUNTEER = 85
    SEARCH = 90
    DWELLING = 91
    STAY = 92
    LET = 93
    REGULATED = 94
    CANDIDATE = 100
    LEAVE = 101
    CANDIDATE_FIRM = 102
    FOUND_PLACE = 103
    PLANNER = 110
    FAIL = 111


@njit(cache=True, inline="always")
def _ten_rounds(key, identity, c2, c3):
    """Turn an address into four words; what stands above 32 bits is cut off only where read."""
    c0 = identity
    c1 = identity >> _HALF
    k0 = key
    k1 = key >> _HALF
    for _ in range(_ROUNDS):
        one = _MULTIPLIER_ONE * (c0 & _WORD)
        two = _MULTIPLIER_TWO * (c2 & _WORD)
        c0 = (two >> _HALF) ^ c1 ^ k0
        c2 = (one >> _HALF) ^ c3 ^ k1
        c1 = two
        c3 = one
        k0 = k0 + _WEYL_ONE
        k1 = k1 + _WEYL_TWO
    return c0 & _WORD, c1 & _WORD, c2 & _WORD, c3 & _WORD


@njit(cache=True)
def _turn(c0, c1, c2, c3, k0, k1, turn):
    """Turn a block once, as :func:`block` does; written out ten times, several go at once."""
    one = _MULTIPLIER_ONE * c0
    two = _MULTIPLIER_TWO * c2
    k0 = (k0 + turn * _WEYL_ONE) & _WORD
    k1 = (k1 + turn * _WEYL_TWO) & _WORD
    return (two >> _HALF) ^ c1 ^ k0, two & _WORD, (one >> _HALF) ^ c3 ^ k1, one & _WORD


@njit(cache=True)
def _mask(draw, word):
    """Return all bits of a word where the draw is this word of its block, else none."""
    return _WORD if draw % _WORDS == word else np.uint64(0)


@njit(_FOUR_WORDS, cache=True, inline="never")
def block(seed, purpose, month, identity, number):
    """Return the four 32-bit words of one block of luck.

    Ten rounds of (c0, c1, c2, c3) -> (hi(M1 c2) ^ c1 ^ k0, lo(M1 c2), hi(M0 c0) ^ c3 ^ k1,
    lo(M0 c0)), the key advancing by the Weyl constants between rounds.

    Parameters
    ----------
    seed : int
        The run's seed, 0 to 2**64 - 1.
    purpose, month, number : int
        What for, when, and which block; each 0 to 65,535 (month: 0 to 2**32 - 1).
    identity : int
        Who, 0 to 2**64 - 1.

    Returns
    -------
    tuple of four uint64, each below 2**32
    """
    last = (np.uint64(number) << _BLOCK_SHIFT) | np.uint64(purpose)
    return _ten_rounds(np.uint64(seed), np.uint64(identity), np.uint64(month), last)


@njit(_FOUR_NUMBERS, cache=True, inline="never")
def quad(seed, purpose, month, identity, number):
    """Return four numbers in [0, 1): the words of one block, each divided by 2**32."""
    c0, c1, c2, c3 = block(seed, purpose, month, identity, number)
    return float(c0) * _UNIT, float(c1) * _UNIT, float(c2) * _UNIT, float(c3) * _UNIT


@njit(_ONE_NUMBER, cache=True, inline="never")
def uniform(seed, purpose, month, identity, draw):
    """Return one number in [0, 1) at an address of luck."""
    four = quad(seed, purpose, month, identity, draw // 4)
    word = draw % 4
    if word == 0:
        return four[0]
    if word == 1:
        return four[1]
    if word == 2:
        return four[2]
    return four[3]


@njit(_BLOCKS, cache=True, inline="never")
def words(seed, purpose, month, identities, numbers, drawn):
    """Draw one block for each of several identities: four words each, as :func:`block` does.

    Several at once go through the ten rounds side by side, at a quarter of what each takes alone.

    Parameters
    ----------
    identities, numbers : int64 arrays
        Whose block, and which.
    drawn : uint32 array, 4 x as many or more
        Filled with word w of address k at ``drawn[w, k]``; over 2**32 they are numbers in [0, 1),
        see :func:`as_number`.
    """
    first, second, third, fourth = drawn[0], drawn[1], drawn[2], drawn[3]
    key, when, why = np.uint64(seed), np.uint64(month), np.uint64(purpose)
    for k in range(identities.size):
        last = (np.uint64(numbers[k]) << _BLOCK_SHIFT) | why
        c0, c1, c2, c3 = _ten_rounds(key, np.uint64(identities[k]), when, last)
        first[k] = np.uint32(c0)
        second[k] = np.uint32(c1)
        third[k] = np.uint32(c2)
        fourth[k] = np.uint32(c3)


@njit(cache=True)
def as_number(word):
    """Return the number in [0, 1) that a word of luck stands for: the word over 2**32."""
    return float(word) * _UNIT


@njit(cache=True)
def as_limit(chance):
    """Return the whole number below which lie the words whose numbers lie below a chance."""
    return int(math.ceil(chance * _WHOLE))


@njit(_ONE_NUMBER, cache=True, inline="never")
def normal(seed, purpose, month, identity, pair):
    """Return one standard normal number (Box and Muller 1958) from two words of luck.

    sqrt(-2 ln(1 - u)) cos(2 pi v), with u and v words 2 (pair mod 2) and the next of block
    pair // 2.
    """
    four = quad(seed, purpose, month, identity, pair // 2)
    if pair % 2 == 0:
        first, second = four[0], four[1]
    else:
        first, second = four[2], four[3]
    return math.sqrt(-2.0 * math.log(1.0 - first)) * math.cos(2.0 * math.pi * second)


@njit(_MANY_NUMBERS, cache=True)
def uniforms(seed, purpose, month, identities, draw):
    """Give each identity its number in [0, 1) for one purpose, month and draw.

    Parameters
    ----------
    identities : int64 array, one per person, firm, place or idea

    Returns
    -------
    float64 array, one per identity, in [0, 1)
    """
    drawn = np.empty(identities.size)
    k0, k1 = np.uint64(seed) & _WORD, np.uint64(seed) >> _HALF
    when = np.uint64(month)
    what = (np.uint64(draw // _WORDS) << _BLOCK_SHIFT) | np.uint64(purpose)
    # the words of the block, all but the one wanted masked out, so that the loop has no branch
    first, second, third, fourth = _mask(draw, 0), _mask(draw, 1), _mask(draw, 2), _mask(draw, 3)
    for k in range(identities.size):
        who = np.uint64(identities[k])
        c0, c1, c2, c3 = _turn(who & _WORD, who >> _HALF, when, what, k0, k1, _TURNS[0])
        c0, c1, c2, c3 = _turn(c0, c1, c2, c3, k0, k1, _TURNS[1])
        c0, c1, c2, c3 = _turn(c0, c1, c2, c3, k0, k1, _TURNS[2])
        c0, c1, c2, c3 = _turn(c0, c1, c2, c3, k0, k1, _TURNS[3])
        c0, c1, c2, c3 = _turn(c0, c1, c2, c3, k0, k1, _TURNS[4])
        c0, c1, c2, c3 = _turn(c0, c1, c2, c3, k0, k1, _TURNS[5])
        c0, c1, c2, c3 = _turn(c0, c1, c2, c3, k0, k1, _TURNS[6])
        c0, c1, c2, c3 = _turn(c0, c1, c2, c3, k0, k1, _TURNS[7])
        c0, c1, c2, c3 = _turn(c0, c1, c2, c3, k0, k1, _TURNS[8])
        c0, c1, c2, c3 = _turn(c0, c1, c2, c3, k0, k1, _TURNS[9])
        word = (c0 & first) | (c1 & second) | (c2 & third) | (c3 & fourth)
        # by way of a signed half word, which processors turn into a float several at a time
        drawn[k] = (float(np.int32(np.int64(word) - _MIDDLE)) + _MIDDLE) * _UNIT
    return drawn


@njit(_MANY_NUMBERS, cache=True)
def normals(seed, purpose, month, identities, pair):
    """Give each identity its standard normal number for one purpose, month and pair of words.

    Parameters
    ----------
    identities : int64 array, one per person, firm, place or idea

    Returns
    -------
    float64 array, one per identity
    """
    drawn = np.empty(identities.size)
    for k in range(identities.size):
        drawn[k] = normal(seed, purpose, month, identities[k], pair)
    return drawn


@njit(cache=True)
def several(seed, purpose, month, identities, count):
    """Give each identity several numbers in [0, 1) for one purpose and month: draws 0, 1, ...

    Parameters
    ----------
    identities : int64 array, one per person, firm, place or idea
    count : int

    Returns
    -------
    float64 array, identities x ``count``, in [0, 1)
    """
    drawn = np.empty((identities.size, count))
    for k in range(identities.size):
        for draw in range(count):
            drawn[k, draw] = uniform(seed, purpose, month, identities[k], draw)
    return drawn

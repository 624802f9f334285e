"""Philox 4x32-10 in whole numbers of any size, as Salmon and others wrote it down (SC 2011)."""

import math
from fractions import Fraction

WORD = 2**32
MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
WEYL = 0x9E3779B9, 0xBB67AE85
ROUNDS = 10
WORDS = 4


def philox(counter, key):
    """Return the four words of a counter under a key."""
    one, two, three, four = counter
    left, right = key
    for _ in range(ROUNDS):
        high, low = divmod(MULTIPLIERS[0] * one, WORD)
        higher, lower = divmod(MULTIPLIERS[1] * three, WORD)
        one, two, three, four = higher ^ two ^ left, lower, high ^ four ^ right, low
        left, right = (left + WEYL[0]) % WORD, (right + WEYL[1]) % WORD
    return one, two, three, four


def _halves(number):
    high, low = divmod(int(number), WORD)
    return [low, high]


def block(seed, purpose, month, identity, number):
    """Return the four words at an address, by writing the address out as bytes."""
    last = int(number).to_bytes(2, "big") + int(purpose).to_bytes(2, "big")
    counter = [*_halves(identity), int(month), int.from_bytes(last, "big")]
    return philox(counter, _halves(seed))


def quad(seed, purpose, month, identity, number):
    return tuple(word / WORD for word in block(seed, purpose, month, identity, number))


def uniform(seed, purpose, month, identity, draw):
    number, word = divmod(int(draw), WORDS)
    return quad(seed, purpose, month, identity, number)[word]


def normal(seed, purpose, month, identity, pair):
    u, v = (uniform(seed, purpose, month, identity, 2 * int(pair) + k) for k in (0, 1))
    return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)


def uniforms(seed, purpose, month, identities, draw):
    return [uniform(seed, purpose, month, who, draw) for who in identities]


def normals(seed, purpose, month, identities, pair):
    return [normal(seed, purpose, month, who, pair) for who in identities]


def several(seed, purpose, month, identities, count):
    return [[uniform(seed, purpose, month, who, k) for k in range(count)] for who in identities]


def words(seed, purpose, month, identities, numbers, drawn):
    for k, (who, number) in enumerate(zip(identities, numbers[: len(identities)], strict=True)):
        drawn[:, k] = block(seed, purpose, month, who, number)


def as_number(word):
    return int(word) / WORD


def as_limit(chance):
    """Count the words below, each being less than a chance where its fraction is."""
    whole = Fraction(float(chance)) * WORD
    return -(-whole.numerator // whole.denominator)

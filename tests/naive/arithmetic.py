"""Skills as sets of techniques, distances as fractions."""

import math
from fractions import Fraction

TECHNIQUES_IN_FAMILY = 4


def held(mask):
    """Return the set of techniques that a mask stands for."""
    return {k for k, digit in enumerate(reversed(f"{int(mask):b}")) if digit == "1"}


def count_bits(mask):
    return len(held(mask))


def families(skills):
    return sum(2**family for family in known_families(skills))


def known_families(skills):
    return {technique // TECHNIQUES_IN_FAMILY for technique in held(skills)}


def skill_distance(one, other):
    mine, hers = known_families(one), known_families(other)
    either = mine | hers
    return float(1 - Fraction(len(mine & hers), len(either))) if either else 0.0


def field_distance(field, one, other):
    apart = [abs(a - b) for a, b in zip(field[one], field[other], strict=True)]
    return math.fsum(apart) / len(apart)


def nearest_pole(field, person):
    """Measure the distance to each pole, a corner of the cube; the first among the nearest."""
    here = [Fraction(float(x)) for x in field[person]]
    corners = [[int(axis == k) for k in range(len(here))] for axis in range(len(here))]
    return min(
        range(len(here)),
        key=lambda axis: sum((x - y) ** 2 for x, y in zip(here, corners[axis], strict=True)),
    )


def logistic(x):
    return (1 + math.tanh(x / 2)) / 2


def pick_bit(mask, luck):
    choices = sorted(held(mask))
    return choices[math.floor(Fraction(luck) * len(choices))] if choices else -1


def bit(technique):
    return 2 ** int(technique)


def poles(field, size):
    return [nearest_pole(field, person) for person in range(size)]

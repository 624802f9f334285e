"""Skills as sets of techniques, distances as fractions."""

import math
from fractions import Fraction

TECHNIQUES_IN_FAMILY = 4
WHOLE = 65535
ODDS = Fraction(1, 128)
ENDS = 24


def share(steps):
    """Return the share in [0, 1] that a number of steps stands for."""
    return Fraction(int(steps), WHOLE)


def shares(steps):
    return [float(share(each)) for each in steps]


def in_steps(wanted):
    """Return the whole steps nearest to a share; a half goes up."""
    return math.floor(float(wanted) * WHOLE + 0.5)


def all_in_steps(wanted):
    return [in_steps(each) for each in wanted]


def towards(steps, goal, rate):
    """Go part of the way to a goal; the product is a double's, as in the rule."""
    return int(steps) + math.floor(rate * (int(goal) - int(steps)) + 0.5)


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


def family_distance(one, other):
    mine, hers = ({bit for bit in range(64) if int(mask) >> bit & 1} for mask in (one, other))
    alike = len(mine & hers), len(mine | hers)
    return float(1 - Fraction(*alike)) if alike[1] else 0.0


def field_distance(field, one, other):
    apart = [abs(share(a) - share(b)) for a, b in zip(field[one], field[other], strict=True)]
    return float(sum(apart) / len(apart))


def nearest_pole(field, person):
    """Measure the distance to each pole, a corner of the cube; the first among the nearest."""
    here = [share(x) for x in field[person]]
    corners = [[int(axis == k) for k in range(len(here))] for axis in range(len(here))]
    return min(
        range(len(here)),
        key=lambda axis: sum((x - y) ** 2 for x, y in zip(here, corners[axis], strict=True)),
    )


def logistic(x):
    return logistic_word(x) / 2**32


def logistics(x):
    return [logistic(each) for each in x]


def logistic_word(x):
    """Look up the exact logistic in the middle of the step in which x lies, to 2**-32."""
    if not -ENDS <= x < ENDS:
        return 2**32 if x > 0 else 0
    middle = math.floor(Fraction(x) / ODDS) * ODDS + ODDS / 2
    return round(2**32 * (1 + math.tanh(middle / 2)) / 2)


def pick_bit(mask, luck):
    choices = sorted(held(mask))
    return choices[math.floor(Fraction(luck) * len(choices))] if choices else -1


def bit(technique):
    return 2 ** int(technique)


def poles(field, size):
    return [nearest_pole(field, person) for person in range(size)]

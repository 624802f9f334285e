"""Each newcomer draws cards from a deck of families, then one of four techniques."""

import math

from sim.kernels.luck import Purpose
from tests.naive import luck

EVER = 0
IN_FAMILY = 4


def draw_skills(seed, identity, kind, running, fewest, most):
    def drawn(who, number):
        return luck.uniform(seed, Purpose.BIRTH_SKILL, EVER, who, number)

    def technique(who, which, nth):
        first, second = drawn(who, 1 + 2 * nth), drawn(who, 2 + 2 * nth)
        below = [family for family, reached in enumerate(running[which]) if reached > first]
        family = below[0] if below else len(running[which]) - 1
        return IN_FAMILY * family + math.floor(IN_FAMILY * second)

    return [
        sum(
            2**held
            for held in {
                technique(who, which, nth)
                for nth in range(fewest + math.floor(drawn(who, 0) * (most - fewest + 1)))
            }
        )
        for who, which in zip(identity.tolist(), kind.tolist(), strict=True)
    ]

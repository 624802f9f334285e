"""Newcomers draw cards from a deck of families; the first of all walk from door to door."""

import math

from sim.kernels.luck import Purpose
from tests.naive import luck
from tests.naive.arithmetic import in_steps

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


def house_the_poorest_first(order, within, luck, n_free, n_regulated):
    left, queue = set(range(n_free)), list(range(n_regulated))
    door, regulated = [-1] * len(order), [-1] * len(order)
    for person in order.tolist():
        cheapest = min(left, default=n_free)
        payable = int(within[person]) - cheapest
        if payable > 0:
            drawn = cheapest + math.floor(luck[person] * payable)
            door[person] = max(each for each in left if each <= drawn)
        elif queue:
            regulated[person] = queue.pop()
        else:
            door[person], regulated[person] = cheapest, n_regulated
        left.discard(door[person])
    return door, regulated


def draw_traits(seed, identity, kind, field, field_sd, openness, openness_sd, ready, ready_sd):
    def trait(purpose, who, pair, mean, sd):
        where = mean + sd * luck.normal(seed, purpose, EVER, who, pair)
        return in_steps(sorted([0.0, float(where), 1.0])[1])

    people = list(zip(identity.tolist(), kind.tolist(), strict=True))
    return (
        [
            [
                trait(Purpose.BIRTH_FIELD, who, axis, mean, field_sd)
                for axis, mean in enumerate(means)
            ]
            for who, means in ((who, field[which]) for who, which in people)
        ],
        [trait(Purpose.BIRTH_TRAIT, who, 0, openness[which], openness_sd) for who, which in people],
        [trait(Purpose.BIRTH_TRAIT, who, 1, ready[which], ready_sd) for who, which in people],
        luck.normals(seed, Purpose.BIRTH_INCOME, EVER, identity.tolist(), 0),
    )

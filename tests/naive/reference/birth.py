"""What people are like when they come into the city (docs/model.md, 3.1 and 4.12)."""

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import CENTS, FIELDS, IN_A_FAMILY
from tests.naive.reference.chance import ALWAYS, pick_by_weight, rank
from tests.naive.reference.shares import clipped, in_steps

STANDING, SAVINGS = 0, 2
OPENNESS, PARTICIPATION = 0, 1


@dataclass
class Traits:
    """What somebody is like who lives, or might live, in the city."""

    identity: int
    kind_number: int
    kind: Any
    field: list
    openness: int
    participation: int
    skills: set
    standing: float


def traits(model, identity, kind_number):
    """Draw what a person of a kind is like."""
    population, luck = model.numbers.population, model.luck
    kind = model.kinds[kind_number]

    def share(mean, sd, purpose, pair):
        drawn = luck.normal(purpose, ALWAYS, identity, pair)
        return in_steps(clipped(mean + sd * drawn))

    return Traits(
        identity,
        kind_number,
        kind,
        [
            share(kind.field[axis], population.field_sd, Purpose.BIRTH_FIELD, axis)
            for axis in range(FIELDS)
        ],
        share(kind.openness, population.openness_sd, Purpose.BIRTH_TRAIT, OPENNESS),
        share(kind.participation, population.participation_sd, Purpose.BIRTH_TRAIT, PARTICIPATION),
        skills(model, identity, kind),
        luck.normal(Purpose.BIRTH_INCOME, ALWAYS, identity, STANDING),
    )


def skills(model, identity, kind):
    """Draw techniques one by one: a family by the kind's weights, then any technique of it."""
    population, luck = model.numbers.population, model.luck
    numbers = population.most_skills - population.fewest_skills + 1
    drawn = luck.uniform(Purpose.BIRTH_SKILL, ALWAYS, identity)
    wanted = population.fewest_skills + rank(drawn, numbers)
    held = set()
    for k in range(wanted):
        one = luck.uniform(Purpose.BIRTH_SKILL, ALWAYS, identity, 1 + 2 * k)
        other = luck.uniform(Purpose.BIRTH_SKILL, ALWAYS, identity, 2 + 2 * k)
        family = pick_by_weight(one, range(len(kind.families)), kind.families)
        held.add(family * IN_A_FAMILY + rank(other, IN_A_FAMILY))  # the same one twice counts once
    return held


def kind_by_luck(model, identity, shares):
    """Draw the kind of somebody who knocks."""
    drawn = model.luck.uniform(Purpose.BIRTH_KIND, ALWAYS, identity)
    running = list(accumulate(shares))
    return next((k for k, bound in enumerate(running) if bound > drawn), len(shares) - 1)


def kinds_by_quota(model, identities, shares):
    """Give kinds in their exact shares, luck saying who is what."""
    bounds = [round(total * len(identities)) for total in accumulate(shares)]
    in_turn = sorted(
        identities, key=lambda who: model.luck.uniform(Purpose.BIRTH_KIND, ALWAYS, who)
    )
    kinds = {}
    for place, who in enumerate(in_turn):
        kinds[who] = next(k for k, bound in enumerate(bounds) if place < bound)
    return kinds


def usual_income(kind, standing):
    """Return what somebody of a kind earns, from Outside or as a wage, cents a month."""
    return round(CENTS * kind.income * math.exp(kind.income_log_sd * standing))


def savings(model, identity, income):
    """Return what somebody of an income has put aside when she comes."""
    drawn = model.luck.uniform(Purpose.BIRTH_INCOME, ALWAYS, identity, SAVINGS)
    return round(-math.log1p(-drawn) * model.numbers.population.savings_months * income)

"""The first people: who they are, where they live, whom they know (docs/model.md, 3.1)."""

import math

from sim.kernels.luck import Purpose
from tests.naive.reference import birth
from tests.naive.reference.agents import (
    CENTS,
    Person,
    Tie,
)
from tests.naive.reference.books import OUTSIDE, PEOPLE
from tests.naive.reference.chance import ALWAYS, pick, rank
from tests.naive.reference.shares import in_steps

JOB = 4  # draw of BIRTH_TRAIT


def settle_people(model):
    """Bring the first inhabitants, some wage earners among them without a job."""
    work = model.numbers.economy.work
    everybody = range(model.numbers.city.people)
    shares = [kind.share for kind in model.kinds]
    for who, kind in sorted(birth.kinds_by_quota(model, everybody, shares).items()):
        person = Person(model, birth.traits(model, who, kind))
        drawn = model.luck.uniform(Purpose.BIRTH_TRAIT, ALWAYS, who, JOB)
        person.works = person.kind.wage_earner and drawn < work.starting_employment
        person.income = birth.usual_income(person.kind, person.standing)
        if person.kind.wage_earner and not person.works:
            person.income = round(CENTS * work.unemployed_income)
        person.savings = birth.savings(model, who, person.income)
        months = model.numbers.economy.housing.lease_months
        person.lease_end = 1 + rank(model.luck.uniform(Purpose.BIRTH_HOME, ALWAYS, who, 1), months)
        model.people.append(person)
    model.books.pay(OUTSIDE, PEOPLE, "start", sum(p.savings for p in model.people))


def house_people(model):
    """House the poorest first, each by luck among the free dwellings she can pay."""
    housing = model.numbers.economy.housing
    free = sorted((c for c in model.cells for _ in range(c.dwellings)), key=lambda c: c.rent)
    taken = [False] * len(free)
    regulated = queue_of_regulated(model)
    for person in sorted(model.people, key=lambda p: (p.income, p.identity)):
        first = taken.index(False)
        affordable = sum(cell.rent <= housing.starting_burden * person.income for cell in free)
        if first < affordable:
            drawn = model.luck.uniform(Purpose.BIRTH_HOME, ALWAYS, person.identity, 0)
            k = first + rank(drawn, affordable - first)
            # a dwelling that is gone leads to the next cheaper one, at last to the cheapest left
            k = next(j for j in range(k, first - 1, -1) if not taken[j])
            taken[k] = True
            person.home, person.rent = free[k], round(free[k].rent)
            free[k].vacant -= 1
        else:
            if not regulated:
                taken[first] = True
                regulate(free[first])
                regulated.append(free[first])
            person.home, person.regulated = regulated.pop(), True
            person.rent = math.floor(housing.regulated_rent * person.income)
            person.home.vacant_regulated -= 1
        person.housed = True


def queue_of_regulated(model):
    """Return a cell for each regulated dwelling, in an order of luck; the last is taken first."""
    each = [cell for cell in model.cells for _ in range(cell.regulated)]
    lots = [model.luck.uniform(Purpose.BIRTH_HOME, ALWAYS, k, 2) for k in range(len(each))]
    return [each[k] for k in sorted(range(len(each)), key=lambda k: lots[k])]


def regulate(cell):
    """Turn a vacant free dwelling into a vacant regulated one."""
    cell.dwellings -= 1
    cell.vacant -= 1
    cell.regulated += 1
    cell.vacant_regulated += 1


def tie_neighbours(model):
    """Tie everybody to some neighbours drawn by the block kernel; a failed draw leaves a gap."""
    population = model.numbers.population
    for slot in range(population.starting_ties):
        for person in model.people:
            four = model.luck.four(Purpose.BIRTH_TIE, slot, person.identity)
            there = model.block_kernel.drawn(person.home.number, four[0])
            cell = person.home if there is None else model.cells[there]
            residents = model.residents(cell)
            if not residents:
                continue
            other = pick(four[1], residents)
            if other is not person and not person.tie_to(other):
                strength = min(1.0, 2 * population.starting_strength * four[2])
                person.slots[slot] = Tie(other, in_steps(strength))

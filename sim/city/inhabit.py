"""The first inhabitants: who they are, where they can pay to live, whom they know."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city import born
from sim.city.books import OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.economy import Economy
from sim.city.people import Status
from sim.city.plan import CENTS
from sim.kernels import birth, luck, space
from sim.kernels.arithmetic import all_in_steps
from sim.kernels.luck import Purpose

_ALWAYS = 0
_FIRST_DRAW, _SECOND_DRAW, _THIRD_DRAW = 0, 1, 2
_JOB_DRAW = 4


def settle_people(city: City, economy: Economy) -> None:
    """Bring the first inhabitants, and give each a home she can pay."""
    plan, people, population = city.plan, city.people, city.population
    who = np.arange(plan.people)
    kind = born.kinds_by_quota(city.seed, who, population.array("share"))
    for name, column in born.born(population, city.seed, who, kind).items():
        getattr(people, name)[: plan.people] = column
    used = slice(0, plan.people)
    people.status[used] = Status.PRESENT
    income = born.income_from_outside(population, kind, people.standing[used])
    earner = population.array("wage_earner")[kind] > 0
    jobs = luck.uniforms(city.seed, int(Purpose.BIRTH_TRAIT), _ALWAYS, who, _JOB_DRAW)
    without = earner & (jobs >= economy.work.starting_employment)
    income[without] = int(round(CENTS * economy.work.unemployed_income))
    people.income[used] = income
    people.workplace[used] = np.where(earner & ~without, 0, -1)
    more = luck.uniforms(city.seed, int(Purpose.BIRTH_INCOME), _ALWAYS, who, _THIRD_DRAW)
    people.savings[used] = np.round(-np.log1p(-more) * population.savings_months * income)
    city.books.pay(OUTSIDE, PEOPLE, "start", int(people.savings[used].sum()))
    ends = luck.uniforms(city.seed, int(Purpose.BIRTH_HOME), _ALWAYS, who, _SECOND_DRAW)
    people.lease_end[used] = 1 + (ends * economy.housing.lease_months).astype(np.int64)
    _house_people(city, economy)


def _house_people(city: City, economy: Economy) -> None:
    """House the poorest first, each by luck among the dwellings she can pay.

    Who can pay no free dwelling takes a regulated one; where these run out, the cheapest free
    ones are regulated for her. An unsorted start would expel a tenth of the people in a year.
    """
    people, cells, housing = city.people, city.cells, economy.housing
    used = slice(0, people.size)
    free = np.repeat(np.arange(cells.size), cells.dwellings)
    free = free[np.argsort(cells.rent[free], kind="stable")]
    means = housing.starting_burden * people.income[used]
    lucky = luck.uniforms(
        city.seed, int(Purpose.BIRTH_HOME), _ALWAYS, people.identity[used], _FIRST_DRAW
    )
    queue = _queue_of_regulated(city)
    door, regulated = birth.house_the_poorest_first(
        np.lexsort((people.identity[used], people.income[used])),
        np.searchsorted(cells.rent[free], means, side="right"),
        lucky,
        len(free),
        len(queue),
    )
    for cell in free[door[(door >= 0) & (regulated >= 0)]]:
        _regulate(city, int(cell))
    everyone = np.arange(people.size)
    people.home[used] = np.where(door >= 0, free[door], np.append(queue, -1)[regulated])
    people.housed[used], people.regulated[used] = True, regulated >= 0
    asked = np.round(cells.rent[people.home[used]]).astype(np.int64)
    share = (housing.regulated_rent * people.income[used]).astype(np.int64)
    people.rent[used] = np.where(regulated >= 0, share, asked)
    is_free = regulated < 0
    np.subtract.at(cells.vacant, people.home[everyone[is_free]], 1)
    np.subtract.at(cells.vacant_regulated, people.home[everyone[~is_free]], 1)


def _queue_of_regulated(city: City) -> NDArray[np.int64]:
    """Return the cells of the regulated dwellings in an order of luck."""
    cell = np.repeat(np.arange(city.cells.size), city.cells.regulated)
    which = luck.uniforms(
        city.seed, int(Purpose.BIRTH_HOME), _ALWAYS, np.arange(len(cell)), _THIRD_DRAW
    )
    return cell[np.argsort(which, kind="stable")]


def _regulate(city: City, cell: int) -> None:
    """Turn a vacant free dwelling into a vacant regulated one."""
    cells = city.cells
    cells.dwellings[cell] -= 1
    cells.vacant[cell] -= 1
    cells.regulated[cell] += 1
    cells.vacant_regulated[cell] += 1


def tie_neighbours(city: City) -> None:
    """Tie everyone to some neighbours, drawn by the block kernel."""
    plan, people, ties, kernel = city.plan, city.people, city.ties, city.block_kernel
    used = slice(0, people.size)
    who, home = people.identity[used], people.home[used]
    start, member = space.group(home, people.order, plan.n_cells)
    row, column = np.divmod(home, plan.side)
    for slot in range(city.population.starting_ties):
        far = luck.uniforms(city.seed, int(Purpose.BIRTH_TIE), slot, who, _FIRST_DRAW)
        chosen = luck.uniforms(city.seed, int(Purpose.BIRTH_TIE), slot, who, _SECOND_DRAW)
        strong = luck.uniforms(city.seed, int(Purpose.BIRTH_TIE), slot, who, _THIRD_DRAW)
        offset = np.searchsorted(kernel.cumulative, far, side="right")
        down, across = row + kernel.down[offset], column + kernel.across[offset]
        inside = (down >= 0) & (down < plan.side) & (across >= 0) & (across < plan.side)
        there = np.where(inside, down * plan.side + across, home)
        count = start[there + 1] - start[there]
        found = np.flatnonzero(count > 0)
        other = np.full(people.size, -1)
        other[found] = member[start[there[found]] + (chosen[found] * count[found]).astype(int)]
        known = (ties.other[used] == other[:, None]).any(axis=1)
        rows = np.flatnonzero((other >= 0) & (other != np.arange(people.size)) & ~known)
        ties.other[rows, slot] = other[rows]
        drawn = 2.0 * city.population.starting_strength * strong[rows]
        ties.strength[rows, slot] = all_in_steps(np.minimum(1.0, drawn))

"""Firms sell and pay; everyone earns, pays rent and fees, and saves a little."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city import born
from sim.city.books import FIRMS, LANDLORDS, OUTSIDE, PEOPLE, PLACES
from sim.city.city import City
from sim.city.economy import Work
from sim.city.plan import CENTS
from sim.kernels import luck
from sim.kernels import work as kernels
from sim.kernels.luck import Purpose
from sim.model.phases.employ import found, hire, shed_and_fail


def work(city: City, rule: Work) -> None:
    """Pay incomes, let firms trade and change, and settle every household's month."""
    _pool_skills(city)
    _change_productivity(city, rule)
    _earn(city, rule)
    _trade(city, rule)
    shed_and_fail(city, rule)
    hire(city, rule)
    found(city, rule)
    _spend(city, rule)


def agglomeration(city: City, rule: Work) -> NDArray[np.float64]:
    """Return (J / J0)^(gamma - 1) of each block, J the jobs in the district kernel around it."""
    return np.asarray((jobs_around(city) / city.jobs_at_start) ** (rule.agglomeration - 1.0))


def jobs_around(city: City) -> NDArray[np.float64]:
    """Return the jobs in the district kernel around each block."""
    firms = city.firms
    here = slice(0, firms.size)
    jobs = np.bincount(
        city.cells.block[firms.cell[here]],
        weights=np.where(firms.open[here], firms.jobs[here], 0),
        minlength=city.n_blocks,
    )
    return np.maximum(city.block_grid_kernel.mean(jobs), TINY)


TINY = 1e-9


def margin(city: City, rule: Work, better: Any, cells: Any, good: Any, spared: Any) -> Any:
    """Return the margin a firm earns on a worker of median wage, share of sales.

    sales = s (J / J0)^(gamma - 1) exp(productivity); margin = 1 - (wage + inputs + space x
    workspace rent (1 - discount)) / sales. ``better`` is :func:`agglomeration`, one per block.
    """
    wage = city.population.array("income")[city.population.array("wage_earner") > 0].mean()
    sales = rule.sales * better[city.cells.block[cells]] * np.exp(good)
    rent = rule.space * city.cells.workspace_rent[cells] / CENTS * (1.0 - spared)
    return 1.0 - (wage + rule.inputs + rent) / sales


def _pool_skills(city: City) -> None:
    people, firms = city.people, city.firms
    here = slice(0, firms.size)
    firms.skills[here] = kernels.pool_skills(
        people.order,
        people.workplace[: people.size],
        people.skills[: people.size],
        firms.founder_skills[here],
    )


def _change_productivity(city: City, rule: Work) -> None:
    """Let each firm's productivity wander and come back, its spread staying the same."""
    firms = city.firms
    here = slice(0, firms.size)
    kept = rule.productivity_memory
    news = luck.normals(city.seed, int(Purpose.PRODUCTIVITY), city.month, firms.identity[here], 0)
    spread = rule.productivity_sd * np.sqrt(1.0 - kept * kept)
    firms.productivity[here] = kept * firms.productivity[here] + spread * news


def _earn(city: City, rule: Work) -> None:
    """Give everyone her month's income: a wage, or her kind's income from Outside."""
    people = city.people
    rows = people.order
    income = born.income_from_outside(city.population, people.kind[rows], people.standing[rows])
    earner = city.population.array("wage_earner")[people.kind[rows]] > 0
    employed = people.workplace[rows] >= 0
    income[earner & ~employed] = int(round(CENTS * rule.unemployed_income))
    helped = people.incentive_end[rows] >= city.month
    people.income[rows] = income + np.where(helped, people.incentive[rows], 0)
    # who owes more tax than she has, having lost her job, is spared the rest, as help
    spared = np.maximum(-(people.income[rows] + people.transfer[rows]), 0)
    people.income[rows] += people.transfer[rows] + spared
    city.books.pay(OUTSIDE, PEOPLE, "help", int(spared.sum()))
    wages = np.bincount(
        people.workplace[rows][employed], income[employed], minlength=city.firms.size
    )
    city.now.wages = np.round(wages).astype(np.int64)
    paid = int(income[employed].sum())
    city.books.pay(FIRMS, PEOPLE, "wages", paid)
    city.books.pay(OUTSIDE, PEOPLE, "incomes", int(income.sum()) - paid)
    # incentives and transfers were paid by planners, in govern


def _trade(city: City, rule: Work) -> None:
    """Let firms sell, buy inputs, pay wages and rent workspace; surplus goes to owners."""
    firms, cells = city.firms, city.cells
    rows = np.flatnonzero(firms.open[: firms.size])
    wages = city.now.wages[rows]
    cell = firms.cell[rows]
    median = (
        CENTS * city.population.array("income")[city.population.array("wage_earner") > 0].mean()
    )
    labour = wages / median
    better = agglomeration(city, rule)
    each = better[cells.block[cell]] * np.exp(firms.productivity[rows])
    sales = np.round(CENTS * rule.sales * each * labour).astype(np.int64)
    inputs = np.round(CENTS * (rule.inputs * labour + rule.overhead)).astype(np.int64)
    floor = rule.space * np.maximum(firms.jobs[rows], 1)
    asked = floor * cells.workspace_rent[cell] * (1.0 - discount(city, rows))
    rent = np.round(asked).astype(np.int64)
    city.books.pay(OUTSIDE, FIRMS, "sales", int(sales.sum()))
    city.books.pay(FIRMS, OUTSIDE, "inputs", int(inputs.sum()))
    city.books.pay(FIRMS, LANDLORDS, "workspace", int(rent.sum()))
    firms.capital[rows] += sales - inputs - wages - rent
    most = np.round(rule.kept_wages * wages).astype(np.int64)
    profit = np.where(wages > 0, np.maximum(firms.capital[rows] - most, 0), 0)
    firms.capital[rows] -= profit
    city.books.pay(FIRMS, OUTSIDE, "profits", int(profit.sum()))
    firms.margin[rows] = margin(
        city, rule, better, cell, firms.productivity[rows], discount(city, rows)
    )


def discount(city: City, rows: NDArray[Any]) -> NDArray[np.float64]:
    """Return the share of the workspace rent that firms of a cluster zone are spared."""
    return np.where(city.firms.in_zone[rows], city.offers.zone_discount, 0.0)


def _spend(city: City, rule: Work) -> None:
    """Let everyone pay rent and fees, save a little and consume the rest.

    What income and savings do not cover comes from Outside, as help.
    """
    people = city.people
    rows = people.order
    due = people.rent[rows] + people.fees[rows]
    left = people.income[rows] - due
    saved = np.where(left > 0, np.floor(rule.saved * left), left).astype(np.int64)
    short = np.maximum(-(people.savings[rows] + saved), 0)
    people.savings[rows] += saved + short
    consumed = np.where(left > 0, left - saved, 0)
    city.books.pay(OUTSIDE, PEOPLE, "help", int(short.sum()))
    housed = people.housed[rows]
    city.books.pay(PEOPLE, LANDLORDS, "rents", int(people.rent[rows][housed].sum()))
    city.books.pay(PEOPLE, OUTSIDE, "lodging", int(people.rent[rows][~housed].sum()))
    city.books.pay(PEOPLE, PLACES, "fees", int(people.fees[rows].sum()))
    city.books.pay(PEOPLE, OUTSIDE, "consumption", int(consumed.sum()))

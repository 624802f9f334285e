"""Firms sell and pay; everyone earns, pays rent and fees, and saves a little."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city.books import FIRMS, LANDLORDS, OUTSIDE, PEOPLE, PLACES
from sim.city.city import City
from sim.city.economy import Work
from sim.city.plan import CENTS
from sim.kernels import firms as of_firms
from sim.kernels import income as incomes
from sim.kernels import work as kernels
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
    firms, cells, around = city.firms, city.cells, city.block_grid_kernel
    here: NDArray[np.float64] = of_firms.jobs_around(
        firms.open[: firms.size],
        firms.cell,
        firms.jobs,
        cells.block,
        around.side,
        around.down,
        around.across,
        around.weight,
        around.inside,
        TINY,
    )
    return here


TINY = 1e-9


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
    firms, kept = city.firms, rule.productivity_memory
    spread = rule.productivity_sd * np.sqrt(1.0 - kept * kept)
    who = firms.identity[: firms.size]
    of_firms.wander(city.seed, city.month, who, firms.productivity, kept, spread)


def _earn(city: City, rule: Work) -> None:
    """Give everyone her month's income: a wage, or her kind's income from Outside."""
    people, books = city.people, city.books
    city.now.wages = np.zeros(city.firms.size, np.int64)
    earned, paid, spared = incomes.earn(
        city.month,
        people.order,
        city.usual_incomes.of(people, city.population),
        people.kind,
        city.population.earns_wage,
        int(round(CENTS * rule.unemployed_income)),
        people.workplace,
        people.incentive,
        people.incentive_end,
        people.transfer,
        people.income,
        city.now.wages,
    )
    # who owes more tax than she has, having lost her job, is spared the rest, as help
    books.pay(OUTSIDE, PEOPLE, "help", spared)
    books.pay(FIRMS, PEOPLE, "wages", paid)
    books.pay(OUTSIDE, PEOPLE, "incomes", earned - paid)
    # incentives and transfers were paid by planners, in govern


def _trade(city: City, rule: Work) -> None:
    """Let firms sell, buy inputs, pay wages and rent workspace; surplus goes to owners."""
    firms, cells, books = city.firms, city.cells, city.books
    rows = np.flatnonzero(firms.open[: firms.size])
    sales, inputs, rent, profits = incomes.trade(
        rows,
        firms.cell,
        firms.jobs,
        city.now.wages,
        agglomeration(city, rule)[cells.block[firms.cell[rows]]],
        np.exp(firms.productivity[rows]),
        firms.in_zone,
        cells.workspace_rent,
        city.population.wage,
        CENTS,
        rule.sales,
        rule.inputs,
        rule.overhead,
        rule.space,
        float(city.offers.zone_discount),
        rule.kept_wages,
        firms.capital,
        firms.margin,
    )
    books.pay(OUTSIDE, FIRMS, "sales", sales)
    books.pay(FIRMS, OUTSIDE, "inputs", inputs)
    books.pay(FIRMS, LANDLORDS, "workspace", rent)
    books.pay(FIRMS, OUTSIDE, "profits", profits)


def _spend(city: City, rule: Work) -> None:
    """Let everyone pay rent and fees, save a little and consume the rest.

    What income and savings do not cover comes from Outside, as help.
    """
    people, books = city.people, city.books
    paid = people.income, people.rent, people.fees, people.housed
    helped, rents, lodging, fees, consumed = incomes.spend(
        people.order, *paid, rule.saved, people.savings
    )
    books.pay(OUTSIDE, PEOPLE, "help", helped)
    books.pay(PEOPLE, LANDLORDS, "rents", rents)
    books.pay(PEOPLE, OUTSIDE, "lodging", lodging)
    books.pay(PEOPLE, PLACES, "fees", fees)
    books.pay(PEOPLE, OUTSIDE, "consumption", consumed)

"""Some people leave whatever happens, some who searched in vain, and the long homeless."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city import born
from sim.city.books import OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.people import NOWHERE, Status
from sim.kernels import accept as ties_kernels
from sim.kernels import turnover as kernels
from sim.model.behaviour import Behaviour
from sim.model.phases.dwellings import vacate


def leave(city: City, rule: Behaviour) -> None:
    """Let people leave: some whatever happens, some who searched in vain, the long homeless."""
    people, now, entry = city.people, city.now, rule.come_and_go
    leaving, for_want_of_a_home = kernels.who_leaves(
        city.seed,
        city.month,
        people.order,
        people.identity,
        people.cohort,
        people.homeless,
        now.searched,
        now.utility,
        entry.leaving,
        city.exit_after,
        entry.outside,
        entry.outside_sd,
        entry.staying,
        rule.move.scale,
    )
    depart(city, leaving)
    now.counts["left"] = len(leaving)
    now.counts["left_homeless"] = for_want_of_a_home


def depart(city: City, rows: NDArray[np.int64]) -> None:
    """Take people out of the city; a founder keeps her row, outside, with her outside income."""
    people, firms, books = city.people, city.firms, city.books
    vacate(city, rows)
    kernels.give_up_jobs(
        rows,
        people.workplace,
        firms.jobs,
        firms.cell,
        city.cells.workspace_used,
        city.space_per_job,
    )
    books.pay(PEOPLE, OUTSIDE, "departures", int(people.savings[rows].sum()))
    people.savings[rows] = 0
    founder = people.founder[rows]
    people.status[rows] = np.where(founder, Status.OUTSIDE, Status.FREE)
    away = rows[founder]
    people.income[away] = born.income_from_outside(
        city.population, people.kind[away], people.standing[away]
    )
    people.rent[away] = city.outside_rent
    people.fees[rows] = people.incentive[rows] = 0
    people.home[rows] = NOWHERE
    gone = np.zeros(people.capacity, bool)
    gone[rows] = True
    people.order = kernels.those_still_here(people.order, gone)
    city.ties.other[rows] = NOWHERE
    city.ties.strength[rows] = 0
    ties_kernels.forget_the_gone(people.order, gone, city.ties.other, city.ties.strength)

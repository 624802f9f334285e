"""Some people leave whatever happens, some who searched in vain, and the long homeless."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city import born
from sim.city.books import OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.people import Status
from sim.kernels import turnover as kernels
from sim.model.behaviour import Behaviour
from sim.model.phases.dwellings import note_freed


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
    people, firms, ties = city.people, city.firms, city.ties
    kernels.give_up_jobs(
        rows,
        people.workplace,
        firms.jobs,
        firms.cell,
        city.cells.workspace_used,
        city.space_per_job,
    )
    people.order, freed, taken = kernels.move_out(
        rows,
        people.order,
        int(Status.FREE),
        int(Status.OUTSIDE),
        city.outside_rent,
        people.status,
        people.home,
        people.housed,
        people.regulated,
        people.founder,
        people.savings,
        people.rent,
        people.fees,
        people.incentive,
        ties.other,
        ties.strength,
    )
    note_freed(city, freed)
    city.books.pay(PEOPLE, OUTSIDE, "departures", taken)
    away = rows[people.founder[rows]]
    if len(away):
        people.income[away] = born.income_from_outside(
            city.population, people.kind[away], people.standing[away]
        )

"""Some people leave whatever happens, some who searched in vain, and the long homeless."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city import born
from sim.city.books import OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.people import NOWHERE, Status
from sim.kernels import accept as ties_kernels
from sim.kernels import luck
from sim.kernels.arithmetic import logistics
from sim.kernels.luck import Purpose
from sim.model.behaviour import Behaviour
from sim.model.phases.dwellings import vacate
from sim.model.phases.enter import outside_utility

_PERSON_DRAW, _LOGIT_DRAW = 0, 1


def leave(city: City, rule: Behaviour) -> None:
    """Let people leave: some whatever happens, some who searched in vain, the long homeless."""
    people, now = city.people, city.now
    rows = people.order
    settled = people.cohort[rows] < city.month
    drawn = luck.uniforms(
        city.seed, int(Purpose.LEAVE), city.month, people.identity[rows], _PERSON_DRAW
    )
    going = settled & (drawn < rule.come_and_go.leaving)
    elsewhere = outside_utility(city, rule, people.identity[now.searched])
    drawn = luck.uniforms(
        city.seed, int(Purpose.LEAVE), city.month, people.identity[now.searched], _LOGIT_DRAW
    )
    better = elsewhere - rule.come_and_go.staying - now.utility
    chance = logistics(rule.move.scale * better)
    disappointed = np.zeros(people.size, bool)
    disappointed[now.searched[drawn < chance]] = True
    going |= disappointed[rows]
    homeless = people.homeless[rows] >= city.exit_after
    depart(city, rows[going | homeless])
    now.counts["left"] = int((going | homeless).sum())
    now.counts["left_homeless"] = int((homeless & ~going).sum())


def depart(city: City, rows: NDArray[np.int64]) -> None:
    """Take people out of the city; a founder keeps her row, outside, with her outside income."""
    people, firms, books = city.people, city.firms, city.books
    for person in rows:
        vacate(city, int(person))
    works = rows[people.workplace[rows] >= 0]
    shrunk, lost = np.unique(people.workplace[works], return_counts=True)
    # a firm keeps room for one job at least; it gives back the rest
    given_back = np.maximum(firms.jobs[shrunk], 1) - np.maximum(firms.jobs[shrunk] - lost, 1)
    firms.jobs[shrunk] -= lost
    np.subtract.at(city.cells.workspace_used, firms.cell[shrunk], city.space_per_job * given_back)
    people.workplace[rows] = NOWHERE
    books.pay(PEOPLE, OUTSIDE, "departures", int(people.savings[rows].sum()))
    people.savings[rows] = 0
    gone = np.zeros(people.size, bool)
    gone[rows] = True
    used = slice(0, people.size)
    founder = people.founder[rows]
    people.status[rows] = np.where(founder, Status.OUTSIDE, Status.FREE)
    away = rows[founder]
    people.income[away] = born.income_from_outside(
        city.population, people.kind[away], people.standing[away]
    )
    people.rent[away] = city.outside_rent
    people.fees[rows] = people.incentive[rows] = 0
    people.home[rows] = NOWHERE
    people.note_presence()
    city.ties.other[rows] = NOWHERE
    city.ties.strength[rows] = 0
    ties_kernels.forget_the_gone(
        people.order, gone, city.ties.other[used], city.ties.strength[used]
    )

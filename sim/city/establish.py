"""The first firms and third places, and the floors they stand on."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.city import identities
from sim.city.books import FIRMS, OUTSIDE, PLACES
from sim.city.born import TECHNIQUES_IN_FAMILY
from sim.city.city import City
from sim.city.economy import Economy, ThirdPlaces, Work
from sim.city.firms import FirmOrigin, PlaceOrigin, Tenure
from sim.city.plan import CENTS, PER_THOUSAND
from sim.kernels import luck, space
from sim.kernels.arithmetic import shares
from sim.kernels.learn import N_TECHNIQUES
from sim.kernels.luck import Purpose

_ALWAYS = 0
_FIRST_DRAW, _SECOND_DRAW = 0, 1
_TENURE_DRAW, _CREDIT_DRAW = 2, 3


def shared_out(
    total: int, weight: NDArray[np.float64], which: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Share out whole things by weight: the whole part, then one more by largest remainder."""
    share = total * weight / weight.sum()
    given = np.floor(share).astype(np.int64)
    missing = total - int(given.sum())
    largest = np.lexsort((which, -(share - given)))
    given[largest[:missing]] += 1
    return given


def open_firms(city: City, economy: Economy) -> None:
    """Open firms near the centre, share out the workers, and build workspace for them."""
    plan, people, firms, cells, work = city.plan, city.people, city.firms, city.cells, economy.work
    count = max(1, int(round(plan.firms_per_1000 * plan.people / PER_THOUSAND)))
    rows = firms.add_rows(count)
    who = identities.first_firms(count)
    firms.identity[rows], firms.open[rows] = who, True
    where = luck.uniforms(city.seed, int(Purpose.BIRTH_FIRM), _ALWAYS, who, _FIRST_DRAW)
    running = np.cumsum(cells.centrality) / cells.centrality.sum()
    firms.cell[rows] = np.minimum(np.searchsorted(running, where, side="right"), plan.n_cells - 1)
    good = luck.normals(city.seed, int(Purpose.BIRTH_FIRM), _ALWAYS, who, _SECOND_DRAW)
    firms.productivity[rows] = work.productivity_sd * good

    workers = np.flatnonzero(people.workplace[: people.size] == 0)
    chosen = luck.uniforms(
        city.seed, int(Purpose.BIRTH_FIRM), 1, people.identity[workers], _FIRST_DRAW
    )
    people.workplace[workers] = (chosen * count).astype(np.int64)
    firms.jobs[rows] = np.bincount(people.workplace[workers], minlength=count)
    start, member = space.group(people.workplace, workers, count)
    for firm in rows:
        members = member[start[firm] : start[firm + 1]]
        if len(members):
            firms.field[firm] = shares(people.field[members]).mean(axis=0)
            firms.founder_skills[firm] = people.skills[members[0]]
    firms.skills[rows] = firms.founder_skills[rows]
    wages = np.bincount(people.workplace[workers], people.income[workers], count)
    firms.capital[rows] = np.round(work.starting_wages * wages)
    firms.origin[rows] = FirmOrigin.START
    city.books.pay(OUTSIDE, FIRMS, "start", int(firms.capital[rows].sum()))
    for firm in rows:
        cells.workspace_used[firms.cell[firm]] += int(work.space * max(1, firms.jobs[firm]))
    _add_empty_workspace(city, work)


def _add_empty_workspace(city: City, work: Work) -> None:
    """Build what firms use, and room for so many more jobs, where there are most."""
    plan, cells = city.plan, city.cells
    jobs = float(cells.workspace_used.sum()) / work.space
    which = luck.uniforms(city.seed, int(Purpose.LAND), _ALWAYS, np.arange(cells.size), 1)
    more = shared_out(
        int(round((plan.workspace_slack - 1.0) * jobs)), cells.workspace_used.astype(float), which
    )
    cells.workspace[:] = cells.workspace_used + work.space * more


def open_places(city: City, economy: Economy) -> None:
    """Open third places where people live, half of them with a state credit."""
    plan, places, cells, rule = city.plan, city.places, city.cells, economy.places
    count = int(round(plan.places_per_1000 * plan.people / PER_THOUSAND))
    rows = places.add_rows(count)
    who = identities.first_places(count)
    places.identity[rows], places.open[rows] = who, True
    where = luck.uniforms(city.seed, int(Purpose.BIRTH_PLACE), _ALWAYS, who, _FIRST_DRAW)
    homes = np.cumsum(cells.dwellings + cells.regulated)
    places.cell[rows] = np.searchsorted(homes, where * homes[-1], side="right")
    sizes = np.array(plan.place_seats)
    places.seats[rows] = sizes[np.arange(count) % len(sizes)]
    places.price[rows] = rule.starting_price
    places.openness[rows] = rule.starting_openness
    places.admission[rows] = 1.0
    with_credit = np.arange(count) < rule.state_credit_share * count
    places.grant_share[rows] = np.where(with_credit, rule.grant_share, 0.0)
    places.origin[rows] = np.where(with_credit, PlaceOrigin.PUBLIC, PlaceOrigin.GRASSROOTS)
    places.tenure[rows] = drawn_tenures(city.seed, who, rule)
    places.lease_end[rows] = 1 + months_left(city.seed, who, rule)
    equipped = np.arange(count) % rule.equipped_every == 0
    mask = equipment_mask(rule.starting_equipment, rule.equipped_techniques)
    places.equipment[rows] = np.where(equipped, mask, np.uint64(0))
    worth = int(round(CENTS * rule.technique_cost * rule.starting_equipment))
    places.equipment_value[rows] = np.where(equipped, worth, 0)
    rent = rule.seat_space * economy.work.workspace_rent
    cost = rule.fixed_cost + (rule.seat_cost + rent) * places.seats[rows]
    places.cash[rows] = np.round(CENTS * rule.starting_cash * cost)
    city.books.pay(OUTSIDE, PLACES, "start", int(places.cash[rows].sum()))
    floor = np.ceil(rule.seat_space * places.seats[rows]).astype(np.int64)
    np.add.at(cells.workspace_used, places.cell[rows], floor)
    np.add.at(cells.workspace, places.cell[rows], floor)


def drawn_tenures(seed: int, who: NDArray[np.int64], rule: ThirdPlaces) -> NDArray[np.int64]:
    """Draw who holds each third place, named by identity, that no policy opens."""
    drawn = luck.uniforms(seed, int(Purpose.BIRTH_PLACE), _ALWAYS, who, _TENURE_DRAW)
    held = np.searchsorted(np.cumsum(rule.tenures), drawn, side="right")
    return np.minimum(held, Tenure.COMMONS)


def months_left(seed: int, who: NDArray[np.int64], rule: ThirdPlaces) -> NDArray[np.int64]:
    """Draw how long the running lease still lasts that a place, named by identity, takes over."""
    drawn = luck.uniforms(seed, int(Purpose.BIRTH_PLACE), _ALWAYS, who, _SECOND_DRAW)
    return (drawn * rule.lease_months).astype(np.int64)


def has_credit(seed: int, who: int, rule: ThirdPlaces) -> bool:
    """Draw whether a third place that a group founds is given a state credit."""
    name = np.array([who])
    drawn = luck.uniforms(seed, int(Purpose.BIRTH_PLACE), _ALWAYS, name, _CREDIT_DRAW)
    return bool(drawn[0] < rule.state_credit_share)


@cache
def equipment_mask(techniques: int, equipped: int) -> np.uint64:
    """Return the mask of the first so many of the techniques that need equipment.

    The techniques that need equipment are the first of each family in turn: 0, 4, 8, ...
    """
    steps = [k * TECHNIQUES_IN_FAMILY for k in range(min(techniques, equipped))]
    order = [step % N_TECHNIQUES + step // N_TECHNIQUES for step in steps]
    return np.uint64(sum(1 << technique for technique in order))

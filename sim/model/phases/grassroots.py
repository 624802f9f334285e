"""Groups open the third places they announced; those near each other open one together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.city import identities
from sim.city.books import PEOPLE, PLACES, in_proportion
from sim.city.city import City
from sim.city.economy import ThirdPlaces
from sim.city.establish import drawn_tenures, has_credit, months_left
from sim.city.firms import PlaceOrigin
from sim.city.plan import CENTS
from sim.kernels import space


class Group(NamedTuple):
    """Who would open a place: its leader's identity and cell, and the identities of all."""

    leader: int
    cell: int
    members: NDArray[Any]


def found_places(city: City, rule: ThirdPlaces) -> None:
    """Let groups open the places they announced last month, near ones together, if all can pay."""
    people = city.people
    if not city.pending_places:
        return
    listed = people.identity[people.order]
    for group in _merged(city, rule, _still_wanted(city, rule, listed)):
        if _collect(city, rule, _rows(city, listed, group.members)):
            _open(city, rule, group)
    city.pending_places = []


def _rows(city: City, listed: NDArray[np.int64], who: Any) -> NDArray[np.int64]:
    """Return the rows of those of some identities who are here; ``listed`` is everybody's."""
    at = np.minimum(np.searchsorted(listed, who), len(listed) - 1)
    return city.people.order[at[listed[at] == who]]


def _still_wanted(city: City, rule: ThirdPlaces, listed: NDArray[np.int64]) -> list[Group]:
    """Return the groups whose leader is still here and has no open place near, by leader."""
    people, places = city.people, city.places
    open_cells = places.cell[: places.size][places.open[: places.size]]
    wanted = []
    for leader, rows in city.pending_places:
        here = _rows(city, listed, np.array([leader]))
        if not len(here):
            continue
        group = Group(int(leader), int(people.home[here[0]]), people.identity[rows])
        if not any(_near(city, rule, group.cell, int(cell)) for cell in open_cells):
            wanted.append(group)
    return sorted(wanted, key=lambda group: group.leader)


def _merged(city: City, rule: ThirdPlaces, waiting: list[Group]) -> Iterator[Group]:
    """Join to the first group by leader all whose leaders live near hers; then to the next."""
    while waiting:
        first = waiting[0]
        near = [group is first or _near(city, rule, first.cell, group.cell) for group in waiting]
        joined = [group.members for group, here in zip(waiting, near, strict=True) if here]
        waiting = [group for group, here in zip(waiting, near, strict=True) if not here]
        yield first._replace(members=np.unique(np.concatenate(joined)))


def _near(city: City, rule: ThirdPlaces, one: int, other: int) -> bool:
    apart = space.distance_km(one, other, city.plan.side, city.plan.cell_km)
    return bool(apart < rule.founding_distance)


def _collect(city: City, rule: ThirdPlaces, rows: NDArray[np.int64]) -> bool:
    """Take the founding money from a group, in proportion to savings; say whether it sufficed."""
    people = city.people
    needed = int(round(CENTS * rule.founding_savings))
    have = people.savings[rows]
    if int(have.sum()) < needed:
        return False
    people.savings[rows] -= in_proportion(needed, have, people.identity[rows])
    city.books.pay(PEOPLE, PLACES, "founding", needed)
    return True


def _open(city: City, rule: ThirdPlaces, group: Group) -> None:
    """Open a place that a group founds; the money is already on the places' account."""
    places, cell = city.places, group.cell
    row = int(places.add_rows(1)[0])
    places.identity[row] = identities.founded(group.leader, city.month)
    places.open[row], places.cell[row] = True, cell
    places.seats[row] = rule.founding_seats
    places.price[row], places.openness[row] = rule.starting_price, rule.starting_openness
    places.admission[row] = 1.0
    places.origin[row] = PlaceOrigin.GRASSROOTS
    name = places.identity[[row]]
    places.tenure[row] = drawn_tenures(city.seed, name, rule)[0]
    credit = has_credit(city.seed, int(name[0]), rule)
    places.grant_share[row] = rule.grant_share if credit else 0.0
    places.lease_end[row] = city.month + 1 + months_left(city.seed, name, rule)[0]
    places.opened[row] = city.month
    places.cash[row] = int(round(CENTS * rule.founding_savings))
    city.cells.workspace_used[cell] += city.floor_of_places[rule.founding_seats]
    missing = int(city.cells.workspace_used[cell] - city.cells.workspace[cell])
    # a group fits out a floor where it lives: an empty shop or workshop, counted as workspace
    city.cells.workspace[cell] += max(0, missing)
    city.now.counts["places_founded"] += 1

"""The market for dwellings: what is vacant, who sees it, who bids how much, who gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import Housing
from sim.kernels import move as kernels
from sim.kernels.luck import Purpose
from sim.model.behaviour import Move
from sim.model.surroundings import Surroundings

_RENT = 0


@dataclass
class Bids:
    """Applications for dwellings: who, where (market), how much at most, what is asked (cents)."""

    rows: NDArray[np.int64]
    market: NDArray[np.int64]
    bid: NDArray[np.float64]
    asked: NDArray[np.float64]


def vacate(city: City, person: int) -> None:
    """Free a person's dwelling; it is let from next month on."""
    people = city.people
    if people.housed[person]:
        city.now.vacated.append((int(people.home[person]), bool(people.regulated[person])))
    people.housed[person] = people.regulated[person] = False


def vacancies(city: City) -> NDArray[np.int64]:
    """Return vacant dwellings by market: 2 x cell free ones, 2 x cell + 1 regulated ones."""
    return np.stack([city.cells.vacant, city.cells.vacant_regulated], axis=1).ravel()


def vacant_dwellings(city: City) -> NDArray[np.int64]:
    """Return the market of every vacant dwelling, rising."""
    count = vacancies(city)
    filled = np.flatnonzero(count)
    return np.repeat(filled, count[filled])


def look(
    city: City,
    rule: Move,
    housing: Housing,
    around: Surroundings,
    purpose: Purpose,
    attempt: int,
    seekers: NDArray[Any],
    candidates: Any = None,
) -> Any:
    """Show seekers some vacant dwellings; candidates are given as columns, people by their rows."""
    people, ties = city.people, city.ties
    used = slice(0, people.size)
    if candidates is None:
        identity, kind, pole = people.identity[used], people.kind[used], city.poles()
        income = people.income[used]
    else:
        identity, kind = candidates["identity"], candidates["kind"]
        pole, income = candidates["pole"], candidates["income"]
    return kernels.look_for_homes(
        city.seed,
        int(purpose),
        city.month,
        attempt,
        seekers,
        identity,
        kind,
        pole,
        income,
        candidates is None,
        ties.other[used],
        ties.strength[used],
        people.home[used],
        vacant_dwellings(city),
        city.cells.rent,
        housing.regulated_rent,
        around.log_access,
        around.amenity,
        city.cells.block,
        around.company,
        around.creative,
        around.weight,
        housing.burden_limit,
        around.near,
        city.plan.side,
        rule.sampled,
    )


def make_bids(
    city: City,
    housing: Housing,
    around: Surroundings,
    rows: NDArray[Any],
    market: NDArray[Any],
    gain: NDArray[Any],
    candidates: Any = None,
) -> Bids:
    """Let each applicant bid up to the rent that would leave her no better off, within the limit.

    bid = asked + income x gain / weight of rent, at most limit x income; a regulated dwelling is
    let by luck at a share of income.
    """
    columns = city.people if candidates is None else None
    income = columns.income[rows] if columns is not None else candidates["income"][rows]
    kind = columns.kind[rows] if columns is not None else candidates["kind"][rows]
    regulated = market % 2 == 1
    asked = np.where(regulated, housing.regulated_rent * income, city.cells.rent[market // 2])
    slope = np.maximum(around.weight[kind, _RENT], TINY)
    most = asked + income * np.maximum(gain, 0.0) / slope
    bid = np.maximum(np.minimum(most, housing.burden_limit * income), asked)
    return Bids(rows, market, np.where(regulated, 0.0, bid), asked)


TINY = 1e-9


def let(city: City, attempt: int, bids: Bids, identity: Any = None) -> NDArray[np.int64]:
    """Let dwellings to the highest bids; return each one's rent, -1 for those who lost."""
    vacant = vacancies(city)
    who = city.people.identity[bids.rows] if identity is None else identity
    price = kernels.let_dwellings(
        city.seed, city.month, attempt, who, bids.market, bids.bid, bids.asked, vacant
    )
    city.cells.vacant[:] = vacant[0::2]
    city.cells.vacant_regulated[:] = vacant[1::2]
    return np.asarray(price)


def settle_in(
    city: City,
    housing: Housing,
    rows: NDArray[Any],
    market: NDArray[Any],
    price: NDArray[np.int64],
) -> None:
    """Write a new home into people's rows."""
    people = city.people
    people.home[rows] = market // 2
    people.regulated[rows] = market % 2 == 1
    people.housed[rows] = True
    people.homeless[rows] = 0
    people.rent[rows] = price
    people.lease_end[rows] = city.month + housing.lease_months

"""Dwellings: who leaves one, which are vacant, and how one looks at them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import Housing
from sim.model.surroundings import Surroundings

TRIES = 2


def vacate(city: City, rows: NDArray[np.int64]) -> None:
    """Free people's dwellings; they are let from next month on."""
    people = city.people
    rows = rows[people.housed[rows]]
    note_freed(city, 2 * people.home[rows] + people.regulated[rows])
    people.housed[rows] = people.regulated[rows] = False


def note_freed(city: City, market: NDArray[np.int64]) -> None:
    """Note dwellings that somebody has left, by market."""
    city.now.vacated.append(market)


def vacancies(city: City) -> NDArray[np.int64]:
    """Return vacant dwellings by market: 2 x cell free ones, 2 x cell + 1 regulated ones."""
    market = np.empty(2 * city.cells.size, np.int64)
    market[0::2], market[1::2] = city.cells.vacant, city.cells.vacant_regulated
    return market


def note_vacancies(city: City, market: NDArray[np.int64]) -> None:
    """Write down what is still vacant, by market."""
    city.cells.vacant[:], city.cells.vacant_regulated[:] = market[0::2], market[1::2]


def seen(city: City, housing: Housing, around: Surroundings, sampled: int) -> tuple[Any, ...]:
    """Return what everybody sees of homes: what is asked, what is around, how much is looked at."""
    return (
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
        sampled,
    )

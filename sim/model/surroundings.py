"""What a home's surroundings offer: access to jobs, amenity, company, creative neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import PublicMoney
from sim.city.plan import CENTS
from sim.kernels import maps, space
from sim.kernels import places as of_places
from sim.model.behaviour import Move
from sim.model.phases.rent import smoothed
from sim.model.phases.work import jobs_around


@dataclass(frozen=True)
class Surroundings:
    """What everybody sees before looking for a home.

    log_access and amenity, one per cell; company, blocks x 3 fields, shares of residents;
    creative, one per block, share of residents; weight, kinds x 6; near, side x side, how near a
    tie is by cells down and across; pole, one per person row, the field of those present.
    """

    log_access: NDArray[np.float64]
    amenity: NDArray[np.float64]
    company: NDArray[np.float64]
    creative: NDArray[np.float64]
    weight: NDArray[np.float64]
    near: NDArray[np.float64]
    pole: NDArray[np.int8]


def surroundings(city: City, rule: Move, public: PublicMoney) -> Surroundings:
    """Look around the city once, for everyone who searches this month."""
    people, cells, plan = city.people, city.cells, city.plan
    pole, company, creative = maps.neighbours(
        people.order,
        people.home,
        people.kind,
        people.field,
        cells.block,
        city.population.array("creative"),
        city.n_blocks,
    )
    weight = city.population.array("weights").copy()
    weight[:, -1] += rule.creative_share
    access = np.log(jobs_around(city) / city.access_at_start)
    return Surroundings(
        log_access=access[cells.block],
        amenity=amenity(city, public),
        company=company,
        creative=creative,
        weight=weight,
        near=_nearness(plan.side, plan.cell_km, rule.tie_reach),
        pole=pole,
    )


@cache
def _nearness(side: int, cell_km: float, reach: float) -> NDArray[np.float64]:
    """Tabulate how near a tie is, without end."""
    return space.nearness_table(side, cell_km, reach, np.inf)


def amenity(city: City, public: PublicMoney) -> NDArray[np.float64]:
    """Return the amenity of each cell, one formula for every euro whichever instrument spent it.

    centrality + w1 ln(1 + public capital per head in the block kernel / scale) + w2 f(seats open
    in the block of 500 m); f(s) = ln(1 + s), or linear in s and equal to it at a reference.
    Where few live, capital is shared by half the city's mean density.
    """
    cells, places = city.cells, city.places
    worth = cells.centrality.copy()
    if cells.public_capital.any():
        here = np.bincount(city.people.home[city.people.order], minlength=cells.size)
        around = np.maximum(smoothed(city, here), here.mean() / 2)
        per_head = smoothed(city, cells.public_capital) / CENTS / around
        worth += public.amenity_weight * np.log1p(per_head / public.amenity_scale)
    known = places.open[: places.size], places.cell, places.seats
    seats: Any = of_places.seats_by_block(*known, cells.block, city.n_blocks)
    at_reference = np.log1p(public.seats_reference)
    if public.seats_law == "linear":
        felt = seats / public.seats_reference * at_reference
    else:
        felt = np.log1p(seats)
    return np.asarray(worth + public.seats_weight * felt[cells.block])

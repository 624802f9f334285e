"""Where planners put things: their own score against what residents say they want."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import PublicMoney
from sim.config.quantity import Declared, quantity
from sim.kernels import luck
from sim.kernels.arithmetic import shares
from sim.kernels.luck import Purpose

_A_YEAR = 12


@dataclass(frozen=True, kw_only=True)
class Sited(Declared):
    """How sites are chosen by an instrument that needs some."""

    governance: float = quantity("share", 0, 1, "weight of residents in choosing the sites")
    reach: float = quantity("km", 0.05, 20, "how far residents say they would go")
    sight: float = quantity("share", 0, 1, "weight of rents and firms in the planner's own score")
    noise: float = quantity("sd", 0, 10, "error of the planner's own score")


def jurisdiction(side: int, share: float) -> NDArray[np.bool_]:
    """Return the cells of the square around the middle in which a planner may build.

    Its side is a share of the city's, to the nearest cell, at least one; where it cannot lie in
    the very middle it lies a cell nearer to the first row and column.
    """
    cells = max(1, round(share * side))
    first = (side - cells) // 2
    inside = np.zeros((side, side), bool)
    inside[first : first + cells, first : first + cells] = True
    return inside.ravel()


def choose_sites(
    city: City, public: PublicMoney, count: int, rule: Sited, within: NDArray[np.bool_]
) -> list[int]:
    """Return the cells of so many sites, the best one first, each in a block of its own.

    A cell is worth (1 - g) z(planner's score) + g z(residents' stated demand), g the governance.
    The planner sees rents and firms through noise; residents ask for what they lack: people around
    a cell whom no open place or site already chosen reaches, weighed by exp(-d / reach). Where the
    consultation is captured, those who take part count for more of them.

    Parameters
    ----------
    public : PublicMoney
        Whether planners copy what looked best, and how much; how far consultations are captured.
    count : int
    rule : Sited
        Weights, reach in km, and noise in standard deviations of what she sees.
    within : bool array, one per cell
        Where she may choose; fewer sites are chosen where it has fewer blocks.
    """
    cells, places = city.cells, city.places
    score = standardised(planners_score(city, public, rule))
    homes = those_heard(city, public.captured)
    sites = [int(cell) for cell in places.cell[: places.size][places.open[: places.size]]]
    chosen: list[int] = []
    available = within.copy()
    for _ in range(count):
        lacking = homes * (1.0 - reached(city, sites, rule.reach))
        around = city.block_kernel.mean(lacking)
        worth = (1.0 - rule.governance) * score + rule.governance * standardised(around)
        worth = np.where(available, worth, -np.inf)
        best = int(np.argmax(worth))
        chosen.append(best)
        sites.append(best)
        available &= cells.block != cells.block[best]
        if not available.any():
            break
    return chosen


def those_heard(city: City, captured: float) -> NDArray[np.float64]:
    """Return how many people are heard from each cell: all alike, or those who take part more.

    Each counts for (1 - c) + c x readiness / mean readiness, c how far it is captured.
    """
    people, n_cells = city.people, city.cells.size
    home = people.home[people.order]
    everybody = np.bincount(home, minlength=n_cells)
    ready = readiness(city)
    if captured == 0.0 or not ready.any():
        return everybody.astype(np.float64)
    taking_part = np.bincount(home, ready / ready.mean(), minlength=n_cells)
    return np.asarray((1.0 - captured) * everybody + captured * taking_part)


def readiness(city: City) -> NDArray[np.float64]:
    """Return how ready each of those present is to give an evening: participation, if not tired."""
    people = city.people
    rows = people.order
    return np.asarray(shares(people.participation[rows]) * (1.0 - shares(people.fatigue[rows])))


def planners_score(city: City, public: PublicMoney, rule: Sited) -> NDArray[np.float64]:
    """Return what a planner sees: rents and firm counts, through noise; the same for all.

    Without any sight of them it is the noise alone: sites drawn at random. Who chases an image
    sees also how near a cell is to the most visited of the places that are a year old.
    """
    cells, firms = city.cells, city.firms
    rows = np.flatnonzero(firms.open[: firms.size])
    count = np.bincount(cells.block[firms.cell[rows]], minlength=city.n_blocks)
    seen = standardised(cells.rent) + standardised(count[cells.block].astype(np.float64))
    if public.image_chasing:
        seen += public.copied * standardised(reached(city, best_looking(city), rule.reach))
    error = luck.normals(city.seed, int(Purpose.PLANNER), 0, np.arange(cells.size), 0)
    return np.asarray(rule.sight * standardised(seen) + rule.noise * error)


def best_looking(city: City) -> list[int]:
    """Return the cell of the place that is most visited of those open for a year, if there is one.

    Equal ones by identity; visits are last month's, of whoever came from wherever.
    """
    places = city.places
    here = slice(0, places.size)
    old = np.flatnonzero(places.open[here] & (places.opened[here] <= city.month - _A_YEAR))
    if not len(old):
        return []
    first = np.lexsort((places.identity[old], -places.visits[old]))[0]
    return [int(places.cell[old[first]])]


def standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values less their mean, over their standard deviation; 0 where all are equal."""
    spread = float(values.std())
    if spread == 0.0:
        return np.zeros(values.shape)
    return np.asarray((values - values.mean()) / spread)


def reached(city: City, sites: list[int], reach: float) -> NDArray[np.float64]:
    """Return how well each cell is served: exp(-d / reach) to the nearest site."""
    side = city.plan.side
    if not sites:
        return np.zeros(city.cells.size)
    row, column = np.divmod(np.arange(city.cells.size), side)
    there_row, there_column = np.divmod(np.array(sites), side)
    distance = np.hypot(row[:, None] - there_row, column[:, None] - there_column)
    return np.asarray(np.exp(-distance.min(axis=1) * city.plan.cell_km / reach))

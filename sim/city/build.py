"""A city on its first day: houses and workspace, firms and third places, people in their homes."""

from __future__ import annotations

import numpy as np

from sim.city.books import Books
from sim.city.cells import Cells
from sim.city.city import City, Offers, Offsets
from sim.city.economy import Economy
from sim.city.establish import open_firms, open_places, shared_out
from sim.city.firms import Firms, Places
from sim.city.ideas import Ideas
from sim.city.inhabit import settle_people, tie_neighbours
from sim.city.people import People, Ties
from sim.city.plan import CENTS, CityPlan, Population
from sim.kernels import luck, space
from sim.kernels.luck import Purpose

MOST_SEATS = 100_000
_ALWAYS = 0
_FIRST_DRAW, _SECOND_DRAW, _THIRD_DRAW = 0, 1, 2


def build_city(plan: CityPlan, population: Population, economy: Economy, seed: int) -> City:
    """Build a city and settle its first inhabitants, each where she can pay the rent."""
    people = People(2 * plan.people)
    people.add_rows(plan.people)
    ties = Ties(2 * plan.people)
    ties.add_rows(plan.people)
    city = City(
        plan=plan,
        population=population,
        seed=seed,
        people=people,
        ties=ties,
        firms=Firms(1),
        places=Places(1),
        cells=_lay_out_cells(plan, economy, seed),
        ideas=Ideas(1),
        books=Books(),
        block_kernel=_kernel(plan, plan.block_reach, 1),
        district_kernel=_kernel(plan, plan.district_reach, 1),
        block_grid_kernel=_kernel(plan, plan.district_reach, plan.block_cells),
        offers=Offers(
            np.zeros(len(population.names)),
            np.zeros(len(population.names)),
            np.zeros(len(population.names), np.int64),
        ),
    )
    settle_people(city, economy)
    open_firms(city, economy)
    open_places(city, economy)
    people.note_presence()
    people.note_free_rows()
    tie_neighbours(city)
    city.exit_after = economy.housing.homeless_months
    city.space_per_job = economy.work.space
    city.floor_of_places = np.ceil(economy.places.seat_space * np.arange(MOST_SEATS + 1)).astype(
        np.int64
    )
    city.outside_rent = int(round(CENTS * economy.housing.median_rent))
    return city


def _kernel(plan: CityPlan, reach: float, cells: int) -> Offsets:
    """Return a kernel of distance on a grid of squares of so many cells."""
    side = plan.side // cells
    return Offsets(
        side, *space.reach_offsets(reach, plan.cell_km * cells, plan.kernel_cutoff, side)
    )


def _lay_out_cells(plan: CityPlan, economy: Economy, seed: int) -> Cells:
    """Build dwellings, denser and dearer towards the centre."""
    cells = Cells(plan.n_cells)
    cells.add_rows(plan.n_cells)
    row, column = np.divmod(np.arange(plan.n_cells), plan.side)
    middle = (plan.side - 1) / 2
    distance = np.hypot(row - middle, column - middle) * plan.cell_km
    cells.centrality[:] = np.exp(-distance / (plan.centre_reach * plan.side_km))
    cells.block[:] = (row // plan.block_cells) * (plan.side // plan.block_cells)
    cells.block += column // plan.block_cells

    density = np.exp(plan.density_gradient * cells.centrality)
    total = int(np.ceil(plan.dwellings_per_person * plan.people))
    which = luck.uniforms(seed, int(Purpose.LAND), _ALWAYS, np.arange(plan.n_cells), _FIRST_DRAW)
    everything = shared_out(total, density, which)
    cells.regulated[:] = shared_out(
        int(round(plan.regulated_share * total)), everything.astype(float), which
    )
    cells.dwellings[:] = everything - cells.regulated
    cells.vacant[:] = cells.dwellings
    cells.vacant_regulated[:] = cells.regulated

    housing = economy.housing
    dearer = np.exp(housing.rent_gradient * cells.centrality)
    median = np.sort(np.repeat(dearer, everything))[total // 2]
    cells.rent[:] = CENTS * housing.median_rent * dearer / median
    cells.rent_start[:] = cells.rent
    cells.workspace_rent[:] = CENTS * economy.work.workspace_rent
    return cells

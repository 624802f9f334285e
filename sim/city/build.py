"""A city on its first day: houses and workspace, firms and third places, people in their homes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city import born, identities
from sim.city.books import FIRMS, OUTSIDE, PEOPLE, PLACES, Books
from sim.city.cells import Cells
from sim.city.city import City, Offers, Offsets
from sim.city.economy import Economy, Work
from sim.city.firms import FirmOrigin, Firms, Ideas, PlaceOrigin, Places, Tenure
from sim.city.people import People, Status, Ties
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
    _settle_people(city, economy)
    _open_firms(city, economy)
    _open_places(city, economy)
    people.note_presence()
    people.note_free_rows()
    _tie_neighbours(city)
    city.exit_after = economy.housing.homeless_months
    city.space_per_job = economy.work.space
    city.floor_of_places = np.ceil(economy.places.seat_space * np.arange(MOST_SEATS + 1)).astype(
        np.int64
    )
    city.outside_rent = int(round(CENTS * economy.housing.median_rent))
    return city


def _kernel(plan: CityPlan, reach: float, cells: int) -> Offsets:
    """Return a kernel of distance on a grid of squares of so many cells."""
    return Offsets(
        *space.reach_offsets(reach, plan.cell_km * cells, plan.kernel_cutoff, plan.side // cells)
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
    everything = _shared_out(total, density, which)
    cells.regulated[:] = _shared_out(
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


def _shared_out(
    total: int, weight: NDArray[np.float64], which: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Share out whole things by weight: the whole part, then one more by largest remainder."""
    share = total * weight / weight.sum()
    given = np.floor(share).astype(np.int64)
    missing = total - int(given.sum())
    largest = np.lexsort((which, -(share - given)))
    given[largest[:missing]] += 1
    return given


def _settle_people(city: City, economy: Economy) -> None:
    """Bring the first inhabitants, and give each a home she can pay."""
    plan, people, population = city.plan, city.people, city.population
    who = np.arange(plan.people)
    kind = born.kinds_by_quota(city.seed, who, population.array("share"))
    for name, column in born.born(population, city.seed, who, kind).items():
        getattr(people, name)[: plan.people] = column
    used = slice(0, plan.people)
    people.status[used] = Status.PRESENT
    income = born.income_from_outside(population, kind, people.standing[used])
    earner = population.array("wage_earner")[kind] > 0
    jobs = luck.uniforms(city.seed, int(Purpose.BIRTH_TRAIT), _ALWAYS, who, 4)
    without = earner & (jobs >= economy.work.starting_employment)
    income[without] = int(round(CENTS * economy.work.unemployed_income))
    people.income[used] = income
    people.workplace[used] = np.where(earner & ~without, 0, -1)
    more = luck.uniforms(city.seed, int(Purpose.BIRTH_INCOME), _ALWAYS, who, _THIRD_DRAW)
    people.savings[used] = np.round(-np.log1p(-more) * population.savings_months * income)
    city.books.pay(OUTSIDE, PEOPLE, "start", int(people.savings[used].sum()))
    ends = luck.uniforms(city.seed, int(Purpose.BIRTH_HOME), _ALWAYS, who, _SECOND_DRAW)
    people.lease_end[used] = 1 + (ends * economy.housing.lease_months).astype(np.int64)
    _house_people(city, economy)


def _house_people(city: City, economy: Economy) -> None:
    """House the poorest first, each by luck among the dwellings she can pay.

    Who can pay no free dwelling takes a regulated one; where these run out, the cheapest free
    ones are regulated for her. An unsorted start would expel a tenth of the people in a year.
    """
    people, cells, housing = city.people, city.cells, economy.housing
    used = slice(0, people.size)
    free = np.repeat(np.arange(cells.size), cells.dwellings)
    free = free[np.argsort(cells.rent[free], kind="stable")]
    rent = cells.rent[free]
    taken = np.zeros(len(free), bool)
    regulated = _queue_of_regulated(city)
    lucky = luck.uniforms(
        city.seed, int(Purpose.BIRTH_HOME), _ALWAYS, people.identity[used], _FIRST_DRAW
    )
    cheapest = 0
    for person in np.lexsort((people.identity[used], people.income[used])):
        affordable = int(
            np.searchsorted(rent, housing.starting_burden * people.income[person], side="right")
        )
        while cheapest < len(free) and taken[cheapest]:
            cheapest += 1
        if cheapest >= affordable:
            if not regulated:
                taken[cheapest] = True
                regulated.append(_regulate(city, int(free[cheapest])))
            _take_regulated(city, economy, int(person), regulated.pop())
            continue
        chosen = cheapest + int(lucky[person] * (affordable - cheapest))
        while taken[chosen]:
            chosen = chosen - 1 if chosen > cheapest else cheapest
        taken[chosen] = True
        cell = int(free[chosen])
        people.home[person], people.housed[person] = cell, True
        people.rent[person] = int(round(cells.rent[cell]))
        cells.vacant[cell] -= 1


def _queue_of_regulated(city: City) -> list[int]:
    """Return the cells of the regulated dwellings in an order of luck."""
    cell = np.repeat(np.arange(city.cells.size), city.cells.regulated)
    which = luck.uniforms(
        city.seed, int(Purpose.BIRTH_HOME), _ALWAYS, np.arange(len(cell)), _THIRD_DRAW
    )
    return [int(each) for each in cell[np.argsort(which, kind="stable")]]


def _regulate(city: City, cell: int) -> int:
    """Turn a vacant free dwelling into a vacant regulated one."""
    cells = city.cells
    cells.dwellings[cell] -= 1
    cells.vacant[cell] -= 1
    cells.regulated[cell] += 1
    cells.vacant_regulated[cell] += 1
    return cell


def _take_regulated(city: City, economy: Economy, person: int, cell: int) -> None:
    """Let a regulated dwelling to a person."""
    people = city.people
    people.home[person], people.housed[person], people.regulated[person] = cell, True, True
    people.rent[person] = int(economy.housing.regulated_rent * people.income[person])
    city.cells.vacant_regulated[cell] -= 1


def _open_firms(city: City, economy: Economy) -> None:
    """Open firms near the centre, share out the workers, and build workspace for them."""
    plan, people, firms, cells, work = city.plan, city.people, city.firms, city.cells, economy.work
    count = max(1, int(round(plan.firms_per_1000 * plan.people / 1000)))
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
    for firm in rows:
        members = workers[people.workplace[workers] == firm]
        if len(members):
            firms.field[firm] = people.field[members].mean(axis=0)
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
    more = _shared_out(
        int(round((plan.workspace_slack - 1.0) * jobs)), cells.workspace_used.astype(float), which
    )
    cells.workspace[:] = cells.workspace_used + work.space * more


def _open_places(city: City, economy: Economy) -> None:
    """Open third places where people live, half of them with a state credit."""
    plan, places, cells, rule = city.plan, city.places, city.cells, economy.places
    count = int(round(plan.places_per_1000 * plan.people / 1000))
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
    places.tenure[rows] = np.where(with_credit, Tenure.COMMONS, Tenure.PRIVATE)
    ends = luck.uniforms(city.seed, int(Purpose.BIRTH_PLACE), _ALWAYS, who, _SECOND_DRAW)
    places.lease_end[rows] = 1 + (ends * rule.lease_months).astype(np.int64)
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


def equipment_mask(techniques: int, equipped: int) -> np.uint64:
    """Return the mask of the first so many of the techniques that need equipment.

    The techniques that need equipment are the first of each family in turn: 0, 4, 8, ...
    """
    family = 4
    order = [(k * family) % 64 + (k * family) // 64 for k in range(min(techniques, equipped))]
    return np.uint64(sum(1 << technique for technique in order))


def _tie_neighbours(city: City) -> None:
    """Tie everyone to some neighbours, drawn by the block kernel."""
    plan, people, ties, kernel = city.plan, city.people, city.ties, city.block_kernel
    used = slice(0, people.size)
    who, home = people.identity[used], people.home[used]
    start, member = space.group(home, people.order, plan.n_cells)
    row, column = np.divmod(home, plan.side)
    for slot in range(city.population.starting_ties):
        far = luck.uniforms(city.seed, int(Purpose.BIRTH_TIE), slot, who, _FIRST_DRAW)
        chosen = luck.uniforms(city.seed, int(Purpose.BIRTH_TIE), slot, who, _SECOND_DRAW)
        strong = luck.uniforms(city.seed, int(Purpose.BIRTH_TIE), slot, who, _THIRD_DRAW)
        offset = np.searchsorted(kernel.cumulative, far, side="right")
        down, across = row + kernel.down[offset], column + kernel.across[offset]
        inside = (down >= 0) & (down < plan.side) & (across >= 0) & (across < plan.side)
        there = np.where(inside, down * plan.side + across, home)
        count = start[there + 1] - start[there]
        found = np.flatnonzero(count > 0)
        other = np.full(people.size, -1)
        other[found] = member[start[there[found]] + (chosen[found] * count[found]).astype(int)]
        known = (ties.other[used] == other[:, None]).any(axis=1)
        rows = np.flatnonzero((other >= 0) & (other != np.arange(people.size)) & ~known)
        ties.other[rows, slot] = other[rows]
        ties.strength[rows, slot] = np.minimum(
            1.0, 2.0 * city.population.starting_strength * strong[rows]
        )

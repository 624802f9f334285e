"""Firms hire, shed, fail, move to where there is room, and are founded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city import identities
from sim.city.books import FIRMS, OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.economy import Work
from sim.city.firms import FirmOrigin
from sim.city.plan import CENTS
from sim.kernels import firms as of_firms
from sim.kernels import luck
from sim.kernels import work as kernels
from sim.kernels.arithmetic import shares
from sim.kernels.luck import Purpose


def shed_and_fail(city: City, rule: Work) -> None:
    """Let firms that lose money lay off one each, and close those that have run dry."""
    firms, people, cells = city.firms, city.people, city.cells
    told = firms.margin, firms.jobs, firms.capital, firms.opened
    losing, dry, found = of_firms.in_trouble(
        city.month, firms.open[: firms.size], *told, rule.shed_margin, rule.closing_lag
    )
    if not found:
        return
    who = people.order, people.identity, losing, dry, rule.space
    changed = firms.cell, cells.workspace_used, firms.jobs, people.workplace
    laid_off = kernels.lay_off(city.seed, city.month, *who, *changed)
    if laid_off:
        city.now.counts["laid_off"] = laid_off
    for firm in np.flatnonzero(dry):
        close_firm(city, rule, int(firm))


def close_firm(city: City, rule: Work, firm: int) -> None:
    """Close a firm whose people have been let go: creditors lose their money, its floor is free.

    What it was promised for jobs it has not filled goes back to the purse.
    """
    firms = city.firms
    city.cells.workspace_used[firms.cell[firm]] -= rule.space * max(1, int(firms.jobs[firm]))
    capital = int(firms.capital[firm])
    if capital < 0:
        city.books.pay(OUTSIDE, FIRMS, "bad debts", -capital)
    else:
        city.books.pay(FIRMS, OUTSIDE, "closed firms", capital)
    firms.capital[firm], firms.jobs[firm], firms.open[firm] = 0, 0, False
    if firms.promised[firm] > 0:
        due = int(firms.promised[firm] * firms.per_job[firm])
        city.release_promise(int(firms.promised_by[firm]), due)
        firms.promised[firm] = 0
    city.now.counts["firms_closed"] += 1


def hire(city: City, rule: Work) -> None:
    """Let profitable firms with room take on one each of those who look for a job."""
    firms, people, cells, counts = city.firms, city.people, city.cells, city.now.counts
    here = slice(0, firms.size)
    would = firms.open[here] & (firms.margin[here] > rule.hire_margin)
    _seek_room(city, rule, would)
    floors = cells.workspace, cells.workspace_used, rule.space
    hiring = of_firms.with_room(would, firms.cell, firms.jobs, *floors)
    start, member = city.firms_by_block(hiring)
    seekers, earners = kernels.job_seekers(
        people.order, people.kind, city.population.earns_wage, people.workplace
    )
    counts["wage_earners"], counts["seekers"] = earners, len(seekers)
    hired = kernels.apply_for_jobs(
        city.seed,
        city.month,
        seekers,
        people.identity[: people.size],
        people.skills[: people.size],
        city.home_block(),
        start,
        member,
        firms.skills[here],
        city.block_grid_kernel.down,
        city.block_grid_kernel.across,
        city.block_grid_kernel.cumulative,
        city.block_grid_kernel.guide,
        city.blocks_side,
    )
    taken = cells.workspace, firms.cell, cells.workspace_used, firms.jobs, people.workplace
    grown = kernels.take_on(firms.by_identity(), hired, rule.space, *taken)
    for firm in grown[firms.promised[grown] > 0]:
        _pay_for_a_job(city, int(firm))
    if len(grown):
        counts["hired"] += len(grown)


def _pay_for_a_job(city: City, firm: int) -> None:
    """Pay a firm what it was promised for a job it has just filled."""
    firms = city.firms
    each = int(firms.per_job[firm])
    city.pay_promise(int(firms.promised_by[firm]), "incentive", FIRMS, each)
    firms.capital[firm] += each
    firms.promised[firm] -= 1
    city.now.counts["jobs_paid"] += 1


def found(city: City, rule: Work) -> None:
    """Let makers of a new idea found a firm where they have the money and there is room."""
    people, ideas, counts = city.people, city.ideas, city.now.counts
    rows = city.now.ideas
    drawn = luck.uniforms(city.seed, int(Purpose.FOUND), 0, ideas.identity[rows], 0)
    needed = int(round(CENTS * rule.founding_capital))
    willing = rows[drawn < rule.founding_chance]
    if not len(willing):
        return
    rooms = _Rooms(city)
    for row in willing:
        first, second = (int(member) for member in ideas.member[row, :2])
        if int(people.savings[first] + people.savings[second]) < needed:
            continue
        cell = int(people.home[first])
        cell = rooms.near(rule.space, cell, int(people.identity[first]))
        if cell < 0:
            continue
        from_second = min(needed // 2, int(people.savings[second]))
        from_first = min(needed - from_second, int(people.savings[first]))
        from_second = needed - from_first
        people.savings[first] -= from_first
        people.savings[second] -= from_second
        city.books.pay(PEOPLE, FIRMS, "founding", needed)
        firm = open_firm(
            city,
            rule,
            identities.founded(int(people.identity[first]), city.month),
            cell,
            needed,
            FirmOrigin.FOUNDED,
        )
        city.firms.field[firm] = shares(people.field[[first, second]]).mean(axis=0)
        city.firms.founder_skills[firm] = people.skills[first] | people.skills[second]
        city.firms.skills[firm] = city.firms.founder_skills[firm]
        rooms.look_again(cell)
        counts["firms_founded"] += 1


class _Rooms:
    """The floor that is free in each cell, and the most of it in each block, as firms take it."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.free = city.cells.workspace - city.cells.workspace_used
        self.most = kernels.most_free(self.free, city.plan.side, city.plan.block_cells)

    def near(self, floor: int, cell: int, who: int) -> int:
        """Return a cell with so much floor, drawn by the district kernel around one; or -1."""
        city, plan = self.city, self.city.plan
        drawn = luck.uniform(city.seed, int(Purpose.FOUND), city.month, who, 1)
        weight = city.district_kernel.table
        around = self.free, self.most, weight, plan.side, plan.block_cells
        return int(kernels.find_room(cell, floor, *around, drawn))

    def look_again(self, cell: int) -> None:
        """Note what is free in a cell where a firm has come or gone."""
        cells, plan, size = self.city.cells, self.city.plan, self.city.plan.block_cells
        self.free[cell] = cells.workspace[cell] - cells.workspace_used[cell]
        row, column = (line // size * size for line in divmod(cell, plan.side))
        square = self.free.reshape(plan.side, -1)[row : row + size, column : column + size]
        self.most[cells.block[cell]] = square.max()


def _seek_room(city: City, rule: Work, would: NDArray[np.bool_]) -> None:
    """Let firms that would hire but have no room move to the room for one more that is near."""
    firms, cells, plan = city.firms, city.cells, city.plan
    moved = kernels.seek_room(
        city.seed,
        city.month,
        firms.by_identity(),
        firms.identity,
        would,
        firms.jobs,
        firms.cell,
        cells.workspace,
        cells.workspace_used,
        city.district_kernel.table,
        plan.side,
        plan.block_cells,
        rule.space,
    )
    if moved:
        city.now.counts["firms_moved"] += moved


def open_firm(
    city: City, rule: Work, identity: int, cell: int, capital: int, origin: FirmOrigin
) -> int:
    """Open a firm with room for its first job; the money is already on the firms' account."""
    firms = city.firms
    row = int(firms.add_rows(1)[0])
    firms.identity[row], firms.open[row], firms.cell[row] = identity, True, cell
    firms.capital[row], firms.origin[row], firms.opened[row] = capital, origin, city.month
    good = luck.normals(city.seed, int(Purpose.BIRTH_FIRM), 0, np.array([identity]), 1)
    firms.productivity[row] = rule.productivity_sd * good[0]
    firms.in_zone[row] = city.cells.zone[cell]
    city.cells.workspace_used[cell] += rule.space
    return row

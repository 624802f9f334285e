"""The first day: ground, firms, third places (docs/model.md, 3.1)."""

import math

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import (
    CENTS,
    FIELDS,
    GRASSROOTS,
    PER_THOUSAND,
    PUBLIC,
    START,
    Cell,
    Firm,
    ThirdPlace,
    needing_equipment,
)
from tests.naive.reference.books import FIRMS, OUTSIDE, PLACES
from tests.naive.reference.chance import ALWAYS, pick, pick_by_weight, rank
from tests.naive.reference.ground import Kernel
from tests.naive.reference.labour import jobs_around
from tests.naive.reference.settlers import house_people, settle_people, tie_neighbours
from tests.naive.reference.shares import WHOLE, share_out


def build(model):
    """Build the city from its numbers and its seed."""
    plan = model.numbers.city
    reach, cutoff = plan.district_reach, plan.kernel_cutoff
    model.block_kernel = Kernel(plan.block_reach, plan.cell_km, cutoff, plan.side)
    model.district_kernel = Kernel(reach, plan.cell_km, cutoff, plan.side)
    model.blocks_side = plan.side // plan.block_cells
    block_km = plan.cell_km * plan.block_cells
    model.kernel_of_blocks = Kernel(reach, block_km, cutoff, model.blocks_side)
    lay_out_ground(model)
    settle_people(model)
    house_people(model)
    open_firms(model)
    open_places(model)
    tie_neighbours(model)
    remember_the_start(model)


def lay_out_ground(model):
    """Build dwellings, denser and dearer towards the middle."""
    plan, housing = model.numbers.city, model.numbers.economy.housing
    middle = (plan.side - 1) / 2
    for number in range(plan.side * plan.side):
        row, column = divmod(number, plan.side)
        distance = math.hypot(row - middle, column - middle) * plan.cell_km
        centrality = math.exp(-distance / (plan.centre_reach * plan.side * plan.cell_km))
        block = row // plan.block_cells * model.blocks_side + column // plan.block_cells
        model.cells.append(Cell(number, row, column, block, centrality))

    total = math.ceil(plan.dwellings_per_person * plan.people)
    lots = [model.luck.uniform(Purpose.LAND, ALWAYS, cell.number, 0) for cell in model.cells]
    density = [math.exp(plan.density_gradient * cell.centrality) for cell in model.cells]
    homes = share_out(total, density, lots)
    regulated = share_out(round(plan.regulated_share * total), homes, lots)
    dearness = [math.exp(housing.rent_gradient * cell.centrality) for cell in model.cells]
    each = sorted(d for d, count in zip(dearness, homes, strict=True) for _ in range(count))
    for cell, all_here, of_these, dear in zip(model.cells, homes, regulated, dearness, strict=True):
        cell.dwellings = cell.vacant = all_here - of_these
        cell.regulated = cell.vacant_regulated = of_these
        cell.rent = CENTS * housing.median_rent * dear / each[total // 2]
        cell.rent_start = cell.rent
        cell.workspace_rent = CENTS * model.numbers.economy.work.workspace_rent


def open_firms(model):
    """Open firms by centrality, share out the workers, build floors for them and a slack on top."""
    plan, work, luck = model.numbers.city, model.numbers.economy.work, model.luck
    centrality = [cell.centrality for cell in model.cells]
    for who in range(max(1, round(plan.firms_per_1000 * plan.people / PER_THOUSAND))):
        where = luck.uniform(Purpose.BIRTH_FIRM, ALWAYS, who, 0)
        firm = Firm(model, who, pick_by_weight(where, model.cells, centrality), START)
        firm.productivity = work.productivity_sd * luck.normal(Purpose.BIRTH_FIRM, ALWAYS, who, 1)
        model.firms.append(firm)
    for person in model.people:
        if person.works:
            drawn = luck.uniform(Purpose.BIRTH_FIRM, 1, person.identity, 0)
            person.workplace = pick(drawn, model.firms)
    for firm in model.firms:
        staff = model.staff(firm)
        firm.jobs = len(staff)
        if staff:
            for axis in range(FIELDS):
                firm.field[axis] = sum(p.field[axis] for p in staff) / WHOLE / len(staff)
            firm.founder_skills = set(staff[0].skills)
        firm.skills = set(firm.founder_skills)
        firm.capital = round(work.starting_wages * sum(p.income for p in staff))
        firm.cell.workspace_used += work.space * max(1, firm.jobs)
    model.books.pay(OUTSIDE, FIRMS, "start", sum(firm.capital for firm in model.firms))

    used = [cell.workspace_used for cell in model.cells]
    slack = round((plan.workspace_slack - 1) * sum(used) / work.space)
    lots = [luck.uniform(Purpose.LAND, ALWAYS, cell.number, 1) for cell in model.cells]
    for cell, more in zip(model.cells, share_out(slack, used, lots), strict=True):
        cell.workspace = cell.workspace_used + work.space * more


def open_places(model):
    """Open third places where people live, the first of them with a state credit."""
    plan, rule, luck = model.numbers.city, model.numbers.economy.places, model.luck
    count = round(plan.places_per_1000 * plan.people / PER_THOUSAND)
    homes = [cell.dwellings + cell.regulated for cell in model.cells]
    for who in range(count):
        where = luck.uniform(Purpose.BIRTH_PLACE, ALWAYS, who, 0)
        seats = plan.place_seats[who % len(plan.place_seats)]
        place = ThirdPlace(model, who, pick_by_weight(where, model.cells, homes), seats)
        place.price, place.openness = rule.starting_price, rule.starting_openness
        if who < rule.state_credit_share * count:
            place.grant_share = rule.grant_share
            place.origin = PUBLIC
        else:
            place.origin = GRASSROOTS
        place.tenure = tenure_of(model, who)
        place.lease_end = 1 + months_left(model, who)
        if who % rule.equipped_every == 0:
            held = min(rule.starting_equipment, rule.equipped_techniques)
            place.equipment = needing_equipment(held)
            place.equipment_value = round(CENTS * rule.technique_cost * rule.starting_equipment)
        rent = rule.seat_space * model.numbers.economy.work.workspace_rent
        cost = rule.fixed_cost + (rule.seat_cost + rent) * seats
        place.cash = round(CENTS * rule.starting_cash * cost)
        floor = math.ceil(rule.seat_space * seats)
        place.cell.workspace_used += floor
        place.cell.workspace += floor
        model.places.append(place)
    model.books.pay(OUTSIDE, PLACES, "start", sum(place.cash for place in model.places))


def tenure_of(model, who):
    """Return who holds a third place that no policy opened: the public, an owner, or its users."""
    drawn = model.luck.uniform(Purpose.BIRTH_PLACE, ALWAYS, who, 2)
    return pick_by_weight(drawn, range(3), model.numbers.economy.places.tenures)


def months_left(model, who):
    """Return how long the lease that a place takes over still runs."""
    drawn = model.luck.uniform(Purpose.BIRTH_PLACE, ALWAYS, who, 1)
    return rank(drawn, model.numbers.economy.places.lease_months)


def remember_the_start(model):
    """Note how many jobs lie around firms and around blocks, against which later ones are held."""
    around = jobs_around(model)
    weights = [max(1, firm.jobs) for firm in model.firms]
    seen = [around[firm.cell.block] for firm in model.firms]
    model.jobs_at_start = sum(s * w for s, w in zip(seen, weights, strict=True)) / sum(weights)
    model.access_at_start = sum(around) / len(around)

"""The first day: ground, people in their homes, firms, third places, ties (docs/model.md, 3.1)."""

import math

from sim.kernels.luck import Purpose
from tests.naive.reference import birth
from tests.naive.reference.agents import (
    CENTS,
    FIELDS,
    GRASSROOTS,
    PER_THOUSAND,
    PUBLIC,
    START,
    TENURE_COMMONS,
    TENURE_PRIVATE,
    Cell,
    Firm,
    Person,
    ThirdPlace,
    Tie,
    needing_equipment,
)
from tests.naive.reference.books import FIRMS, OUTSIDE, PEOPLE, PLACES
from tests.naive.reference.chance import ALWAYS, pick, pick_by_weight, rank
from tests.naive.reference.ground import Kernel
from tests.naive.reference.labour import jobs_around
from tests.naive.reference.shares import WHOLE, in_steps, share_out

JOB = 4  # draw of BIRTH_TRAIT


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


def settle_people(model):
    """Bring the first inhabitants, some wage earners among them without a job."""
    work = model.numbers.economy.work
    everybody = range(model.numbers.city.people)
    shares = [kind.share for kind in model.kinds]
    for who, kind in sorted(birth.kinds_by_quota(model, everybody, shares).items()):
        person = Person(model, birth.traits(model, who, kind))
        drawn = model.luck.uniform(Purpose.BIRTH_TRAIT, ALWAYS, who, JOB)
        person.works = person.kind.wage_earner and drawn < work.starting_employment
        person.income = birth.usual_income(person.kind, person.standing)
        if person.kind.wage_earner and not person.works:
            person.income = round(CENTS * work.unemployed_income)
        person.savings = birth.savings(model, who, person.income)
        months = model.numbers.economy.housing.lease_months
        person.lease_end = 1 + rank(model.luck.uniform(Purpose.BIRTH_HOME, ALWAYS, who, 1), months)
        model.people.append(person)
    model.books.pay(OUTSIDE, PEOPLE, "start", sum(p.savings for p in model.people))


def house_people(model):
    """House the poorest first, each by luck among the free dwellings she can pay."""
    housing = model.numbers.economy.housing
    free = sorted((c for c in model.cells for _ in range(c.dwellings)), key=lambda c: c.rent)
    taken = [False] * len(free)
    regulated = queue_of_regulated(model)
    for person in sorted(model.people, key=lambda p: (p.income, p.identity)):
        first = taken.index(False)
        affordable = sum(cell.rent <= housing.starting_burden * person.income for cell in free)
        if first < affordable:
            drawn = model.luck.uniform(Purpose.BIRTH_HOME, ALWAYS, person.identity, 0)
            k = first + rank(drawn, affordable - first)
            # a dwelling that is gone leads to the next cheaper one, at last to the cheapest left
            k = next(j for j in range(k, first - 1, -1) if not taken[j])
            taken[k] = True
            person.home, person.rent = free[k], round(free[k].rent)
            free[k].vacant -= 1
        else:
            if not regulated:
                taken[first] = True
                regulate(free[first])
                regulated.append(free[first])
            person.home, person.regulated = regulated.pop(), True
            person.rent = math.floor(housing.regulated_rent * person.income)
            person.home.vacant_regulated -= 1
        person.housed = True


def queue_of_regulated(model):
    """Return a cell for each regulated dwelling, in an order of luck; the last is taken first."""
    each = [cell for cell in model.cells for _ in range(cell.regulated)]
    lots = [model.luck.uniform(Purpose.BIRTH_HOME, ALWAYS, k, 2) for k in range(len(each))]
    return [each[k] for k in sorted(range(len(each)), key=lambda k: lots[k])]


def regulate(cell):
    """Turn a vacant free dwelling into a vacant regulated one."""
    cell.dwellings -= 1
    cell.vacant -= 1
    cell.regulated += 1
    cell.vacant_regulated += 1


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
            place.origin, place.tenure = PUBLIC, TENURE_COMMONS
        else:
            place.origin, place.tenure = GRASSROOTS, TENURE_PRIVATE
        drawn = luck.uniform(Purpose.BIRTH_PLACE, ALWAYS, who, 1)
        place.lease_end = 1 + rank(drawn, rule.lease_months)
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


def tie_neighbours(model):
    """Tie everybody to some neighbours drawn by the block kernel; a failed draw leaves a gap."""
    population = model.numbers.population
    for slot in range(population.starting_ties):
        for person in model.people:
            four = model.luck.four(Purpose.BIRTH_TIE, slot, person.identity)
            there = model.block_kernel.drawn(person.home.number, four[0])
            cell = person.home if there is None else model.cells[there]
            residents = model.residents(cell)
            if not residents:
                continue
            other = pick(four[1], residents)
            if other is not person and not person.tie_to(other):
                strength = min(1.0, 2 * population.starting_strength * four[2])
                person.slots[slot] = Tie(other, in_steps(strength))


def remember_the_start(model):
    """Note how many jobs lie around firms and around blocks, against which later ones are held."""
    around = jobs_around(model)
    weights = [max(1, firm.jobs) for firm in model.firms]
    seen = [around[firm.cell.block] for firm in model.firms]
    model.jobs_at_start = sum(s * w for s, w in zip(seen, weights, strict=True)) / sum(weights)
    model.access_at_start = sum(around) / len(around)

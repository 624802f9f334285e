"""Firms trade, and people earn and spend (docs/model.md, 4.8)."""

import math

from sim.kernels.luck import Purpose
from tests.naive.reference import birth
from tests.naive.reference.agents import CENTS
from tests.naive.reference.books import FIRMS, LANDLORDS, OUTSIDE, PEOPLE, PLACES
from tests.naive.reference.employers import fail, found, hire, seek_room, shed

FEWEST_JOBS = 1e-9


def work(model):
    """Pay incomes, let firms trade and change, and settle every household's month."""
    pool_skills(model)
    change_productivity(model)
    earn(model)
    trade(model)
    shed(model)
    fail(model)
    seek_room(model)
    hire(model)
    found(model)
    spend(model)


def jobs_around(model):
    """Return the jobs in the district kernel around each block."""
    jobs = [0] * model.blocks_side**2
    for firm in model.open_firms():
        jobs[firm.cell.block] += firm.jobs
    return [max(mean, FEWEST_JOBS) for mean in model.kernel_of_blocks.mean(jobs)]


def agglomeration(model):
    """Return (J / J0)^(gamma - 1) of each block."""
    exponent = model.numbers.economy.work.agglomeration - 1
    return [(jobs / model.jobs_at_start) ** exponent for jobs in jobs_around(model)]


def median_wage(model):
    """Return the mean of the median wages of the kinds that work for firms, euros a month."""
    wages = [kind.income for kind in model.kinds if kind.wage_earner]
    return sum(wages) / len(wages)


def margin(model, better, cell, productivity, spared):
    """Return what a firm keeps of its sales, on a worker of median wage and without overhead."""
    rule = model.numbers.economy.work
    sales = rule.sales * better[cell.block] * math.exp(productivity)
    rent = rule.space * cell.workspace_rent / CENTS * (1 - spared)
    return 1 - (median_wage(model) + rule.inputs + rent) / sales


def spared(model, firm):
    """Return the share of its rent that a firm is spared."""
    return model.offers.zone_discount if firm.in_zone else 0.0


def pool_skills(model):
    """Let each firm know what its founders and its staff know."""
    for firm in model.open_firms():
        firm.skills = firm.founder_skills.union(*(p.skills for p in model.staff(firm)))


def change_productivity(model):
    """Let each firm's productivity wander and come back, its spread staying the same."""
    rule = model.numbers.economy.work
    kept = rule.productivity_memory
    for firm in model.open_firms():
        news = model.luck.normal(Purpose.PRODUCTIVITY, model.month, firm.identity)
        spread = rule.productivity_sd * math.sqrt(1 - kept * kept)
        firm.productivity = kept * firm.productivity + spread * news


def earn(model):
    """Give everyone her month's income: a wage, or her kind's income from Outside."""
    dole = round(CENTS * model.numbers.economy.work.unemployed_income)
    for firm in model.firms:
        firm.wages = 0
    for person in model.people:
        usual = birth.usual_income(person.kind, person.standing)
        if person.workplace:
            person.workplace.wages += usual
            model.books.pay(FIRMS, PEOPLE, "wages", usual)
        else:
            usual = dole if person.kind.wage_earner else usual
            model.books.pay(OUTSIDE, PEOPLE, "incomes", usual)
        promised = person.incentive if person.incentive_end >= model.month else 0
        # who owes more tax than she has, having lost her job, is spared the rest
        spared = max(0, -(usual + promised + person.transfer))
        model.books.pay(OUTSIDE, PEOPLE, "help", spared)
        person.income = usual + promised + person.transfer + spared


def trade(model):
    """Let firms sell, buy inputs, pay wages and rent; surplus goes to owners Outside."""
    rule, books = model.numbers.economy.work, model.books
    better = agglomeration(model)
    for firm in model.open_firms():
        labour = firm.wages / (CENTS * median_wage(model))
        each = better[firm.cell.block] * math.exp(firm.productivity)
        sales = round(CENTS * rule.sales * each * labour)
        inputs = round(CENTS * (rule.inputs * labour + rule.overhead))
        floor = rule.space * max(1, firm.jobs)
        rent = round(floor * firm.cell.workspace_rent * (1 - spared(model, firm)))
        books.pay(OUTSIDE, FIRMS, "sales", sales)
        books.pay(FIRMS, OUTSIDE, "inputs", inputs)
        books.pay(FIRMS, LANDLORDS, "workspace", rent)
        firm.capital += sales - inputs - firm.wages - rent
        most = round(rule.kept_wages * firm.wages)
        if firm.wages > 0 and firm.capital > most:
            books.pay(FIRMS, OUTSIDE, "profits", firm.capital - most)
            firm.capital = most
        firm.margin = margin(model, better, firm.cell, firm.productivity, spared(model, firm))


def spend(model):
    """Let everyone pay rent and fees, save a little and consume the rest; Outside helps."""
    books = model.books
    for person in model.people:
        left = person.income - person.rent - person.fees
        saved = math.floor(model.numbers.economy.work.saved * left) if left > 0 else left
        short = max(0, -(person.savings + saved))
        person.savings += saved + short
        books.pay(OUTSIDE, PEOPLE, "help", short)
        if person.housed:
            books.pay(PEOPLE, LANDLORDS, "rents", person.rent)
        else:
            books.pay(PEOPLE, OUTSIDE, "lodging", person.rent)
        books.pay(PEOPLE, PLACES, "fees", person.fees)
        books.pay(PEOPLE, OUTSIDE, "consumption", left - saved if left > 0 else 0)

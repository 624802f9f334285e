"""Third places are kept up; rents follow vacancy (docs/model.md, 4.9 and 4.10)."""

import math

from tests.naive.reference.agents import CENTS, STATE_CREDIT, TENURE_COMMONS
from tests.naive.reference.books import LANDLORDS, OUTSIDE, PLACES
from tests.naive.reference.outings import monthly_fee
from tests.naive.reference.shares import WHOLE, clipped, in_steps

MONTHS_OF_A_YEAR = 12
NOTHING = 1e-9
DIGITS = 9


def keep_up(model):
    """Pay every place's month, share out its upkeep, and adjust prices."""
    for person in [*model.people, *model.emigrants]:
        person.hours = 0.0
    for place in governed(model):
        place.backlog += model.numbers.economy.places.commons_hours * len(place.visitors)
    given = [give_hours(model, place) for place in model.places]
    hours = sum(round(CENTS * each) for each in given) / CENTS
    worth = CENTS * model.numbers.economy.public.shadow_wage * hours
    model.books.note("places", "volunteer_time", round(worth))
    tire(model)
    for place in governed(model):
        follow_those_who_give(model, place)
    for place in model.open_places():
        pay_costs(model, place)
        adjust(model, place)


def governed(model):
    """Return the open places that those who use them govern."""
    if not model.numbers.economy.places.commons_governed:
        return []
    return [place for place in model.open_places() if place.tenure == TENURE_COMMONS]


def follow_those_who_give(model, place):
    """Let a place become as open as those who gave it hours, who weigh by their hours."""
    hours = sum(person.hours for person in place.visitors)
    if hours > 0:
        goal = sum(person.hours * (person.openness / WHOLE) for person in place.visitors) / hours
        pull = model.numbers.economy.places.commons_pull
        place.openness += pull * (goal - place.openness)


def give_hours(model, place):
    """Let those who used a place last give it the hours it needs, all the same share."""
    rule = model.numbers.economy.places
    in_use = min(place.seats, place.users) if place.open else 0
    needed = rule.upkeep_hours * in_use + place.backlog
    most = rule.free_hours * rule.weeks * rule.hours_offered
    offered = {
        person: most * ready(person, place, rule.free_riding) * (1 - person.fatigue / WHOLE)
        for person in place.visitors
    }
    total = sum(offered.values())
    for person, hours in offered.items():
        person.hours = hours * min(1.0, needed / max(total, NOTHING))
    place.backlog = needed - min(total, needed)
    return min(total, needed)


def ready(person, place, free_riding):
    """Return how ready somebody is to give hours, less so the more others she can rely on."""
    if free_riding == 0:
        return person.participation / WHOLE
    alone = len(place.visitors) ** -free_riding
    return in_steps(person.participation / WHOLE * alone) / WHOLE


def tire(model):
    """Let hours given tire people, and a month rest them."""
    rule = model.numbers.economy.places
    for person in model.people:
        tired = person.fatigue / WHOLE + rule.fatigue_per_hour * person.hours - rule.rest
        person.fatigue = in_steps(clipped(tired))


def monthly_cost(model, place):
    """Return a place's running cost and its rent, cents a month."""
    rule = model.numbers.economy.places
    running = CENTS * (rule.fixed_cost + rule.seat_cost * place.seats)
    running += rule.equipment_upkeep * place.equipment_value
    rent = rule.seat_space * place.seats * place.cell.workspace_rent
    return round(running), 0 if place.owned else round(rent)


def pay_costs(model, place):
    """Take fees and credit in; pay costs and rent out; surplus goes to owners; or give notice."""
    rule, books = model.numbers.economy.places, model.books
    running, rent = monthly_cost(model, place)
    credit = place.grant_share if place.funder == STATE_CREDIT else 0.0
    paid_in = round(credit * (running + rent))
    place.cash += place.users * monthly_fee(model, place) + paid_in - running - rent
    books.pay(OUTSIDE, PLACES, "state credit", paid_in)
    books.pay(PLACES, OUTSIDE, "running costs", running)
    books.pay(PLACES, LANDLORDS, "workspace", rent)
    most = round(rule.kept_cash * (running + rent))
    if place.cash > most and place not in governed(model):
        books.pay(PLACES, OUTSIDE, "surplus", place.cash - most)
        place.cash = most
    if place.cash < -round(rule.notice * (running + rent)) and place.closing < 0:
        place.closing = model.month + 1


def adjust(model, place):
    """Raise the price of who is poor and losing, less so the more a grant covers; or lower it."""
    rule = model.numbers.economy.places
    cost = sum(monthly_cost(model, place))
    won = place.users * monthly_fee(model, place) + round(place.grant_share * cost) - cost
    step = 0.0
    if place.cash < rule.starting_cash * cost / 2 and won < 0:
        step += rule.price_step * (1 - rule.subsidy_dependence * place.grant_share)
    plenty = rule.kept_cash * cost / 2
    if place in governed(model):
        plenty = rule.starting_cash * cost
    if place.cash >= plenty and won > 0:
        step -= rule.price_step
    place.price = clipped(place.price + step, 0.0, rule.highest_price)
    place.stance = clipped(place.stance + step)


def rent(model):
    """Let asking rents of dwellings and workspace follow vacancy, then let developers build."""
    housing, cells = model.numbers.economy.housing, model.cells
    mean = model.block_kernel.mean
    vacant, homes = mean([c.vacant for c in cells]), mean([c.dwellings for c in cells])
    empty, floors = mean([c.floor_left for c in cells]), mean([c.workspace for c in cells])
    for k, cell in enumerate(cells):
        cell.rent *= change(housing, vacant[k] / max(homes[k], NOTHING))
        if floors[k] > NOTHING:
            cell.workspace_rent *= change(housing, empty[k] / floors[k])
    if housing.supply_elasticity > 0:
        at_first = CENTS * model.numbers.economy.work.workspace_rent
        dearness = [cell.rent / cell.rent_start for cell in cells]
        build(model, "dwellings", dearness, housing.build_lot)
        dearness = [cell.workspace_rent / at_first for cell in cells]
        build(model, "workspace", dearness, housing.build_lot * housing.lot_space)


def change(housing, vacancy):
    """Return by how much an asking rent is multiplied in a month."""
    moved = math.exp(housing.rent_speed * (housing.target_vacancy - vacancy))
    return clipped(moved, 1 - housing.rent_step, 1 + housing.rent_step)


def build(model, what, dearness, lot):
    """Build whole lots where the smoothed rent passes its trigger, at most one a block."""
    rule, cells = model.numbers.economy.housing, model.cells
    if max(dearness) <= rule.build_trigger:
        return
    smoothed = model.block_kernel.mean(dearness)
    over, called_for = {}, {}
    for cell in cells:
        stock = getattr(cell, what)
        excess = smoothed[cell.number] - rule.build_trigger
        if stock > 0 and excess > 0:
            over[cell] = excess
            wanted = min(rule.supply_elasticity * excess, rule.build_most) / MONTHS_OF_A_YEAR
            called_for[cell.block] = called_for.get(cell.block, 0) + wanted * stock
    waiting = model.unbuilt.setdefault(what, [0.0] * model.blocks_side**2)
    for block, wanted in called_for.items():
        waiting[block] += wanted
        if waiting[block] >= lot and wanted > 0:
            here = [cell for cell in over if cell.block == block]
            cell = min(here, key=lambda c: (getattr(c, what), -round(over[c], DIGITS)))
            setattr(cell, what, getattr(cell, what) + lot)
            if what == "dwellings":
                cell.vacant += lot
            waiting[block] -= lot
            model.count(f"built_{what}", lot)

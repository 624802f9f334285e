"""Public buildings: how many seats the money pays for, and how they are paid."""

import math
from dataclasses import dataclass

from tests.naive.reference.agents import CENTS, PUBLIC, ThirdPlace
from tests.naive.reference.books import PLACES
from tests.naive.reference.shares import WHOLE, in_steps
from tests.naive.reference.siting import choose_sites
from tests.naive.reference.support import support_of
from tests.naive.reference.upkeep import MONTHS_OF_A_YEAR

PEOPLE_PER_UNIT = 4000
IDENTITIES_OF_THE_OPENED, MONTHS, PLACES_A_MONTH = 2**60, 2**16, 2**12
NO_LEASE = -1


@dataclass
class Commitment:
    """What an instrument must pay each month, and for how long."""

    instrument: str
    account: str
    cents: int
    months: int


def annuity(model, euros):
    """Return the monthly payment on a sum borrowed for a building, cents."""
    public = model.numbers.economy.public
    months, monthly = months_of_payment(model), public.interest / MONTHS_OF_A_YEAR
    if monthly == 0:
        return round(CENTS * euros / months)
    return round(CENTS * euros * monthly / (1 - (1 + monthly) ** -months))


def months_of_payment(model):
    """Return for how many months a building is paid."""
    return model.numbers.economy.public.annuity_years * MONTHS_OF_A_YEAR


def fundable(model, cents, euros):
    """Return how many things of so many euros each can be borrowed for with so much a month."""
    count = int(cents // max(1, annuity(model, euros)))
    while count > 0 and annuity(model, count * euros) > cents:
        count -= 1
    return count


def commit(model, purse, cents):
    """Promise a monthly payment to Outside, from next month on."""
    months = months_of_payment(model)
    model.commitments.append(Commitment(purse.name, "building", cents, months))


def build_places(model, rule, purse):
    """Choose sites, borrow for the buildings, and announce when they open."""
    economy, plan = model.numbers.economy, model.numbers.city
    per_seat = economy.public.building * economy.places.seat_space
    committed = sum(each.cents for each in model.commitments if each.instrument == purse.name)
    may_commit = economy.public.commitments * purse.share - committed
    seats = fundable(model, may_commit, per_seat)
    wanted = rule.sites * (plan.people / PEOPLE_PER_UNIT) ** rule.size_exponent
    count = min(max(1, round(wanted)), seats // rule.smallest)
    if count == 0:
        return
    sites = choose_sites(model, count, rule, purse.jurisdiction)
    consult(model, rule, purse)
    built = []
    for number, cell in enumerate(sites):
        who = (purse.number * MONTHS + model.month) * PLACES_A_MONTH + number
        place = ThirdPlace(model, IDENTITIES_OF_THE_OPENED + who, cell, seats // len(sites))
        place.open, place.owned, place.lease_end = False, True, NO_LEASE
        place.price, place.openness, place.tenure = rule.price, rule.openness, rule.tenure
        place.admission = [
            1.0 if meant else rule.admits_others for meant in meant_by(model, rule.welcomes)
        ]
        place.origin, place.stance = PUBLIC, rule.market_tenure
        place.opened = model.month + rule.construction
        if rule.lease_months:
            place.lease_end = model.month + rule.construction + rule.lease_months
        place.grant_share, place.funder = rule.grant_share, purse.number
        if economy.public.rejected_sites:
            place.support = support_of(model, rule, place)
            place.rejected = place.support < economy.public.support_needed
        cell.public_capital += round(CENTS * place.seats * per_seat)
        built.append(place)
    model.places.extend(built)
    till = {place: economy.places.starting_cash * running(model, place) for place in built}
    pay_alike(purse, till)
    commit(model, purse, annuity(model, sum(place.seats for place in built) * per_seat))


def meant_by(model, names):
    """Say of each kind whether a list names it; if none lives here, whether it is creative."""
    kinds = model.numbers.population.kinds
    if set(names).isdisjoint(kinds):
        return [kind.creative for kind in kinds.values()]
    return [name in names for name in kinds]


def consult(model, rule, purse):
    """Let residents say where they want a place, which costs them hours and tires them."""
    economy, hours = model.numbers.economy, 0.0
    for person in model.people:
        mine = rule.governance * rule.meeting_hours * (person.participation / WHOLE)
        hours += round(mine, 2)
        tired = person.fatigue / WHOLE + economy.places.fatigue_per_hour * mine
        person.fatigue = in_steps(min(tired, 1.0))
    worth = CENTS * economy.public.shadow_wage * hours
    model.books.note(purse.name, "participation_time", round(worth))


def running(model, place):
    """Return what a place costs to run, machines apart, cents a month."""
    rule = model.numbers.economy.places
    return CENTS * (rule.fixed_cost + rule.seat_cost * place.seats)


def support(model, rule, purse, places):
    """Pay open places their share of running cost."""
    if places:
        pay_alike(purse, {place: rule.grant_share * running(model, place) for place in places})


def pay_alike(purse, wanted):
    """Pay places what they want, all the same share of it where the purse is short."""
    scale = min(1.0, purse.left / max(1.0, sum(wanted.values())))
    paid = {place: math.floor(cents * scale) for place, cents in wanted.items()}
    for place, cents in paid.items():
        place.cash += cents
    purse.spend("operation", PLACES, sum(paid.values()))

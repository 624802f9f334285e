"""What planners can do with money (docs/model.md, 5): one function for each instrument."""

import math

from tests.naive.reference.agents import CENTS, PER_THOUSAND, STATE_CREDIT, needing_equipment
from tests.naive.reference.books import LANDLORDS, OUTSIDE, PEOPLE
from tests.naive.reference.building import (
    annuity,
    build_places,
    commit,
    fundable,
    meant_by,
    pay_alike,
    support,
)
from tests.naive.reference.ground import kilometres
from tests.naive.reference.land import land_trust
from tests.naive.reference.siting import choose_sites


def third_places(model, rule, purse):
    """Build what is not yet built, then pay part of what the places cost to run."""
    if not mine(model, purse):
        build_places(model, rule, purse)
    support(model, rule, purse, [place for place in mine(model, purse) if place.open])


def mine(model, purse):
    """Return the places of an instrument that are open or being built."""
    return [
        place
        for place in model.places
        if place.funder == purse.number and (place.open or place.opened > model.month)
    ]


def cluster_zone(model, rule, purse):
    """Draw a zone and build in it, once; then spare its tenants rent, as far as the purse goes."""
    if purse.left == 0 and purse.share == 0:
        return
    ahead = model.numbers.economy.public.built_ahead
    drawn = any(cell.zone for cell in model.cells)
    if not drawn:
        draw_zone(model, rule, purse)
    if not drawn or not ahead:
        build_in_zone(model, rule, purse)
    space, rent = model.numbers.economy.work.space, 0.0
    for firm in model.open_firms():
        firm.in_zone = firm.cell.zone
        if firm.in_zone:
            rent += space * max(1, firm.jobs) * firm.cell.workspace_rent
    affordable = purse.left / rent if rent > 0 else 1.0
    model.offers.zone_discount = min(rule.discount, affordable)
    purse.spend("operation", LANDLORDS, int(model.offers.zone_discount * rent))


def draw_zone(model, rule, purse):
    """Choose the centre of the zone, and with it what lies around."""
    cell_km = model.numbers.city.cell_km
    (centre,) = choose_sites(model, 1, rule, purse.jurisdiction)
    for cell in purse.jurisdiction:
        cell.zone = kilometres(cell, centre, cell_km) <= rule.radius


def build_in_zone(model, rule, purse):
    """Borrow for workspace: all at once, or a lot in a month in which hardly any stands empty."""
    public, housing = model.numbers.economy.public, model.numbers.economy.housing
    zone = [cell for cell in model.cells if cell.zone]
    promised = [each for each in model.commitments if each.instrument == purse.name]
    may_commit = min(rule.build_share, public.commitments) * purse.share
    may_commit -= sum(each.cents for each in promised if each.account == "building")
    square_metres = fundable(model, may_commit, public.building)
    if not public.built_ahead:
        empty = sum(cell.floor_left for cell in zone)
        full = empty <= housing.target_vacancy * sum(cell.workspace for cell in zone)
        square_metres = min(square_metres, housing.build_lot * housing.lot_space if full else 0)
        zone = [min(zone, key=lambda cell: cell.workspace)]
    if square_metres == 0:
        return
    cost = square_metres * public.building
    fitting = int((1 - public.lot_mismatch) * square_metres)
    for cell, floor, worth in zip(
        zone, evenly(fitting, zone), evenly(round(CENTS * cost), zone), strict=True
    ):
        cell.workspace += floor
        cell.public_capital += worth
    commit(model, purse, annuity(model, cost))


def evenly(total, things):
    """Share out whole things evenly, the odd ones to the first."""
    each, odd = divmod(total, len(things))
    return [each + (k < odd) for k in range(len(things))]


def firm_attraction(model, rule, purse):
    """Hold out an incentive to firms that come; it is paid as they fill jobs."""
    model.offers.firm = round(CENTS * rule.per_job)
    model.offers.payer["firm"] = purse.name


def talent_attraction(model, rule, purse):
    """Spend on marketing, then hold out an incentive to those who are courted."""
    public, offers = model.numbers.economy.public, model.offers
    courted = [rule.courts_all or meant for meant in meant_by(model, rule.courts)]
    spent = int(min(purse.left, rule.marketing * purse.share))
    purse.spend("marketing", OUTSIDE, spent)
    pool = sum(kind.pool_share for kind, is_ in zip(model.kinds, courted, strict=True) if is_)
    knock = model.numbers.behaviour.come_and_go.knock / PER_THOUSAND
    each = spent / CENTS / max(1.0, pool * model.numbers.city.people * knock)
    for k, is_courted in enumerate(courted):
        offers.marketing[k] *= 1 - public.marketing_fading
        offers.marketing[k] += each if is_courted else 0.0
        heard = math.log1p(offers.marketing[k] / public.marketing_scale)
        offers.awareness[k] = public.marketing_weight * heard
        offers.talent[k] = round(CENTS * rule.incentive) if is_courted else 0
    offers.talent_months = rule.months
    offers.payer["talent"] = purse.name


def event_programming(model, rule, purse):
    """Pay for the level aimed at in all open places, or as much of it as the purse allows."""
    scale = model.numbers.economy.public.programming_scale
    for place in model.places:
        place.programming = 0.0
    places = model.open_places()
    seats = sum(place.seats for place in places)
    if seats == 0:
        return
    per_seat = -scale * math.log1p(-rule.level)
    spent = int(min(purse.left, CENTS * per_seat * seats))
    for place in places:
        place.programming = 1 - math.exp(-spent / CENTS / seats / scale)
    purse.spend("programming", OUTSIDE, spent)


def equipment(model, rule, purse):
    """Pay for the upkeep of machines, then equip the place that has fewest."""
    prices, places = model.numbers.economy.places, model.open_places()
    upkeep = {}
    for place in places:
        credit = place.grant_share if place.funder == STATE_CREDIT else 0.0
        upkeep[place] = prices.equipment_upkeep * place.equipment_value * (1 - credit)
    pay_alike(purse, upkeep)
    cost = round(CENTS * prices.technique_cost)
    most = min(rule.techniques, prices.equipped_techniques)
    while purse.left >= cost and places:
        poorest = min(places, key=lambda place: (len(place.equipment), place.identity))
        if len(poorest.equipment) >= most:
            return
        held = len(poorest.equipment) + 1
        poorest.equipment = poorest.equipment | needing_equipment(held)
        poorest.equipment_value += cost
        purse.spend("equipment", OUTSIDE, cost)


def commons_fund(model, rule, purse):
    """Hold out a bounty for ideas released openly, if the purse can pay one."""
    offered = round(CENTS * rule.bounty)
    model.offers.bounty = offered if purse.left >= offered else 0
    model.offers.payer["bounty"] = purse.name


def cash_transfer(model, rule, purse):
    """Pay out the purse, per head; what does not divide waits."""
    people = model.people
    each = purse.left // len(people) if people else 0
    for person in people:
        person.transfer += each
    purse.spend("transfer", PEOPLE, each * len(people))


def digital_layer(model, rule, purse):
    """Pay for a level in all open places; it reaches as far as they are open."""
    model.offers.online = model.offers.stay_home = 0.0
    places = model.open_places()
    seats = sum(place.seats for place in places)
    if seats == 0:
        return
    spent = int(min(purse.left, CENTS * -rule.scale * math.log1p(-rule.level) * len(places)))
    reached = 1 - math.exp(-spent / CENTS / len(places) / rule.scale)
    shown = sum(place.openness * place.seats for place in places) / seats
    model.offers.online = rule.audience * reached * shown
    model.offers.stay_home = rule.displaces * model.offers.online
    purse.spend("operation", OUTSIDE, spent)


INSTRUMENTS = {
    "FlagshipBuilding": third_places,
    "ThirdPlaceGrant": third_places,
    "ClusterZone": cluster_zone,
    "FirmAttraction": firm_attraction,
    "TalentAttraction": talent_attraction,
    "EventProgramming": event_programming,
    "Equipment": equipment,
    "CommonsFund": commons_fund,
    "CashTransfer": cash_transfer,
    "LandTrust": land_trust,
    "DigitalLayer": digital_layer,
}

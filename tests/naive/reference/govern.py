"""A month begins: the fate of third places (docs/model.md, 4.1)."""

import math

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import CENTS, GRASSROOTS, TENURE_COMMONS, ThirdPlace
from tests.naive.reference.books import OUTSIDE, PEOPLE, PLACES
from tests.naive.reference.chance import ALWAYS
from tests.naive.reference.employers import IDENTITIES_OF_THE_FOUNDED, MONTHS
from tests.naive.reference.ground import kilometres
from tests.naive.reference.shares import in_proportion
from tests.naive.reference.start import months_left, tenure_of
from tests.naive.reference.upkeep import MONTHS_OF_A_YEAR

LOST, FIRST_TRY, TRIES, TURNED = 1, 2, 6, 8  # draws of PLANNER


def begin(model):
    """Turn the page."""
    model.month += 1
    model.books.month.clear()
    model.happened = {}
    for person in [*model.people, *model.emigrants]:
        person.transfer = 0


def govern(model):
    """Let public capital wear; open, close, move and found third places."""
    wear = model.numbers.economy.public.wear / MONTHS_OF_A_YEAR
    for cell in model.cells:
        cell.public_capital -= math.floor(cell.public_capital * wear)
    for place in model.places:
        if place.opened == model.month and not place.open and place.closing < 0:
            place.open = True
            model.count("places_opened")
    for place in model.open_places():
        if place.closing == model.month:
            close_place(model, place)
    stays = (1 - model.numbers.economy.public.turned_over) ** (1 / MONTHS_OF_A_YEAR)
    for place in model.open_places():
        if place.rejected:
            drawn = model.luck.uniform(Purpose.PLANNER, model.month, place.identity, TURNED)
            if drawn < 1 - stays:
                turn_over(model, place)
    for place in model.open_places():
        if place.lease_end == model.month:
            end_lease(model, place)
    found_places(model)


def close_place(model, place):
    """Close a place, settle its cash, and free its floor."""
    if place.cash < 0:
        model.books.pay(OUTSIDE, PLACES, "bad debts", -place.cash)
    else:
        model.books.pay(PLACES, OUTSIDE, "closed places", place.cash)
    place.cash, place.open, place.closed, place.programming = 0, False, model.month, 0.0
    if not place.owned:
        place.cell.workspace_used -= floor_of(model, place.seats)
    for person in [*model.people, *model.emigrants]:
        if person.usual is place:
            person.usual = None
    model.count("places_closed")


def turn_over(model, place):
    """Close a rejected site; what the city built there is let to firms."""
    close_place(model, place)
    if place.owned:
        place.cell.workspace += floor_of(model, place.seats)
    model.count("places_turned")


def floor_of(model, seats):
    """Return the workspace that a place of so many seats rents, m2."""
    return math.ceil(model.numbers.economy.places.seat_space * seats)


def end_lease(model, place):
    """Renew a place's lease; some are lost, and the place moves nearby or closes."""
    rule = model.numbers.economy.places
    place.lease_end = model.month + rule.lease_months
    drawn = model.luck.uniform(Purpose.PLANNER, model.month, place.identity, LOST)
    governed = rule.commons_governed and place.tenure == TENURE_COMMONS
    if drawn < (rule.commons_lease_loss if governed else rule.lease_loss):
        there = None if place.owned else find_room(model, place)
        if there is None:
            close_place(model, place)
            return
        floor = floor_of(model, place.seats)
        place.cell.workspace_used -= floor
        there.workspace_used += floor
        place.cell = there
        model.count("places_moved")


def find_room(model, place):
    """Return another cell with room for a place, drawn by the block kernel, or None."""
    for k in range(FIRST_TRY, FIRST_TRY + TRIES):
        drawn = model.luck.uniform(Purpose.PLANNER, model.month, place.identity, k)
        there = model.block_kernel.drawn(place.cell.number, drawn)
        cell = None if there is None else model.cells[there]
        if cell and cell is not place.cell and cell.floor_left >= floor_of(model, place.seats):
            return cell
    return None


def found_places(model):
    """Let groups open the places they announced, near ones together, if all can pay."""
    rule = model.numbers.economy.places
    waiting = [
        (leader, group)
        for leader, group in sorted(model.announced_places, key=lambda each: each[0].identity)
        if leader.here
        and not any(near(model, leader.home, place.cell) for place in model.open_places())
    ]
    model.announced_places = []
    while waiting:
        first = waiting[0][0]
        together = [
            each for each in waiting if near(model, first.home, each[0].home, first is each[0])
        ]
        waiting = [each for each in waiting if each not in together]
        members = {person for _, group in together for person in group if person.here}
        model.count("groups_merged", len(together) - 1)
        if collect(model, sorted(members, key=lambda person: person.identity)):
            open_place(model, first, rule)


def near(model, one, other, same=False):
    """Say whether two cells are so near that one place serves both."""
    apart = kilometres(one, other, model.numbers.city.cell_km)
    return same or apart < model.numbers.economy.places.founding_distance


def collect(model, members):
    """Take the founding money from a group, in proportion to savings; say whether it sufficed."""
    needed = round(CENTS * model.numbers.economy.places.founding_savings)
    have = [person.savings for person in members]
    if sum(have) < needed:
        return False
    for person, part in zip(members, in_proportion(needed, have), strict=True):
        person.savings -= part
    model.books.pay(PEOPLE, PLACES, "founding", needed)
    return True


def open_place(model, leader, rule):
    """Open a place that a group founds where its leader lives, on a floor fitted out for it."""
    who = IDENTITIES_OF_THE_FOUNDED + leader.identity * MONTHS + model.month
    place = ThirdPlace(model, who, leader.home, rule.founding_seats)
    place.price, place.openness = rule.starting_price, rule.starting_openness
    place.origin, place.tenure = GRASSROOTS, tenure_of(model, who)
    if model.luck.uniform(Purpose.BIRTH_PLACE, ALWAYS, who, 3) < rule.state_credit_share:
        place.grant_share = rule.grant_share
    place.lease_end, place.opened = model.month + 1 + months_left(model, who), model.month
    place.cash = round(CENTS * rule.founding_savings)
    cell = leader.home
    cell.workspace_used += floor_of(model, rule.founding_seats)
    cell.workspace = max(cell.workspace, cell.workspace_used)
    model.places.append(place)
    model.count("places_founded")

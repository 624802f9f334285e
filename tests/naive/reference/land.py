"""A trust that buys rooms of third places and empty homes (docs/model.md, 5)."""

import math

from tests.naive.reference.agents import CENTS, TENURE_COMMONS
from tests.naive.reference.books import LANDLORDS, OUTSIDE
from tests.naive.reference.building import NO_LEASE, Commitment, annuity, months_of_payment
from tests.naive.reference.upkeep import MONTHS_OF_A_YEAR


def land_trust(model, rule, purse):
    """Buy the rooms whose leases end next, then the cheapest homes that stand empty."""
    rented = [p for p in model.open_places() if not p.owned and p.cell in purse.jurisdiction]
    for place in sorted(rented, key=lambda place: (place.lease_end, place.identity)):
        space = model.numbers.economy.places.seat_space * place.seats
        if not buys(model, rule, purse, "land", space * place.cell.workspace_rent):
            break
        place.cell.workspace -= math.ceil(space)
        place.cell.workspace_used -= math.ceil(space)
        place.owned, place.lease_end, place.tenure = True, NO_LEASE, TENURE_COMMONS
    offered = [cell for cell in model.cells if cell.vacant and cell in purse.jurisdiction]
    for cell in sorted(offered, key=lambda cell: (cell.rent, cell.number)):
        for _ in range(cell.vacant):
            if not buys(model, rule, purse, "homes", cell.rent):
                return
            cell.vacant, cell.dwellings = cell.vacant - 1, cell.dwellings - 1
            cell.regulated, cell.vacant_regulated = cell.regulated + 1, cell.vacant_regulated + 1


def buys(model, rule, purse, account, rent):
    """Pay for land with so much rent a month out of what is meant for it; say whether it could."""
    part = rule.homes if account == "homes" else 1 - rule.homes
    price = round(rule.years * MONTHS_OF_A_YEAR * rent)
    if not part:
        return False
    if not rule.on_credit:
        enough = price <= part * purse.left
        if enough:
            purse.spend(account, LANDLORDS, price)
        return enough
    monthly = annuity(model, price / CENTS)
    bound = sum(
        c.cents for c in model.commitments if (c.instrument, c.account) == (purse.name, account)
    )
    if bound + monthly > part * model.numbers.economy.public.commitments * purse.share:
        return False
    model.commitments.append(Commitment(purse.name, account, monthly, months_of_payment(model)))
    model.books.pay(OUTSIDE, LANDLORDS, "land loans", price)
    return True

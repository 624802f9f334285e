"""The month closes: homes freed are vacant, and everything adds up (docs/model.md, 4.14)."""

from tests.naive.reference.books import FIRMS, PEOPLE, PLACES, PURSE


def settle(model):
    """Let homes freed this month be let from the next, and check the books."""
    for cell, regulated in model.vacated:
        if regulated:
            cell.vacant_regulated += 1
        else:
            cell.vacant += 1
    model.vacated = []
    balance = model.books.balance
    assert sum(balance.values()) == 0
    assert balance[PEOPLE] == sum(person.savings for person in model.people)
    assert balance[FIRMS] == sum(firm.capital for firm in model.firms)
    assert balance[PLACES] == sum(place.cash for place in model.places)
    assert balance[PURSE] == sum(model.purses.values()) + sum(model.reserved.values())
    for cell in model.cells:
        housed = [p for p in model.residents(cell) if p.housed]
        assert cell.regulated == cell.vacant_regulated + sum(p.regulated for p in housed)
        assert cell.dwellings == cell.vacant + sum(not p.regulated for p in housed)

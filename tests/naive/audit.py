"""What should be there, as bags of names from which everything found is taken out."""

from collections import Counter
from itertools import groupby

FREE, REGULATED = False, True


def homes_missing(
    order, housed, regulated, home, dwellings, vacant, dwellings_regulated, vacant_regulated
):
    """Put the address of every dwelling in a bag; take out the vacant ones and those lived in."""
    cells = range(len(vacant))
    empty = {FREE: vacant.tolist(), REGULATED: vacant_regulated.tolist()}
    bag = Counter()
    for sort, stock in ((FREE, dwellings), (REGULATED, dwellings_regulated)):
        bag.update({(sort, cell): int(stock[cell]) for cell in cells})
        bag.subtract({(sort, cell): empty[sort][cell] for cell in cells})
    tenants = [person for person in order.tolist() if housed[person]]
    bag.subtract((bool(regulated[person]), int(home[person])) for person in tenants)
    nothing_owed = min(empty[FREE] + empty[REGULATED]) >= 0
    missing = [[bag[sort, cell] for cell in cells] for sort in (FREE, REGULATED)]
    return nothing_owed and not any(bag.values()), missing


def count_people(order, identity, home, workplace, status, present, n_firms):
    """Compare the list with itself put in order, and read off names, homes and crews."""
    names = identity[order].tolist()
    crews = [[person for person in order if workplace[person] == firm] for firm in range(n_firms)]
    return (
        names == sorted(set(names)),
        min(home[order].tolist(), default=0) >= 0,
        len([each for each in status.tolist() if each == present]),
        [len(crew) for crew in crews],
    )


def fullest_half_days(place, slot, n_places, slots):
    """Sort a ticket (place, round, half day) for every visit; alike ones then lie together."""
    tickets = sorted(
        (there, r, half_day)
        for where, when in zip(place.tolist(), slot.tolist(), strict=True)
        for r, (there, half_day) in enumerate(zip(where, when, strict=True))
    )
    piles = [(sitting[0], len(list(alike))) for sitting, alike in groupby(tickets)]
    return [max([high for there, high in piles if there == p], default=0) for p in range(n_places)]


def floors_used(n_cells, is_open, cell, jobs, space, rented, place_cell, place_floor):
    """Ask in every cell who stands there."""
    firms = {f for f, there in enumerate(is_open.tolist()) if there}
    places = {p for p, there in enumerate(rented.tolist()) if there}
    return [
        space * sum(max(1, int(jobs[f])) for f in firms if cell[f] == here)
        + sum(int(place_floor[p]) for p in places if place_cell[p] == here)
        for here in range(n_cells)
    ]

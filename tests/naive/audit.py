"""What should be there, counted name by name."""

from collections import Counter


def homes_missing(
    order, housed, regulated, home, dwellings, vacant, dwellings_regulated, vacant_regulated
):
    let = Counter(
        (bool(regulated[person]), int(home[person])) for person in order if housed[person]
    )
    stocks = ((dwellings, vacant), (dwellings_regulated, vacant_regulated))
    missing = [
        [int(all_of_them[cell] - empty[cell]) - let[bool(sort), cell] for cell in range(len(empty))]
        for sort, (all_of_them, empty) in enumerate(stocks)
    ]
    most_owed = min(min(empty.tolist()) for _, empty in stocks)
    return not any(any(line) for line in missing) and most_owed >= 0, missing


def count_people(order, identity, home, workplace, status, present, n_firms):
    names = identity[order].tolist()
    at_work = Counter(workplace[order].tolist())
    return (
        names == sorted(set(names)),
        all(cell >= 0 for cell in home[order].tolist()),
        status.tolist().count(present),
        [at_work[firm] for firm in range(n_firms)],
    )


def fullest_half_days(place, slot, n_places, slots):
    sitting = Counter()
    for where, when in zip(place.tolist(), slot.tolist(), strict=True):
        for r, (there, half_day) in enumerate(zip(where, when, strict=True)):
            sitting[there, r, half_day] += 1
    return [
        max([number for (there, *_), number in sitting.items() if there == p], default=0)
        for p in range(n_places)
    ]


def floors_used(n_cells, is_open, cell, jobs, space, rented, place_cell, place_floor):
    stands = [(int(cell[f]), space * max(1, int(jobs[f]))) for f, o in enumerate(is_open) if o]
    stands += [(int(place_cell[p]), int(place_floor[p])) for p, r in enumerate(rented) if r]
    return [sum(floor for there, floor in stands if there == here) for here in range(n_cells)]

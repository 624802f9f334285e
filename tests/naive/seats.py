"""At the door of each place: who comes, who sits down, who is counted."""

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import accumulate, pairwise, product

import numpy as np

from sim.kernels.luck import Purpose
from tests.naive import luck

ROUNDS = range(4)
STAYS = -1


def take_seats(
    seed, month, identity, kind, place, slot, start, member, place_seats, place_admission, n_slots
):
    """Line up those who come to each sitting; ``start`` and ``member`` are not looked at."""
    sittings = defaultdict(list)
    for person, r in product(range(len(identity)), ROUNDS):
        if place[person, r] != STAYS:
            p, who = int(place[person, r]), identity[person]
            drawn = luck.uniform(seed, Purpose.SEAT, month, who, r)
            weight = place_admission[p][kind[person]]
            wait = -math.log(1 - drawn) / weight if weight > 0 else math.inf
            sittings[p, r, slot[person, r]].append((wait, who, person))
    in_vain = {
        sitting: sorted(comers)[int(place_seats[sitting[0]]) :]
        for sitting, comers in sittings.items()
    }
    turned_away = Counter()
    for (p, r, _), late in in_vain.items():
        turned_away[p] += len(late)
        for *_, person in late:
            place[person, r] = slot[person, r] = STAYS
    return [turned_away[p] for p in range(len(place_seats))]


def group_visits(order, place, slot, n_places, n_slots):
    """Sort a card (place, round, half day, turn, person) for every visit, and look them up."""
    cards = sorted(
        (int(place[person, r]), r, int(slot[person, r]), turn, person)
        for turn, person in enumerate(order.tolist())
        for r in ROUNDS
        if place[person, r] != STAYS
    )
    sittings = list(product(range(n_places), ROUNDS, range(n_slots)))
    first = [bisect_right(cards, (*sitting, -1)) for sitting in sittings]
    return [*first, len(cards)], [person for *_, person in cards]


def keep_seated(place, start, member, n_slots):
    """Let those in each group say whether they are still there."""
    groups = [member[first:last].tolist() for first, last in pairwise(start)]
    seated = [
        [person for person in group if place[person, g // n_slots % len(ROUNDS)] != STAYS]
        for g, group in enumerate(groups)
    ]
    return [0, *accumulate(map(len, seated))], [person for group in seated for person in group]


def count_visits(place, order, pole, fee):
    """Keep everybody's diary, and a guest book for every place."""
    diary = {int(person): [p for p in place[person].tolist() if p != STAYS] for person in order}
    guests = [{person for person, went in diary.items() if p in went} for p in range(len(fee))]
    visits = Counter(p for went in diary.values() for p in went)
    fields = [Counter(int(pole[person]) for person in book) for book in guests]
    rows = range(len(place))
    return (
        [visits[p] for p in range(len(fee))],
        [len(book) for book in guests],
        [[count[field] for field in range(3)] for count in fields],
        [(diary.get(row) or [STAYS])[-1] for row in rows],
        [sum(int(fee[p]) for p, book in enumerate(guests) if row in book) for row in rows],
    )


def note_visits(place, order, pole, fee, usual, owes, visits, users, company):
    """Copy the diaries and guest books out, and list who was where last."""
    *counts, by_field, latest, owed = count_visits(place, order, pole, fee)
    visits[:], users[:], owes[:] = *counts, owed
    parts = [[of_field / max(sum(each), 1) for of_field in each] for each in by_field]
    company[:] = np.reshape(parts, company.shape)
    went = [row for row, last in enumerate(latest) if last != STAYS]
    usual[went] = [latest[row] for row in went]
    circles = [[person for person in order if latest[person] == p] for p in range(len(fee))]
    return [0, *accumulate(map(len, circles))], [person for each in circles for person in each]

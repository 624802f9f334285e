"""What an observer counts, as lists of stories counted afterwards."""

from collections import Counter

from tests.naive import space
from tests.naive.arithmetic import in_steps

N_FIELDS = 3
WHOLE = 65_535


def measure_ties(month, order, pole, home, tie_other, tie_strength, tie_born, strong, side, cell):
    stories, full = [], 0
    for person in order:
        slots = zip(tie_other[person], tie_strength[person], tie_born[person], strict=True)
        ties = [slot for slot in slots if slot[0] >= 0]
        full += len(ties) == len(tie_other[person])
        for other, strength, born in ties:
            far = space.distance_km(home[person], home[other], side, cell)
            fields = int(pole[person]), int(pole[other])
            stories.append(
                (fields, int(strength) >= in_steps(strong), round(1000 * far), int(month - born))
            )
    pairs = Counter(fields for fields, *_ in stories)
    mixing = [[pairs[mine, hers] for hers in range(N_FIELDS)] for mine in range(N_FIELDS)]
    metres = [sum(far for _, s, far, _ in stories if s == which) for which in (False, True)]
    count = [sum(s == which for _, s, _, _ in stories) for which in (False, True)]
    return mixing, full, metres, count, sum(age for *_, age in stories)


def add_up_fields(order, kind, field, n_kinds):
    of_kind = [[person for person in order if kind[person] == k] for k in range(n_kinds)]
    axes = range(len(field[0]))
    total = [[sum(int(field[p][axis]) / WHOLE for p in some) for axis in axes] for some in of_kind]
    return total, [len(some) for some in of_kind]


def count_in_reach(order, home, kind, near, place_cell, place_open, admission, least, side):
    places = [p for p, is_open in enumerate(place_open) if is_open]
    worth = (
        [
            space.near_to(home[who], place_cell[p], near, side) * admission[p][kind[who]]
            for p in places
        ]
        for who in order
    )
    return sum(max(to_her, default=0) >= least for to_her in worth)


def measure_homes(order, home, kind, income, rent, block_of, creative, n_blocks):
    earned = [max(int(income[person]), 1) for person in order]
    burden = [int(rent[person]) / mine for person, mine in zip(order, earned, strict=True)]
    there = Counter(int(block_of[home[person]]) for person in order)
    ours = Counter(int(block_of[home[person]]) for person in order if creative[kind[person]])
    blocks = range(n_blocks)
    return earned, burden, [there[block] for block in blocks], [ours[block] for block in blocks]

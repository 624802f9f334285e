"""Ties as a list of stories, counted afterwards."""

from collections import Counter

from tests.naive import space
from tests.naive.arithmetic import in_steps

N_FIELDS = 3


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

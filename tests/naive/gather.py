"""An evening out, person by person: what is each place worth to her, does she go, where to."""

import math
from collections import Counter, defaultdict
from itertools import accumulate

from sim.kernels.luck import Purpose
from tests.naive import luck
from tests.naive.arithmetic import share
from tests.naive.space import near_to

ROUNDS = range(4)
STAYS = -1
EVER = 0


def appeal(near, welcome, fee, income, fee_scale, bonus, most_bonus):
    if fee > 0 and income <= 0:
        return 0.0
    dear = fee / (fee_scale * income) if fee > 0 else 0.0
    return math.prod((near, welcome, 1 + bonus)) / (1 + dear) / (1 + most_bonus)


def choose_places(
    seed,
    month,
    order,
    identity,
    kind,
    home,
    usual,
    pole,
    participation,
    fatigue,
    income,
    near,
    reach_start,
    reach_place,
    place_cell,
    place_fee,
    place_welcome,
    block_best,
    place_company,
    side,
    block_cells,
    fee_scale,
    habit,
    company,
    going_out,
    sharpness,
    n_slots,
    slot_habit,
    place,
    slot,
):
    """Ask every open place, however far; blocks and their best are not looked at."""
    is_open = sorted({int(p) for p in reach_place})
    for person in order:
        who = identity[person]
        worth = {
            p: appeal(
                near_to(home[person], place_cell[p], near, side),
                place_welcome[p][kind[person]],
                place_fee[p],
                income[person],
                fee_scale,
                habit * (p == usual[person]) + company * place_company[p][pole[person]],
                habit + company,
            )
            for p in is_open
        }
        worth = {p: a for p, a in worth.items() if a > 0}
        lively = going_out * float(share(participation[person]) * (1 - share(fatigue[person])))
        chance = min(1, lively * max(worth.values(), default=0))
        for r in ROUNDS:
            if luck.uniform(seed, Purpose.GO_OUT, month, who, r) >= chance:
                continue
            drawn = luck.uniform(seed, Purpose.WHICH_PLACE, month, who, r)
            place[person][r] = _among(worth, sharpness, drawn)
            drawn = luck.uniform(seed, Purpose.WHICH_SLOT, month, who, r)
            if luck.uniform(seed, Purpose.WHICH_SLOT, month, who, len(ROUNDS) + r) < slot_habit:
                drawn = luck.uniform(seed, Purpose.WHICH_SLOT, EVER, who, 0)
            slot[person][r] = math.floor(drawn * n_slots)


def _among(worth, sharpness, drawn):
    """Draw one place, in proportion to a power of what it is worth."""
    weight = {p: a**sharpness for p, a in worth.items()}
    level = drawn * math.fsum(weight.values())
    running = dict(zip(weight, accumulate(weight.values()), strict=True))
    return next((p for p, reached in running.items() if reached > level), max(running))


def take_seats(
    seed,
    month,
    identity,
    kind,
    place,
    slot,
    start,
    member,
    place_seats,
    place_admission,
    n_slots,
):
    """Line up those who come to each sitting; ``start`` and ``member`` are not looked at."""
    sittings = defaultdict(list)
    for person, r in ((person, r) for person in range(len(identity)) for r in ROUNDS):
        if place[person, r] != STAYS:
            sittings[place[person, r], r, slot[person, r]].append(person)
    turned_away = Counter()
    for (p, r, _), comers in sittings.items():
        if len(comers) <= place_seats[p]:
            continue

        def waiting(person, p=p, r=r):
            weight = place_admission[p][kind[person]]
            drawn = luck.uniform(seed, Purpose.SEAT, month, identity[person], r)
            return (-math.log(1 - drawn) / weight if weight > 0 else math.inf, identity[person])

        for person in sorted(comers, key=waiting)[place_seats[p] :]:
            place[person, r] = slot[person, r] = STAYS
            turned_away[p] += 1
    return [turned_away[p] for p in range(len(place_seats))]


def group_visits(order, place, slot, n_places, n_slots):
    """Fill a list for every sitting."""
    sittings = defaultdict(list)
    for person in order.tolist():
        for r in ROUNDS:
            if place[person, r] != STAYS:
                sittings[int(place[person, r]), r, int(slot[person, r])].append(person)
    every = [sittings[p, r, s] for p in range(n_places) for r in ROUNDS for s in range(n_slots)]
    return [0, *accumulate(map(len, every))], [row for rows in every for row in rows]


def count_visits(place, order, pole, fee):
    diary = {int(person): [p for p in place[person].tolist() if p != STAYS] for person in order}
    visits = Counter(p for went in diary.values() for p in went)
    users = Counter(p for went in diary.values() for p in set(went))
    fields = Counter((p, int(pole[person])) for person, went in diary.items() for p in set(went))
    everywhere = range(len(fee))
    owes = {person: sum(int(fee[p]) for p in set(went)) for person, went in diary.items()}
    return (
        [visits[p] for p in everywhere],
        [users[p] for p in everywhere],
        [[fields[p, field] for field in range(3)] for p in everywhere],
        [diary[row][-1] if diary.get(row) else STAYS for row in range(len(place))],
        [owes.get(row, 0) for row in range(len(place))],
    )

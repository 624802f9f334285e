"""Going out and meeting (docs/model.md, 4.2 and 4.3)."""

import math
from collections import defaultdict

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import CENTS, FIELDS, ROUNDS, Round
from tests.naive.reference.chance import ALWAYS, pick, pick_by_weight, rank
from tests.naive.reference.ground import pull
from tests.naive.reference.shares import WHOLE

PLACE, WORK, BLOCK, DISTRICT, TIE, TIE_OF_TIE, ONLINE = range(1, 8)
TRIES = 4


def gather(model):
    """Let people go out and take seats; users owe their fee."""
    for person in model.people:
        person.rounds = [Round() for _ in range(ROUNDS)]
    standing = {place: quality(model, place) for place in model.open_places()}
    for person in model.people:
        head_out(model, person, standing)
    turned_away = take_seats(model)
    remember_visits(model, turned_away)


def monthly_fee(model, place):
    """Return what a place asks a user for a month, cents."""
    return round(CENTS * model.numbers.economy.places.fee * place.price)


def quality(model, place):
    """Return how a place is found: kept up, and with a seat left, as last month shows."""
    waiting = place.backlog / max(place.seats, 1)
    came = place.visits + place.turned_away
    seated = place.visits / came if came else 1.0
    return seated / (1 + waiting / model.numbers.economy.places.backlog_half)


def appeal(model, person, place, standing):
    """Return what a place is worth to a person, in [0, 1]."""
    rule = model.numbers.behaviour.gather
    fee = monthly_fee(model, place)
    if fee == 0:
        affordable = 1.0
    elif person.income <= 0:
        affordable = 0.0
    else:
        affordable = 1 / (1 + fee / (rule.fee_scale * person.income))
    bonus = rule.company * place.company[person.pole]
    if person.usual is place:
        bonus += rule.habit
    admission = place.admission[person.kind_number]
    worth = pull(model, person.home, place) * admission * affordable * standing
    return worth * (1 + bonus) / (1 + rule.habit + rule.company)


def head_out(model, person, standing):
    """Decide in which rounds she goes out, to which place, in which half day."""
    rule, luck = model.numbers.behaviour.gather, model.luck
    places = list(standing)
    worth = [appeal(model, person, place, standing[place]) for place in places]
    ready = person.participation / WHOLE * (1 - person.fatigue / WHOLE)
    chance = rule.going_out * ready * max(worth, default=0.0)
    who, month = person.identity, model.month
    out = luck.four(Purpose.GO_OUT, month, who)
    if min(out) >= chance:
        return
    weights = [a**rule.sharpness if a > 0 else 0.0 for a in worth]
    which = luck.four(Purpose.WHICH_PLACE, month, who)
    any_time, by_habit = (luck.four(Purpose.WHICH_SLOT, month, who, block) for block in (0, 1))
    usual_time = luck.uniform(Purpose.WHICH_SLOT, ALWAYS, who)
    for r, each in enumerate(person.rounds):
        if out[r] < chance:
            each.place = pick_by_weight(which[r], places, weights)
            when = usual_time if by_habit[r] < rule.slot_habit else any_time[r]
            each.half_day = rank(when, rule.slots)


def sittings(model):
    """Return who is in which place in which round and half day, by identity."""
    together = defaultdict(list)
    for person in model.people:
        for r, each in enumerate(person.rounds):
            if each.place:
                together[each.place, r, each.half_day].append(person)
    return together


def take_seats(model):
    """Seat those who come to a place in one half day, and send the rest home."""
    turned_away = defaultdict(int)
    for (place, r, _), comers in sittings(model).items():

        def wait(person, place=place, r=r):
            drawn = model.luck.uniform(Purpose.SEAT, model.month, person.identity, r)
            return -math.log(1 - drawn) / place.admission[person.kind_number]

        for person in sorted(comers, key=wait)[place.seats :]:
            person.rounds[r] = Round()
            turned_away[place] += 1
    return turned_away


def remember_visits(model, turned_away):
    """Count visits; the last place of the month becomes the usual one, and every place is owed."""
    for place in model.places:
        visits = [p for p in model.people for each in p.rounds if each.place is place]
        users = list(dict.fromkeys(visits))
        place.visits, place.users = len(visits), len(users)
        place.turned_away = turned_away[place]
        by_field = [sum(p.pole == axis for p in users) for axis in range(FIELDS)]
        place.company = [count / max(len(users), 1) for count in by_field]
        place.visitors = []
        model.count("visits", place.visits)
        model.count("turned_away", place.turned_away)
    for person in model.people:
        went = [each.place for each in person.rounds if each.place]
        person.fees = sum(monthly_fee(model, place) for place in dict.fromkeys(went))
        if went:
            person.usual = went[-1]
            person.usual.visitors.append(person)
            model.count("users")


def meet(model):
    """Give every round of every person at most one meeting."""
    go_to_work(model)
    rule = model.numbers.behaviour.meet
    for (place, r, _), present in sittings(model).items():
        meet_in_rooms(model, present, r, place.programming, rule.place_exponent, PLACE)
    at_work = defaultdict(list)
    for person in model.people:
        for r, each in enumerate(person.rounds):
            if each.firm:
                at_work[each.firm, r].append(person)
    for (_, r), present in at_work.items():
        meet_in_rooms(model, present, r, 0.0, 1.0, WORK)
    meet_from_home(model)


def go_to_work(model):
    """Let those who have a job and are not out be at work, in some rounds."""
    share = model.numbers.behaviour.meet.work_share
    for person in model.people:
        drawn = model.luck.four(Purpose.MODE, model.month, person.identity, 0)
        for r, each in enumerate(person.rounds):
            if person.workplace and not each.place and drawn[r] < share:
                each.firm = person.workplace


def meet_in_rooms(model, present, r, programming, exponent, channel):
    """Spread people over rooms, by habit or by this month's luck, and let each room pair up."""
    rule, luck = model.numbers.behaviour.meet, model.luck
    rooms = math.ceil(len(present) / rule.room_size)

    def rank_of(person):
        if luck.uniform(Purpose.ROOM, model.month, person.identity, r) < programming:
            return luck.uniform(Purpose.ROOM, model.month, person.identity, ROUNDS + r)
        return luck.uniform(Purpose.ROOM_HABIT, ALWAYS, person.identity)

    seated = sorted(present, key=rank_of) if rooms > 1 else present
    room_of = {person: k * rooms // len(present) for k, person in enumerate(seated)}
    crowding = rule.crowding * (1 - programming)
    scale = (len(present) / rule.room_size) ** (exponent - 1)
    for room in range(rooms):
        inside = [person for person in present if room_of[person] == room]
        pair_up(model, inside, r, crowding, scale, channel)


def pair_up(model, inside, r, crowding, scale, channel):
    """Pair the people of a room by luck; each pair meets or passes by."""
    others = len(inside) - 1
    if others < 1:
        return
    chance = others / (others + crowding) * scale
    in_turn = sorted(
        inside, key=lambda p: model.luck.uniform(Purpose.PAIR, model.month, p.identity, r)
    )
    for one, other in zip(in_turn[::2], in_turn[1::2], strict=False):
        first = min(one.identity, other.identity)
        if model.luck.uniform(Purpose.PAIR_MEETS, model.month, first, r) < chance:
            one.rounds[r].partner, other.rounds[r].partner = other, one
            one.rounds[r].channel = other.rounds[r].channel = channel


def meet_from_home(model):
    """Give each round at home a possible meeting; the other need not have noticed it."""
    rule, luck, month = model.numbers.behaviour.meet, model.luck, model.month
    residents = defaultdict(list)
    for person in model.people:
        residents[person.home.number].append(person)
    for person in model.people:
        happens = luck.four(Purpose.MODE, month, person.identity, 1)
        for r, each in enumerate(person.rounds):
            if each.place or each.firm or happens[r] >= rule.home_chance:
                continue
            which = happens[r] / rule.home_chance
            channel = pick_by_weight(which, range(BLOCK, ONLINE + 1), rule.channels)
            other = somebody(model, person, r, channel, residents)
            if other and other is not person:
                each.partner, each.channel = other, channel


def somebody(model, person, r, channel, residents):
    """Draw a partner by a channel; None where nobody is found."""

    def drawn(attempt=0):
        return model.luck.four(Purpose.PARTNER, model.month, person.identity, r * TRIES + attempt)

    if channel == TIE:
        return by_strength(person, drawn()[0])
    if channel == TIE_OF_TIE:
        between = by_strength(person, drawn()[0])
        return between and by_strength(between, drawn()[1])
    if channel == ONLINE:
        return pick(drawn()[0], model.people)
    kernel = model.block_kernel if channel == BLOCK else model.district_kernel
    for attempt in range(TRIES):
        where, who, *_ = drawn(attempt)
        there = residents.get(kernel.drawn(person.home.number, where))
        if there and pick(who, there) is not person:
            return pick(who, there)
    return None


def by_strength(person, number):
    """Return one of a person's ties, drawn in proportion to strength."""
    others, strengths = [t.other for t in person.ties], [t.strength for t in person.ties]
    return pick_by_weight(number, others, strengths)

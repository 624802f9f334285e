"""Who meets whom (docs/model.md, 4.3)."""

import math
from collections import defaultdict

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import ROUNDS
from tests.naive.reference.chance import ALWAYS, pick, pick_by_weight
from tests.naive.reference.outings import sittings

PLACE, WORK, BLOCK, DISTRICT, TIE, TIE_OF_TIE, ONLINE = range(1, 8)
TRIES = 4


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
    chance = rule.home_chance + (1 - rule.home_chance) * model.offers.online
    residents = defaultdict(list)
    for person in model.people:
        residents[person.home.number].append(person)
    for person in model.people:
        happens = luck.four(Purpose.MODE, month, person.identity, 1)
        for r, each in enumerate(person.rounds):
            if each.place or each.firm or happens[r] >= chance:
                continue
            channel = ONLINE
            if happens[r] < rule.home_chance:
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

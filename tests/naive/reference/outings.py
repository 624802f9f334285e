"""Going out (docs/model.md, 4.2)."""

import math
from collections import defaultdict

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import CENTS, FIELDS, ROUNDS, Round
from tests.naive.reference.chance import ALWAYS, pick_by_weight, rank
from tests.naive.reference.ground import pull
from tests.naive.reference.shares import WHOLE


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
    rule = model.numbers.economy.places
    accepted = rule.rejected_visits if place.rejected else 1.0
    return seated / (1 + waiting / rule.backlog_half) * accepted


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
    eager = rule.going_out * (1 - model.offers.stay_home)
    chance = eager * ready * max(worth, default=0.0)
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

"""Meetings that take; learning; how people change (docs/model.md, 4.4, 4.5 and 4.13)."""

from sim.kernels.luck import Purpose
from tests.naive.reference.agents import FIELDS, SLOTS_FOR_TIES, TECHNIQUES, Tie, families
from tests.naive.reference.chance import pick
from tests.naive.reference.shares import WHOLE, in_steps, logistic, towards

BEST = 4  # 4 d (1 - d) is 1 at the best skill distance


def skill_distance(one, other):
    """Return d: 1 - the families both know something of, over those either does."""
    mine, hers = families(one.skills), families(other.skills)
    return 1 - len(mine & hers) / len(mine | hers) if mine | hers else 0.0


def field_distance(one, other):
    """Return f: the mean distance on the three axes."""
    apart = sum(abs(a - b) for a, b in zip(one.field, other.field, strict=True))
    return apart / (FIELDS * WHOLE)


def accept(model):
    """Let each person take up her meetings or not, and renew her ties."""
    for person in model.people:
        luck = model.luck.four(Purpose.ACCEPT, model.month, person.identity)
        fed = set()
        for r, each in enumerate(person.rounds):
            if each.partner:
                model.count("meetings")
                chance, without_barrier = chance_to_accept(model, person, each.partner)
                model.count("expected", without_barrier)
                if luck[r] < chance:
                    model.count("accepted")
                    each.accepted = True
                    feed(model, person, each, fed)
        fade(model, person, fed)


def chance_to_accept(model, person, other):
    """Return the chance with which she takes up a meeting, and what it were without barrier."""
    rule = model.numbers.behaviour.accept
    d, f = skill_distance(person, other), field_distance(person, other)
    tie = person.tie_to(other)
    strength = tie.strength / WHOLE if tie else 0.0
    gap = abs(person.openness - other.openness) / WHOLE
    odds = rule.base + rule.complementarity * d * (1 - d) + rule.trust * strength
    odds -= rule.openness_gap * gap
    return logistic(odds - rule.barrier_slope * rule.barrier * f), logistic(odds)


def feed(model, person, meeting, fed):
    """Let a meeting feed her tie, once a month, or begin one."""
    rule = model.numbers.behaviour.accept
    tie = person.tie_to(meeting.partner)
    if tie is None:
        slot = slot_for_a_stranger(person, in_steps(rule.replaceable))
        if slot is None:
            return
        tie = Tie(meeting.partner, in_steps(rule.first_strength), born=model.month)
        person.slots[slot] = tie
        model.count("new_ties")
    elif tie not in fed:
        tie.strength = towards(tie.strength, WHOLE, rule.growth)
    tie.channel = meeting.channel
    fed.add(tie)


def slot_for_a_stranger(person, replaceable):
    """Return the first empty slot, else the first of the weakest if that is weak enough."""
    if None in person.slots:
        return person.slots.index(None)
    weakest = min(range(SLOTS_FOR_TIES), key=lambda k: person.slots[k].strength)
    return weakest if person.slots[weakest].strength < replaceable else None


def fade(model, person, fed):
    """Let ties fade that were not fed, and forget the faintest."""
    rule = model.numbers.behaviour.accept
    for slot, tie in enumerate(person.slots):
        if tie and tie not in fed:
            tie.strength = towards(tie.strength, 0, rule.fading)
            if tie.strength < in_steps(rule.forgotten):
                person.slots[slot] = None


def learn(model):
    """Let people learn from those whose meetings they took up, find out alone, and forget."""
    rule, luck, month = model.numbers.behaviour.learn, model.luck, model.month
    after = {}
    for person in model.people:
        held = set(person.skills)
        whether = luck.four(Purpose.LEARN, month, person.identity)
        for r, each in enumerate(person.rounds):
            if not each.accepted:
                continue
            d = skill_distance(person, each.partner)
            if whether[r] >= rule.chance * BEST * d * (1 - d):
                continue
            what, forgotten, *_ = luck.four(Purpose.LEARN_WHAT, month, person.identity, r)
            choices = to_choose_from(rule.rule, person, each.partner, held)
            if choices:
                take_in(held, pick(what, choices), forgotten, rule.most_held)
                model.count("learnt")
        alone, what, forgotten, _ = luck.four(Purpose.DISCOVER, month, person.identity)
        lacked = sorted(set(range(TECHNIQUES)) - held)
        if alone < rule.discovery and lacked:
            take_in(held, pick(what, lacked), forgotten, rule.most_held)
            model.count("discovered")
        after[person] = held
    for person, held in after.items():
        person.skills = held


def to_choose_from(rule, person, partner, held):
    """Return what she may learn of a partner: something she lacks, by one of three rules."""
    lacked = sorted(partner.skills - held)
    if rule == "recognised" and partner.recognition <= person.recognition:
        return []
    if rule == "conform" and lacked:
        met = [each.partner for each in person.rounds if each.accepted]
        holders = [sum(technique in other.skills for other in met) for technique in lacked]
        return [t for t, count in zip(lacked, holders, strict=True) if count == max(holders)]
    return lacked


def take_in(held, technique, number, most):
    """Add a technique; who holds as many as she can forgets one that she held before."""
    if len(held) >= most:
        held.remove(pick(number, sorted(held)))
    held.add(technique)


def drift(model):
    """Let people grow a little like those they got on with, and stay who they are."""
    rule = model.numbers.behaviour.drift
    after = {person: traits(person) for person in model.people}
    for person, here in after.items():
        for each in person.rounds:
            if each.accepted and field_distance(person, each.partner) < rule.near:
                move_towards(here, traits(each.partner), rule.pull)
        move_towards(here, origins(person), rule.anchor)
    for person, here in after.items():
        *person.field, person.openness, person.participation = here


def traits(person):
    """Return what can change in a person: three axes, openness, participation."""
    return [*person.field, person.openness, person.participation]


def origins(person):
    """Return what she came with."""
    return [*person.field_origin, person.openness_origin, person.participation_origin]


def move_towards(here, there, rate):
    """Go part of the way, trait by trait."""
    here[:] = [towards(q, goal, rate) for q, goal in zip(here, there, strict=True)]

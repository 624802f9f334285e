"""Techniques as sets of numbers, a month as the list of people one got on with."""

from collections import Counter

from sim.kernels.luck import Purpose
from tests.naive import arithmetic, luck

ANY, MORE_RECOGNISED, MOST_HELD = 0, 1, 2
TECHNIQUES = frozenset(range(64))


def mask(techniques):
    """Return the whole number that stands for a set of techniques."""
    return sum(1 << technique for technique in techniques)


def one_of(choices, drawn):
    """Return the choice that luck points at, of a list in order."""
    return choices[int(drawn * len(choices))]


def take_in(mine, technique, drawn, most_held):
    """Return what somebody knows once she has learnt a technique."""
    if len(mine) >= most_held:
        mine = mine - {one_of(sorted(mine), drawn)}
    return mine | {technique}


def learn_from_meetings(
    seed, month, order, identity, skills, recognition, partner, accepted, rule, chance,
    discovery, most_held, new_skills,
):  # fmt: skip
    before = [arithmetic.held(known) for known in skills]
    after = list(before)
    learnt = found = 0
    for person in order:
        address = seed, month, identity[person]
        rounds = zip(partner[person], accepted[person], strict=True)
        met = {r: int(other) for r, (other, liked) in enumerate(rounds) if liked and other >= 0}
        for r, other in met.items():
            if rule == MORE_RECOGNISED and not recognition[other] > recognition[person]:
                continue
            d = arithmetic.skill_distance(skills[person], skills[other])
            if not draw(address, Purpose.LEARN, 0)[r] < chance * 4 * d * (1 - d):
                continue
            new = before[other] - after[person]
            if not new:
                continue
            if rule == MOST_HELD:
                holders = Counter(t for friend in met.values() for t in before[friend] & new)
                new = {t for t in new if holders[t] == max(holders.values())}
            which, dropped, *_ = draw(address, Purpose.LEARN_WHAT, r)
            after[person] = take_in(after[person], one_of(sorted(new), which), dropped, most_held)
            learnt += 1
        whether, which, dropped, _ = draw(address, Purpose.DISCOVER, 0)
        unknown = sorted(TECHNIQUES - after[person])
        if whether < discovery and unknown:
            after[person] = take_in(after[person], one_of(unknown, which), dropped, most_held)
            found += 1
    new_skills[:] = [mask(known) for known in after]
    return learnt, found


def draw(address, purpose, number):
    """Return four numbers of a person's luck this month."""
    seed, month, who = address
    return luck.quad(seed, purpose, month, who, number)

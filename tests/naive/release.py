"""Firms as a map of blocks, ideas as sets of six, offers as lists to choose from."""

from collections import Counter
from itertools import pairwise

from sim.kernels.luck import Purpose
from tests.naive import arithmetic, luck, space
from tests.naive.learn import one_of

OFFERS, TRIES, BLOCKS_A_FIRM = 3, 8, 4
SIX = 6
NOBODY = -1


def by_group(start, member):
    """Read rows grouped by key as a dictionary of lists."""
    rows = member.tolist()
    lists = enumerate(rows[first:end] for first, end in pairwise(start.tolist()))
    return {group: inside for group, inside in lists if inside}


def draw_firm(
    seed, purpose, month, who, first, block, firm_start, firm_member,
    down, across, cumulative, guide, side,
):  # fmt: skip
    """Draw all eight blocks and their firms beforehand, and take the first firm there is."""
    firms = by_group(firm_start, firm_member)
    drawn = [
        luck.uniform(seed, purpose, month, who, draw)
        for draw in range(4 * first, 4 * first + 2 * TRIES)
    ]
    offsets = [space.draw_offset(cumulative, guide, where) for where in drawn[::2]]
    blocks = [space.shifted(block, down[o], across[o], side) for o in offsets]
    tries = zip(blocks, drawn[1::2], strict=True)
    found = [one_of(firms[there], which) for there, which in tries if there in firms]
    return [*found, NOBODY][0]


def shared(one, other):
    """Count the techniques that two masks have in common."""
    return len(arithmetic.held(one) & arithmetic.held(other))


def sell_ideas(
    seed, month, identity, idea, value, block, firm_start, firm_member, firm_skills, quota,
    down, across, cumulative, guide, side,
):  # fmt: skip
    """Hold a market: as long as anything can be sold, sell what is worth most to anybody."""
    around = firm_start, firm_member, down, across, cumulative, guide, side
    buyer = [NOBODY] * len(idea)
    offers = []
    for k, who in enumerate(identity):
        for offer in range(OFFERS):
            address = seed, Purpose.OFFER, month, who, BLOCKS_A_FIRM * offer, block[k]
            firm = draw_firm(*address, *around)
            known = shared(idea[k], firm_skills[firm]) if firm != NOBODY else 0
            if known:
                offers.append((value[k] * (known / SIX), -who, -offer, k, firm))
    while possible := [
        offer for offer in offers if buyer[offer[3]] == NOBODY and quota[offer[4]] > 0
    ]:
        *_, k, firm = max(possible)
        buyer[k] = firm
        quota[firm] -= 1
    return buyer


def use_open_ideas(
    seed, month, identity, idea, contributor, venue, order, skills, home_block, tie_other,
    visitor_start, visitor_member, firm_start, firm_member, firm_skills,
    down, across, cumulative, guide, side, tacit_loss, needed,
):  # fmt: skip
    """List for each idea who might hear of it on which way, and draw one from each list."""
    around = firm_start, firm_member, down, across, cumulative, guide, side
    visitors = by_group(visitor_start, visitor_member)

    def audience(k, drawn):
        """Yield the lists of those who might hear of an idea, and the luck that picks one."""
        makers = [maker for maker in contributor[k].tolist() if maker != NOBODY]
        ties = tie_other[one_of(makers, drawn[0])].tolist() if makers else []
        yield [other for other in ties if other != NOBODY], drawn[4]
        yield visitors.get(int(venue[k]), []), drawn[1]
        yield order.tolist() if drawn[6] >= tacit_loss else [], drawn[2]

    def knows(k, mask):
        return shared(idea[k], mask) >= needed

    used = {}
    for k, who in enumerate(identity):
        address = seed, Purpose.USE, month, who
        drawn = [luck.uniform(*address, draw) for draw in range(8)]
        for way, (people, which) in enumerate(audience(k, drawn)):
            if not (people and knows(k, skills[one_of(people, which)])):
                continue
            user = one_of(people, which)
            home = home_block[user]
            firm = draw_firm(*address, 2 + BLOCKS_A_FIRM * way, home, *around)
            taken = firm if firm != NOBODY and knows(k, firm_skills[firm]) else NOBODY
            used[k, way] = taken, user
    every = [[(k, way) for way in range(OFFERS)] for k in range(len(idea))]
    return (
        [[int(at in used) for at in ways] for ways in every],
        [[used.get(at, (NOBODY, NOBODY))[0] for at in ways] for ways in every],
        [[used.get(at, (NOBODY, NOBODY))[1] for at in ways] for ways in every],
    )


def count_uses(uses, captor, value, commons, captured, capital):
    """Count uses idea by idea and firm by firm, each at the same price."""
    times = uses.sum(axis=1).tolist()
    worth = [round(commons * float(each)) for each in value]
    part = [round(captured * float(each)) for each in value]
    caught = Counter(
        (int(firm), k)
        for k, (ways, firms) in enumerate(zip(uses, captor, strict=True))
        for use, firm in zip(ways, firms, strict=True)
        if use and firm != NOBODY
    )
    for firm, k in caught.elements():
        capital[firm] += part[k]
    return (
        sum(times),
        sum(n * cents for n, cents in zip(times, worth, strict=True)),
        sum(n * cents for n, cents in zip(times, part, strict=True)),
        sum(n * part[k] for (_, k), n in caught.items()),
    )

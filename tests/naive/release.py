"""Firms as a map of blocks, ideas as sets of six, offers as lists to choose from."""

from sim.kernels.luck import Purpose
from tests.naive import arithmetic, luck, space
from tests.naive.learn import one_of

OFFERS, TRIES, BLOCKS_A_FIRM = 3, 8, 4
SIX = 6
NOBODY = -1


def by_group(start, member):
    """Read rows grouped by key as a dictionary of lists."""
    ends = zip(start[:-1].tolist(), start[1:].tolist(), strict=True)
    return {group: member[first:end].tolist() for group, (first, end) in enumerate(ends)}


def draw_firm(
    seed,
    purpose,
    month,
    who,
    first,
    block,
    firm_start,
    firm_member,
    down,
    across,
    cumulative,
    guide,
    side,
):
    firms = by_group(firm_start, firm_member)
    for attempt in range(TRIES):
        where, which = (
            luck.uniform(seed, purpose, month, who, 4 * first + 2 * attempt + k) for k in (0, 1)
        )
        offset = space.draw_offset(cumulative, guide, where)
        there = space.shifted(block, down[offset], across[offset], side)
        if firms.get(there):
            return one_of(firms[there], which)
    return NOBODY


def shared(one, other):
    """Count the techniques that two masks have in common."""
    return len(arithmetic.held(one) & arithmetic.held(other))


def sell_ideas(
    seed,
    month,
    identity,
    idea,
    value,
    block,
    firm_start,
    firm_member,
    firm_skills,
    quota,
    down,
    across,
    cumulative,
    guide,
    side,
):
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
    seed,
    month,
    identity,
    idea,
    contributor,
    venue,
    order,
    skills,
    home_block,
    tie_other,
    visitor_start,
    visitor_member,
    firm_start,
    firm_member,
    firm_skills,
    down,
    across,
    cumulative,
    guide,
    side,
    tacit_loss,
    needed,
):
    around = firm_start, firm_member, down, across, cumulative, guide, side
    visitors = by_group(visitor_start, visitor_member)
    uses, captor = [], []
    for k, who in enumerate(identity):
        address = seed, Purpose.USE, month, who
        contributor_luck, visitor_luck, online_luck, _ = luck.quad(*address, 0)
        tie_luck, _, tacit_luck, _ = luck.quad(*address, 1)
        makers = [maker for maker in contributor[k].tolist() if maker != NOBODY]
        ties = tie_other[one_of(makers, contributor_luck)].tolist() if makers else []
        offered = [
            ([other for other in ties if other != NOBODY], tie_luck),
            (visitors.get(int(venue[k]), []), visitor_luck),
            (order.tolist() if tacit_luck >= tacit_loss else [], online_luck),
        ]
        users = [one_of(people, drawn) if people else NOBODY for people, drawn in offered]
        used = [user != NOBODY and shared(idea[k], skills[user]) >= needed for user in users]
        captors = [NOBODY] * OFFERS
        for way, user in enumerate(users):
            if used[way]:
                first = 2 + BLOCKS_A_FIRM * way
                firm = draw_firm(*address, first, home_block[user], *around)
                if firm != NOBODY and shared(idea[k], firm_skills[firm]) >= needed:
                    captors[way] = firm
        uses.append([int(use) for use in used])
        captor.append(captors)
    return uses, captor


def count_uses(uses, captor, value, commons, captured, capital):
    used = [(k, way) for k, ways in enumerate(uses.tolist()) for way, use in enumerate(ways) if use]
    worth = [round(commons * float(value[k])) for k, _ in used]
    part = [round(captured * float(value[k])) for k, _ in used]
    firm = [int(captor[at]) for at in used]
    here = [(f, cents) for f, cents in zip(firm, part, strict=True) if f != NOBODY]
    for f, cents in here:
        capital[f] += cents
    return len(used), sum(worth), sum(part), sum(cents for _, cents in here)

"""Leases by the set one is in, and moves by one person and one dwelling after the other."""

import math
from collections import Counter, defaultdict

import numpy as np

from sim.kernels.luck import Purpose
from tests.naive import luck
from tests.naive.arithmetic import logistic
from tests.naive.move import NOBODY, let_dwellings, look_for_homes, worth_of_staying

FREE, REGULATED = 0, 1
FLATTEST = 1e-9


def end_leases(
    month, order, income, home, housed, regulated, rent, lease_end, asking, share, limit, length
):
    """Sort tenants by what becomes of their lease, then write all leases at once."""
    tenants = {person for person in order.tolist() if housed[person]}
    follows = {person for person in tenants if regulated[person]}
    ended = {person for person in tenants - follows if not lease_end[person] > month}
    new_rent = {person: round(float(asking[home[person]])) for person in ended}
    stay = {person for person in ended if not new_rent[person] > limit * int(income[person])}
    new_rent |= {person: math.floor(share * int(income[person])) for person in follows}
    for person in stay | follows:
        rent[person] = new_rent[person]
    lease_end[list(stay)] = month + length
    return [person for person in order.tolist() if person in ended - stay]


def who_searches(seed, month, order, identity, income, rent, housed, limit, chance):
    must = {p for p in order.tolist() if not (housed[p] and rent[p] <= limit * income[p])}
    wish = {
        p
        for p in order.tolist()
        if luck.uniform(seed, Purpose.SEARCH, month, identity[p], 0) < chance
    }
    seekers = [p for p in order.tolist() if p in must | wish]
    return seekers, [p in must for p in seekers]


def list_vacant(vacant):
    return sorted(Counter(dict(enumerate(map(int, vacant)))).elements())


def ask_and_bid(market, gain, income, rent, share, weight_of_rent, limit):
    """Bid the rent at which she would be no better off, brought between asked and limit."""
    cell, sort = divmod(int(market), 2)
    if sort == REGULATED:
        return share * income, 0.0
    asked = float(rent[cell])
    no_better_off = asked + income * max(gain, 0) / max(weight_of_rent, FLATTEST)
    return asked, sorted([asked, no_better_off, max(limit * income, asked)])[1]


def auction(seed, month, attempt, identity, bids, vacant):
    """Let the dwellings of each market by themselves; return who won which, at which rent."""
    rooms = defaultdict(list)
    for bid in bids:
        rooms[bid[1]].append(bid)
    won = {}
    for market, here in rooms.items():
        people, markets, asked, bid = zip(*here, strict=True)
        names = [identity[person] for person in people]
        price = let_dwellings(seed, month, attempt, names, markets, bid, asked, vacant)
        paid = zip(people, price, strict=True)
        won |= {person: (market, cents) for person, cents in paid if cents != NOBODY}
    return {person: won[person] for person, *_ in bids if person in won}


def move_house(
    seed, month, seekers, must, identity, kind, pole, income, tie_other, tie_strength,
    home, housed, regulated, rent, lease_end, homeless, moves_forced,
    vacant, asking, share, log_access, amenity, block_of, company, creative, weight,
    limit, near, side, sampled, cost, scale, length, tries,
):  # fmt: skip
    """Send seekers out one by one, hold the auctions, and write all leases down at the end."""
    around = log_access, amenity, block_of, company, creative, weight
    who, ties = (identity, kind, pole, income), (tie_other, tie_strength)
    people = [int(person) for person in seekers]
    forced = {person for person, each in zip(people, must, strict=True) if each}

    def worth_here(person):
        asked = [person], *who[1:], rent, home, *ties, *around, near, side
        return worth_of_staying(*asked)[0] if housed[person] else -math.inf

    def looks(person, attempt, doors):
        seen = look_for_homes(
            seed, Purpose.DWELLING, month, attempt, [person], *who, True, *ties, home,
            doors, asking, share, *around, limit, near, side, sampled,
        )  # fmt: skip
        return seen[0][0], seen[1][0] - cost

    def applies(person, attempt, gain):
        drawn = luck.uniform(seed, Purpose.STAY, month, identity[person], attempt)
        return person in forced or drawn < logistic(scale * gain)

    address = {person: 2 * int(home[person]) + int(regulated[person]) for person in people}
    here = {person: worth_here(person) for person in people}
    moves, at_first = {}, {}
    for attempt in range(tries):
        doors = np.array(list_vacant(vacant), int)
        waiting = [person for person in people if person not in moves]
        found = {person: looks(person, attempt, doors) for person in waiting}
        at_first = at_first or found
        bids = []
        for person, (market, worth) in found.items():
            gain = worth - here[person]
            if market != NOBODY and applies(person, attempt, gain):
                means, flat = float(income[person]), weight[kind[person]][0]
                terms = ask_and_bid(market, gain, means, asking, share, flat, limit)
                bids.append((person, int(market), *terms))
        moves |= auction(seed, month, attempt, identity, bids, vacant)
        for person, (market, _) in moves.items():  # so that friends find them on the second try
            home[person] = market // 2
    left = [address[p] for p in moves if housed[p]]
    movers = list(moves)
    regulated[movers] = [market % 2 == REGULATED for market, _ in moves.values()]
    rent[movers] = [price for _, price in moves.values()]
    housed[movers], homeless[movers], lease_end[movers] = True, 0, month + length
    moves_forced[list(forced & moves.keys())] += 1
    best = [max(here[person], at_first[person][1]) for person in people]
    return best, left, len(moves), len(forced & moves.keys())

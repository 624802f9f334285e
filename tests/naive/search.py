"""People as a queue of diaries: leases, wishes and moves, one person after the other."""

import math

import numpy as np

from sim.kernels.luck import Purpose
from tests.naive import luck
from tests.naive.arithmetic import logistic
from tests.naive.move import NOBODY, let_dwellings, look_for_homes, worth_of_staying

FREE, REGULATED = 0, 1


def end_leases(
    month, order, income, home, housed, regulated, rent, lease_end, asking, share, limit, length
):
    evicted = []
    for person in order.tolist():
        means = int(income[person])
        if housed[person] and regulated[person]:
            rent[person] = math.floor(share * means)
        elif housed[person] and lease_end[person] <= month:
            asked = round(float(asking[home[person]]))
            if asked > limit * means:
                evicted.append(person)
            else:
                rent[person], lease_end[person] = asked, month + length
    return evicted


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
    return sorted(market for market, count in enumerate(vacant) for _ in range(count))


def ask_and_bid(market, gain, income, rent, share, weight_of_rent, limit):
    cell, sort = divmod(int(market), 2)
    if sort == REGULATED:
        return share * income, 0.0
    asked = float(rent[cell])
    no_better_off = asked + income * max(gain, 0) / max(weight_of_rent, 1e-9)
    return asked, sorted([asked, no_better_off, max(limit * income, asked)])[1]


def move_house(
    seed, month, seekers, must, identity, kind, pole, income, tie_other, tie_strength,
    home, housed, regulated, rent, lease_end, homeless, moves_forced,
    vacant, asking, share, log_access, amenity, block_of, company, creative, weight,
    limit, near, side, sampled, cost, scale, length, tries,
):  # fmt: skip
    around = log_access, amenity, block_of, company, creative, weight
    who, ties = (identity, kind, pole, income), (tie_other, tie_strength)
    here = worth_of_staying(seekers, *who[1:], rent, home, *ties, *around, near, side)
    stay = {
        int(p): worth if housed[p] else -math.inf for p, worth in zip(seekers, here, strict=True)
    }
    forced = {int(p) for p, each in zip(seekers, must, strict=True) if each}
    best, freed, movers = dict(stay), [], []
    for attempt in range(tries):
        waiting = [p for p in stay if p not in movers]
        found = look_for_homes(
            seed, Purpose.DWELLING, month, attempt, waiting, *who, True, *ties, home,
            np.array(list_vacant(vacant), int), asking, share, *around, limit, near, side, sampled,
        )  # fmt: skip
        bids = []
        for person, market, utility in zip(waiting, *found[:2], strict=True):
            if attempt == 0:
                best[person] = max(best[person], utility - cost)
            if market == NOBODY:
                continue
            gain = utility - stay[person] - cost
            drawn = luck.uniform(seed, Purpose.STAY, month, identity[person], attempt)
            if person in forced or drawn < logistic(scale * gain):
                flat = weight[kind[person]][0]
                terms = ask_and_bid(market, gain, float(income[person]), asking, share, flat, limit)
                bids.append((person, market, *terms))
        people, markets, asked, bid = zip(*bids, strict=True) if bids else ((), (), (), ())
        prices = let_dwellings(
            seed, month, attempt, [identity[p] for p in people], markets, bid, asked, vacant
        )
        for person, market, price in zip(people, markets, prices, strict=True):
            if price == NOBODY:
                continue
            if housed[person]:
                freed.append(2 * int(home[person]) + int(regulated[person]))
            home[person], regulated[person] = divmod(market, 2)
            housed[person], homeless[person] = True, 0
            rent[person], lease_end[person] = price, month + length
            moves_forced[person] += person in forced
            movers.append(person)
    return list(best.values()), freed, len(movers), len(forced.intersection(movers))

"""Dwellings as a long list of doors, bids as piles sorted by hand."""

import math

from sim.kernels.luck import Purpose
from tests.naive import luck, space

NOBODY = -1


def nearness_of_ties(cell, ties, strength, home, near, side):
    known = [(float(s), home[other]) for other, s in zip(ties, strength, strict=True) if other >= 0]
    total = math.fsum(s for s, _ in known)
    close = (s * space.near_to(cell, there, near, side) for s, there in known)
    return math.fsum(close) / total if total > 0 else 0.0


def worth_of_home(rent, income, near, log_access, amenity, company, creative, weight):
    felt = [-rent / max(income, 1.0), log_access, near, amenity, company, creative]
    return math.fsum(float(w) * x for w, x in zip(weight, felt, strict=True))


def look_for_homes(
    seed,
    purpose,
    month,
    attempt,
    seekers,
    identity,
    kind,
    pole,
    income,
    tie_rows,
    tie_other,
    tie_strength,
    home,
    vacant,
    rent,
    regulated_share,
    log_access,
    amenity,
    block_of,
    company,
    creative,
    weight,
    burden_limit,
    near,
    side,
    n_sampled,
):
    doors = vacant.tolist()
    markets, utilities, unbounded, favourites = [], [], [], []
    for person in seekers:
        means = float(income[person])
        seen = []
        for draw in range(n_sampled if doors else 0):
            address = seed, purpose, month, identity[person], attempt * n_sampled + draw
            market = doors[int(luck.uniform(*address) * len(doors))]
            cell, regulated = divmod(market, 2)
            asked = regulated_share * means if regulated else rent[cell]
            close = 0.0
            if tie_rows:
                ties = tie_other[person], tie_strength[person]
                close = nearness_of_ties(cell, *ties, home, near, side)
            block = block_of[cell]
            worth = worth_of_home(
                asked,
                means,
                close,
                log_access[cell],
                amenity[cell],
                company[block][pole[person]],
                creative[block],
                weight[kind[person]],
            )
            seen.append((worth, asked <= burden_limit * means, market))
        within = [(worth, market) for worth, bearable, market in seen if bearable]
        best, market = max(within, key=lambda pair: pair[0], default=(-math.inf, NOBODY))
        markets.append(market)
        utilities.append(best)
        liked = [(worth, market) for worth, _, market in seen]
        best, market = max(liked, key=lambda pair: pair[0], default=(-math.inf, NOBODY))
        unbounded.append(best)
        favourites.append(market)
    return markets, utilities, unbounded, favourites


def worth_of_staying(
    stayers,
    kind,
    pole,
    income,
    rent_paid,
    home,
    tie_other,
    tie_strength,
    log_access,
    amenity,
    block_of,
    company,
    creative,
    weight,
    near,
    side,
):
    worth = []
    for person in stayers:
        here, ties = home[person], (tie_other[person], tie_strength[person])
        around = {
            "near": nearness_of_ties(here, *ties, home, near, side),
            "log_access": log_access[here],
            "amenity": amenity[here],
            "company": company[block_of[here]][pole[person]],
            "creative": creative[block_of[here]],
        }
        costs = {"rent": float(rent_paid[person]), "income": float(income[person])}
        worth.append(worth_of_home(**costs, **around, weight=weight[kind[person]]))
    return worth


def let_dwellings(seed, month, attempt, applicant, market, bid, asking, vacant):
    piles = {}
    for k, who in enumerate(applicant):
        drawn = luck.uniform(seed, Purpose.LET, month, who, attempt)
        piles.setdefault(int(market[k]), []).append((float(bid[k]), drawn, k))
    price = [NOBODY] * len(applicant)
    for where, pile in piles.items():
        pile.sort(reverse=True)
        winners, losers = pile[: vacant[where]], pile[vacant[where] :]
        lost = [bid for bid, _, _ in losers]
        for _, _, k in winners:
            price[k] = round(max(float(asking[k]), *lost)) if lost else round(float(asking[k]))
        vacant[where] -= len(winners)
    return price

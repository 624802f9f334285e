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


class Surroundings:
    """What a city offers to each person on each cell, in one formula for those who stay or go."""

    def __init__(self, log_access, amenity, block_of, company, creative, weight, near, side):
        self.cells, self.blocks = (log_access, amenity, block_of), (company, creative)
        self.weight, self.distance = weight, (near, side)

    def worth(self, cell, rent, income, kind, pole, ties):
        """Return the utility of a cell at a rent; ``ties`` are others, strengths and homes."""
        log_access, amenity, block = (column[cell] for column in self.cells)
        company, creative = (column[block] for column in self.blocks)
        close = nearness_of_ties(cell, *ties, *self.distance) if ties else 0.0
        felt = close, log_access, amenity, company[pole], creative
        return worth_of_home(rent, income, *felt, self.weight[kind])


def look_for_homes(
    seed, purpose, month, attempt, seekers, identity, kind, pole, income, tie_rows, tie_other,
    tie_strength, home, vacant, rent, regulated_share, log_access, amenity, block_of, company,
    creative, weight, burden_limit, near, side, n_sampled,
):  # fmt: skip
    """Rank all dwellings that somebody sees, then cross out those she cannot pay."""
    city = Surroundings(log_access, amenity, block_of, company, creative, weight, near, side)
    doors = vacant.tolist()

    def rented_at(person, market):
        cell, regulated = divmod(market, 2)
        return regulated_share * float(income[person]) if regulated else float(rent[cell])

    def ranking(person):
        """Return (worth, market) of what she sees, the best first, equal ones as she saw them."""
        draws = range(attempt * n_sampled, (attempt + 1) * n_sampled)
        luck_of = [luck.uniform(seed, purpose, month, identity[person], draw) for draw in draws]
        seen = [doors[math.floor(drawn * len(doors))] for drawn in luck_of if doors]
        ties = (tie_other[person], tie_strength[person], home) if tie_rows else None
        herself = float(income[person]), kind[person], pole[person], ties
        worth = {m: city.worth(m // 2, rented_at(person, m), *herself) for m in seen}
        return sorted(((worth[m], m) for m in seen), key=lambda pair: -pair[0])

    def payable(person, market):
        return rented_at(person, market) <= burden_limit * float(income[person])

    nothing = [(-math.inf, NOBODY)]
    liked = {person: ranking(person) for person in seekers}
    kept = [[pair for pair in liked[p] if payable(p, pair[1])] or nothing for p in seekers]
    dreams = [liked[person] or nothing for person in seekers]
    return (
        [pairs[0][1] for pairs in kept],
        [pairs[0][0] for pairs in kept],
        [pairs[0][0] for pairs in dreams],
        [pairs[0][1] for pairs in dreams],
    )


def worth_of_staying(
    stayers, kind, pole, income, rent_paid, home, tie_other, tie_strength, log_access, amenity,
    block_of, company, creative, weight, near, side,
):  # fmt: skip
    city = Surroundings(log_access, amenity, block_of, company, creative, weight, near, side)
    return [
        city.worth(
            home[person], float(rent_paid[person]), float(income[person]),
            kind[person], pole[person], (tie_other[person], tie_strength[person], home),
        )
        for person in stayers
    ]  # fmt: skip


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

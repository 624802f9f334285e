"""Leases end, homes are searched and let (docs/model.md, 4.11)."""

import math

from sim.kernels.luck import Purpose
from tests.naive.reference.chance import pick
from tests.naive.reference.shares import logistic
from tests.naive.reference.surroundings import Surroundings

RENT = 0
TRIES = 2
FLATTEST = 1e-9


def move(model):
    """End leases, let people search, let vacant dwellings to the highest bids."""
    model.surroundings = Surroundings(model)
    end_leases(model)
    search(model)
    for person in model.people:
        if not person.housed:
            person.homeless += 1


def end_leases(model):
    """Renew leases at the asking rent; who cannot pay it loses her home."""
    housing = model.numbers.economy.housing
    for person in model.people:
        if person.housed and person.regulated:
            person.rent = math.floor(housing.regulated_rent * person.income)
        elif person.housed and person.lease_end <= model.month:
            asked = round(person.home.rent)
            if asked <= housing.burden_limit * person.income:
                person.rent = asked
                person.lease_end = model.month + housing.lease_months
            else:
                vacate(model, person)
                model.count("evicted")


def vacate(model, person):
    """Free her dwelling; it is let from next month on."""
    if person.housed:
        model.vacated.append((person.home, person.regulated))
    person.housed = person.regulated = False


def search(model):
    """Let those who must, and some who wish, look for a home; one second try."""
    rule, housing = model.numbers.behaviour.move, model.numbers.economy.housing
    seekers, stay = {}, {}
    for person in model.people:
        must = not person.housed or person.rent > housing.burden_limit * person.income
        drawn = model.luck.uniform(Purpose.SEARCH, model.month, person.identity)
        if must or drawn < rule.search:
            seekers[person] = must
            stay[person] = worth_of_staying(model, person) if person.housed else -math.inf
    model.searched = {person: stay[person] for person, must in seekers.items() if not must}
    waiting = list(seekers)
    for attempt in range(TRIES):
        seen = vacancies(model)
        bids = []
        for person in waiting:
            found = look(model, Purpose.DWELLING, attempt, seen, person, person.ties)
            if attempt == 0 and not seekers[person]:
                best = found.utility - rule.cost
                model.searched[person] = max(model.searched[person], best)
            if found.market is None:
                continue
            gain = found.utility - stay[person] - rule.cost
            drawn = model.luck.uniform(Purpose.STAY, model.month, person.identity, attempt)
            if seekers[person] or drawn < logistic(rule.scale * gain):
                bids.append(Bid(model, person, found.market, gain))
        for bid, price in let(model, attempt, bids):
            person = bid.who
            vacate(model, person)
            move_in(model, person, bid.market, price)
            person.moves_forced += seekers[person]
            waiting.remove(person)
            model.count("moves")
            model.count("forced_moves", seekers[person])


def worth_of_staying(model, person):
    """Return what her present home is worth to her."""
    return model.surroundings.worth(
        person.kind, person.pole, person.income, person.ties, person.home, person.rent
    )


def vacancies(model):
    """Return each vacant dwelling: a cell, and whether regulated; free ones first in each cell."""
    each = []
    for cell in model.cells:
        each += [(cell, False)] * cell.vacant + [(cell, True)] * cell.vacant_regulated
    return each


class Found:
    """The dwelling somebody likes best of those she saw and can pay."""

    def __init__(self):
        self.market, self.utility = None, -math.inf
        self.unbounded = -math.inf  # the best utility if the limit on burden did not bind
        self.favourite = None  # and the market of that home


def look(model, purpose, attempt, seen, who, ties):
    """Show somebody some vacant dwellings; the first seen wins among equals."""
    rule, housing = model.numbers.behaviour.move, model.numbers.economy.housing
    found = Found()
    for k in range(rule.sampled if seen else 0):
        drawn = model.luck.uniform(purpose, model.month, who.identity, attempt * rule.sampled + k)
        cell, regulated = pick(drawn, seen)
        asked = asked_for(model, cell, regulated, who.income)
        utility = model.surroundings.worth(who.kind, who.pole, who.income, ties, cell, asked)
        if utility > found.unbounded:
            found.unbounded, found.favourite = utility, (cell, regulated)
        if asked <= housing.burden_limit * who.income and utility > found.utility:
            found.market, found.utility = (cell, regulated), utility
    return found


def asked_for(model, cell, regulated, income):
    """Return the rent that somebody of an income is asked for a dwelling, cents a month."""
    return model.numbers.economy.housing.regulated_rent * income if regulated else cell.rent


class Bid:
    """An application for a dwelling, and the most she would pay for it."""

    def __init__(self, model, who, market, gain):
        housing = model.numbers.economy.housing
        cell, regulated = self.market = market
        self.who = who
        self.asked = asked_for(model, cell, regulated, who.income)
        no_better_off = self.asked + who.income * max(gain, 0) / max(
            who.kind.weights[RENT], FLATTEST
        )
        most = min(no_better_off, housing.burden_limit * who.income)
        # a regulated dwelling is let by luck
        self.bid = 0.0 if regulated else max(most, self.asked)


def let(model, draw, bids):
    """Let dwellings to the highest bids, at one price a market; luck decides between equals."""
    markets = {}
    for bid in bids:
        markets.setdefault(bid.market, []).append(bid)
    winners = {}
    for (cell, regulated), applications in markets.items():

        def rank(bid):
            luck = model.luck.uniform(Purpose.LET, model.month, bid.who.identity, draw)
            return -bid.bid, -luck

        queue = sorted(applications, key=rank)
        vacant = cell.vacant_regulated if regulated else cell.vacant
        won, lost = queue[:vacant], queue[vacant:]
        for bid in won:
            winners[bid] = math.floor(max([bid.asked, *(each.bid for each in lost)]) + 1 / 2)
        if regulated:
            cell.vacant_regulated -= len(won)
        else:
            cell.vacant -= len(won)
    return [(bid, winners[bid]) for bid in bids if bid in winners]


def move_in(model, person, market, price):
    """Give somebody a home and a lease."""
    person.home, person.regulated = market
    person.housed = True
    person.homeless = 0
    person.rent = price
    person.lease_end = model.month + model.numbers.economy.housing.lease_months

"""Those who knock, go and would found, asked one after the other."""

import math

import numpy as np

from sim.kernels.luck import Purpose
from tests.naive import luck
from tests.naive.arithmetic import in_steps, logistic, share
from tests.naive.move import NOBODY, let_dwellings, look_for_homes
from tests.naive.search import ask_and_bid, list_vacant
from tests.naive.space import pull_of_places

EVER = 0
OUTSIDE_PAIR = 2


def outside_utility(seed, identity, mean, spread):
    return [
        mean + spread * luck.normal(seed, Purpose.CANDIDATE, EVER, who, OUTSIDE_PAIR)
        for who in identity
    ]


def let_in(
    seed, month, identity, kind, pole, income, elsewhere, added,
    vacant, asking, regulated, log_access, amenity, block_of, company, creative, weight,
    limit, near, side, sampled, pull, in_reach, start, place, place_cell, admission,
    block_cells, tries,
):  # fmt: skip
    around = log_access, amenity, block_of, company, creative, weight
    no_ties = [[]] * len(identity), [[]] * len(identity), []
    waiting, keen, entered = list(range(len(identity))), set(), []

    def surplus(who, market, utility):
        """Return what a home and the best place near it are worth above elsewhere."""
        places = in_reach, start, place, place_cell, admission, side, block_cells
        best = pull_of_places([market // 2], [kind[who]], *places)[0]
        return utility + (added[who] + pull * best) - elsewhere[who]

    for attempt in range(tries):
        found = look_for_homes(
            seed, Purpose.CANDIDATE, month, attempt, waiting,
            identity, kind, pole, income, False, *no_ties,
            np.array(list_vacant(vacant), int), asking, regulated, *around,
            limit, near, side, sampled,
        )  # fmt: skip
        bids = []
        for who, market, utility, unbounded, favourite in zip(waiting, *found, strict=True):
            if favourite != NOBODY and surplus(who, favourite, unbounded) >= 0:
                keen.add(who)
            gain = -math.inf if market == NOBODY else surplus(who, market, utility)
            if gain >= 0:
                flat = weight[kind[who]][0]
                terms = ask_and_bid(
                    market, gain, float(income[who]), asking, regulated, flat, limit
                )
                bids.append((who, market, *terms))
        applicants, markets, asked, bid = zip(*bids, strict=True) if bids else ((), (), (), ())
        names = [identity[who] for who in applicants]
        prices = let_dwellings(seed, month, tries + attempt, names, markets, bid, asked, vacant)
        won = zip(applicants, markets, prices, strict=True)
        entered += [each for each in won if each[-1] != NOBODY]
        waiting = [who for who in waiting if who not in [each[0] for each in entered]]
    who, where, price = zip(*entered, strict=True) if entered else ((), (), ())
    return list(who), list(where), list(price), [k in keen for k in range(len(identity))]


def who_leaves(
    seed, month, order, identity, cohort, homeless, searched, utility, chance, exit_after,
    mean, spread, staying, scale,
):  # fmt: skip
    best = dict(zip(searched.tolist(), utility.tolist(), strict=True))

    def drawn(person, draw):
        return luck.uniform(seed, Purpose.LEAVE, month, identity[person], draw)

    def goes(person):
        if cohort[person] != month and drawn(person, 0) < chance:
            return True
        if person not in best:
            return False
        elsewhere = outside_utility(seed, [identity[person]], mean, spread)[0]
        return drawn(person, 1) < logistic(scale * (elsewhere - staying - best[person]))

    going = {p for p in order.tolist() if goes(p)}
    homeless = {p for p in order.tolist() if homeless[p] >= exit_after}
    return [p for p in order.tolist() if p in going | homeless], len(homeless - going)


def give_up_jobs(leaving, workplace, jobs, cell, workspace_used, space_per_job):
    for firm in range(len(jobs)):
        staff = [p for p in leaving.tolist() if workplace[p] == firm]
        left = int(jobs[firm]) - len(staff)
        rooms = max(int(jobs[firm]), 1) - max(left, 1)
        workspace_used[cell[firm]] -= space_per_job * rooms
        jobs[firm] = left
    workplace[leaving] = -1


def those_still_here(order, gone):
    return [person for person in order.tolist() if not gone[person]]


def who_would_found(
    seed, month, order, identity, participation, savings, tie_other, tie_strength,
    chance, strong, group, needed,
):  # fmt: skip
    def circle(person):
        ties = zip(tie_other[person].tolist(), tie_strength[person], strict=True)
        return {person, *(other for other, s in ties if other >= 0 and s >= in_steps(strong))}

    def ready(person):
        drawn = luck.uniform(seed, Purpose.FOUND_PLACE, month, identity[person], 0)
        return drawn < chance * float(share(participation[person]))

    return [
        person
        for person in order.tolist()
        if ready(person)
        and len(circle(person)) > group
        and sum(int(savings[each]) for each in circle(person)) >= needed
    ]

"""Those who knock, go and would found, asked one after the other."""

import math

import numpy as np

from sim.kernels.luck import Purpose
from tests.naive import luck
from tests.naive.accept import forget_the_gone
from tests.naive.arithmetic import in_steps, logistic, share
from tests.naive.move import NOBODY, look_for_homes
from tests.naive.search import ask_and_bid, auction, list_vacant
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
    """Show candidates round one by one; keep a list of who would come and one of who has a home."""
    around = log_access, amenity, block_of, company, creative, weight
    no_ties = [[]] * len(identity), [[]] * len(identity), []
    keen, applied, entered = set(), set(), {}

    def surplus(who, market, utility):
        """Return what a home and the best place near it are worth above elsewhere."""
        if market == NOBODY:
            return -math.inf
        places = in_reach, start, place, place_cell, admission, side, block_cells
        best = pull_of_places([market // 2], [kind[who]], *places)[0]
        return utility + (added[who] + pull * best) - elsewhere[who]

    def looks(who, attempt, doors):
        """Return the home she would take, and by how much the two she likes best beat elsewhere."""
        seen = look_for_homes(
            seed, Purpose.CANDIDATE, month, attempt, [who],
            identity, kind, pole, income, False, *no_ties,
            doors, asking, regulated, *around, limit, near, side, sampled,
        )  # fmt: skip
        market, utility, unbounded, favourite = (column[0] for column in seen)
        return market, surplus(who, market, utility), surplus(who, favourite, unbounded)

    def offer(who, market, gain):
        means, flat = float(income[who]), weight[kind[who]][0]
        return int(market), *ask_and_bid(market, gain, means, asking, regulated, flat, limit)

    for attempt in range(tries):
        doors = np.array(list_vacant(vacant), int)
        waiting = [who for who in range(len(identity)) if who not in entered]
        found = {who: looks(who, attempt, doors) for who in waiting}
        keen |= {who for who, (*_, dream) in found.items() if dream >= 0}
        bids = [(who, *offer(who, *seen[:2])) for who, seen in found.items() if seen[1] >= 0]
        applied |= {who for who, *_ in bids}
        entered |= auction(seed, month, tries + attempt, identity, bids, vacant)
    where, price = ([deal[k] for deal in entered.values()] for k in (0, 1))
    told = ([who in group for who in range(len(identity))] for group in (keen, applied))
    return list(entered), where, price, *told


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


def move_out(
    leaving, order, free, away, outside_rent, status, home, housed, regulated, founder, savings,
    rent, fees, incentive, tie_other, tie_strength,
):  # fmt: skip
    """Empty desks, drawers and address books, one kind of thing after the other."""
    gone = set(leaving.tolist())
    tenants = [person for person in leaving.tolist() if housed[person]]
    freed = [2 * int(home[person]) + int(regulated[person]) for person in tenants]
    taken = sum(int(savings[person]) for person in gone)
    for person in gone:
        savings[person] = fees[person] = incentive[person] = 0
        home[person], status[person] = -1, away if founder[person] else free
        housed[person] = housed[person] and person not in tenants
        regulated[person] = regulated[person] and person not in tenants
        rent[person] = outside_rent if founder[person] else rent[person]
        tie_other[person], tie_strength[person] = -1, 0
    here = [person for person in order.tolist() if person not in gone]
    forget_the_gone(here, [row in gone for row in range(len(status))], tie_other, tie_strength)
    return here, freed, taken

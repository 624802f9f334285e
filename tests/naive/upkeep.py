"""Places as circles of users and as rows of a ledger, each told apart by what befalls it."""

from fractions import Fraction
from itertools import accumulate, pairwise

from tests.naive.arithmetic import WHOLE, in_steps

STEP = 1 / WHOLE
NEVER = -1


def one_by_one(numbers):
    """Add numbers up in their order, each sum rounded, as the rule for hours has it."""
    return [0.0, *accumulate(numbers)][-1]


def within(low, number, high):
    return sorted((low, number, high))[1]


def give_hours(
    order, visitor_start, visitor_member, participation, in_use, upkeep, most,
    per_hour, rest, fatigue, hours, backlog,
):  # fmt: skip
    """Tell places with too little help from those with too much: only there is anything shared."""
    circles = [visitor_member[a:b].tolist() for a, b in pairwise(visitor_start.tolist())]
    offer = {
        user: most * (int(participation[user]) * STEP * (1 - int(fatigue[user]) * STEP))
        for users in circles
        for user in users
    }
    needed = [upkeep * int(seats) + float(old) for seats, old in zip(in_use, backlog, strict=True)]
    offered = [one_by_one(offer[user] for user in users) for users in circles]
    plenty = {place for place, users in enumerate(circles) if offered[place] > needed[place]}
    gift = dict.fromkeys(range(len(hours)), 0.0)
    for place, users in enumerate(circles):
        part = needed[place] / offered[place] if place in plenty else 1.0
        gift |= {user: offer[user] * part for user in users}
        backlog[place] = 0.0 if place in plenty else needed[place] - offered[place]
    hours[:] = list(gift.values())
    for person in order.tolist():
        tired = int(fatigue[person]) * STEP + per_hour * gift[person] - rest
        fatigue[person] = in_steps(within(0, tired, 1))
    return [needed[p] if p in plenty else offered[p] for p in range(len(circles))]


def balance(
    month, is_open, paid_by_users, running, rent, grant_share, credit, governed, kept, notice,
    starting, price_step, dependence, highest_price, cash, closing, price, stance,
):  # fmt: skip
    """Sort places into sets, exactly: those to close, those that lose, are poor, gain, are rich."""
    here = {place for place, there in enumerate(is_open.tolist()) if there}
    fees = {place: int(paid_by_users[place]) for place in here}
    cost = {place: int(running[place]) + int(rent[place]) for place in here}
    kept_from = Fraction(dependence)
    uncovered = {place: 1 - kept_from * Fraction(grant_share[place]) for place in here}
    covered = {place: round(Fraction(grant_share[place]) * cost[place]) for place in here}
    lent = {place: covered[place] for place in here if credit[place]}
    purse = {p: int(cash[p]) + fees[p] + lent.get(p, 0) - cost[p] for p in here}
    theirs = {p for p in here if governed[p]}
    keeps = {p: min(purse[p], round(Fraction(kept) * cost[p])) for p in here - theirs}
    keeps |= {p: purse[p] for p in theirs}
    losing = {p for p in here if fees[p] + covered[p] < cost[p]}
    gaining = {p for p in here if fees[p] + covered[p] > cost[p]}
    poor = {p for p in here if 2 * keeps[p] < Fraction(starting) * cost[p]}
    poorer = {p for p in here - theirs if 2 * keeps[p] < Fraction(kept) * cost[p]}
    poorer |= {p for p in theirs if keeps[p] < Fraction(starting) * cost[p]}
    in_debt = {p for p in here if keeps[p] + round(Fraction(notice) * cost[p]) < 0}
    steps = {p: price_step * float(uncovered[p]) for p in losing & poor}
    steps |= dict.fromkeys(gaining - poorer, -price_step)
    for place in here:
        cash[place] = keeps[place]
        step = steps.get(place, 0.0)
        price[place] = within(0, float(price[place]) + step, highest_price)
        stance[place] = within(0, float(stance[place]) + step, 1)
    for place in in_debt & {p for p in here if closing[p] == NEVER}:
        closing[place] = month + 1
    return (
        sum(lent.values()),
        sum(int(running[place]) for place in here),
        sum(int(rent[place]) for place in here),
        sum(purse.values()) - sum(keeps.values()),
        len(here),
        len([p for p in here if fees[p] + lent.get(p, 0) < cost[p]]),
    )

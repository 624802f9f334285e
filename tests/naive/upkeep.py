"""Places as lists of users and piles of bills."""

from itertools import accumulate, pairwise

from tests.naive.arithmetic import in_steps

WHOLE = 65535
STEP = 1 / WHOLE
A_LITTLE = 1e-9


def give_hours(
    order,
    visitor_start,
    visitor_member,
    participation,
    in_use,
    upkeep,
    most,
    per_hour,
    rest,
    fatigue,
    hours,
    backlog,
):
    given, offered = [], {}
    for place, (first, end) in enumerate(pairwise(visitor_start.tolist())):
        users = visitor_member[first:end].tolist()
        for user in users:
            awake = 1 - int(fatigue[user]) * STEP
            offered[user] = most * (int(participation[user]) * STEP * awake)
        *_, total = accumulate((offered[user] for user in users), initial=0)
        needed = upkeep * int(in_use[place]) + float(backlog[place])
        for user in users:
            offered[user] *= min(1, needed / max(total, A_LITTLE))
        given.append(min(total, needed))
        backlog[place] = needed - given[-1]
    for row in range(len(hours)):
        hours[row] = offered.get(row, 0)
    for person in order.tolist():
        tired = int(fatigue[person]) * STEP + per_hour * float(hours[person]) - rest
        fatigue[person] = in_steps(sorted((0, tired, 1))[1])
    return given


def balance(
    month,
    is_open,
    paid_by_users,
    running,
    rent,
    grant_share,
    credit,
    kept,
    notice,
    starting,
    price_step,
    highest_price,
    cash,
    closing,
    price,
    stance,
):
    bills = []
    for place in [row for row, there in enumerate(is_open.tolist()) if there]:
        cost, covered = int(running[place] + rent[place]), float(grant_share[place])
        lent = round(covered * cost) * bool(credit[place])
        in_hand = int(cash[place]) + int(paid_by_users[place]) + lent - cost
        to_owners = max(0, in_hand - round(kept * cost))
        cash[place] = in_hand - to_owners
        if closing[place] == -1 and -int(cash[place]) > round(notice * cost):
            closing[place] = month + 1
        month_ends = int(paid_by_users[place]) + round(covered * cost) - cost
        poor = month_ends < 0 and cash[place] < starting * cost / 2
        rich = month_ends > 0 and cash[place] >= kept * cost / 2
        step = price_step * ((1 - covered) * poor - rich)
        price[place] = sorted((0, price[place] + step, highest_price))[1]
        stance[place] = sorted((0, stance[place] + step, 1))[1]
        short = paid_by_users[place] + lent < cost
        bills.append((lent, int(running[place]), int(rent[place]), to_owners, 1, int(short)))
    return tuple(map(sum, zip(*bills, strict=True))) if bills else (0,) * 6

"""Hours given to third places, what these places take in and pay, and what they then ask."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import STEP, in_steps

_A_LITTLE = 1e-9


@njit(cache=True)
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
    """Let users give hours to the place they used last, as many as are needed, evenly.

    offered = ``most`` x participation x (1 - fatigue); needed = ``upkeep`` x seats in use +
    backlog; each gives offered x min(1, needed / all that is offered to her place). Then everyone
    tires by ``per_hour`` for an hour given, and rests.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    visitor_start, visitor_member : int64 arrays
        This month's visitors grouped by the place they used last.
    participation : uint16 array, one per person row, in steps of 1 / 65,535
    in_use : int64 array, one per place row
        Seats in use.
    upkeep : float, hours a seat a month
    most : float, hours a month
    per_hour, rest : float
        Fatigue that an hour leaves; fatigue that goes in a month.
    fatigue : uint16 array, one per person row, in steps of 1 / 65,535, changed in place
    hours : float64 array, one per person row, changed in place
    backlog : float64 array, one per place row, hours, changed in place

    Returns
    -------
    float64 array, one per place row
        Hours it is given.
    """
    hours[:] = 0.0
    received = np.zeros(in_use.size)
    for place in range(in_use.size):
        first, end = visitor_start[place], visitor_start[place + 1]
        offered = 0.0
        for k in range(first, end):
            person = visitor_member[k]
            ready = participation[person] * STEP * (1.0 - fatigue[person] * STEP)
            hours[person] = most * ready
            offered += hours[person]
        needed = upkeep * in_use[place] + backlog[place]
        part = min(1.0, needed / max(offered, _A_LITTLE))
        for k in range(first, end):
            hours[visitor_member[k]] *= part
        received[place] = min(offered, needed)
        backlog[place] = needed - received[place]
    for k in range(order.size):
        person = order[k]
        tired = fatigue[person] * STEP + per_hour * hours[person] - rest
        fatigue[person] = in_steps(min(max(tired, 0.0), 1.0))
    return received


@njit(cache=True)
def balance(
    month,
    is_open,
    paid_by_users,
    running,
    rent,
    grant_share,
    credit,
    governed,
    kept,
    notice,
    starting,
    price_step,
    dependence,
    highest_price,
    cash,
    closing,
    price,
    stance,
):
    """Let open places take fees and state credit in, pay, give notice or change what they ask.

    A place in debt by more than ``notice`` months of costs is to close next month. It raises its
    price where cash is below half of ``starting`` months of costs and falls, less so the more a
    grant covers, and lowers it where cash is above half of ``kept`` months and still grows: it
    holds its price once the month is balanced, credit or grant counted in. Its stance goes the
    same steps from solidarity towards the market. A place that its users govern pays nobody what is
    beyond, and lowers its price from what it started with on.

    Parameters
    ----------
    is_open : bool array, one per place row
    paid_by_users, running, rent : int64 arrays, one per place row, cents a month
    grant_share : float64 array, one per place row
        Part of its costs that a credit or a grant covers.
    credit : bool array, one per place row
        Whether this is a state credit, paid now.
    governed : bool array, one per place row
        Whether its users govern it.
    kept, notice, starting : float, months of costs
        Beyond what cash its owners take the rest; at what debt it gives up; cash to begin with.
    price_step, dependence, highest_price : float
        How fast it changes its price, how far a grant keeps it from doing so, and the end of it.
    cash, closing : int64 arrays, one per place row, changed in place
        In cents; the month in which it is to close, -1 for none.
    price, stance : float64 arrays, one per place row, changed in place

    Returns
    -------
    lent_by_state, costs, rents, surplus : int64
        Of all places, cents: state credit, running costs, rents, and what owners take.
    n_open, in_deficit : int64
        Open places, and those that cost more than they take in.
    """
    lent_by_state = costs = rents = surplus = n_open = in_deficit = 0
    for place in range(is_open.size):
        if not is_open[place]:
            continue
        n_open += 1
        cost = running[place] + rent[place]
        lent = int(np.rint(grant_share[place] * cost)) if credit[place] else 0
        taken_in = paid_by_users[place] + lent
        in_deficit += taken_in < cost
        left = cash[place] + taken_in - cost
        beyond = 0 if governed[place] else max(left - int(np.rint(kept * cost)), 0)
        left -= beyond
        cash[place] = left
        if left < -np.rint(notice * cost) and closing[place] < 0:
            closing[place] = month + 1
        step = 0.0
        grows = paid_by_users[place] + np.rint(grant_share[place] * cost) - cost
        if grows < 0 and left < starting * cost / 2.0:
            step += 1.0 - dependence * grant_share[place]
        plenty = starting * cost if governed[place] else kept * cost / 2.0
        if grows > 0 and left >= plenty:
            step -= 1.0
        step *= price_step
        price[place] = min(max(price[place] + step, 0.0), highest_price)
        stance[place] = min(max(stance[place] + step, 0.0), 1.0)
        lent_by_state += lent
        costs += running[place]
        rents += rent[place]
        surplus += beyond
    return lent_by_state, costs, rents, surplus, n_open, in_deficit

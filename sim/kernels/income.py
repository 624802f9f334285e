"""What everyone earns and spends in a month, and what firms sell and pay."""

import math

import numpy as np
from numba import njit


@njit(cache=True)
def newcomers(order, kind, standing, known_kind, known_standing):
    """Return the rows of those present who are not whom one knows there, and get to know them.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    kind, standing : arrays, one per person row
    known_kind, known_standing : int8 and float64 arrays, one per person row, changed in place

    Returns
    -------
    int64 array
    """
    rows = np.empty(order.size, np.int64)
    found = 0
    for k in range(order.size):
        person = order[k]
        same = known_kind[person] == kind[person] and known_standing[person] == standing[person]
        if not same:
            known_kind[person] = kind[person]
            known_standing[person] = standing[person]
            rows[found] = person
            found += 1
    return rows[:found].copy()


@njit(cache=True)
def earn(
    month,
    order,
    usual,
    kind,
    earns_wage,
    jobless,
    workplace,
    incentive,
    incentive_end,
    transfer,
    income,
    wages,
):
    """Give everyone her month's income: what is usual for her, or a jobless wage earner's.

    income = usual or jobless + incentive + transfer, at least 0

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    usual : int64 array, one per person row
        Her wage, or her income from Outside, cents a month.
    kind : int64 array, one per person row
    earns_wage : bool array, one per kind
    jobless : int
        Income of a wage earner without a job, cents a month.
    workplace : int64 array, one per person row, firm row or -1
    incentive, incentive_end, transfer : int64 arrays, one per person row
        Cents a month; the last month of the incentive.
    income : int64 array, one per person row, changed in place
    wages : int64 array, one per firm row, changed in place
        To which the wages it pays are added.

    Returns
    -------
    earned, paid, spared : int64
        All incomes before incentives and transfers, those of them that firms pay, and the tax
        that those are spared who owe more than they have.
    """
    earned = paid = spared = 0
    for k in range(order.size):
        person = order[k]
        firm = workplace[person]
        own = usual[person]
        if firm < 0 and earns_wage[kind[person]]:
            own = jobless
        earned += own
        if firm >= 0:
            wages[firm] += own
            paid += own
        all_of_it = own + transfer[person]
        if incentive_end[person] >= month:
            all_of_it += incentive[person]
        if all_of_it < 0:
            spared -= all_of_it
            all_of_it = 0
        income[person] = all_of_it
    return earned, paid, spared


@njit(cache=True)
def spend(order, income, rent, fees, housed, share, savings):
    """Let everyone pay rent and fees, save a little of what is left and consume the rest.

    saved = floor(share x left) where anything is left, else left; nobody's savings end below 0.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    income, rent, fees : int64 arrays, one per person row, cents a month
    housed : bool array, one per person row
        Whether her rent goes to a landlord.
    share : float, in [0, 1]
    savings : int64 array, one per person row, changed in place, cents

    Returns
    -------
    help, rents, lodging, fees, consumed : int64
        What they get from Outside because their savings do not suffice, what they pay to landlords
        and for lodging elsewhere, in third places, and for everything else.
    """
    helped = rents = lodging = paid = consumed = 0
    for k in range(order.size):
        person = order[k]
        left = income[person] - (rent[person] + fees[person])
        saved = left
        if left > 0:
            saved = int(math.floor(share * left))
            consumed += left - saved
        now = savings[person] + saved
        if now < 0:
            helped -= now
            now = 0
        savings[person] = now
        paid += fees[person]
        if housed[person]:
            rents += rent[person]
        else:
            lodging += rent[person]
    return helped, rents, lodging, paid, consumed


@njit(cache=True)
def trade(
    firms,
    cell,
    jobs,
    wages,
    around,
    good,
    in_zone,
    workspace_rent,
    wage,
    cents,
    sales,
    inputs,
    overhead,
    space,
    spared,
    kept,
    capital,
    margin,
):
    """Let firms sell, buy inputs, pay wages and rent workspace; surplus goes to their owners.

    With labour = wages / median wage: sold = sales x around x good x labour, bought = inputs x
    labour + overhead, rent = space x jobs (one at least) x workspace rent x (1 - spared); each to
    the cent. What capital they have beyond ``kept`` months of wages goes out as profit.
    margin = 1 - (wage + inputs + space x workspace rent x (1 - spared)) / (sales x around x good).

    Parameters
    ----------
    firms : int64 array
        Rows of the open firms.
    cell, jobs, wages : int64 arrays, one per firm row
    around, good : float64 arrays, one per open firm
        By how much more a worker sells here for where the firm is, and for how good it is.
    in_zone : bool array, one per firm row
        Whether it is spared a part of the workspace rent.
    workspace_rent : float64 array, one per cell, cents per m2 a month
    wage : float, median wage, euros a month
    cents : int, cents in a euro
    sales, inputs, overhead : float, euros a month
    space : int, m2 of a job
    spared : float, in [0, 1]
    kept : float, months
    capital : int64 array, one per firm row, changed in place, cents
    margin : float64 array, one per firm row, changed in place

    Returns
    -------
    sold, bought, rent, profit : int64
        Of all firms together, cents.
    """
    all_sold = all_bought = all_rent = all_profit = 0
    for k in range(firms.size):
        firm = firms[k]
        labour = wages[firm] / (cents * wage)
        sold = int(np.rint(cents * sales * (around[k] * good[k]) * labour))
        bought = int(np.rint(cents * (inputs * labour + overhead)))
        due = 1.0 - spared if in_zone[firm] else 1.0
        square_metre = workspace_rent[cell[firm]]
        rent = int(np.rint(space * max(jobs[firm], 1) * square_metre * due))
        left = capital[firm] + sold - bought - wages[firm] - rent
        profit = 0
        if wages[firm] > 0:
            profit = max(left - int(np.rint(kept * wages[firm])), 0)
        capital[firm] = left - profit
        floor = space * square_metre / cents * due
        margin[firm] = 1.0 - (wage + inputs + floor) / (sales * around[k] * good[k])
        all_sold += sold
        all_bought += bought
        all_rent += rent
        all_profit += profit
    return all_sold, all_bought, all_rent, all_profit

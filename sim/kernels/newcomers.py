"""Those who come: what they may hope for, and what is written down of those who are let in."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import poles

_NONE = -1


@njit(cache=True)
def hopes(kind, field, usual, earns_wage, chance, dole, work, awareness):
    """Tell what each candidate expects to earn if nobody pays her to come, and what draws her.

    income = usual, or for wage earners chance x usual + (1 - chance) x dole, to the cent.

    Parameters
    ----------
    kind, usual : int64 arrays, one per candidate; cents a month
    field : uint16 array, candidates x 3, in steps
    earns_wage : bool array, one per kind
    chance : float, in [0, 1]
        To have a job.
    dole : float, cents a month
    work : float
        What a job for sure is worth to a wage earner.
    awareness : float64 array, one per kind

    Returns
    -------
    pole : int8 array, income : int64 array, added : float64 array, one per candidate
        ``added`` is what work and awareness add to a home's utility.
    """
    income, added = np.empty(kind.size, np.int64), np.empty(kind.size)
    for k in range(kind.size):
        earner = earns_wage[kind[k]]
        expected = chance * usual[k] + (1.0 - chance) * dole if earner else float(usual[k])
        income[k] = int(np.rint(expected))
        added[k] = (work * chance if earner else 0.0) + awareness[kind[k]]
    return poles(field, kind.size), income, added


@njit(cache=True)
def settle_in(
    rows,
    chosen,
    month,
    market,
    price,
    lease_end,
    dole,
    earns_wage,
    offered_until,
    their_savings,
    their_usual,
    their_incentive,
    their_identity,
    their_kind,
    their_field,
    their_openness,
    their_participation,
    their_skills,
    their_standing,
    present,
    identity,
    kind,
    field,
    field_origin,
    openness,
    openness_origin,
    participation,
    participation_origin,
    skills,
    standing,
    status,
    cohort,
    incentive,
    incentive_end,
    income,
    savings,
    home,
    regulated,
    housed,
    rent,
    lease,
    workplace,
    usual,
    fatigue,
    fees,
    transfer,
    recognition,
    made,
    made_before,
    homeless,
    hours,
    moves_forced,
    founder,
    tie_other,
    tie_strength,
    tie_channel,
    tie_born,
    tie_joint,
):
    """Write newcomers into their rows: who they are, where they live, nobody whom they know yet.

    Until she has a job a wage earner has the dole; the incentive comes on top. Nothing is left of
    whoever had her row before.

    Parameters
    ----------
    rows, chosen : int64 arrays, one per newcomer
        Her row, and which of the candidates she is.
    month, lease_end, offered_until : int, months
    market, price : int64 arrays, one per newcomer
        2 x cell, + 1 if regulated; cents a month.
    dole : int, cents a month
    earns_wage : bool array, one per kind
    their_savings : int64 array, one per newcomer, cents
    their_* : arrays, one per candidate
    present : int, the status of those in the city
    Others : all columns of people and ties, changed in place

    Returns
    -------
    brought, promised : int64
        Savings of all, and their incentives of one month, cents.
    """
    brought = promised = 0
    for k in range(rows.size):
        row, who = rows[k], chosen[k]
        identity[row], kind[row] = their_identity[who], their_kind[who]
        for axis in range(field.shape[1]):
            field[row, axis] = field_origin[row, axis] = their_field[who, axis]
        openness[row] = openness_origin[row] = their_openness[who]
        participation[row] = participation_origin[row] = their_participation[who]
        skills[row], standing[row] = their_skills[who], their_standing[who]
        status[row], cohort[row] = present, month
        incentive[row] = their_incentive[who]
        incentive_end[row] = offered_until if incentive[row] > 0 else 0
        own = dole if earns_wage[kind[row]] else their_usual[who]
        income[row], savings[row] = own + incentive[row], their_savings[k]
        home[row], regulated[row], housed[row] = market[k] // 2, market[k] % 2 == 1, True
        rent[row], lease[row] = price[k], lease_end
        workplace[row] = usual[row] = _NONE
        fatigue[row] = fees[row] = transfer[row] = 0
        recognition[row] = hours[row] = 0.0
        made[row] = made_before[row] = homeless[row] = moves_forced[row] = 0
        founder[row] = False
        for t in range(tie_other.shape[1]):
            tie_other[row, t] = tie_joint[row, t] = _NONE
            tie_strength[row, t] = tie_channel[row, t] = tie_born[row, t] = 0
        brought += savings[row]
        promised += incentive[row]
    return brought, promised


@njit(cache=True)
def with_status(status, wanted):
    """List the rows of people that have a status.

    Parameters
    ----------
    status : int8 array, one per person row in use
    wanted : int

    Returns
    -------
    int64 array
        Rows, rising.
    """
    rows = np.empty(status.size, np.int64)
    count = 0
    for row in range(status.size):
        rows[count] = row
        count += status[row] == wanted
    return rows[:count].copy()

"""Whose lease ends, who looks for another home, and who moves where."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import logistic
from sim.kernels.luck import Purpose, uniform, uniforms
from sim.kernels.move import let_dwellings, look_for_homes, worth_of_staying

_SEARCH = int(Purpose.SEARCH)
_DWELLING = int(Purpose.DWELLING)
_STAY = int(Purpose.STAY)
_RENT = 0
_FLATTEST = 1e-9


@njit(cache=True)
def end_leases(
    month,
    order,
    income,
    home,
    housed,
    regulated,
    rent,
    lease_end,
    asking,
    regulated_rent,
    burden_limit,
    lease_months,
):
    """Renew leases that end at the asking rent; tell who cannot pay it.

    The rent of a regulated dwelling follows income, whenever its lease ends.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    income, home, housed, regulated : arrays, one per person row
    rent, lease_end : int64 arrays, one per person row, changed in place
    asking : float64 array, one per cell, cents a month
    regulated_rent, burden_limit : float, shares of income
    lease_months : int

    Returns
    -------
    int64 array
        Rows of those who lose their homes, in the order given.
    """
    evicted = np.empty(order.size, np.int64)
    count = 0
    for person in order:
        if not housed[person]:
            continue
        if regulated[person]:
            rent[person] = np.int64(regulated_rent * income[person])
        elif lease_end[person] <= month:
            asked = np.int64(np.rint(asking[home[person]]))
            if asked <= burden_limit * income[person]:
                rent[person] = asked
                lease_end[person] = month + lease_months
            else:
                evicted[count] = person
                count += 1
    return evicted[:count].copy()


@njit(cache=True)
def who_searches(seed, month, order, identity, income, rent, housed, burden_limit, chance):
    """Find out who looks for another home: who must, and who by luck wishes to.

    She must who has no home, or pays more than ``burden_limit`` x income. Luck: SEARCH, draw 0.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    identity, income, rent, housed : arrays, one per person row
    burden_limit, chance : float

    Returns
    -------
    seekers : int64 array
        Person rows, in the order given.
    must : bool array, one per seeker
    """
    seekers = np.empty(order.size, np.int64)
    must = np.empty(order.size, np.bool_)
    drawn = uniforms(seed, _SEARCH, month, identity[order], 0)
    count = 0
    for k in range(order.size):
        person = order[k]
        forced = not housed[person] or rent[person] > burden_limit * income[person]
        if forced or drawn[k] < chance:
            seekers[count] = person
            must[count] = forced
            count += 1
    return seekers[:count].copy(), must[:count].copy()


@njit(cache=True)
def list_vacant(vacant):
    """Return the market of every vacant dwelling, rising.

    Parameters
    ----------
    vacant : int64 array, one per market
        How many are vacant.
    """
    doors = np.empty(vacant.sum(), np.int64)
    count = 0
    for market in range(vacant.size):
        for _ in range(vacant[market]):
            doors[count] = market
            count += 1
    return doors


@njit(cache=True)
def ask_and_bid(market, gain, income, rent, regulated_rent, weight_of_rent, burden_limit):
    """Return what is asked for a dwelling and the most somebody would pay, cents a month.

    bid = asked + income x gain / weight of rent, at most limit x income, at least what is asked;
    a regulated dwelling is let by luck, at a share of income: all bid 0.

    Parameters
    ----------
    market : int
        2 x cell of a free dwelling, 2 x cell + 1 of a regulated one.
    gain, income, weight_of_rent : float
    rent : float64 array, one per cell
    """
    if market % 2 == 1:
        return regulated_rent * income, 0.0
    asked = rent[market // 2]
    most = asked + income * max(gain, 0.0) / max(weight_of_rent, _FLATTEST)
    return asked, max(min(most, burden_limit * income), asked)


@njit(cache=True)
def move_house(
    seed,
    month,
    seekers,
    must,
    identity,
    kind,
    pole,
    income,
    tie_other,
    tie_strength,
    home,
    housed,
    regulated,
    rent,
    lease_end,
    homeless,
    moves_forced,
    vacant,
    asking,
    regulated_rent,
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
    cost,
    scale,
    lease_months,
    tries,
):
    """Let seekers see dwellings, apply where they would be better off, and move where they win.

    Who must move applies for the best dwelling she saw; others with the chance
    1 / (1 + exp(-scale x gain)), gain = utility there - utility here - cost (luck: STAY, draw the
    try). Dwellings are let by :func:`sim.kernels.move.let_dwellings`; who lost tries again with
    what is left. A dwelling that is left is not let in the same month.

    Parameters
    ----------
    seekers, must : as from :func:`who_searches`
    identity, kind, pole, income : arrays, one per person row
    tie_other, tie_strength : arrays, person rows x 12
    home, housed, regulated, rent, lease_end, homeless, moves_forced : arrays, one per person row
        Changed in place for those who move.
    vacant : int64 array, one per market, changed in place
    Others as in :func:`sim.kernels.move.look_for_homes`.

    Returns
    -------
    best : float64 array, one per seeker
        What the better is worth to her: her home or, less the cost, the best she saw at first.
    freed : int64 array
        Markets of the dwellings left.
    moves, forced : int64
        How many moved, and how many of them had to.
    """
    around = log_access, amenity, block_of, company, creative, weight
    stay = worth_of_staying(
        seekers, kind, pole, income, rent, home, tie_other, tie_strength, *around, near, side
    )
    for k in range(seekers.size):
        if not housed[seekers[k]]:
            stay[k] = -np.inf
    best = stay.copy()
    waiting = np.arange(seekers.size)
    freed = np.empty(seekers.size, np.int64)
    n_freed = moves = forced = 0
    for attempt in range(tries):
        market, utility, _, _ = look_for_homes(
            seed,
            _DWELLING,
            month,
            attempt,
            seekers[waiting],
            identity,
            kind,
            pole,
            income,
            True,
            tie_other,
            tie_strength,
            home,
            list_vacant(vacant),
            asking,
            regulated_rent,
            *around,
            burden_limit,
            near,
            side,
            n_sampled,
        )
        applies = np.empty(waiting.size, np.int64)
        asked, bid = np.empty(waiting.size), np.empty(waiting.size)
        count = 0
        for w in range(waiting.size):
            k = waiting[w]
            if attempt == 0:
                best[k] = max(best[k], utility[w] - cost)
            if market[w] < 0:
                continue
            person = seekers[k]
            gain = utility[w] - stay[k] - cost
            if not must[k]:
                drawn = uniform(seed, _STAY, month, identity[person], attempt)
                if drawn >= logistic(scale * gain):
                    continue
            asked[count], bid[count] = ask_and_bid(
                market[w],
                gain,
                float(income[person]),
                asking,
                regulated_rent,
                weight[kind[person], _RENT],
                burden_limit,
            )
            applies[count] = w
            count += 1
        applies = applies[:count]
        price = let_dwellings(
            seed,
            month,
            attempt,
            identity[seekers[waiting[applies]]],
            market[applies],
            bid[:count],
            asked[:count],
            vacant,
        )
        lost = np.ones(waiting.size, np.bool_)
        for a in range(count):
            if price[a] < 0:
                continue
            k = waiting[applies[a]]
            person, there = seekers[k], market[applies[a]]
            if housed[person]:
                freed[n_freed] = 2 * home[person] + regulated[person]
                n_freed += 1
            home[person], regulated[person], housed[person] = there // 2, there % 2 == 1, True
            rent[person], lease_end[person] = price[a], month + lease_months
            homeless[person] = 0
            if must[k]:
                moves_forced[person] += 1
                forced += 1
            moves += 1
            lost[applies[a]] = False
        waiting = waiting[lost]
    return best, freed[:n_freed].copy(), moves, forced

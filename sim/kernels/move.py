"""Who looks for another home, what she finds, and who gets it."""

import math

import numpy as np
from numba import njit

from sim.kernels.luck import Purpose, quad, uniform

_LET = int(Purpose.LET)


@njit(cache=True)
def nearness_of_ties(cell, ties, strength, home, near, side):
    """Return how near a cell lies to a person's ties, in [0, 1].

    sum_k s_k exp(-d(c, home_k) / reach) / sum_k s_k; 0 without ties.

    Parameters
    ----------
    cell : int
    ties : int32 array, 12
        Rows of the people tied to, -1 empty.
    strength : uint16 array, 12, in steps of 1 / 65,535
    home : int array, one per person row
    near : float64 array, side x side, as from :func:`sim.kernels.space.nearness_table`
    """
    row = cell // side
    column = cell % side
    close = 0.0
    total = 0
    for t in range(ties.size):
        if ties[t] >= 0:
            there = home[ties[t]]
            steps = np.int64(strength[t])
            close += steps * near[abs(there // side - row), abs(there % side - column)]
            total += steps
    if total <= 0:
        return 0.0
    return close / total


@njit(cache=True)
def worth_of_home(rent, income, near, log_access, amenity, company, creative, weight):
    """Return the utility of living somewhere, the same formula for everybody.

    U = -w0 rent / income + w1 ln(access / mean access) + w2 nearness of ties + w3 amenity
        + w4 company + w5 creative share of the block

    Parameters
    ----------
    rent, income : float, cents a month
        An income below a cent counts as a cent.
    near, company, creative : float, in [0, 1]
    log_access, amenity : float
    weight : float64 array, 6
    """
    return (
        -weight[0] * rent / max(income, 1.0)
        + weight[1] * log_access
        + weight[2] * near
        + weight[3] * amenity
        + weight[4] * company
        + weight[5] * creative
    )


@njit(cache=True)
def look_for_homes(
    seed,
    purpose,
    month,
    attempt,
    seekers,
    identity,
    kind,
    pole,
    income,
    tie_rows,
    tie_other,
    tie_strength,
    home,
    vacant,
    rent,
    regulated_share,
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
):
    """Let each seeker see some vacant dwellings and remember the one she likes best.

    She sees ``n_sampled`` dwellings, each vacant dwelling equally likely. A market is a cell's
    free dwellings (2 x cell) or its regulated ones (2 x cell + 1, rent a share of income). She
    leaves out those whose rent passes ``burden_limit`` x income; utility is
    :func:`worth_of_home`, and the first seen wins among equals. The k-th dwelling she sees is
    that of rank floor(luck x vacant), by market, at draw attempt x ``n_sampled`` + k.

    Parameters
    ----------
    purpose, attempt : int
        What the luck is for, and which draws are used.
    seekers : int64 array
        Rows of those who look (people rows, or candidates).
    identity, kind, pole, income : arrays, one per row of seekers' table
    tie_rows : bool
        Whether seekers have rows in the tie table; candidates have none.
    home : int array, one per person row
    vacant : int64 array, one per vacant dwelling
        Its market, rising.
    rent : float64 array, one per cell, asking rent of free dwellings, cents a month
    log_access, amenity : float64 arrays, one per cell
    block_of : int64 array, one per cell
    company : float64 array, blocks x 3; creative : float64 array, one per block
    weight : float64 array, kinds x 6
    near : float64 array, side x side
        Nearness of a tie, as from :func:`sim.kernels.space.nearness_table`.

    Returns
    -------
    market : int64 array, one per seeker, -1 for none
    utility : float64 array, one per seeker, -inf for none
    unbounded : float64 array, one per seeker
        Best utility if the limit on the burden did not bind; -inf where nothing was vacant.
    favourite : int64 array, one per seeker, -1 for none
        The market of that one.
    """
    market = np.full(seekers.size, -1, np.int64)
    utility = np.full(seekers.size, -np.inf)
    unbounded = np.full(seekers.size, -np.inf)
    favourite = np.full(seekers.size, -1, np.int64)
    n_vacant = vacant.size
    if n_vacant == 0:
        return market, utility, unbounded, favourite
    tie_row = np.empty(tie_other.shape[1], np.int64)
    tie_column = np.empty(tie_row.size, np.int64)
    weighs = np.empty(tie_row.size)
    for k in range(seekers.size):
        person = seekers[k]
        means = float(income[person])
        n_ties = 0
        total = 0.0
        if tie_rows:
            for t in range(tie_row.size):
                if tie_other[person, t] >= 0:
                    there = home[tie_other[person, t]]
                    tie_row[n_ties], tie_column[n_ties] = there // side, there % side
                    weighs[n_ties] = float(tie_strength[person, t])
                    total += weighs[n_ties]
                    n_ties += 1
        for draw in range(n_sampled):
            number = attempt * n_sampled + draw
            if draw == 0 or number % 4 == 0:
                luck = quad(seed, purpose, month, identity[person], number // 4)
            found = vacant[int(luck[number % 4] * n_vacant)]
            cell = found // 2
            asked = regulated_share * means if found % 2 == 1 else rent[cell]
            row, column = cell // side, cell % side
            close = 0.0
            for t in range(n_ties):
                close += weighs[t] * near[abs(tie_row[t] - row), abs(tie_column[t] - column)]
            if total > 0.0:
                close /= total
            block = block_of[cell]
            u = worth_of_home(
                asked,
                means,
                close,
                log_access[cell],
                amenity[cell],
                company[block, pole[person]],
                creative[block],
                weight[kind[person]],
            )
            if u > unbounded[k]:
                unbounded[k] = u
                favourite[k] = found
            if asked <= burden_limit * means and u > utility[k]:
                utility[k] = u
                market[k] = found
    return market, utility, unbounded, favourite


@njit(cache=True)
def worth_of_staying(
    stayers,
    kind,
    pole,
    income,
    rent_paid,
    home,
    tie_other,
    tie_strength,
    log_access,
    amenity,
    block_of,
    company,
    creative,
    weight,
    near,
    side,
):
    """Tell what each person's present home is worth to her, by :func:`worth_of_home`.

    Parameters
    ----------
    stayers : int64 array
        Person rows.
    rent_paid : int64 array, one per person row, cents a month
    Others as in :func:`look_for_homes`.

    Returns
    -------
    float64 array, one per stayer
    """
    worth = np.empty(stayers.size)
    for k in range(stayers.size):
        person = stayers[k]
        cell = home[person]
        block = block_of[cell]
        close = nearness_of_ties(cell, tie_other[person], tie_strength[person], home, near, side)
        worth[k] = worth_of_home(
            float(rent_paid[person]),
            float(income[person]),
            close,
            log_access[cell],
            amenity[cell],
            company[block, pole[person]],
            creative[block],
            weight[kind[person]],
        )
    return worth


@njit(cache=True)
def let_dwellings(seed, month, attempt, applicant, market, bid, asking, vacant):
    """Let vacant dwellings to the highest bids, at one price in each market.

    In a market with v vacant dwellings the v highest bids win, luck deciding between equals (LET,
    draw ``attempt`` of the applicant; the larger number). Each winner pays the asking rent, or the
    highest bid that lost where that is more, rounded to the nearest cent.

    Parameters
    ----------
    attempt : int
        0 or 1: first and second try of the month.
    applicant : int64 array, one per application
        Identities.
    market : int64 array, one per application
    bid : float64 array, one per application, cents a month
        The most she would pay; at least the asking rent. Equal in a regulated market.
    asking : float64 array, one per application, cents a month
    vacant : int64 array, one per market
        Changed in place: what is left.

    Returns
    -------
    price : int64 array, one per application
        Rent to pay, cents a month; -1 for those who did not get it.
    """
    price = np.full(applicant.size, -1, np.int64)
    luck = np.empty(applicant.size)
    for k in range(applicant.size):
        luck[k] = uniform(seed, _LET, month, applicant[k], attempt)
    by_luck = np.argsort(-luck, kind="mergesort")
    by_bid = by_luck[np.argsort(-bid[by_luck], kind="mergesort")]
    queue = by_bid[np.argsort(market[by_bid], kind="mergesort")]
    first = 0
    while first < queue.size:
        here = market[queue[first]]
        last = first
        while last < queue.size and market[queue[last]] == here:
            last += 1
        winners = min(vacant[here], last - first)
        highest_lost = -1.0
        if first + winners < last:
            highest_lost = bid[queue[first + winners]]
        for k in range(first, first + winners):
            price[queue[k]] = int(math.floor(max(asking[queue[k]], highest_lost) + 0.5))
        vacant[here] -= winners
        first = last
    return price

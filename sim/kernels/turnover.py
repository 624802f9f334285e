"""Which candidates find a home and like it better than elsewhere, who leaves, who would found."""

import numpy as np
from numba import njit

from sim.kernels.accept import forget_the_gone
from sim.kernels.arithmetic import STEP, in_steps, logistic
from sim.kernels.luck import Purpose, normal, uniform, uniforms
from sim.kernels.move import let_dwellings, look_for_homes
from sim.kernels.search import ask_and_bid, list_vacant
from sim.kernels.space import pull_of_places

_CANDIDATE = int(Purpose.CANDIDATE)
_LEAVE = int(Purpose.LEAVE)
_FOUND_PLACE = int(Purpose.FOUND_PLACE)
_ALWAYS = 0
_NOWHERE = -1
_OUTSIDE_PAIR = 2
_RENT = 0


@njit(cache=True)
def outside_utility(seed, identity, mean, spread):
    """Return what living elsewhere is worth to each, drawn once for ever.

    mean + spread x a standard normal number. Luck: CANDIDATE, month 0, pair 2.

    Parameters
    ----------
    identity : int64 array, one per person

    Returns
    -------
    float64 array, one per person
    """
    worth = np.empty(identity.size)
    for k in range(identity.size):
        drawn = normal(seed, _CANDIDATE, _ALWAYS, identity[k], _OUTSIDE_PAIR)
        worth[k] = mean + spread * drawn
    return worth


@njit(cache=True)
def let_in(
    seed,
    month,
    identity,
    kind,
    pole,
    income,
    elsewhere,
    added,
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
    pull,
    in_reach,
    start,
    place,
    place_cell,
    admission,
    block_cells,
    tries,
):
    """Let in the candidates who find a home and like the city better than elsewhere.

    What a home is worth to a candidate is its utility + ``added`` + ``pull`` x the best third
    place in reach. She applies where this is at least what elsewhere is worth, her gain being the
    difference; dwellings are let by :func:`sim.kernels.move.let_dwellings`, and who lost tries
    again with what is left. Luck: CANDIDATE for what she sees, LET draws 2 and 3.

    Parameters
    ----------
    identity, kind, pole, income : arrays, one per candidate
    elsewhere, added : float64 arrays, one per candidate
    vacant : int64 array, one per market, changed in place
    pull : float
    in_reach, start, place, place_cell, admission, block_cells
        ``near`` and the others of :func:`sim.kernels.space.pull_of_places`.
    Others as in :func:`sim.kernels.move.look_for_homes`.

    Returns
    -------
    entered : int64 array
        Candidates who got a home, as they got it.
    market, price : int64 arrays, one for each of these
        Where, and at which rent, cents a month.
    keen : bool array, one per candidate
        Whether she would have come to the best home she saw, could she have paid it.
    applied : bool array, one per candidate
        Whether she asked for a home that she could pay; then she entered or others got it.
    """
    around = log_access, amenity, block_of, company, creative, weight
    places = in_reach, start, place, place_cell, admission, side, block_cells
    nobody = np.empty(0, np.int64)
    no_ties = np.empty((0, 0), np.int32), np.empty((0, 0), np.uint16)
    waiting = np.arange(identity.size)
    keen = np.zeros(identity.size, np.bool_)
    applied = np.zeros(identity.size, np.bool_)
    entered = np.empty(identity.size, np.int64)
    home, price = np.empty(identity.size, np.int64), np.empty(identity.size, np.int64)
    admitted = 0
    for attempt in range(tries):
        market, utility, unbounded, favourite = look_for_homes(
            seed,
            _CANDIDATE,
            month,
            attempt,
            waiting,
            identity,
            kind,
            pole,
            income,
            False,
            *no_ties,
            nobody,
            list_vacant(vacant),
            asking,
            regulated_rent,
            *around,
            burden_limit,
            near,
            side,
            n_sampled,
        )
        of_kind = kind[waiting]
        best_of_found = pull_of_places(np.maximum(market // 2, 0), of_kind, *places)
        best_of_liked = pull_of_places(np.maximum(favourite // 2, 0), of_kind, *places)
        applies = np.empty(waiting.size, np.int64)
        asked, bid = np.empty(waiting.size), np.empty(waiting.size)
        count = 0
        for w in range(waiting.size):
            k = waiting[w]
            if favourite[w] >= 0:
                liked = added[k] + pull * best_of_liked[w]
                keen[k] = keen[k] or unbounded[w] + liked >= elsewhere[k]
            if market[w] < 0:
                continue
            gain = utility[w] + (added[k] + pull * best_of_found[w]) - elsewhere[k]
            if gain < 0:
                continue
            asked[count], bid[count] = ask_and_bid(
                market[w],
                gain,
                float(income[k]),
                asking,
                regulated_rent,
                weight[kind[k], _RENT],
                burden_limit,
            )
            applies[count] = w
            applied[k] = True
            count += 1
        applies = applies[:count]
        rent = let_dwellings(
            seed,
            month,
            tries + attempt,
            identity[waiting[applies]],
            market[applies],
            bid[:count],
            asked[:count],
            vacant,
        )
        lost = np.ones(waiting.size, np.bool_)
        for a in range(count):
            if rent[a] >= 0:
                entered[admitted] = waiting[applies[a]]
                home[admitted], price[admitted] = market[applies[a]], rent[a]
                admitted += 1
                lost[applies[a]] = False
        waiting = waiting[lost]
    entered, home, price = (
        entered[:admitted].copy(),
        home[:admitted].copy(),
        price[:admitted].copy(),
    )
    return entered, home, price, keen, applied


@njit(cache=True)
def who_leaves(
    seed,
    month,
    order,
    identity,
    cohort,
    homeless,
    searched,
    utility,
    chance,
    exit_after,
    mean,
    spread,
    staying,
    scale,
):
    """Find out who leaves: some whatever happens, some who searched in vain, the long homeless.

    Of those who did not come this month each leaves with ``chance`` (luck: LEAVE, draw 0). Who
    searched leaves with the chance 1 / (1 + exp(-scale (elsewhere - staying - utility))) (draw
    1). Who has had no home for ``exit_after`` months leaves.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    identity, cohort, homeless : arrays, one per person row
    searched : int64 array
        Rows of those who searched of their own accord.
    utility : float64 array, one for each of these
    mean, spread : as in :func:`outside_utility`

    Returns
    -------
    leaving : int64 array
        Rows, in the order given.
    for_want_of_a_home : int64
        How many of them leave for that alone.
    """
    disappointed = np.zeros(identity.size, np.bool_)
    elsewhere = outside_utility(seed, identity[searched], mean, spread)
    for k in range(searched.size):
        luck = uniform(seed, _LEAVE, month, identity[searched[k]], 1)
        if luck < logistic(scale * (elsewhere[k] - staying - utility[k])):
            disappointed[searched[k]] = True
    leaving = np.empty(order.size, np.int64)
    count = for_want_of_a_home = 0
    drawn = uniforms(seed, _LEAVE, month, identity[order], 0)
    for k in range(order.size):
        person = order[k]
        goes = disappointed[person] or (cohort[person] < month and drawn[k] < chance)
        if goes or homeless[person] >= exit_after:
            leaving[count] = person
            count += 1
            if not goes:
                for_want_of_a_home += 1
    return leaving[:count].copy(), for_want_of_a_home


@njit(cache=True)
def give_up_jobs(leaving, workplace, jobs, cell, workspace_used, space_per_job):
    """Let people who leave give up their jobs, and their firms the room for these.

    A firm keeps room for one job at least.

    Parameters
    ----------
    leaving : int64 array
        Person rows.
    workplace : int64 array, one per person row, -1 for none, changed in place
    jobs : int64 array, one per firm row, changed in place
    cell : int64 array, one per firm row
    workspace_used : int64 array, one per cell, m2, changed in place
    space_per_job : int, m2
    """
    for person in leaving:
        firm = workplace[person]
        if firm >= 0:
            if jobs[firm] > 1:
                workspace_used[cell[firm]] -= space_per_job
            jobs[firm] -= 1
            workplace[person] = -1


@njit(cache=True)
def move_out(
    leaving,
    order,
    free,
    away,
    outside_rent,
    status,
    home,
    housed,
    regulated,
    founder,
    savings,
    rent,
    fees,
    incentive,
    tie_other,
    tie_strength,
):
    """Take people out of their homes and out of others' ties; founders stay known, outside.

    Parameters
    ----------
    leaving, order : int64 arrays
        Person rows: who leaves, and who was there.
    free, away : int
        The status of a row that is free again, and that of a founder outside.
    outside_rent : int, cents a month
    status, home, housed, regulated, savings, rent, fees, incentive
        Arrays, one per person row, changed in place.
    founder : bool array, one per person row
    tie_other, tie_strength : arrays, person rows x 12, changed in place

    Returns
    -------
    order : int64 array
        Who is still there, in the order given.
    freed : int64 array
        Markets of the dwellings that are free from next month: 2 x cell, + 1 if regulated.
    taken : int64
        Savings that those who leave take along, cents.
    """
    gone = np.zeros(status.size, np.bool_)
    freed = np.empty(leaving.size, np.int64)
    count = taken = 0
    for person in leaving:
        gone[person] = True
        if housed[person]:
            freed[count] = 2 * home[person] + regulated[person]
            count += 1
            housed[person] = regulated[person] = False
        taken += savings[person]
        savings[person] = fees[person] = incentive[person] = 0
        home[person] = _NOWHERE
        status[person] = free
        if founder[person]:
            status[person], rent[person] = away, outside_rent
        for t in range(tie_other.shape[1]):
            tie_other[person, t], tie_strength[person, t] = _NOWHERE, 0
    here = those_still_here(order, gone)
    forget_the_gone(here, gone, tie_other, tie_strength)
    return here, freed[:count].copy(), taken


@njit(cache=True)
def those_still_here(order, gone):
    """Return who of some people is still here, in the order given.

    Parameters
    ----------
    order : int64 array, person rows
    gone : bool array, one per person row
    """
    here = np.empty(order.size, np.int64)
    count = 0
    for person in order:
        if not gone[person]:
            here[count] = person
            count += 1
    return here[:count].copy()


@njit(cache=True)
def who_would_found(
    seed,
    month,
    order,
    identity,
    participation,
    savings,
    tie_other,
    tie_strength,
    chance,
    strong,
    group,
    needed,
):
    """Find out who would found a third place: the ready, with ties strong enough and the money.

    A person is ready with ``chance`` x her participation (luck: FOUND_PLACE, draw 0). She and
    those tied to her by ``strong`` or more must be more than ``group``, and have ``needed``.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    identity, participation, savings : arrays, one per person row
    tie_other, tie_strength : arrays, person rows x 12
    strong : float, in [0, 1]
    needed : float, cents

    Returns
    -------
    int64 array
        Person rows, in the order given.
    """
    least = in_steps(strong)
    ready = np.empty(order.size, np.int64)
    drawn = uniforms(seed, _FOUND_PLACE, month, identity[order], 0)
    count = 0
    for k in range(order.size):
        person = order[k]
        if drawn[k] >= chance * (participation[person] * STEP):
            continue
        members = 1
        money = savings[person]
        for t in range(tie_other.shape[1]):
            other = tie_other[person, t]
            if other >= 0 and tie_strength[person, t] >= least:
                members += 1
                money += savings[other]
        if members > group and money >= needed:
            ready[count] = person
            count += 1
    return ready[:count].copy()

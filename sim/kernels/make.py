"""Teams form, and what they put together."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import WHOLE, bit, count_bits, pick_bit
from sim.kernels.gather import N_ROUNDS
from sim.kernels.ideas import TECHNIQUES_IN_IDEA
from sim.kernels.luck import Purpose, quad, uniform

_START_PROJECT = int(Purpose.START_PROJECT)
_INVITE = int(Purpose.INVITE)
_JOIN = int(Purpose.JOIN)
_COMPOSE = int(Purpose.COMPOSE)
_NOTHING = np.uint64(0)
SMALLEST_TEAM = 3
LARGEST_TEAM = 6
_ATTEMPTS = 4


@njit(cache=True, nogil=True)
def invite(
    seed,
    month,
    order,
    identity,
    drive,
    partner,
    accepted,
    tie_other,
    tie_joint,
    made,
    incumbents,
    repeats,
):
    """Let some people start a project and invite those they got on with this month.

    A person with at least two partners accepted starts one with chance ``drive``. Her team is to
    be 3 to 6, each size equally likely. Each other seat goes, with chance p (``incumbents``), to
    somebody who has made something before, and then with chance q (``repeats``) to a former
    co-worker of hers if she has one left (Guimera et al. 2005); otherwise to somebody new to it.
    She looks among this month's accepted partners, four at most, and, for a repeat, among her
    ties too. Where nobody of the wanted sort is left any partner will do; the first seat for
    which no partner is left ends her search.

    Luck: START_PROJECT, block 0: whether (below ``drive``), team size; INVITE, block k for the
    k-th other seat: p, q, whom (rank floor(luck x n), partners by round, then ties by slot).

    Parameters
    ----------
    order : int64 array
        Rows of the people present, by identity.
    drive : float64 array, one per person row
        Chance to start a project, a month.
    partner, accepted : arrays, person rows x 4 rounds
    tie_other, tie_joint : int arrays, person rows x 12
    made : int array, one per person row
        Ideas made so far.
    incumbents, repeats : float, in [0, 1]

    Returns
    -------
    initiator : int64 array, one per project
        Rows, by identity.
    invited : int64 array, projects x 5
        Rows invited, -1 for none.
    """
    initiators = np.empty(order.size, np.int64)
    invited = np.full((order.size, LARGEST_TEAM - 1), -1, np.int64)
    n_projects = 0
    candidates = np.empty(N_ROUNDS + tie_other.shape[1], np.int64)
    weight = np.empty(candidates.size, np.int64)
    for k in range(order.size):
        person = order[k]
        if drive[person] <= 0.0:
            continue
        takes = 0
        for r in range(N_ROUNDS):
            takes += accepted[person, r]
        if takes < 2:
            continue
        start = quad(seed, _START_PROJECT, month, identity[person], 0)
        if start[0] >= drive[person]:
            continue
        n_partners = 0
        for r in range(N_ROUNDS):
            other = partner[person, r]
            if accepted[person, r] and not _among(candidates, n_partners, other):
                candidates[n_partners] = other
                n_partners += 1
        if n_partners < 2:
            continue
        n_all = n_partners
        for t in range(tie_other.shape[1]):
            other = tie_other[person, t]
            if other >= 0 and tie_joint[person, t] >= 0 and not _among(candidates, n_all, other):
                candidates[n_all] = other
                n_all += 1
        sizes = LARGEST_TEAM - SMALLEST_TEAM + 1
        wanted = SMALLEST_TEAM - 1 + int(start[1] * sizes)
        n_invited = 0
        for seat in range(wanted):
            luck = quad(seed, _INVITE, month, identity[person], seat)
            incumbent = luck[0] < incumbents
            repeat = incumbent and luck[1] < repeats
            found = _choose(
                candidates,
                n_all,
                n_partners,
                invited[n_projects],
                n_invited,
                made,
                tie_other[person],
                tie_joint[person],
                incumbent,
                repeat,
                luck[2],
                weight,
            )
            if found < 0:
                break
            invited[n_projects, n_invited] = found
            n_invited += 1
        initiators[n_projects] = person
        n_projects += 1
    return initiators[:n_projects].copy(), invited[:n_projects].copy()


@njit(cache=True)
def _among(rows, n_rows, row):
    """Say whether a row stands among the first n."""
    for k in range(n_rows):
        if rows[k] == row:
            return True
    return False


@njit(cache=True)
def _choose(
    candidates,
    n_all,
    n_partners,
    taken,
    n_taken,
    made,
    tie_other,
    tie_joint,
    incumbent,
    repeat,
    luck,
    weight,
):
    """Return a former co-worker for a repeat, else a partner of the wanted sort, else any, or -1.

    ``weight`` is room to work in: 3, 2 and 1 for these three, 0 for who cannot be asked.
    """
    most = 0
    among = 0
    for c in range(n_all):
        weight[c] = 0
        person = candidates[c]
        if _among(taken, n_taken, person):
            continue
        if c < n_partners:
            weight[c] = 2 if (made[person] > 0) == incumbent else 1
        if repeat:
            for t in range(tie_other.size):
                if tie_other[t] == person and tie_joint[t] >= 0:
                    weight[c] = 3
        if weight[c] > most:
            most = weight[c]
            among = 0
        if weight[c] == most:
            among += 1
    if most == 0:
        return -1
    rank = int(luck * among)
    for c in range(n_all):
        if weight[c] == most:
            if rank == 0:
                return candidates[c]
            rank -= 1
    return -1


@njit(cache=True)
def join(seed, month, identity, initiator, invited, tie_other, tie_strength, n_rows):
    """Let everyone who is invited join one project: that of her strongest tie, then by luck.

    Who starts a project of her own joins no other that month. A tie is the guest's, to the one
    who invites her; 0 where she has none. Luck: JOIN, draw k of the initiator for her k-th
    invitation; the larger number wins.

    Parameters
    ----------
    initiator : int64 array, one per project, by identity
    invited : int64 array, projects x 5, -1 for none
    tie_other : int32 array, person rows x 12
    tie_strength : uint16 array, person rows x 12, in steps of 1 / 65,535
    n_rows : int
        Person rows.

    Returns
    -------
    team : int64 array, projects x 6
        Members' rows, the initiator first, the others in the order of their invitations, -1
        for none.
    """
    choice = np.full(n_rows, -1, np.int64)
    strongest = np.full(n_rows, -1, np.int64)
    luckiest = np.full(n_rows, -1.0)
    for project in range(initiator.size):
        choice[initiator[project]] = project
        strongest[initiator[project]] = WHOLE + 1
    for project in range(initiator.size):
        host = initiator[project]
        for seat in range(invited.shape[1]):
            guest = invited[project, seat]
            if guest < 0 or strongest[guest] > WHOLE:
                continue
            strength = 0
            for t in range(tie_other.shape[1]):
                if tie_other[guest, t] == host:
                    strength = np.int64(tie_strength[guest, t])
            luck = uniform(seed, _JOIN, month, identity[host], seat)
            better = strength > strongest[guest]
            if strength == strongest[guest] and luck > luckiest[guest]:
                better = True
            if better:
                choice[guest] = project
                strongest[guest] = strength
                luckiest[guest] = luck
    team = np.full((initiator.size, LARGEST_TEAM), -1, np.int64)
    for project in range(initiator.size):
        team[project, 0] = initiator[project]
        n_members = 1
        for seat in range(invited.shape[1]):
            guest = invited[project, seat]
            if guest >= 0 and choice[guest] == project:
                team[project, n_members] = guest
                n_members += 1
    return team


@njit(cache=True)
def equipment_at_hand(team, usual, workplace, place_open, place_equipment, firm_skills, needs):
    """Return what each team can use: the machines of its members' usual places and firms.

    Parameters
    ----------
    team : int64 array, projects x 6, rows, -1 for none
    usual, workplace : int64 arrays, one per person row; place and firm row, -1 for none
    place_open : bool array, one per place row
    place_equipment, firm_skills : uint64 arrays, one per place row, one per firm row
        Masks of the techniques that a place equips, and that a firm's founders know.
    needs : uint64
        Mask of the techniques that need equipment.

    Returns
    -------
    uint64 array, one per project
    """
    at_hand = np.zeros(team.shape[0], np.uint64)
    for project in range(team.shape[0]):
        for m in range(LARGEST_TEAM):
            person = team[project, m]
            if person < 0:
                continue
            place, firm = usual[person], workplace[person]
            if place >= 0 and place_open[place]:
                at_hand[project] |= place_equipment[place]
            if firm >= 0:
                at_hand[project] |= firm_skills[firm] & needs
    return at_hand


@njit(cache=True)
def compose(
    seed,
    month,
    identity,
    team,
    skills,
    needs_equipment,
    equipment,
    techniques=TECHNIQUES_IN_IDEA,
):
    """Let each team of three or more put six of its techniques together.

    Six techniques (``techniques``) are drawn from what the members hold together, those that need
    equipment only where the team has it; no single member may hold all six. Four draws at most.

    Luck: COMPOSE, of the initiator; the k-th technique of attempt a is draw 8 a + k, of rank
    floor(luck x n) among the n left, in rising order.

    Parameters
    ----------
    team : int64 array, projects x 6, rows, the initiator first, -1 for none
    skills : uint64 array, one per person row
    needs_equipment : uint64
        Mask of the techniques that need equipment.
    equipment : uint64 array, one per project
        Mask of those whose equipment the team has at hand.
    techniques : int
        How many make an idea: six, or fewer, 2 at least.

    Returns
    -------
    idea : uint64 array, one per project
        Mask of six techniques; 0 where nothing came of it.
    """
    idea = np.zeros(team.shape[0], np.uint64)
    for project in range(team.shape[0]):
        if team[project, SMALLEST_TEAM - 1] < 0:
            continue
        pool = _NOTHING
        for m in range(LARGEST_TEAM):
            if team[project, m] >= 0:
                pool = pool | skills[team[project, m]]
        pool = pool & (~needs_equipment | equipment[project])
        if count_bits(pool) < techniques:
            continue
        who = identity[team[project, 0]]
        for attempt in range(_ATTEMPTS):
            rest = pool
            drawn = _NOTHING
            for technique in range(techniques):
                draw = attempt * 2 * 4 + technique
                found = bit(pick_bit(rest, uniform(seed, _COMPOSE, month, who, draw)))
                drawn = drawn | found
                rest = rest & ~found
            alone = False
            for m in range(LARGEST_TEAM):
                if team[project, m] >= 0 and drawn & ~skills[team[project, m]] == _NOTHING:
                    alone = True
            if not alone:
                idea[project] = drawn
                break
    return idea


@njit(cache=True)
def remember_joint_work(month, team, finished, tie_other, tie_joint, made):
    """Mark that members of a team that finished have worked together, each in her own row.

    In teams that did not finish nothing is marked and nothing counted.

    Parameters
    ----------
    team : int64 array, projects x 6, rows, -1 for none
    finished : bool array, one per project
        Whether an idea came of it.
    tie_other : int32 array, person rows x 12
    tie_joint : int32 array, person rows x 12, changed in place
    made : int64 array, one per person row, changed in place
        Ideas made so far.
    """
    for project in range(team.shape[0]):
        if not finished[project]:
            continue
        for m in range(LARGEST_TEAM):
            person = team[project, m]
            if person < 0:
                continue
            made[person] += 1
            for t in range(tie_other.shape[1]):
                other = tie_other[person, t]
                if other < 0 or other == person:
                    continue
                for n in range(LARGEST_TEAM):
                    if team[project, n] == other:
                        tie_joint[person, t] = month

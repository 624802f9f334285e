"""What people learn from those they meet, find out alone, and forget."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import bit, count_bits, pick_bit, skill_distance
from sim.kernels.gather import BATCH, N_ROUNDS
from sim.kernels.luck import Purpose, as_number, quad, words

_LEARN = int(Purpose.LEARN)
_LEARN_WHAT = int(Purpose.LEARN_WHAT)
_DISCOVER = int(Purpose.DISCOVER)
_EVERY_TECHNIQUE = np.uint64(0xFFFFFFFFFFFFFFFF)
N_TECHNIQUES = 64

RANDOM = 0
RECOGNISED = 1
CONFORM = 2


@njit(cache=True, nogil=True)
def learn_from_meetings(
    seed,
    month,
    order,
    identity,
    skills,
    recognition,
    partner,
    accepted,
    rule,
    chance,
    discovery,
    most_held,
    new_skills,
):
    """Let each person learn techniques from those whose meeting she took up.

    From each partner, with chance ``chance`` x 4 d (1 - d), she learns one technique she lacks:
    any of the partner's (rule RANDOM); any, but only from someone more recognised than herself
    (RECOGNISED); of the partner's, the one held in most of this month's accepted meetings, luck
    among equals (CONFORM). Alone she finds any technique she lacks with chance ``discovery``. Who
    would hold more than ``most_held`` forgets one of those she held just before, each equally
    likely. Partners and d are read as at the month's start, what she lacks round after round.

    Luck: LEARN, block 0, word r for round r; LEARN_WHAT, block r: which technique, which to
    forget; DISCOVER, block 0: whether, which technique, which to forget. Whoever is picked from
    n, in rising order, is the one of rank floor(luck x n).

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    skills : uint64 array, one per person row
        Masks of techniques held at the month's start.
    recognition : float64 array, one per person row
    partner, accepted : arrays, person rows x 4 rounds
    rule : int, RANDOM, RECOGNISED or CONFORM
    chance, discovery : float, a month
    most_held : int

    new_skills : uint64 array, one per person row, equal to ``skills``
        Changed into the masks held at the month's end.

    Returns
    -------
    learnt, found : int64
        Techniques learnt from others, and found alone.
    """
    learnt = 0
    found = 0
    several = np.empty(BATCH, np.int64)
    first_block = np.zeros(BATCH, np.int64)
    alone = np.empty((N_ROUNDS, BATCH), np.uint32)
    for k in range(order.size):
        at = k % BATCH
        if at == 0:
            rows = order[k : k + BATCH]
            for j in range(rows.size):
                several[j] = identity[rows[j]]
            words(seed, _DISCOVER, month, several[: rows.size], first_block, alone)
        person = order[k]
        who = identity[person]
        met = False
        for r in range(N_ROUNDS):
            met = met or accepted[person, r]
        if met:
            luck = quad(seed, _LEARN, month, who, 0)
            for r in range(N_ROUNDS):
                if not accepted[person, r]:
                    continue
                other = partner[person, r]
                d = skill_distance(skills[person], skills[other])
                if luck[r] >= chance * 4.0 * d * (1.0 - d):
                    continue
                if rule == RECOGNISED and recognition[other] <= recognition[person]:
                    continue
                what = quad(seed, _LEARN_WHAT, month, who, r)
                lacked = skills[other] & ~new_skills[person]
                if rule == CONFORM:
                    technique = _commonest(skills, partner, accepted, person, lacked, what[0])
                else:
                    technique = pick_bit(lacked, what[0])
                if technique >= 0:
                    new_skills[person] = _take_in(new_skills[person], technique, what[1], most_held)
                    learnt += 1
        if as_number(alone[0, at]) < discovery:
            which, forgotten = as_number(alone[1, at]), as_number(alone[2, at])
            technique = pick_bit(_EVERY_TECHNIQUE & ~new_skills[person], which)
            if technique >= 0:
                new_skills[person] = _take_in(new_skills[person], technique, forgotten, most_held)
                found += 1
    return learnt, found


@njit(cache=True)
def _take_in(skills, technique, luck, most_held):
    """Add a technique to a mask; where that is too many, drop one of those held before."""
    kept = skills
    if count_bits(skills) >= most_held:
        kept = skills & ~bit(pick_bit(skills, luck))
    return kept | bit(technique)


@njit(cache=True)
def _commonest(skills, partner, accepted, person, lacked, luck):
    """Return the lacked technique that most of the month's partners hold; luck among equals."""
    most = 0
    favourites = np.uint64(0)
    for technique in range(N_TECHNIQUES):
        if lacked & bit(technique) == np.uint64(0):
            continue
        holders = 0
        for r in range(N_ROUNDS):
            if accepted[person, r] and skills[partner[person, r]] & bit(technique) != np.uint64(0):
                holders += 1
        if holders > most:
            most = holders
            favourites = bit(technique)
        elif holders == most and most > 0:
            favourites = favourites | bit(technique)
    return pick_bit(favourites, luck)

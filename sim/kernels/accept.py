"""Which meetings take, which ties grow and which fade."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import (
    CERTAIN,
    N_FIELDS,
    N_TIES,
    STEP,
    WHOLE,
    families,
    family_distance,
    in_steps,
    logistic_word,
    nearest_pole,
    towards,
)
from sim.kernels.gather import BATCH, N_ROUNDS
from sim.kernels.luck import Purpose, words
from sim.kernels.meet import N_CHANNELS

_ACCEPT = int(Purpose.ACCEPT)
_TRAIT = np.uint64(16)
_LOWEST = np.uint64(WHOLE)
FIXED_POINT = float(CERTAIN)
"""Chances are summed as integers of 2**-32, so that a sum does not depend on its order."""


@njit(cache=True, nogil=True)
def accept_meetings(
    seed,
    month,
    order,
    identity,
    skills,
    field,
    openness,
    partner,
    channel,
    tie_other,
    tie_strength,
    tie_channel,
    tie_born,
    tie_joint,
    base,
    complementarity,
    trust,
    barrier_slope,
    barrier,
    openness_gap,
    first_strength,
    replaceable,
    growth,
    fading,
    forgotten,
    accepted,
):
    """Let each person take up, or not, each of her meetings, and renew her ties.

    log-odds = base + complementarity d (1 - d) + trust s - barrier_slope B f - gap |o_i - o_j|,
    d the skill distance, f the field distance, s the strength of her tie to the other by then.
    The chance is the table's (:func:`sim.kernels.arithmetic.logistic`). Taken up:
    s <- s + growth (1 - s), once a month, or a new tie of ``first_strength`` in an empty slot, else
    in the weakest one if that is below ``replaceable``. Not fed: s <- s (1 - fading), gone below
    ``forgotten``. s moves in whole steps (:func:`sim.kernels.arithmetic.towards`). Each person
    writes her own row only.

    Parameters
    ----------
    order : int64 array
        Rows of the people present, by identity.
    skills : uint64 array, one per person row
    field : uint16 array, person rows x 3, in steps of 1 / 65,535
    openness : uint16 array, one per person row, in steps
    partner, channel : int64 arrays, person rows x 4 rounds, -1 and 0 for no meeting
    tie_other, tie_channel, tie_born, tie_joint : int arrays, person rows x 12
        Changed in place: the other's row (-1 empty), last channel, month of the first meeting,
        month of the last joint work (-1 never).
    tie_strength : uint16 array, person rows x 12, changed in place, in steps

    accepted : bool array, person rows x 4 rounds, all False
        Filled with whether she takes the meeting up.

    Returns
    -------
    candidates, taken : int64
        Meetings, and meetings taken up.
    expected : int64
        Sum over meetings of the chance with B = 0, in units of 2**-32.
    by_channel : int64 array, channels x 2
        Meetings taken up, by channel and by whether the two are of different fields.
    """
    assert tie_other.shape[1] == N_TIES  # what is unrolled reads no further
    fed = np.zeros(N_TIES, np.bool_)
    by_channel = np.zeros((N_CHANNELS, 2), np.int64)
    candidates = 0
    taken = 0
    expected = 0
    first, weak, faint = in_steps(first_strength), in_steps(replaceable), in_steps(forgotten)
    trait = _side_by_side(field, openness)
    who = np.empty(BATCH, np.int64)
    numbers = np.zeros(BATCH, np.int64)
    luck = np.empty((N_ROUNDS, BATCH), np.uint32)
    their_families = np.empty((BATCH, N_ROUNDS), np.uint64)
    their_trait = np.empty((BATCH, N_ROUNDS), np.uint64)
    for begin in range(0, order.size, BATCH):
        rows = order[begin : begin + BATCH]
        for k in range(rows.size):
            who[k] = identity[rows[k]]
        words(seed, _ACCEPT, month, who[: rows.size], numbers, luck)
        # all are looked up before any is judged, so that the reads overlap
        for k in range(rows.size):
            for r in range(N_ROUNDS):
                other = max(partner[rows[k], r], 0)
                their_families[k, r], their_trait[k, r] = families(skills[other]), trait[other]
        for k in range(rows.size):
            person = rows[k]
            mine, own = families(skills[person]), trait[person]
            fed[:] = False
            for r in range(N_ROUNDS):
                other = partner[person, r]
                if other < 0:
                    continue
                candidates += 1
                held = -1
                for t in range(N_TIES):
                    held = t if tie_other[person, t] == other else held
                strength = tie_strength[person, held] * STEP if held >= 0 else 0.0
                d = family_distance(mine, their_families[k, r])
                apart = _apart(own, their_trait[k, r])
                f = (apart[0] + apart[1] + apart[2]) / (N_FIELDS * WHOLE)
                open_field = (
                    base
                    + complementarity * d * (1.0 - d)
                    + trust * strength
                    - openness_gap * apart[3] * STEP
                )
                expected += logistic_word(open_field)
                chance = logistic_word(open_field - barrier_slope * barrier * f)
                if np.int64(luck[r, k]) >= chance:
                    continue
                accepted[person, r] = True
                taken += 1
                across = nearest_pole(field, person) != nearest_pole(field, other)
                by_channel[channel[person, r], int(across)] += 1
                if held < 0:
                    held = _free_slot(tie_other, tie_strength, person, weak)
                    if held < 0:
                        continue
                    tie_other[person, held] = other
                    tie_strength[person, held] = first
                    tie_born[person, held] = month
                    tie_joint[person, held] = -1
                elif not fed[held]:
                    tie_strength[person, held] = towards(tie_strength[person, held], WHOLE, growth)
                tie_channel[person, held] = channel[person, r]
                fed[held] = True
            for t in range(N_TIES):
                if tie_other[person, t] >= 0 and not fed[t]:
                    weaker = towards(tie_strength[person, t], 0, fading)
                    tie_strength[person, t] = weaker if weaker >= faint else 0
                    if weaker < faint:
                        tie_other[person, t] = -1
    return candidates, taken, expected, by_channel


@njit(cache=True)
def _side_by_side(field, openness):
    """Lay each person's three field axes and her openness side by side in one word."""
    trait = np.empty(openness.size, np.uint64)
    for row in range(openness.size):
        word = np.uint64(openness[row])
        for axis in range(N_FIELDS):
            word = (word << _TRAIT) | np.uint64(field[row, axis])
        trait[row] = word
    return trait


@njit(cache=True)
def _apart(one, other):
    """Return how many steps two people lie apart on the field axes, and in openness."""
    third = abs(np.int64(one & _LOWEST) - np.int64(other & _LOWEST))
    one, other = one >> _TRAIT, other >> _TRAIT
    second = abs(np.int64(one & _LOWEST) - np.int64(other & _LOWEST))
    one, other = one >> _TRAIT, other >> _TRAIT
    first = abs(np.int64(one & _LOWEST) - np.int64(other & _LOWEST))
    one, other = one >> _TRAIT, other >> _TRAIT
    return first, second, third, abs(np.int64(one) - np.int64(other))


@njit(cache=True)
def _free_slot(tie_other, tie_strength, person, replaceable):
    """Return an empty slot, else the weakest if below ``replaceable``, in steps, else -1."""
    weakest = 0
    for t in range(N_TIES):
        if tie_other[person, t] < 0:
            return t
        if tie_strength[person, t] < tie_strength[person, weakest]:
            weakest = t
    if tie_strength[person, weakest] < replaceable:
        return weakest
    return -1


@njit(cache=True)
def forget_the_gone(order, gone, tie_other, tie_strength):
    """Clear every tie that points to a person who has left.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    gone : bool array, one per person row
    tie_other : int32 array, person rows x 12, changed in place
    tie_strength : uint16 array, person rows x 12, changed in place
    """
    assert tie_other.shape[1] == N_TIES  # what is unrolled reads no further
    # marked from 1 on, so that an empty slot, -1, looks at 0 and rows go without a branch
    marked = np.zeros(gone.size + 1, np.bool_)
    for row in range(gone.size):
        marked[row + 1] = gone[row]
    for k in range(order.size):
        person = order[k]
        knew = False
        for t in range(N_TIES):
            knew |= marked[np.uint32(tie_other[person, t] + 1)]
        if not knew:
            continue
        for t in range(N_TIES):
            other = tie_other[person, t]
            if other >= 0 and gone[other]:
                tie_other[person, t] = -1
                tie_strength[person, t] = 0

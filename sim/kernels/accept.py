"""Which meetings take, which ties grow and which fade."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import (
    CERTAIN,
    STEP,
    WHOLE,
    field_distance,
    in_steps,
    logistic,
    logistic_word,
    nearest_pole,
    skill_distance,
    towards,
)
from sim.kernels.gather import N_ROUNDS
from sim.kernels.luck import Purpose, quad
from sim.kernels.meet import N_CHANNELS

_ACCEPT = int(Purpose.ACCEPT)
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
    fed = np.zeros(tie_other.shape[1], np.bool_)
    by_channel = np.zeros((N_CHANNELS, 2), np.int64)
    candidates = 0
    taken = 0
    expected = 0
    first, weak, faint = in_steps(first_strength), in_steps(replaceable), in_steps(forgotten)
    n_slots = tie_other.shape[1]
    for k in range(order.size):
        person = order[k]
        fed[:] = False
        luck = quad(seed, _ACCEPT, month, identity[person], 0)
        for r in range(N_ROUNDS):
            other = partner[person, r]
            if other < 0:
                continue
            candidates += 1
            held = -1
            for t in range(n_slots):
                if tie_other[person, t] == other:
                    held = t
            strength = tie_strength[person, held] * STEP if held >= 0 else 0.0
            d = skill_distance(skills[person], skills[other])
            f = field_distance(field, person, other)
            open_field = (
                base
                + complementarity * d * (1.0 - d)
                + trust * strength
                - openness_gap * abs(np.int64(openness[person]) - np.int64(openness[other])) * STEP
            )
            expected += logistic_word(open_field)
            if luck[r] >= logistic(open_field - barrier_slope * barrier * f):
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
        for t in range(n_slots):
            if tie_other[person, t] >= 0 and not fed[t]:
                tie_strength[person, t] = towards(tie_strength[person, t], 0, fading)
                if tie_strength[person, t] < faint:
                    tie_other[person, t] = -1
                    tie_strength[person, t] = 0
    return candidates, taken, expected, by_channel


@njit(cache=True)
def _free_slot(tie_other, tie_strength, person, replaceable):
    """Return an empty slot, else the weakest if below ``replaceable``, in steps, else -1."""
    weakest = 0
    for t in range(tie_other.shape[1]):
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
    # marked from 1 on, so that an empty slot, -1, looks at 0 and rows go without a branch
    marked = np.zeros(gone.size + 1, np.bool_)
    marked[1:] = gone
    for k in range(order.size):
        person = order[k]
        knew = False
        for t in range(tie_other.shape[1]):
            knew |= marked[np.uint32(tie_other[person, t] + 1)]
        if not knew:
            continue
        for t in range(tie_other.shape[1]):
            other = tie_other[person, t]
            if other >= 0 and gone[other]:
                tie_other[person, t] = -1
                tie_strength[person, t] = 0

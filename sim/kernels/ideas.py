"""What ideas are worth, and the table by which a set of techniques is known again."""

import math

import numpy as np
from numba import njit

from sim.kernels.arithmetic import bit, nearest_pole
from sim.kernels.luck import Purpose, normal

_SYNERGY = int(Purpose.SYNERGY)
_RUGGED = int(Purpose.RUGGED)
_ALWAYS = 0
TECHNIQUES_IN_IDEA = 6
_NOTHING = np.uint64(0)
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
_MIX_LOW, _MIX_HIGH = np.uint64(0x9E3779B1), np.uint64(0x85EBCA77)


@njit(cache=True)
def idea_values(seed, ideas, log_sd):
    """Tell what ideas are worth: learnable in part, rugged in part, the same in all arms.

    ln value = log_sd (sqrt(1/2) z1 + sqrt(1/2) z2). z1 is the sum of the 15 standard normal
    synergies of the idea's pairs of techniques over sqrt(15); z2 a standard normal number keyed
    to the set of six. Luck: month 0, pair 0; SYNERGY for who = 64 a + b, a < b; RUGGED for
    who = the mask of the set.

    Parameters
    ----------
    ideas : uint64 array, one per idea
        Masks of six techniques.
    log_sd : float

    Returns
    -------
    float64 array, one per idea, above 0
    """
    value = np.empty(ideas.size)
    held = np.empty(TECHNIQUES_IN_IDEA, np.int64)
    for k in range(ideas.size):
        n_held = 0
        for technique in range(64):
            if ideas[k] & bit(technique) != _NOTHING:
                held[n_held] = technique
                n_held += 1
        together = 0.0
        for a in range(n_held):
            for b in range(a + 1, n_held):
                together += normal(seed, _SYNERGY, _ALWAYS, held[a] * 64 + held[b], 0)
        n_pairs = n_held * (n_held - 1) / 2
        apart = normal(seed, _RUGGED, _ALWAYS, ideas[k], 0)
        score = math.sqrt(0.5) * together / math.sqrt(n_pairs) + math.sqrt(0.5) * apart
        value[k] = math.exp(log_sd * score)
    return value


@njit(cache=True)
def look_up(keys, rows, ideas):
    """Find earlier ideas by their sets of techniques, in a table with open addressing.

    Parameters
    ----------
    keys : uint64 array, a power of two long, 0 where empty (at least one is)
    rows : int32 array, as long
        Row of the idea that each key stands for.
    ideas : uint64 array, one per idea sought

    Returns
    -------
    int64 array, one per idea sought
        Its row, -1 where it was never made.
    """
    found = np.full(ideas.size, -1, np.int64)
    for k in range(ideas.size):
        at = _slot_of(keys, ideas[k])
        if keys[at] == ideas[k]:
            found[k] = rows[at]
    return found


@njit(cache=True)
def first_finders(keys, rows, ideas):
    """Tell for each idea of a month which of them first was the same; -1 for one made earlier.

    Parameters
    ----------
    keys, rows
        The table of all earlier ideas, as in :func:`look_up`.
    ideas : uint64 array, one per idea found this month, none of them 0

    Returns
    -------
    int64 array, one per idea found
        Its own place in the list for the first of its set.
    """
    size = 2
    while size < 2 * ideas.size:
        size *= 2
    new_keys = np.zeros(size, np.uint64)
    new_rows = np.zeros(size, np.int32)
    enter(new_keys, new_rows, ideas, 0)
    first = look_up(new_keys, new_rows, ideas)
    first[look_up(keys, rows, ideas) >= 0] = -1
    return first


@njit(cache=True)
def enter(keys, rows, ideas, first_row):
    """Write new ideas into the table of all ideas; keys and rows are changed in place.

    Idea k is row ``first_row + k``; one already there keeps its first row.
    """
    for k in range(ideas.size):
        at = _slot_of(keys, ideas[k])
        if keys[at] == _NOTHING:
            keys[at] = ideas[k]
            rows[at] = first_row + k


@njit(cache=True)
def write_down(
    seed,
    month,
    found,
    team,
    log_sd,
    named,
    who,
    home,
    their_field,
    usual,
    block_of,
    keys,
    rows,
    size,
    identity,
    techniques,
    value,
    born,
    block,
    field,
    venue,
    member,
    member_identity,
):
    """Write the sets of techniques never put together before into the rows after the last idea.

    Parameters
    ----------
    found : uint64 array, one per idea found this month
    team : int64 array, ideas found x 6, person rows, -1 for none; the first of each leads
    log_sd : float, as in :func:`idea_values`
    named : int
        What a leader's identity is multiplied by, before the month is added, to name an idea.
    who, home, usual : int64 arrays, one per person row
    their_field : uint16 array, person rows x 3, in steps
    block_of : int64 array, one per cell
    keys, rows : as in :func:`look_up`, with room for all that are found, changed in place
    size : int
        Ideas there are.
    Others : columns of ideas, with room for all that are found, changed in place

    Returns
    -------
    count, duplicates : int64
        New ideas, and ideas made in an earlier month.
    later : int64 array
        Which of the ideas found were found after the first of their set, in this month.
    """
    first = first_finders(keys, rows, found)
    row, n_later, duplicates = size, 0, 0
    later = np.empty(found.size, np.int64)
    for k in range(found.size):
        if first[k] != k:
            later[n_later] = k
            n_later += first[k] >= 0
            duplicates += first[k] < 0
            continue
        lead = team[k, 0]
        identity[row] = who[lead] * named + month
        techniques[row], born[row] = found[k], month
        block[row] = block_of[home[lead]]
        field[row] = nearest_pole(their_field, lead)
        venue[row] = usual[lead]
        for seat in range(team.shape[1]):
            maker = team[k, seat]
            member[row, seat] = maker
            member_identity[row, seat] = who[maker] if maker >= 0 else -1
        row += 1
    value[size:row] = idea_values(seed, techniques[size:row], log_sd)
    enter(keys, rows, techniques[size:row], size)
    return row - size, duplicates, later[:n_later].copy()


@njit(cache=True)
def recent(born, since, is_open, sold, whether_open, unsold):
    """List the ideas found in a month or later that are open, or closed, and perhaps unsold.

    Parameters
    ----------
    born, sold : int16 arrays, one per idea, months; the first rising, -1 for not sold
    since : int, month
    is_open : bool array, one per idea
    whether_open : bool
        Which are meant.
    unsold : bool
        Whether those sold are left out.

    Returns
    -------
    int64 array
        Rows, rising.
    """
    first = born.size
    while first > 0 and born[first - 1] >= since:
        first -= 1
    rows = np.empty(born.size - first, np.int64)
    count = 0
    for row in range(first, born.size):
        if is_open[row] == whether_open and not (unsold and sold[row] >= 0):
            rows[count] = row
            count += 1
    return rows[:count].copy()


@njit(cache=True)
def _slot_of(keys, idea):
    """Return where an idea stands in the table, or the empty slot where it belongs."""
    mask = np.uint64(keys.size - 1)
    mixed = (idea & _LOW) * _MIX_LOW ^ (idea >> _HALF) * _MIX_HIGH  # below 2**64: no overflow
    at = (mixed >> _HALF) & mask
    while keys[at] != _NOTHING and keys[at] != idea:
        at = (at + np.uint64(1)) & mask
    return at

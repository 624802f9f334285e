"""What people can do when they come into the story, and where the first of them live."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import N_FIELDS, bit, in_steps
from sim.kernels.luck import Purpose, normal, quad

_BIRTH_FIELD = int(Purpose.BIRTH_FIELD)
_BIRTH_INCOME = int(Purpose.BIRTH_INCOME)
_BIRTH_SKILL = int(Purpose.BIRTH_SKILL)
_BIRTH_TRAIT = int(Purpose.BIRTH_TRAIT)
_ALWAYS = 0
_IN_FAMILY = 4
_WORDS = 4


@njit(cache=True)
def draw_traits(
    seed,
    identity,
    kind,
    field_mean,
    field_sd,
    openness_mean,
    openness_sd,
    participation_mean,
    participation_sd,
):
    """Give each person her place on the field axes, her openness, participation and standing.

    A trait is its kind's mean + sd x a standard normal number, kept in [0, 1]; standing is such a
    number itself. Luck, month 0: BIRTH_FIELD, a pair for each axis; BIRTH_TRAIT, pair 0 openness
    and 1 participation; BIRTH_INCOME, pair 0 standing.

    Parameters
    ----------
    identity, kind : int64 arrays, one per person
    field_mean : float64 array, kinds x 3
    openness_mean, participation_mean : float64 arrays, one per kind
    field_sd, openness_sd, participation_sd : float

    Returns
    -------
    field : uint16 array, persons x 3, in steps of 1 / 65,535
    openness, participation : uint16 arrays, one per person, in such steps
    standing : float64 array, one per person
    """
    field = np.empty((identity.size, N_FIELDS), np.uint16)
    openness = np.empty(identity.size, np.uint16)
    participation = np.empty(identity.size, np.uint16)
    standing = np.empty(identity.size)
    for k in range(identity.size):
        who, which = identity[k], kind[k]
        for axis in range(N_FIELDS):
            drawn = normal(seed, _BIRTH_FIELD, _ALWAYS, who, axis)
            field[k, axis] = _trait(field_mean[which, axis], field_sd, drawn)
        drawn = normal(seed, _BIRTH_TRAIT, _ALWAYS, who, 0)
        openness[k] = _trait(openness_mean[which], openness_sd, drawn)
        drawn = normal(seed, _BIRTH_TRAIT, _ALWAYS, who, 1)
        participation[k] = _trait(participation_mean[which], participation_sd, drawn)
        standing[k] = normal(seed, _BIRTH_INCOME, _ALWAYS, who, 0)
    return field, openness, participation, standing


@njit(cache=True)
def _trait(mean, sd, drawn):
    """Return a trait in steps, kept in [0, 1]."""
    return in_steps(min(max(mean + sd * drawn, 0.0), 1.0))


@njit(cache=True)
def draw_skills(seed, identity, kind, running, fewest, most):
    """Give each person some techniques: a family by her kind's weights, then any of its four.

    She draws from ``fewest`` to ``most`` times, each number equally likely; a technique drawn
    twice is held once. Luck: BIRTH_SKILL, month 0: draw 0 how many, draws 1 + 2 k and 2 + 2 k the
    family and the technique of the k-th.

    Parameters
    ----------
    identity, kind : int64 arrays, one per person
    running : float64 array, kinds x families
        Running shares of the families, ending at 1.
    fewest, most : int

    Returns
    -------
    uint64 array, one per person
        Masks of the techniques held.
    """
    skills = np.zeros(identity.size, np.uint64)
    n_families = running.shape[1]
    for k in range(identity.size):
        luck = quad(seed, _BIRTH_SKILL, _ALWAYS, identity[k], 0)
        wanted = fewest + int(luck[0] * (most - fewest + 1))
        drawn = 0
        for _ in range(wanted):
            family = 0
            for word in range(2):
                drawn += 1
                if drawn % _WORDS == 0:
                    luck = quad(seed, _BIRTH_SKILL, _ALWAYS, identity[k], drawn // _WORDS)
                u = luck[drawn % _WORDS]
                if word == 0:
                    while family < n_families - 1 and running[kind[k], family] <= u:
                        family += 1
                else:
                    skills[k] |= bit(family * _IN_FAMILY + int(u * _IN_FAMILY))
    return skills


@njit(cache=True)
def house_the_poorest_first(order, within, luck, n_free, n_regulated):
    """Give everyone a first home she can pay: the poorest choose first, each by luck.

    Free dwellings are numbered by rent. A person for whom ``within`` of them are not too dear
    takes one of those from the cheapest one left: the drawn one, else the nearest below it that is
    left. Who can pay none that is left takes the last regulated dwelling of the queue; where none
    is left, the cheapest free one is regulated for her.

    Parameters
    ----------
    order : int64 array
        Persons, the poorest first.
    within : int64 array, one per person
        Free dwellings she can pay.
    luck : float64 array, one per person, in [0, 1)
    n_free, n_regulated : int
        Dwellings of each sort; together at least as many as people.

    Returns
    -------
    door : int64 array, one per person
        Free dwelling, -1 for who takes one of the queue.
    regulated : int64 array, one per person
        Place in the queue of regulated dwellings; -1 for none, ``n_regulated`` where a free one
        was regulated for her.
    """
    door = np.full(order.size, -1, np.int64)
    regulated = np.full(order.size, -1, np.int64)
    below = np.arange(n_free)  # where to look for one that is left, at or below each
    cheapest = 0
    queue = n_regulated
    for person in order:
        while cheapest < n_free and below[cheapest] != cheapest:
            cheapest += 1
        if cheapest >= within[person]:
            if queue > 0:
                queue -= 1
                regulated[person] = queue
            else:
                below[cheapest] = cheapest - 1
                door[person] = cheapest
                regulated[person] = n_regulated
            continue
        chosen = cheapest + int(luck[person] * (within[person] - cheapest))
        left = chosen
        while below[left] != left:
            left = below[left]
        while below[chosen] != left and chosen != left:
            chosen, below[chosen] = below[chosen], left
        below[left] = left - 1
        door[person] = left
    return door, regulated

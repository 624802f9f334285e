"""What people can do when they come into the story."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import bit
from sim.kernels.luck import Purpose, quad

_BIRTH_SKILL = int(Purpose.BIRTH_SKILL)
_ALWAYS = 0
_IN_FAMILY = 4
_WORDS = 4


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

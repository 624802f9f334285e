"""What an observer counts over ties; nothing here changes the city."""

import numpy as np
from numba import njit

from sim.kernels.arithmetic import in_steps
from sim.kernels.space import distance_km


@njit(cache=True)
def measure_ties(month, order, pole, home, tie_other, tie_strength, tie_born, strong, side, cell):
    """Count ties by the fields they join, and add up their distances and ages.

    Parameters
    ----------
    month : int
    order : int64 array
        Rows of the people present, by identity.
    pole : int8 array, one per person row, 0 to 2
    home : int64 array, one per person row, cells
    tie_other, tie_strength, tie_born : arrays, person rows x 12
    strong : float, in [0, 1]
        Strength from which a tie counts as strong.
    side, cell : int, float
        Cells along the city's side; side of a cell in km.

    Returns
    -------
    mixing : int64 array, 3 x 3
        Ties by the field of the one who holds them and of the other.
    full : int64
        People with every slot taken.
    metres : int64 array, 2
        Summed distance of weak and of strong ties, each rounded to metres.
    count : int64 array, 2
        Weak and strong ties.
    age : int64
        Summed age of ties, months.
    """
    mixing = np.zeros((3, 3), np.int64)
    least = in_steps(strong)
    metres = np.zeros(2, np.int64)
    count = np.zeros(2, np.int64)
    full = 0
    age = 0
    n_slots = tie_other.shape[1]
    for k in range(order.size):
        person = order[k]
        held = 0
        for t in range(n_slots):
            other = tie_other[person, t]
            if other < 0:
                continue
            held += 1
            mixing[pole[person], pole[other]] += 1
            which = 1 if tie_strength[person, t] >= least else 0
            far = distance_km(home[person], home[other], side, cell)
            metres[which] += int(far * 1000.0 + 0.5)
            count[which] += 1
            age += month - tie_born[person, t]
        if held == n_slots:
            full += 1
    return mixing, full, metres, count, age

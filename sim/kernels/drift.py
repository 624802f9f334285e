"""How people come to resemble those they get on with."""

from numba import njit

from sim.kernels.arithmetic import N_FIELDS, field_distance
from sim.kernels.gather import N_ROUNDS


@njit(cache=True)
def drift(
    order,
    partner,
    accepted,
    field,
    field_origin,
    openness,
    openness_origin,
    participation,
    participation_origin,
    pull,
    near,
    anchor,
):
    """Let people grow a little like those they get on with, and stay who they are.

    x <- x + pull (x_partner - x) for each accepted meeting with field distance f < near, then
    x <- x + anchor (x_origin - x); for the three field axes, openness and participation alike.
    Partners are read as they were at the start of the month.

    Parameters
    ----------
    partner, accepted : arrays, person rows x 4 rounds
    field, field_origin : float64 arrays, person rows x 3, in [0, 1]
    openness, openness_origin, participation, participation_origin : float64 arrays, per row

    Returns
    -------
    field, openness, participation : float64 arrays of the same shapes
        As they are at the end of the month.
    """
    new_field = field.copy()
    new_openness = openness.copy()
    new_participation = participation.copy()
    for k in range(order.size):
        person = order[k]
        for r in range(N_ROUNDS):
            if not accepted[person, r]:
                continue
            other = partner[person, r]
            if field_distance(field, person, other) >= near:
                continue
            for axis in range(N_FIELDS):
                gap = field[other, axis] - new_field[person, axis]
                new_field[person, axis] += pull * gap
            new_openness[person] += pull * (openness[other] - new_openness[person])
            new_participation[person] += pull * (participation[other] - new_participation[person])
        for axis in range(N_FIELDS):
            gap = field_origin[person, axis] - new_field[person, axis]
            new_field[person, axis] += anchor * gap
        new_openness[person] += anchor * (openness_origin[person] - new_openness[person])
        gap = participation_origin[person] - new_participation[person]
        new_participation[person] += anchor * gap
    return new_field, new_openness, new_participation

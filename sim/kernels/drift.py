"""How people come to resemble those they get on with."""

from numba import njit

from sim.kernels.arithmetic import N_FIELDS, field_distance, towards
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
    x <- x + anchor (x_origin - x); for the three field axes, openness and participation alike, each
    step rounded (:func:`sim.kernels.arithmetic.towards`). Partners are read as they were at the
    start of the month.

    Parameters
    ----------
    partner, accepted : arrays, person rows x 4 rounds
    field, field_origin : uint16 arrays, person rows x 3, in steps of 1 / 65,535
    openness, openness_origin, participation, participation_origin : uint16 arrays, per row

    Returns
    -------
    field, openness, participation : uint16 arrays of the same shapes
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
                new_field[person, axis] = towards(new_field[person, axis], field[other, axis], pull)
            new_openness[person] = towards(new_openness[person], openness[other], pull)
            new_participation[person] = towards(
                new_participation[person], participation[other], pull
            )
        for axis in range(N_FIELDS):
            new_field[person, axis] = towards(
                new_field[person, axis], field_origin[person, axis], anchor
            )
        new_openness[person] = towards(new_openness[person], openness_origin[person], anchor)
        new_participation[person] = towards(
            new_participation[person], participation_origin[person], anchor
        )
    return new_field, new_openness, new_participation

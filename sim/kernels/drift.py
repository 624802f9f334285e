"""How people come to resemble those they get on with."""

from numba import njit

from sim.kernels.arithmetic import N_FIELDS, field_distance, towards
from sim.kernels.gather import N_ROUNDS


@njit(cache=True, nogil=True)
def drift(
    _seed,
    _month,
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
    new_field,
    new_openness,
    new_participation,
):
    """Let people grow a little like those they get on with, and stay who they are.

    x <- x + pull (x_partner - x) for each accepted meeting with field distance f < near, then
    x <- x + anchor (x_origin - x); for the three field axes, openness and participation alike, each
    step rounded (:func:`sim.kernels.arithmetic.towards`). Partners are read as they were at the
    start of the month. There is no luck in it; seed and month stand first as in other kernels.

    Parameters
    ----------
    order : int64 array
        Rows of the people present.
    partner, accepted : arrays, person rows x 4 rounds
    field, field_origin : uint16 arrays, person rows x 3, in steps of 1 / 65,535
    openness, openness_origin, participation, participation_origin : uint16 arrays, per row

    new_field, new_openness, new_participation : uint16 arrays, equal to those above
        Changed into what they are at the end of the month.
    """
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

"""People as vectors of five whole numbers, pulled one meeting after another."""

from tests.naive import arithmetic


def drift(
    _seed, _month, order, partner, accepted, field, field_origin, openness, openness_origin,
    participation, participation_origin, pull, near, anchor, new_field, new_openness,
    new_participation,
):  # fmt: skip
    def traits(axes, *rest):
        return [[int(x) for x in [*row, *others]] for row, *others in zip(axes, *rest, strict=True)]

    def mixed(own, other, share):
        return [arithmetic.towards(x, y, share) for x, y in zip(own, other, strict=True)]

    before = traits(field, openness, participation)
    origin = traits(field_origin, openness_origin, participation_origin)
    after = [list(row) for row in before]
    n_axes = len(field[0])
    for person in order:
        for other, took in zip(partner[person], accepted[person], strict=True):
            if not took:
                continue
            apart = zip(before[person][:n_axes], before[other][:n_axes], strict=True)
            if sum(abs(x - y) for x, y in apart) / (n_axes * arithmetic.WHOLE) < near:
                after[person] = mixed(after[person], before[other], pull)
        after[person] = mixed(after[person], origin[person], anchor)
    for row, (*axes, open_to, takes_part) in enumerate(after):
        new_field[row], new_openness[row], new_participation[row] = axes, open_to, takes_part

"""People as vectors of five traits, pulled one meeting after another."""

from fractions import Fraction


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
    def traits(axes, *rest):
        return [
            [Fraction(float(x)) for x in [*row, *others]]
            for row, *others in zip(axes, *rest, strict=True)
        ]

    def mixed(own, other, share):
        return [x + share * (y - x) for x, y in zip(own, other, strict=True)]

    before = traits(field, openness, participation)
    origin = traits(field_origin, openness_origin, participation_origin)
    after = [list(row) for row in before]
    n_axes = len(field[0])
    for person in order:
        for other, took in zip(partner[person], accepted[person], strict=True):
            if not took:
                continue
            apart = zip(before[person][:n_axes], before[other][:n_axes], strict=True)
            if sum(abs(x - y) for x, y in apart) / n_axes < near:
                after[person] = mixed(after[person], before[other], Fraction(pull))
        after[person] = mixed(after[person], origin[person], Fraction(anchor))
    return (
        [[float(x) for x in row[:n_axes]] for row in after],
        [float(row[n_axes]) for row in after],
        [float(row[n_axes + 1]) for row in after],
    )

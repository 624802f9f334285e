"""Newcomers as letters and forms: what each hopes, and what is filled in for her."""


def hopes(kind, field, usual, earns_wage, chance, dole, work, awareness):
    """Sort wage earners from the others, and tell each sort apart."""
    kinds, own = kind.tolist(), usual.tolist()
    earners = {k for k, each in enumerate(kinds) if earns_wage[each]}
    wages = {k: round(chance * own[k] + (1 - chance) * dole) for k in earners}
    drawn = [float(awareness[each]) for each in kinds]
    for k in earners:
        drawn[k] = work * chance + drawn[k]
    poles = [axes.index(max(axes)) for axes in field.tolist()]
    return poles, [wages.get(k, each) for k, each in enumerate(own)], drawn


def settle_in(
    rows, chosen, month, market, price, lease_end, dole, earns_wage, offered_until, savings,
    usual, incentive, identity, kind, field, openness, participation, skills, standing, present,
    *columns,
):  # fmt: skip
    """Fill in a form for each, and copy it out, column by column."""
    *people, other, strength, channel, born, joint = columns
    traits = identity, kind, field, field, openness, openness, participation, participation
    for row, who, door, rent, brought in zip(rows, chosen, market, price, savings, strict=True):
        extra = incentive[who]
        own = dole if earns_wage[kind[who]] else usual[who]
        cell, regulated = divmod(int(door), 2)
        form = [
            *(trait[who] for trait in (*traits, skills, standing)), present, month, extra,
            offered_until if extra > 0 else 0, own + extra, brought, cell, regulated, True,
            rent, lease_end, -1, -1, *[0] * 10,
        ]  # fmt: skip
        for column, entry in zip(people, form, strict=True):
            column[row] = entry
        other[row] = joint[row] = -1
        strength[row] = channel[row] = born[row] = 0
    return sum(savings.tolist()), sum(int(incentive[who]) for who in chosen)


def with_status(status, wanted):
    return [row for row, each in enumerate(status.tolist()) if each == wanted]

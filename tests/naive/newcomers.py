"""Newcomers as letters and forms: what each hopes, and what is filled in for her."""

from itertools import accumulate


def hopes(kind, field, usual, earns_wage, chance, dole, talent, months, purse, work, awareness):
    """Promise in turn; who would pass the purse, and all after her, is promised nothing."""
    kinds = kind.tolist()
    offers = [int(talent[each]) for each in kinds]
    promised = accumulate(months * offer for offer in offers)
    paid = [offer if so_far <= purse else 0 for offer, so_far in zip(offers, promised, strict=True)]
    wages = [bool(earns_wage[each]) for each in kinds]
    mean = [
        round(chance * own + (1 - chance) * dole) if wage else own
        for own, wage in zip(usual.tolist(), wages, strict=True)
    ]
    drawn = [
        {True: work * chance, False: 0.0}[wage] + float(awareness[each])
        for wage, each in zip(wages, kinds, strict=True)
    ]
    poles = [axes.index(max(axes)) for axes in field.tolist()]
    return poles, [a + b for a, b in zip(mean, paid, strict=True)], paid, drawn


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

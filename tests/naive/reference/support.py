"""What those who live around a new site think of it (docs/model.md, 5)."""

from tests.naive.reference.agents import CENTS, IN_A_FAMILY, TECHNIQUES
from tests.naive.reference.ground import nearness
from tests.naive.reference.siting import readiness

FAMILIES = range(TECHNIQUES // IN_A_FAMILY)


def support_of(model, rule, site):
    """Return g + (1 - g) x skills x needs, people counting by their nearness to the site."""
    prices, cell_km = model.numbers.economy.places, model.numbers.city.cell_km
    fee = CENTS * prices.fee * site.price
    captured = model.numbers.economy.public.captured
    served, weight, wanted, heard = {}, 0.0, 0.0, 0.0
    around = dict.fromkeys(FAMILIES, 0.0)
    for person in model.people:
        home = person.home
        if home not in served:
            ways = [nearness(home, p.cell, cell_km, rule.reach) for p in model.open_places()]
            served[home] = max(ways, default=0.0)
        near = nearness(home, site.cell, cell_km, rule.reach)
        affordable = 1 / (1 + fee / max(prices.bearable_fee * person.income, 1.0))
        weight += near
        heard += near * (1 - captured * (1 - readiness(person)))
        wanted += near * site.admission[person.kind_number] * affordable * (1 - served[home])
        for technique in person.skills:
            around[technique // IN_A_FAMILY] += near
    skills = overlap(meant_for(model, site), around)
    if not weight:
        return 0.0
    asked = rule.governance * heard / weight
    return asked + (1 - asked) * skills * wanted / weight


def meant_for(model, site):
    """Return how much each family weighs among those whom the site fully admits."""
    weights = dict.fromkeys(FAMILIES, 0.0)
    for kind, admitted in zip(model.kinds, site.admission, strict=True):
        for family in FAMILIES if admitted >= 1 else ():
            weights[family] += kind.share * kind.families[family] / sum(kind.families)
    return weights


def overlap(one, other):
    """Return what two distributions have in common."""
    whole, rest = sum(one.values()), sum(other.values())
    if not whole or not rest:
        return 0.0
    return sum(min(one[f] / whole, other[f] / rest) for f in FAMILIES)

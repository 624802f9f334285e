"""Every payment of a month as a slip of paper, and every firm's business in exact fractions."""

import math
from collections import Counter
from fractions import Fraction

OUTSIDE, PUBLIC = -1, -2


def newcomers(order, kind, standing, known_kind, known_standing):
    """Take the faces one knows away from the faces one sees."""
    known = set(enumerate(zip(known_kind.tolist(), known_standing.tolist(), strict=True)))
    seen = {(person, (int(kind[person]), float(standing[person]))) for person in order.tolist()}
    strangers = dict(seen - known)
    for person, face in strangers.items():
        known_kind[person], known_standing[person] = face
    return sorted(strangers, key=order.tolist().index)


def earn(
    month, order, usual, kind, earns_wage, jobless, workplace,
    incentive, incentive_end, transfer, income, wages,
):  # fmt: skip
    """Write a slip (who pays, who is paid, cents) for every payment, and add them up twice."""
    here = set(order.tolist())
    idle = {person for person in here if earns_wage[kind[person]]} & {
        person for person in here if workplace[person] == OUTSIDE
    }
    promised = {person for person in here if not incentive_end[person] < month}
    own = [(int(workplace[person]), person, int(usual[person])) for person in here - idle]
    own += [(OUTSIDE, person, jobless) for person in idle]
    public = [(PUBLIC, person, int(transfer[person])) for person in here]
    public += [(PUBLIC, person, int(incentive[person])) for person in promised]
    by_payer, by_person = Counter(), Counter()
    for payer, person, cents in own + public:
        by_payer[payer] += cents
        by_person[person] += cents
    for person, cents in by_person.items():
        income[person] = max(cents, 0)
    for firm in by_payer.keys() - {OUTSIDE, PUBLIC}:
        wages[firm] += by_payer[firm]
    del by_payer[PUBLIC]
    tax_left = sum(int(income[person]) - cents for person, cents in by_person.items())
    return by_payer.total(), by_payer.total() - by_payer[OUTSIDE], tax_left


def spend(order, income, rent, fees, housed, share, savings):
    """Fill and empty purses; what was consumed is what is nowhere else at the end."""
    here = order.tolist()
    before = {person: int(savings[person]) for person in here}
    rents = Counter()
    for person in here:
        rents[bool(housed[person])] += int(rent[person])
    paid = sum(int(fees[person]) for person in here)
    left = {person: int(income[person] - rent[person] - fees[person]) for person in here}
    well_off = {person for person in here if left[person] > 0}
    purse = {
        person: before[person]
        + (math.floor(share * left[person]) if person in well_off else left[person])
        for person in here
    }
    helped = {person: -cents for person, cents in purse.items() if cents < 0}
    for person in here:
        savings[person] = purse[person] + helped.get(person, 0)
    came_in = sum(int(income[person]) for person in here) + sum(helped.values())
    put_by = sum(int(savings[person]) - before[person] for person in here)
    consumed = came_in - put_by - rents.total() - paid
    return sum(helped.values()), rents[True], rents[False], paid, consumed


def trade(
    firms, cell, jobs, wages, around, good, in_zone, workspace_rent, wage, cents,
    sales, inputs, overhead, space, spared, kept, capital, margin,
):  # fmt: skip
    """Do the books column by column, exactly, and round once; profit is what capital loses."""
    rows = firms.tolist()
    median, sold_each, bought_each, fixed = map(Fraction, (wage, sales, inputs, overhead))
    workers = {firm: Fraction(int(wages[firm])) / (cents * median) for firm in rows}
    boost = dict(
        zip(
            rows,
            (Fraction(a) * Fraction(g) for a, g in zip(around, good, strict=True)),
            strict=True,
        )
    )
    metre = {
        firm: Fraction(workspace_rent[cell[firm]]) * (1 - Fraction(spared) * bool(in_zone[firm]))
        for firm in rows
    }
    sold = {firm: round(cents * sold_each * boost[firm] * workers[firm]) for firm in rows}
    bought = {firm: round(cents * (bought_each * workers[firm] + fixed)) for firm in rows}
    rent = {firm: round(space * (int(jobs[firm]) or 1) * metre[firm]) for firm in rows}
    profit = 0
    for firm in rows:
        cash = int(capital[firm]) + sold[firm] - bought[firm] - rent[firm] - int(wages[firm])
        most = round(Fraction(kept) * int(wages[firm])) if workers[firm] else math.inf
        capital[firm] = min(cash, most)
        profit += cash - int(capital[firm])
    # what is left of one euro sold, in plain numbers: next to nothing is no exact nothing here
    for firm, near, able in zip(rows, around.tolist(), good.tolist(), strict=True):
        rented = space * float(workspace_rent[cell[firm]]) / cents
        rented *= 1 - spared * bool(in_zone[firm])
        margin[firm] = 1 - (wage + inputs + rented) / (sales * near * able)
    return sum(sold.values()), sum(bought.values()), sum(rent.values()), profit

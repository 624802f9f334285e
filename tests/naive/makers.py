"""Makers as lists of people, one by one; money as piles of cents."""

import math
from fractions import Fraction

NOBODY = -1


def recognise(recognition, kept, order, field, member, axis, value, teams, own_field, other_field):
    """Write down first what each gains, then let all fade and gain."""
    gained = {}
    for idea, seats in enumerate(member.tolist()):
        for maker in (row for row in seats if row != NOBODY):
            axes = field[maker].tolist()
            own = axes.index(max(axes)) == axis[idea]
            part = (own_field if own else other_field) * value[idea] / int(teams[idea])
            gained.setdefault(maker, []).append(part)
    for row in range(len(recognition)):
        recognition[row] = kept * recognition[row]
        for part in gained.get(row, []):
            recognition[row] = recognition[row] + part
    return len([row for row in order if recognition[row] > 0])


def makers_here(member, named, identity, status, present):
    at_home = {who: row for row, who in enumerate(identity.tolist()) if status[row] == present}
    return [
        [row if row != NOBODY and at_home.get(who) == row else NOBODY for row, who in seats]
        for seats in (
            list(zip(*each, strict=True))
            for each in zip(member.tolist(), named.tolist(), strict=True)
        )
    ]


def pay_makers(cents, member, here, savings):
    gone = 0
    for total, seats, left in zip(cents.tolist(), member.tolist(), here.tolist(), strict=True):
        taken = [seat for seat, row in enumerate(seats) if row != NOBODY]
        part = int(Fraction(total, len(taken)))
        due = dict.fromkeys(taken, part)
        due[0] += total - part * len(taken)
        for seat, sum_due in due.items():
            if left[seat] == NOBODY:
                gone += sum_due
            else:
                savings[left[seat]] += sum_due
    return gone


def sell(offered, buyer, price, level, share, month, value, sold, capital, stock):
    """Write an invoice for every sale; nobody is paid before all are written."""
    asked = zip(offered.tolist(), buyer.tolist(), strict=True)
    sales = [(row, firm) for row, firm in asked if firm != NOBODY]
    invoices = [round(price * float(value[row]) * level) for row, _ in sales]
    team = [math.floor(share * cents) for cents in invoices]
    for (row, firm), cents, due in zip(sales, invoices, team, strict=True):
        sold[row] = month
        capital[firm] += cents - due
        stock[firm] += 1
    return [row for row, _ in sales], team, sum(invoices)

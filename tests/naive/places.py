"""Places as cards, each reckoned by itself, in fractions where a cent is at stake."""

from fractions import Fraction

import numpy as np

from tests.naive import space

ONE = Fraction(1)


def monthly_fees(price, usual):
    return [round(usual * float(each)) for each in price]


def welcomes(
    admission, seats, backlog, visits, turned_away, rejected, backlog_half, rejected_visits,
    start, place, place_cell, near, side, block_cells,
):  # fmt: skip
    """Take away from all admission what waits to be done, who was sent home, who objects."""
    found = []
    for p, let_in in enumerate(admission.tolist()):
        came = int(visits[p]) + int(turned_away[p])
        in_vain = Fraction(int(turned_away[p]), came) if came else 0
        undone = Fraction(float(backlog[p])) / (int(seats[p]) or 1) / Fraction(backlog_half)
        quality = (ONE - in_vain) / (ONE + undone)
        quality *= Fraction(rejected_visits) if rejected[p] else ONE
        found.append([float(Fraction(share) * quality) for share in let_in])
    welcome = np.reshape(found, admission.shape)
    return welcome, space.best_of_blocks(start, place, place_cell, welcome, near, side, block_cells)


def monthly_costs(
    seats, equipment_value, owned, place_cell, workspace_rent, fixed, of_a_seat, cents,
    equipment_upkeep, seat_space,
):  # fmt: skip
    """Pay the landlords of those who have one, and everything else."""
    rows = range(len(seats))
    tenants = [p for p in rows if not owned[p]]
    floor = {p: seat_space * int(seats[p]) for p in tenants}
    due = {p: round(floor[p] * float(workspace_rent[place_cell[p]])) for p in tenants}
    spent = [cents * (fixed + of_a_seat * int(seats[p])) for p in rows]
    running = [round(spent[p] + equipment_upkeep * int(equipment_value[p])) for p in rows]
    return running, [due.get(p, 0) for p in rows]


def are_due(month, is_open, opened, closing, rejected, lease_end):
    """Look up this month among the dates of each place."""
    dates = zip(is_open, opened, closing, rejected, lease_end, strict=True)
    return any(
        bool(objected) or month in (int(closes), int(ends)) if there else month == int(opens)
        for there, opens, closes, objected, ends in dates
    )


def unchanged(cell, is_open, kept_cell, kept_open):
    now = list(zip(cell, is_open, strict=True))
    return now == list(zip(kept_cell, kept_open, strict=True))


def seats_by_block(is_open, place_cell, seats, block_of, n_blocks):
    here = [(int(block_of[place_cell[p]]), int(seats[p])) for p in range(len(seats)) if is_open[p]]
    return [float(sum(many for at, many in here if at == block)) for block in range(n_blocks)]

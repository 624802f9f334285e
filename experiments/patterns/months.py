"""Reads what comes and goes within a month: who learnt, what was made, who founded a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns import likeness
from experiments.patterns.reading import NOBODY
from sim.city.firms import FirmOrigin
from sim.city.identities import founded

if TYPE_CHECKING:
    from sim.city.city import City

NEITHER, PRESENT, REMOTE = -1, 0, 1


def skills_now(city: City) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return who holds which skills before a month is lived: identities and masks by row."""
    used = slice(0, city.people.size)
    return city.people.identity[used].copy(), city.people.skills[used].astype(np.uint64)


def lessons(city: City, before: tuple[NDArray[Any], NDArray[Any]]) -> NDArray[np.float64]:
    """Return the month's lessons, one row for each person with one partner taken up.

    Columns: distance of skills at the month's start, whether she learnt a technique the partner
    held, whether of a family she held nothing of, and whether of another.
    """
    was, held = before
    people, now = city.people, city.now
    rows = people.order[people.order < len(was)]
    rows = rows[people.identity[rows] == was[rows]]
    taken = now.accepted[rows]
    rows = rows[taken.sum(axis=1) == 1]
    partner = now.partner[rows][now.accepted[rows]]
    new = people.skills[rows].astype(np.uint64) & ~held[rows] & held[partner]
    own = likeness.families(held[rows])
    explored = likeness.families(new) & ~own
    return np.stack(
        [
            likeness.skill_distance(held[rows], held[partner]),
            new != 0,
            explored != 0,
            (new != 0) & (explored == 0),
        ],
        axis=1,
    ).astype(np.float64)


def transfers(city: City, before: tuple[NDArray[Any], NDArray[Any]]) -> tuple[float, float]:
    """Return expected transfers of techniques, 4 d (1 - d) a meeting taken up: tied, and all.

    Tied are those who were so before the month began.
    """
    was, held = before
    people, ties, now = city.people, city.ties, city.now
    rows = people.order[people.order < len(was)]
    rows = rows[people.identity[rows] == was[rows]]
    one, turn = np.nonzero(now.accepted[rows])
    one = rows[one]
    partner = now.partner[one, turn]
    apart = likeness.skill_distance(held[one], held[partner])
    worth = 4.0 * apart * (1.0 - apart)
    standing = (ties.other[one] == partner[:, None]) & (ties.born[one] < city.month)
    return float(worth[standing.any(axis=1)].sum()), float(worth.sum())


def ideas(city: City) -> dict[str, NDArray[Any]]:
    """Return one row for each idea made this month.

    lead_met says how the initiator met her team this month: a member online (1), all of them in
    presence (0), or some not at all (-1). members are identities of those who made it together, -1
    for none; of an idea that two teams found at once, those of the first.
    """
    table, rows = city.ideas, city.now.ideas
    members = table.member[rows]
    return {
        "month": np.full(len(rows), city.month),
        "techniques": table.techniques[rows].astype(np.uint64),
        "value": table.value[rows],
        "block": table.block[rows],
        "field": table.field[rows].astype(np.int64),
        "lead_met": np.array([_met(city, team) for team in members], np.int64),
        "members": table.member_identity[rows],
    }


def _met(city: City, team: NDArray[Any]) -> int:
    """Say how the initiator of a team met the others this month."""
    from sim.kernels.meet import ONLINE

    lead, others = team[0], team[1:][team[1:] >= 0]
    now = city.now
    met = now.partner[lead][now.accepted[lead]]
    online = met[now.channel[lead][now.accepted[lead]] == ONLINE]
    if np.isin(others, online).any():
        return REMOTE
    return PRESENT if np.isin(others, met).all() else NEITHER


def foundings(city: City, first: int) -> dict[str, NDArray[Any]]:
    """Return one row for each firm opened this month: those from row ``first`` of the table on.

    founders are the identities of the two who founded it on an idea, -1 where it came from
    elsewhere.
    """
    firms, table = city.firms, city.ideas
    rows = np.arange(first, firms.size)
    made = table.member_identity[city.now.ideas][:, :2]
    pairs = {founded(int(lead), city.month): (lead, second) for lead, second in made}
    nobody = (NOBODY, NOBODY)
    founders = [pairs.get(int(name), nobody) for name in firms.identity[rows]]
    return {
        "month": np.full(len(rows), city.month),
        "firm": firms.identity[rows],
        "cell": firms.cell[rows],
        "founded": firms.origin[rows] == FirmOrigin.FOUNDED,
        "founders": np.array(founders, np.int64).reshape(len(rows), 2),
    }

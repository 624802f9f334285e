"""Teams form and put techniques together into ideas."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import ThirdPlaces
from sim.city.establish import equipment_mask
from sim.city.ideas import Ideas
from sim.kernels import ideas as table
from sim.kernels import make as kernels
from sim.kernels.arithmetic import poles
from sim.kernels.threads import in_blocks
from sim.model.behaviour import Make

_HALF_FULL = 2
_MONTHS = 1 << 16


def make(city: City, rule: Make, prices: ThirdPlaces) -> None:
    """Let people start projects, form teams, and enter what is new among the city's ideas."""
    people, ties, now = city.people, city.ties, city.now
    used = slice(0, people.size)
    asked = in_blocks(
        kernels.invite,
        city.seed,
        city.month,
        people.order,
        people.identity[used],
        city.population.array("drive")[people.kind[used]],
        now.partner,
        now.accepted,
        ties.other[used],
        ties.joint[used],
        people.made[used],
        rule.incumbents,
        rule.repeats,
    )
    initiator, invited = (np.concatenate(each) for each in zip(*asked, strict=True))
    team = kernels.join(
        city.seed,
        city.month,
        people.identity[used],
        initiator,
        invited,
        ties.other[used],
        ties.strength[used],
        people.size,
    )
    needs = equipment_mask(prices.equipped_techniques, prices.equipped_techniques)
    works = kernels.compose(
        city.seed,
        city.month,
        people.identity[used],
        team,
        people.skills[used],
        needs,
        _equipment_at_hand(city, team, needs),
        rule.techniques,
    )
    finished = works != 0
    kernels.remember_joint_work(
        city.month, team, finished, ties.other[used], ties.joint[used], people.made[used]
    )
    now.team = team[finished]
    now.counts["projects"] = len(initiator)
    now.counts["works"] = len(now.team)
    now.ideas = _enter(city, rule, works[finished])


def _equipment_at_hand(city: City, team: NDArray[np.int64], needs: np.uint64) -> NDArray[np.uint64]:
    """Return what each team can use: the machines of its members' usual places and firms."""
    people, places, firms = city.people, city.places, city.firms
    machines = places.open, places.equipment, firms.founder_skills
    return np.asarray(
        kernels.equipment_at_hand(team, people.usual, people.workplace, *machines, needs)
    )


def _enter(city: City, rule: Make, found: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Write down the sets of techniques never put together before; return their rows.

    A set known from an earlier month is a duplicate and counts for nothing. Teams that find one
    set in the same month share it: credit and price are split between them.
    """
    ideas, people, now = city.ideas, city.people, city.now
    first = table.first_finders(ideas.keys, ideas.rows, found)
    turn = np.arange(len(found))
    new = np.flatnonzero(first == turn)
    rows = ideas.add_rows(len(new))
    team = now.team[new]
    here, lead = slice(ideas.size - len(new), ideas.size), team[:, 0]
    ideas.identity[here] = people.identity[lead] * _MONTHS + city.month
    ideas.techniques[here] = found[new]
    ideas.value[here] = table.idea_values(city.seed, ideas.techniques[here], rule.value_log_sd)
    ideas.born[here] = city.month
    ideas.block[here] = city.cells.block[people.home[lead]]
    ideas.field[here] = poles(people.field[lead], len(lead))
    ideas.venue[here] = people.usual[lead]
    ideas.member[here] = team
    ideas.member_identity[here] = _who(city, team)
    later = np.flatnonzero((first >= 0) & (first != turn))
    if len(later):
        _share_with_other_finders(city, found, later, rows)
    _remember(ideas, rows)
    now.counts["duplicates"] = int((first < 0).sum())
    now.counts["new_ideas"] = len(rows)
    return rows


def _share_with_other_finders(
    city: City, found: NDArray[np.uint64], later: NDArray[Any], rows: NDArray[np.int64]
) -> None:
    """Write the teams that found a set after the first, in the same month, beside it."""
    ideas, team = city.ideas, city.now.team
    row_of = {int(ideas.techniques[row]): int(row) for row in rows}
    for k in later:
        ideas.add_finders(row_of[int(found[k])], team[k], _who(city, team[k]))


def _who(city: City, member: NDArray[Any]) -> NDArray[np.int64]:
    """Return who makers are, since their rows may be others' later; -1 for none."""
    return np.asarray(np.where(member >= 0, city.people.identity[member], -1))


def _remember(ideas: Ideas, rows: NDArray[np.int64]) -> None:
    """Enter new sets into the table of all ideas, doubling it when half full."""
    if _HALF_FULL * ideas.size > len(ideas.keys):
        bigger = 2 * len(ideas.keys)
        while _HALF_FULL * ideas.size > bigger:
            bigger *= 2
        ideas.keys, ideas.rows = np.zeros(bigger, np.uint64), np.zeros(bigger, np.int32)
        table.enter(ideas.keys, ideas.rows, ideas.techniques[: ideas.size], 0)
    elif len(rows):
        table.enter(ideas.keys, ideas.rows, ideas.techniques[rows], int(rows[0]))

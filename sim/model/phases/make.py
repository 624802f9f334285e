"""Teams form and put techniques together into ideas."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import ThirdPlaces
from sim.city.establish import equipment_mask
from sim.kernels import ideas as table
from sim.kernels import make as kernels
from sim.kernels.threads import in_blocks
from sim.model.behaviour import Make

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
    ideas.make_room(len(found))
    new, duplicates, later = table.write_down(
        city.seed,
        city.month,
        found,
        now.team,
        rule.value_log_sd,
        _MONTHS,
        people.identity,
        people.home,
        people.field,
        people.usual,
        city.cells.block,
        ideas.keys,
        ideas.rows,
        ideas.size,
        *(getattr(ideas, name) for name in _WRITTEN),
    )
    rows = ideas.add_rows(new)
    if len(later):
        _share_with_other_finders(city, found, later, rows)
    now.counts["duplicates"] = duplicates
    now.counts["new_ideas"] = len(rows)
    return rows


_WRITTEN = (
    "identity",
    "techniques",
    "value",
    "born",
    "block",
    "field",
    "venue",
    "member",
    "member_identity",
)
"""Columns that say something of every new idea, as :func:`table.write_down` takes them."""


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

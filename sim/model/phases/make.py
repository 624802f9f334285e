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
    ideas = kernels.compose(
        city.seed,
        city.month,
        people.identity[used],
        team,
        people.skills[used],
        equipment_mask(prices.equipped_techniques, prices.equipped_techniques),
        _equipment_at_hand(city, prices, team),
        rule.techniques,
    )
    kernels.remember_joint_work(
        city.month, team, ideas != 0, ties.other[used], ties.joint[used], people.made[used]
    )
    now.team = team[ideas != 0]
    now.counts["projects"] = len(initiator)
    now.counts["works"] = int((ideas != 0).sum())
    now.ideas = _enter(city, rule, ideas[ideas != 0])


def _equipment_at_hand(
    city: City, prices: ThirdPlaces, team: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Return what each team can use: the machines of its members' usual places and firms."""
    people, places, firms = city.people, city.places, city.firms
    needs = equipment_mask(prices.equipped_techniques, prices.equipped_techniques)
    in_place = np.append(np.where(places.open, places.equipment, 0)[: places.size], 0)
    in_firm = np.append((firms.founder_skills & needs)[: firms.size], np.uint64(0))
    usual = np.where(team >= 0, people.usual[team], -1)
    firm = np.where(team >= 0, people.workplace[team], -1)
    each = in_place.astype(np.uint64)[usual] | in_firm[firm]
    return np.asarray(np.bitwise_or.reduce(each, axis=1))


def _enter(city: City, rule: Make, found: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Write down the sets of techniques never put together before; return their rows.

    A set known from an earlier month is a duplicate and counts for nothing. Teams that find one
    set in the same month share it: credit and price are split between them.
    """
    ideas, people, team, now = city.ideas, city.people, city.now.team, city.now
    earlier = table.look_up(ideas.keys, ideas.rows, found)
    fresh = np.flatnonzero(earlier < 0)
    now.counts["duplicates"] = len(found) - len(fresh)
    unique, first = np.unique(found[fresh], return_index=True)
    first = np.sort(first)
    rows = ideas.add_rows(len(first))
    lead = team[fresh[first], 0]
    ideas.identity[rows] = people.identity[lead] * _MONTHS + city.month
    ideas.techniques[rows] = found[fresh[first]]
    ideas.value[rows] = table.idea_values(city.seed, ideas.techniques[rows], rule.value_log_sd)
    ideas.born[rows] = city.month
    ideas.block[rows] = city.cells.block[people.home[lead]]
    ideas.field[rows] = city.poles()[lead]
    ideas.venue[rows] = people.usual[lead]
    ideas.member[rows] = team[fresh[first]]
    ideas.member_identity[rows] = _who(city, team[fresh[first]])
    if len(unique) < len(fresh):
        _share_with_other_finders(city, found, np.setdiff1d(fresh, fresh[first]), rows)
    _remember(ideas, rows)
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

"""Candidates knock and some enter; some people leave; firms arrive; groups found third places."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.city import born, identities
from sim.city.books import FIRMS, OUTSIDE
from sim.city.city import City
from sim.city.economy import Economy, Work
from sim.city.firms import FirmOrigin
from sim.city.plan import CENTS, PER_THOUSAND
from sim.kernels import firms, luck
from sim.kernels import turnover as kernels
from sim.kernels.arithmetic import in_steps
from sim.kernels.luck import Purpose
from sim.model.behaviour import Behaviour
from sim.model.phases.employ import open_firm
from sim.model.phases.enter import enter
from sim.model.phases.gather import pull_of_places
from sim.model.phases.leave import leave
from sim.model.phases.work import agglomeration
from sim.model.surroundings import Surroundings

_KIND_DRAW = 8


def come_and_go(city: City, rule: Behaviour, economy: Economy, around: Surroundings) -> None:
    """Let candidates in, let people go, bring firms, note where groups would found a place."""
    enter(city, rule, economy, around)
    leave(city, rule)
    _relocate_firms(city, rule, economy)
    _note_foundings(city, rule, economy)
    _make_room_for_newcomers(city)


def _relocate_firms(city: City, rule: Behaviour, economy: Economy) -> None:
    """Let firms that knock come where they expect to earn more than elsewhere."""
    entry, work, cells = rule.come_and_go, economy.work, city.cells
    slots = int(round(entry.firms_knock * city.plan.people / PER_THOUSAND))
    who = identities.candidate_firms(city.month, slots)
    elsewhere = luck.normals(city.seed, int(Purpose.CANDIDATE_FIRM), 0, who, 0)
    elsewhere = entry.firm_outside + entry.firm_outside_sd * elsewhere
    sales = work.sales * entry.firm_horizon * CENTS
    looking = _look_for_floor(city, rule, work, who)
    seen, expected = looking()
    for k in range(slots):
        here = int(seen[k])
        if here < 0:
            return
        offer = city.offers.firm
        affordable = offer * entry.firm_jobs <= city.offer_purse("firm")
        bonus = offer / sales if affordable else 0.0
        if expected[k] + bonus >= elsewhere[k]:
            paid = bonus > 0 and (economy.public.deadweight or expected[k] < elsewhere[k])
            _bring_firm(city, economy, entry.firm_jobs, int(who[k]), here, paid)
            if cells.workspace[here] - cells.workspace_used[here] < work.space:
                seen, expected = looking()  # again, since one that came has filled a cell


def _look_for_floor(
    city: City, rule: Behaviour, work: Work, who: NDArray[np.int64]
) -> Callable[[], tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Return what lets all firms that knock look at once: where each likes it best, and how well.

    What is around and how good a firm is are known before any has come.
    """
    cells = city.cells
    good = work.productivity_sd * luck.normals(city.seed, int(Purpose.BIRTH_FIRM), 0, who, 1)
    return partial(
        firms.look_for_floor,
        city.seed,
        city.month,
        who,
        rule.move.sampled,
        cells.workspace,
        cells.workspace_used,
        work.space,
        cells.zone,
        float(city.offers.zone_discount),
        cells.block,
        agglomeration(city, work),
        cells.workspace_rent,
        np.exp(good),
        city.population.wage,
        work.sales,
        work.inputs,
        CENTS,
    )


def _bring_firm(
    city: City, economy: Economy, jobs: int, identity: int, cell: int, with_bonus: bool
) -> None:
    """Open a relocated firm with capital of its own, and set aside what a policy promises it."""
    wage = city.population.array("income")[city.population.array("wage_earner") > 0].mean()
    capital = int(round(CENTS * economy.work.starting_wages * wage * jobs))
    city.books.pay(OUTSIDE, FIRMS, "relocated firms", capital)
    firm = open_firm(city, economy.work, identity, cell, capital, FirmOrigin.RELOCATED)
    if with_bonus:
        each = city.offers.firm
        city.firms.promised[firm], city.firms.per_job[firm] = jobs, each
        city.firms.promised_by[firm] = city.reserve_offer("firm", each * jobs)
    who = np.array([identity])
    drawn = luck.uniforms(city.seed, int(Purpose.CANDIDATE_FIRM), 0, who, _KIND_DRAW)
    kinds = city.population.kinds
    earners = [kind for kind in kinds.values() if kind.wage_earner]
    kind = earners[int(drawn[0] * len(earners))]
    city.firms.field[firm] = kind.field
    columns = born.born(
        city.population,
        city.seed,
        who,
        np.array([list(kinds.values()).index(kind)]),
    )
    city.firms.founder_skills[firm] = columns["skills"][0]
    city.firms.skills[firm] = columns["skills"][0]
    city.now.counts["firms_arrived"] += 1
    city.now.counts["firms_bonus"] += int(with_bonus)


def _note_foundings(city: City, rule: Behaviour, economy: Economy) -> None:
    """Note where a person with strong ties and no place in reach founds one next month."""
    people, ties, prices = city.people, city.ties, economy.places
    would = kernels.who_would_found(
        city.seed,
        city.month,
        people.order,
        people.identity,
        people.participation,
        people.savings,
        ties.other,
        ties.strength,
        prices.founding_chance,
        prices.founding_strength,
        prices.founding_group,
        CENTS * prices.founding_savings,
    )
    kind, home = people.kind[would], people.home[would]
    pull = pull_of_places(city, rule.gather.catchment, kind, home)
    for person in would[pull <= prices.founding_reach]:
        near = (ties.other[person] >= 0) & (
            ties.strength[person] >= in_steps(prices.founding_strength)
        )
        group = np.append(ties.other[person][near], person)
        city.pending_places.append((int(people.identity[person]), group))


def _make_room_for_newcomers(city: City) -> None:
    """Give newcomers empty rows in the month's tables of meetings."""
    now, missing = city.now, city.people.size - len(city.now.partner)
    if missing > 0:
        rounds = now.partner.shape[1]
        now.partner = np.concatenate(
            [now.partner, np.full((missing, rounds), -1, now.partner.dtype)]
        )
        now.accepted = np.concatenate([now.accepted, np.zeros((missing, rounds), bool)])

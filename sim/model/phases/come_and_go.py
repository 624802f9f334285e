"""Candidates knock and some enter; some people leave; firms arrive; groups found third places."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city import born, identities
from sim.city.books import FIRMS, OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.economy import Economy
from sim.city.firms import FirmOrigin
from sim.city.people import NOWHERE, Status
from sim.city.plan import CENTS
from sim.kernels import accept as ties_kernels
from sim.kernels import luck
from sim.kernels.luck import Purpose
from sim.model.behaviour import Behaviour
from sim.model.phases.gather import near_places
from sim.model.phases.move import TRIES, let, look, make_bids, settle_in, vacate
from sim.model.phases.work import agglomeration, margin, open_firm
from sim.model.surroundings import Surroundings

_PERSON_DRAW, _LOGIT_DRAW = 0, 1
_OUTSIDE_PAIR = 2


def come_and_go(city: City, rule: Behaviour, economy: Economy, around: Surroundings) -> None:
    """Let candidates in, let people go, bring firms, note where groups would found a place."""
    _enter(city, rule, economy, around)
    _leave(city, rule)
    _relocate_firms(city, rule, economy)
    _note_foundings(city, rule, economy)
    _make_room_for_newcomers(city)


def outside_utility(city: City, rule: Behaviour, identity: NDArray[Any]) -> NDArray[np.float64]:
    """Return what living elsewhere is worth to each, drawn once for ever."""
    drawn = luck.normals(city.seed, int(Purpose.CANDIDATE), 0, identity, _OUTSIDE_PAIR)
    return np.asarray(rule.come_and_go.outside + rule.come_and_go.outside_sd * drawn)


def _candidates(city: City, rule: Behaviour, economy: Economy) -> dict[str, Any]:
    """Return the month's candidates, the same under every policy, as columns."""
    slots = int(round(rule.come_and_go.knock * city.plan.people / 1000))
    who = identities.candidates(city.plan.people, city.month, slots)
    kind = born.kinds_by_luck(city.seed, who, city.population.array("pool_share"))
    columns = born.born(city.population, city.seed, who, kind)
    usual = born.income_from_outside(city.population, kind, columns["standing"])
    earner = city.population.array("wage_earner")[kind] > 0
    dole = CENTS * economy.work.unemployed_income
    chance = employment(city)
    expected = np.where(earner, chance * usual + (1.0 - chance) * dole, usual)
    offered = city.offers.talent[kind]
    affordable = city.offer_purse("talent")
    months = max(1, city.offers.talent_months)
    in_budget = np.cumsum(offered * months) <= affordable
    columns["incentive"] = np.where(in_budget, offered, 0)
    columns["income"] = np.round(expected).astype(np.int64) + columns["incentive"]
    columns["usual_income"] = usual
    columns["earner"] = earner
    columns["pole"] = np.argmax(columns["field"], axis=1).astype(np.int8)
    return columns


def employment(city: City) -> float:
    """Return the share of wage earners who have a job; public knowledge."""
    counts = city.now.counts
    return 1.0 - counts["seekers"] / max(1.0, counts["wage_earners"])


def _enter(city: City, rule: Behaviour, economy: Economy, around: Surroundings) -> None:
    """Let in those who find a home and like the city better than elsewhere."""
    candidates = _candidates(city, rule, economy)
    count = len(candidates["identity"])
    entry, housing = rule.come_and_go, economy.housing
    elsewhere = outside_utility(city, rule, candidates["identity"])
    added = entry.work * employment(city) * candidates["earner"]
    added = added + city.offers.awareness[candidates["kind"]]
    waiting = np.ones(count, bool)
    keen = np.zeros(count, bool)
    for attempt in range(TRIES):
        rows = np.flatnonzero(waiting)
        market, utility, unbounded = look(
            city, rule.move, housing, around, Purpose.CANDIDATE, attempt, rows, candidates
        )
        pull = _pull_of_places(city, rule, candidates["kind"][rows], np.maximum(market // 2, 0))
        fixed = added[rows] + entry.places * pull
        keen[rows] |= unbounded + fixed >= elsewhere[rows]
        gain = utility + fixed - elsewhere[rows]
        wants = (market >= 0) & (gain >= 0)
        bids = make_bids(city, housing, around, rows[wants], market[wants], gain[wants], candidates)
        price = let(city, TRIES + attempt, bids, candidates["identity"][bids.rows])
        won = price >= 0
        _admit(city, economy, candidates, bids.rows[won], bids.market[won], price[won])
        waiting[bids.rows[won]] = False
    counts = city.now.counts
    counts["excluded"] = int((keen & waiting).sum())
    counts["entered"] = int((~waiting).sum())
    city.people.note_presence()


def _pull_of_places(
    city: City, rule: Behaviour, kind: NDArray[Any], cell: NDArray[Any]
) -> NDArray[np.float64]:
    """Return the best third place in reach of each cell: max exp(-d / lambda) x admission."""
    places = city.places
    rows = np.flatnonzero(places.open[: places.size])
    if not len(rows):
        return np.zeros(len(cell))
    near = near_places(city, rule.gather.catchment)[np.ix_(cell, rows)]
    pull = near * places.admission[rows][:, kind].T
    return np.asarray(pull.max(axis=1))


def _admit(
    city: City,
    economy: Economy,
    candidates: dict[str, Any],
    chosen: NDArray[Any],
    market: NDArray[Any],
    price: NDArray[np.int64],
) -> None:
    """Write newcomers into the city's rows; they bring savings from Outside."""
    people, ties, offers = city.people, city.ties, city.offers
    rows = people.take_rows(len(chosen))
    missing = people.size - ties.size
    if missing > 0:
        ties.add_rows(missing)
    ties.clear_rows(rows)
    for name in _BORN:
        getattr(people, name)[rows] = candidates[name][chosen]
    people.status[rows] = Status.PRESENT
    people.cohort[rows] = city.month
    income = candidates["usual_income"][chosen]
    earner = candidates["earner"][chosen]
    dole = int(round(CENTS * economy.work.unemployed_income))
    people.incentive[rows] = candidates["incentive"][chosen]
    people.incentive_end[rows] = city.month + offers.talent_months
    people.income[rows] = np.where(earner, dole, income) + people.incentive[rows]
    more = luck.uniforms(city.seed, int(Purpose.BIRTH_INCOME), 0, people.identity[rows], 2)
    months = city.population.savings_months
    people.savings[rows] = np.round(-np.log1p(-more) * months * income)
    city.books.pay(OUTSIDE, PEOPLE, "arrivals", int(people.savings[rows].sum()))
    settle_in(city, economy.housing, rows, market, price)
    promised = int(people.incentive[rows].sum()) * offers.talent_months
    if promised:
        payer = offers.payer["talent"]
        city.purses[payer] -= promised
        city.reserved[payer] = city.reserved.get(payer, 0) + promised
        city.now.counts["talent_promised"] += promised


_BORN = (
    "identity",
    "kind",
    "field",
    "field_origin",
    "openness",
    "openness_origin",
    "participation",
    "participation_origin",
    "skills",
    "standing",
)


def _leave(city: City, rule: Behaviour) -> None:
    """Let people leave: some whatever happens, some who searched in vain, the long homeless."""
    people, now = city.people, city.now
    rows = people.order
    settled = people.cohort[rows] < city.month
    drawn = luck.uniforms(
        city.seed, int(Purpose.LEAVE), city.month, people.identity[rows], _PERSON_DRAW
    )
    going = settled & (drawn < rule.come_and_go.leaving)
    elsewhere = outside_utility(city, rule, people.identity[now.searched])
    drawn = luck.uniforms(
        city.seed, int(Purpose.LEAVE), city.month, people.identity[now.searched], _LOGIT_DRAW
    )
    better = elsewhere - rule.come_and_go.staying - now.utility
    chance = 1.0 / (1.0 + np.exp(-rule.move.scale * better))
    disappointed = np.zeros(people.size, bool)
    disappointed[now.searched[drawn < chance]] = True
    going |= disappointed[rows]
    homeless = people.homeless[rows] >= city.exit_after
    depart(city, rows[going | homeless])
    now.counts["left"] = int((going | homeless).sum())
    now.counts["left_homeless"] = int((homeless & ~going).sum())


def depart(city: City, rows: NDArray[np.int64]) -> None:
    """Take people out of the city; a founder keeps her row, outside, with her outside income."""
    people, firms, books = city.people, city.firms, city.books
    for person in rows:
        vacate(city, int(person))
    works = rows[people.workplace[rows] >= 0]
    shrunk, lost = np.unique(people.workplace[works], return_counts=True)
    # a firm keeps room for one job at least; it gives back the rest
    given_back = np.maximum(firms.jobs[shrunk], 1) - np.maximum(firms.jobs[shrunk] - lost, 1)
    firms.jobs[shrunk] -= lost
    np.subtract.at(city.cells.workspace_used, firms.cell[shrunk], city.space_per_job * given_back)
    people.workplace[rows] = NOWHERE
    books.pay(PEOPLE, OUTSIDE, "departures", int(people.savings[rows].sum()))
    people.savings[rows] = 0
    gone = np.zeros(people.size, bool)
    gone[rows] = True
    used = slice(0, people.size)
    founder = people.founder[rows]
    people.status[rows] = np.where(founder, Status.OUTSIDE, Status.FREE)
    away = rows[founder]
    people.income[away] = born.income_from_outside(
        city.population, people.kind[away], people.standing[away]
    )
    people.rent[away] = city.outside_rent
    people.fees[rows] = people.incentive[rows] = 0
    people.home[rows] = NOWHERE
    people.note_presence()
    city.ties.other[rows] = NOWHERE
    city.ties.strength[rows] = 0.0
    ties_kernels.forget_the_gone(
        people.order, gone, city.ties.other[used], city.ties.strength[used]
    )


def _relocate_firms(city: City, rule: Behaviour, economy: Economy) -> None:
    """Let firms that knock come where they expect to earn more than elsewhere."""
    entry, work, cells = rule.come_and_go, economy.work, city.cells
    slots = int(round(entry.firms_knock * city.plan.people / 1000))
    who = identities.candidate_firms(city.month, slots)
    purpose = int(Purpose.CANDIDATE_FIRM)
    elsewhere = luck.normals(city.seed, purpose, 0, who, 0)
    elsewhere = entry.firm_outside + entry.firm_outside_sd * elsewhere
    good = work.productivity_sd * luck.normals(city.seed, int(Purpose.BIRTH_FIRM), 0, who, 1)
    sales = work.sales * entry.firm_horizon * CENTS
    better = agglomeration(city, work)
    seen = np.stack(
        [
            luck.uniforms(city.seed, purpose, city.month, who, draw)
            for draw in range(rule.move.sampled)
        ]
    )
    for k in range(slots):
        room = np.flatnonzero(cells.workspace - cells.workspace_used >= work.space)
        if not len(room):
            return
        cell = room[(seen[:, k] * len(room)).astype(np.int64)]
        spared = np.where(cells.zone[cell], city.offers.zone_discount, 0.0)
        expected = margin(city, work, better, cell, good[k], spared)
        offer = city.offers.firm
        affordable = offer * entry.firm_jobs <= city.offer_purse("firm")
        bonus = offer / sales if affordable else 0.0
        best = int(np.argmax(expected))
        if expected[best] + bonus >= elsewhere[k]:
            _bring_firm(city, economy, entry.firm_jobs, int(who[k]), int(cell[best]), bonus > 0)


def _bring_firm(
    city: City, economy: Economy, jobs: int, identity: int, cell: int, with_bonus: bool
) -> None:
    """Open a relocated firm with capital of its own and what a policy promised it."""
    wage = city.population.array("income")[city.population.array("wage_earner") > 0].mean()
    capital = int(round(CENTS * economy.work.starting_wages * wage * jobs))
    city.books.pay(OUTSIDE, FIRMS, "relocated firms", capital)
    if with_bonus:
        paid = city.offers.firm * jobs
        city.pay_offer("firm", "incentive", FIRMS, paid)
        capital += paid
    firm = open_firm(city, economy.work, identity, cell, capital, FirmOrigin.RELOCATED)
    drawn = luck.uniforms(city.seed, int(Purpose.CANDIDATE_FIRM), 0, np.array([identity]), 8)
    kinds = city.population.kinds
    earners = [kind for kind in kinds.values() if kind.wage_earner]
    kind = earners[int(drawn[0] * len(earners))]
    city.firms.field[firm] = kind.field
    columns = born.born(
        city.population,
        city.seed,
        np.array([identity]),
        np.array([list(kinds.values()).index(kind)]),
    )
    city.firms.founder_skills[firm] = columns["skills"][0]
    city.firms.skills[firm] = columns["skills"][0]
    city.now.counts["firms_arrived"] += 1
    city.now.counts["firms_bonus"] += int(with_bonus)


def _note_foundings(city: City, rule: Behaviour, economy: Economy) -> None:
    """Note where a person with strong ties and no place in reach founds one next month."""
    people, ties, prices = city.people, city.ties, economy.places
    drawn = luck.uniforms(
        city.seed, int(Purpose.FOUND_PLACE), city.month, people.identity[people.order], 0
    )
    ready = people.order[drawn < prices.founding_chance * people.participation[people.order]]
    for person in ready:
        near = (ties.other[person] >= 0) & (ties.strength[person] >= prices.founding_strength)
        group = np.append(ties.other[person][near], person)
        if len(group) <= prices.founding_group:
            continue
        if int(people.savings[group].sum()) < CENTS * prices.founding_savings:
            continue
        pull = _pull_of_places(
            city, rule, people.kind[person : person + 1], people.home[person : person + 1]
        )
        if pull[0] <= prices.founding_reach:
            city.pending_places.append((int(people.identity[person]), group.copy()))


def _make_room_for_newcomers(city: City) -> None:
    """Give newcomers empty rows in the month's tables of meetings."""
    now, missing = city.now, city.people.size - len(city.now.partner)
    if missing > 0:
        rounds = now.partner.shape[1]
        now.partner = np.concatenate([now.partner, np.full((missing, rounds), -1)])
        now.accepted = np.concatenate([now.accepted, np.zeros((missing, rounds), bool)])

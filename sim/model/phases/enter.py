"""Candidates knock at the city's door, the same under every policy, and some enter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city import born, identities
from sim.city.books import OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.economy import Economy
from sim.city.month import Fate
from sim.city.people import Status
from sim.city.plan import CENTS, PER_THOUSAND
from sim.kernels import luck
from sim.kernels import turnover as kernels
from sim.kernels.luck import Purpose
from sim.model.behaviour import Behaviour
from sim.model.phases.dwellings import TRIES, note_vacancies, seen, vacancies
from sim.model.phases.gather import reach_of_places
from sim.model.surroundings import Surroundings


def outside_utility(city: City, rule: Behaviour, identity: NDArray[Any]) -> NDArray[np.float64]:
    """Return what living elsewhere is worth to each, drawn once for ever."""
    entry = rule.come_and_go
    drawn = kernels.outside_utility(city.seed, identity, entry.outside, entry.outside_sd)
    return np.asarray(drawn)


def who_knocks(city: City, rule: Behaviour) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the identities and kinds of the month's candidates, slot by slot."""
    slots = int(round(rule.come_and_go.knock * city.plan.people / PER_THOUSAND))
    who = identities.candidates(city.plan.people, city.month, slots)
    return who, born.kinds_by_luck(city.seed, who, city.population.array("pool_share"))


def _candidates(city: City, rule: Behaviour, economy: Economy) -> dict[str, Any]:
    """Return the month's candidates, the same under every policy, as columns."""
    who, kind = who_knocks(city, rule)
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


def enter(city: City, rule: Behaviour, economy: Economy, around: Surroundings) -> None:
    """Let in those who find a home and like the city better than elsewhere."""
    candidates = _candidates(city, rule, economy)
    entry, housing = rule.come_and_go, economy.housing
    added = entry.work * employment(city) * candidates["earner"]
    added = added + city.offers.awareness[candidates["kind"]]
    reach, places, vacant = (
        reach_of_places(city, rule.gather.catchment),
        city.places,
        vacancies(city),
    )
    entered, market, price, keen, applied = kernels.let_in(
        city.seed,
        city.month,
        candidates["identity"],
        candidates["kind"],
        candidates["pole"],
        candidates["income"],
        outside_utility(city, rule, candidates["identity"]),
        added,
        vacant,
        *seen(city, housing, around, rule.move.sampled),
        entry.places,
        reach.near,
        reach.start,
        reach.place,
        places.cell,
        places.admission,
        city.plan.block_cells,
        TRIES,
    )
    note_vacancies(city, vacant)
    _admit(city, economy, candidates, entered, market, price)
    keen[entered] = False
    city.now.counts["excluded"] = int(keen.sum())
    city.now.counts["entered"] = len(entered)
    applied[entered] = False
    _note_fates(city, candidates, entered, keen & ~applied, applied)


def _note_fates(
    city: City,
    candidates: dict[str, Any],
    entered: NDArray[Any],
    priced_out: NDArray[np.bool_],
    outbid: NDArray[np.bool_],
) -> None:
    """Write down what became of each candidate of the month."""
    fate = np.full(len(candidates["identity"]), Fate.STAYED_AWAY, np.int8)
    fate[priced_out], fate[outbid], fate[entered] = Fate.PRICED_OUT, Fate.OUTBID, Fate.ENTERED
    now = city.now
    now.knocked, now.candidate_kind = candidates["identity"], candidates["kind"]
    now.candidate_fate = fate


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
    rows = people.take_rows(len(chosen), _WRITTEN)
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
    ends = city.month + offers.talent_months
    people.incentive_end[rows] = np.where(people.incentive[rows] > 0, ends, 0)
    people.income[rows] = np.where(earner, dole, income) + people.incentive[rows]
    more = luck.uniforms(city.seed, int(Purpose.BIRTH_INCOME), 0, people.identity[rows], 2)
    months = city.population.savings_months
    people.savings[rows] = np.round(-np.log1p(-more) * months * income)
    city.books.pay(OUTSIDE, PEOPLE, "arrivals", int(people.savings[rows].sum()))
    people.home[rows] = market // 2
    people.regulated[rows] = market % 2 == 1
    people.housed[rows] = True
    people.rent[rows] = price
    people.lease_end[rows] = city.month + economy.housing.lease_months
    people.welcome(rows)
    promised = int(people.incentive[rows].sum()) * offers.talent_months
    if promised:
        city.reserve_offer("talent", promised)
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
_WRITTEN = frozenset(
    (
        *_BORN,
        "status",
        "cohort",
        "incentive",
        "incentive_end",
        "income",
        "savings",
        "home",
        "regulated",
        "housed",
        "rent",
        "lease_end",
    )
)
"""Columns that say something of every newcomer."""

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
from sim.city.people import Status, Ties
from sim.city.plan import CENTS, PER_THOUSAND
from sim.kernels import luck, newcomers
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
    """Return the month's candidates, the same under every policy, as columns; none is paid yet."""
    who, kind = who_knocks(city, rule)
    columns = born.born(city.population, city.seed, who, kind)
    usual = born.income_from_outside(city.population, kind, columns["standing"])
    pole, income, added = newcomers.hopes(
        kind,
        columns["field"],
        usual,
        city.population.earns_wage,
        employment(city),
        float(CENTS * economy.work.unemployed_income),
        rule.come_and_go.work,
        city.offers.awareness,
    )
    unpaid = np.zeros(len(who), np.int64)
    more = {"pole": pole, "income": income, "incentive": unpaid, "added": added}
    return columns | more | {"usual_income": usual}


def _promise(city: City, candidates: dict[str, Any], meant: NDArray[np.bool_]) -> None:
    """Hold out the incentive to those meant, slot by slot, while the purse holds all of it."""
    offered = np.where(meant, city.offers.talent[candidates["kind"]], 0)
    months = max(1, city.offers.talent_months)
    in_budget = np.cumsum(offered * months) <= city.offer_purse("talent")
    candidates["incentive"] = np.where(in_budget, offered, 0)
    candidates["income"] = candidates["income"] + candidates["incentive"]


def employment(city: City) -> float:
    """Return the share of wage earners who have a job; public knowledge."""
    counts = city.now.counts
    return 1.0 - counts["seekers"] / max(1.0, counts["wage_earners"])


def enter(city: City, rule: Behaviour, economy: Economy, around: Surroundings) -> None:
    """Let in those who find a home and like the city better than elsewhere."""
    candidates, vacant = _candidates(city, rule, economy), vacancies(city)
    if city.offers.talent.any():
        meant = np.ones(len(candidates["identity"]), bool)
        if not economy.public.newcomers_deadweight:
            # who would come in a month in which nobody is paid
            anyway = _let_in(city, rule, economy, around, candidates, vacant.copy())[0]
            meant[anyway] = False
        _promise(city, candidates, meant)
    let_in = _let_in(city, rule, economy, around, candidates, vacant)
    entered, market, price, keen, applied = let_in
    note_vacancies(city, vacant)
    _admit(city, economy, candidates, entered, market, price)
    keen[entered] = False
    city.now.counts["excluded"] = int(keen.sum())
    city.now.counts["entered"] = len(entered)
    applied[entered] = False
    _note_fates(city, candidates, entered, keen & ~applied, applied)


def _let_in(
    city: City,
    rule: Behaviour,
    economy: Economy,
    around: Surroundings,
    candidates: dict[str, Any],
    vacant: NDArray[np.int64],
) -> tuple[NDArray[Any], ...]:
    """Return who enters, into which home and at what rent, and who would have; ``vacant`` falls."""
    entry, housing = rule.come_and_go, economy.housing
    reach, places = reach_of_places(city, rule.gather.catchment), city.places
    let_in: tuple[NDArray[Any], ...] = kernels.let_in(
        city.seed,
        city.month,
        candidates["identity"],
        candidates["kind"],
        candidates["pole"],
        candidates["income"],
        outside_utility(city, rule, candidates["identity"]),
        candidates["added"],
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
    return let_in


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
    if people.size > ties.size:
        ties.add_rows(people.size - ties.size)
    savings = _savings(city, candidates["identity"][chosen], candidates["usual_income"][chosen])
    brought, promised = newcomers.settle_in(
        rows,
        chosen,
        city.month,
        market,
        price,
        city.month + economy.housing.lease_months,
        int(round(CENTS * economy.work.unemployed_income)),
        city.population.earns_wage,
        city.month + offers.talent_months,
        savings,
        candidates["usual_income"],
        candidates["incentive"],
        *(candidates[name] for name in _BORN),
        int(Status.PRESENT),
        *(getattr(people, name) for name in _WRITTEN),
        *(getattr(ties, name) for name in Ties.COLUMNS),
    )
    city.books.pay(OUTSIDE, PEOPLE, "arrivals", brought)
    people.welcome(rows)
    if promised * offers.talent_months:
        city.reserve_offer("talent", promised * offers.talent_months)
        city.now.counts["talent_promised"] += promised * offers.talent_months


def _savings(city: City, who: NDArray[np.int64], income: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what newcomers bring from Outside, cents: some months of income, by luck."""
    drawn = luck.uniforms(city.seed, int(Purpose.BIRTH_INCOME), 0, who, 2)
    return np.round(-np.log1p(-drawn) * city.population.savings_months * income).astype(np.int64)


_BORN = ("identity", "kind", "field", "openness", "participation", "skills", "standing")
"""What a candidate is like."""
_WRITTEN = (
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
    "workplace",
    "usual",
    "fatigue",
    "fees",
    "transfer",
    "recognition",
    "made",
    "made_before",
    "homeless",
    "hours",
    "moves_forced",
    "founder",
)
"""All that is known of people, as :func:`newcomers.settle_in` takes it."""

"""Candidates knock at the city's door, the same under every policy, and some enter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city import born, identities
from sim.city.books import OUTSIDE, PEOPLE
from sim.city.city import City
from sim.city.economy import Economy
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
    """Return the month's candidates, the same under every policy, as columns."""
    who, kind = who_knocks(city, rule)
    columns = born.born(city.population, city.seed, who, kind)
    usual = born.income_from_outside(city.population, kind, columns["standing"])
    pole, income, incentive, added = newcomers.hopes(
        kind,
        columns["field"],
        usual,
        city.population.earns_wage,
        employment(city),
        float(CENTS * economy.work.unemployed_income),
        city.offers.talent,
        max(1, city.offers.talent_months),
        city.offer_purse("talent"),
        rule.come_and_go.work,
        city.offers.awareness,
    )
    more = {"pole": pole, "income": income, "incentive": incentive, "added": added}
    return columns | more | {"usual_income": usual}


def employment(city: City) -> float:
    """Return the share of wage earners who have a job; public knowledge."""
    counts = city.now.counts
    return 1.0 - counts["seekers"] / max(1.0, counts["wage_earners"])


def enter(city: City, rule: Behaviour, economy: Economy, around: Surroundings) -> None:
    """Let in those who find a home and like the city better than elsewhere."""
    candidates = _candidates(city, rule, economy)
    entry, housing = rule.come_and_go, economy.housing
    reach, places, vacant = (
        reach_of_places(city, rule.gather.catchment),
        city.places,
        vacancies(city),
    )
    entered, market, price, keen = kernels.let_in(
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
    note_vacancies(city, vacant)
    _admit(city, economy, candidates, entered, market, price)
    keen[entered] = False
    city.now.counts["excluded"] = int(keen.sum())
    city.now.counts["entered"] = len(entered)


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

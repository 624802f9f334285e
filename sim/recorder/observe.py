"""What an observer sees in a city every month: outcomes and diagnostics.

Reads everything and writes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.plan import CENTS
from sim.city.welfare import FLOOR, left_over, mean_welfare
from sim.kernels import measure
from sim.kernels.arithmetic import shares
from sim.recorder.inequality import (
    gini,
    gini_of_sorted,
    in_order,
    median_of_sorted,
    moran,
    weighted_median,
)

if TYPE_CHECKING:
    from sim.model.model import CityModel

YEAR = 12
PER_THOUSAND = 1000
_FIVE_YEARS = 60


def observe(model: CityModel) -> dict[str, float]:
    """Return the outcomes and the diagnostics of the month just lived."""
    city, counts = model.city, model.city.now.counts
    present = max(1, len(city.people.order))
    a_year = YEAR / present
    seen = {
        "new_ideas_per_1000": PER_THOUSAND * a_year * counts["new_ideas"],
        "commons_use_per_head": a_year * counts["commons_value"],
        "market_value_per_head": a_year * counts["market_value"],
        **_welfare(city),
        "juxtaposition": 1.0 - counts["accepted"] / max(1.0, counts["expected"]),
        "participation": float(shares(city.people.participation[city.people.order]).mean()),
        "volunteer_hours_per_head": a_year * counts["hours"],
        "commons_leakage": 1.0 - _ratio(counts["captured_here"], counts["captured"], 1.0),
        "forced_moves_per_1000_year": PER_THOUSAND * a_year * counts["forced_moves"],
        "excluded_per_1000_year": PER_THOUSAND * a_year * counts["excluded"],
        "population": float(len(city.people.order)),
        "spend_per_head": a_year * _spent_this_month(city),
        "unemployment": _ratio(counts["seekers"], counts["wage_earners"], 0.0),
        "turnover": a_year * counts["left"],
        "mobility": a_year * counts["moves"],
        "duplicates": _ratio(counts["duplicates"], counts["works"], 0.0),
        "visits_per_head": counts["visits"] / present,
        "users_share": counts["users"] / present,
        "meetings_per_head": counts["meetings"] / present,
    }
    return seen | _homes(model) | _ties(city) | _places(model) | _firms(city) | _people(city)


def _ratio(part: Any, whole: Any, otherwise: float) -> float:
    return float(part / whole) if whole else otherwise


def _spent_this_month(city: City) -> float:
    spent = sum(cents for (payer, _, _), cents in city.books.month.items() if payer == "purse")
    return spent / CENTS


def _welfare(city: City) -> dict[str, float]:
    """Return the founders' welfare; before policy begins everyone present is one."""
    people = city.people
    used = slice(0, people.size)
    rows = np.flatnonzero(people.founder[used])
    rows = rows[np.argsort(people.identity[rows], kind="stable")]
    if not len(rows):
        rows = people.order
    return {
        "founder_welfare": mean_welfare(people, rows),
        "founder_floor_share": float((left_over(people, rows) <= FLOOR).mean()),
    }


def _homes(model: CityModel) -> dict[str, float]:
    city = model.city
    people, cells, rows = city.people, city.cells, city.people.order
    limit = model.scenario.economy.housing.burden_limit
    creative = city.population.array("creative")
    income, burden, residents, creatives = measure.measure_homes(
        rows,
        people.home,
        people.kind,
        people.income,
        people.rent,
        cells.block,
        creative,
        city.n_blocks,
    )
    share = creatives / np.maximum(residents, 1)
    ordered = in_order(income).astype(np.float64)
    return {
        "rent_burden_share": float((burden > limit).mean()),
        "rent_burden": float(np.median(burden)),
        "income": median_of_sorted(ordered) / CENTS,
        "gini_income": gini_of_sorted(ordered),
        "vacancy": _ratio(cells.vacant.sum(), cells.dwellings.sum(), 0.0),
        "rent": weighted_median(cells.rent, cells.dwellings) / CENTS,
        "moran_creative": moran(share, city.blocks_side),
        "creative_share": float(creatives.sum()) / max(1, len(rows)),
    }


def _ties(city: City) -> dict[str, float]:
    people, ties = city.people, city.ties
    used = slice(0, people.size)
    mixing, full, metres, count, age = measure.measure_ties(
        city.month,
        people.order,
        city.poles(),
        people.home[used],
        ties.other[used],
        ties.strength[used],
        ties.born[used],
        1 / 2,
        city.plan.side,
        city.plan.cell_km,
    )
    total = max(1, int(mixing.sum()))
    across = 1.0 - float(np.trace(mixing)) / total
    by_chance = 1.0 - float((mixing.sum(axis=1) * mixing.sum(axis=0)).sum()) / total**2
    present = max(1, len(people.order))
    return {
        "cross_field_tie_share": across,
        "cross_field_ties_vs_expected": _ratio(across, by_chance, 1.0),
        "tie_distance_weak": _ratio(metres[0], count[0] * 1000, 0.0),
        "tie_distance_strong": _ratio(metres[1], count[1] * 1000, 0.0),
        "ties_per_person": int(mixing.sum()) / present,
        "tie_age": _ratio(age, total, 0.0),
        "full_slots": full / present,
    }


def _places(model: CityModel) -> dict[str, float]:
    city = model.city
    places, counts = city.places, city.now.counts
    here = slice(0, places.size)
    then = city.month - _FIVE_YEARS
    was = (places.opened[here] <= then) & ((places.closed[here] < 0) | (places.closed[here] > then))
    count = int(places.open[here].sum())
    return {
        "coverage": _coverage(city, model.scenario.behaviour.gather.catchment),
        "place_count": float(count),
        "place_survival": _ratio(int((was & places.open[here]).sum()), int(was.sum()), 1.0),
        "place_deficit_share": _ratio(counts["places_in_deficit"], counts["places_open"], 0.0),
        "place_births": YEAR
        * _ratio(counts["places_opened"] + counts["places_founded"], count, 0.0),
        "place_deaths": YEAR * _ratio(counts["places_closed"], count, 0.0),
    }


def _coverage(city: City, catchment: float) -> float:
    """Return the share of people with a third place worth at least half in reach."""
    from sim.model.phases.gather import reach_of_places

    people, places, here = city.people, city.places, slice(0, city.places.size)
    reached = measure.count_in_reach(
        people.order,
        people.home,
        people.kind,
        reach_of_places(city, catchment).near,
        places.cell[here],
        places.open[here],
        places.admission[here],
        1 / 2,
        city.plan.side,
    )
    return float(reached / max(1, len(people.order)))


def _firms(city: City) -> dict[str, float]:
    firms, counts = city.firms, city.now.counts
    count = int(firms.open[: firms.size].sum())
    born = counts["firms_founded"] + counts["firms_arrived"]
    return {
        "firms": float(count),
        "jobs": float(firms.jobs[: firms.size].sum()),
        "firm_births": YEAR * _ratio(born, count, 0.0),
        "firm_deaths": YEAR * _ratio(counts["firms_closed"], count, 0.0),
    }


def _people(city: City) -> dict[str, float]:
    people, rows = city.people, city.people.order
    recognised = people.recognition[rows]
    return {
        "recognition_gini": gini(recognised[recognised > 0]),
        "field_spread": _ratio(
            _spread_between_kinds(city, people.field),
            _spread_between_kinds(city, people.field_origin),
            1.0,
        ),
        "skills_held": float(np.bitwise_count(people.skills[rows]).mean()),
    }


def _spread_between_kinds(city: City, field: NDArray[np.uint16]) -> float:
    """Return the mean distance on the axes of the kinds' mean fields from their common mean."""
    people, n_kinds = city.people, len(city.population.kinds)
    total, count = measure.add_up_fields(people.order, people.kind, field, n_kinds)
    means = total[count > 0] / count[count > 0][:, None]
    return float(np.abs(means - means.mean(axis=0)).mean())

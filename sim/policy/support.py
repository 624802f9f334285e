"""What those who live around a site think of it: is it for them, and do they lack it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import ThirdPlaces
from sim.city.plan import CENTS, N_FAMILIES
from sim.policy.siting import Sited, reached, readiness

_TECHNIQUES_IN_A_FAMILY = 4


def support_of(
    city: City, prices: ThirdPlaces, rule: Sited, rows: NDArray[np.int64], captured: float = 0.0
) -> NDArray[np.float64]:
    """Return the support for new sites, in [0, 1]: g + (1 - g) x skills x needs.

    People count by exp(-d / reach) to the site. skills is the overlap, sum of min(p, q), of the
    families of techniques of those it is for (p) and of those around (q); needs the mean of
    admission x price factor x what they lack, 1 - exp(-d / reach) to the nearest open place. The
    price factor is 1 / (1 + fee / (bearable share of income)). Asking people, g, makes it theirs;
    where the consultation is captured, g is less by how little those around are ready to take part.
    """
    people, places = city.people, city.places
    who = people.order
    open_now = np.flatnonzero(places.open[: places.size])
    served = reached(city, [int(cell) for cell in places.cell[open_now]], rule.reach)
    lacking = 1.0 - served[people.home[who]]
    families = families_held(people.skills[who])
    heard = 1.0 - captured * (1.0 - readiness(city))
    support = np.empty(len(rows))
    for number, row in enumerate(rows):
        near = reached(city, [int(places.cell[row])], rule.reach)[people.home[who]]
        admitted = places.admission[row, people.kind[who]]
        fee = CENTS * prices.fee * places.price[row]
        affordable = 1.0 / (1.0 + fee / np.maximum(prices.bearable_fee * people.income[who], 1.0))
        needs = _mean(admitted * affordable * lacking, near)
        around = (families * near[:, None]).sum(axis=0)
        skills = overlap(programme(city, places.admission[row]), around)
        asked = rule.governance * _mean(heard, near)
        support[number] = asked + (1.0 - asked) * skills * needs
    return support


def families_held(skills: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Return of each person how many techniques she holds of each family."""
    mask = np.uint64((1 << _TECHNIQUES_IN_A_FAMILY) - 1)
    shift = np.arange(N_FAMILIES, dtype=np.uint64) * np.uint64(_TECHNIQUES_IN_A_FAMILY)
    return np.bitwise_count((skills[:, None] >> shift) & mask).astype(np.float64)


def programme(city: City, admission: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of each family in what a place is for: that of kinds fully admitted."""
    population = city.population
    meant = admission[: len(population.names)] >= 1.0
    weights = population.array("families")
    each = weights / weights.sum(axis=1, keepdims=True)
    return np.asarray((each * (meant * population.array("share"))[:, None]).sum(axis=0))


def overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return what two distributions share, sum of min; nothing where one is empty."""
    if one.sum() <= 0 or other.sum() <= 0:
        return 0.0
    return float(np.minimum(one / one.sum(), other / other.sum()).sum())


def _mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return a weighted mean, 0 where nothing weighs."""
    total = float(weights.sum())
    return float((values * weights).sum()) / total if total > 0 else 0.0

"""The city by itself, those outside of it, and both together.

A city looks better off where the badly off leave it and the well off come. So founders are counted
wherever they are, and newcomers against what they leave. Reads everything and writes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.city import born
from sim.city.firms import FirmOrigin
from sim.city.people import Status
from sim.city.welfare import left_over, mean_welfare, welfare_of
from sim.recorder.columns import Labels
from sim.recorder.fates import founders_of

if TYPE_CHECKING:
    from sim.model.model import CityModel

GROUPING = "side"
OWN, OUTSIDE, SYSTEM = "own_city", "outside", "system"


def gain_over_outside(model: CityModel, rows: NDArray[Any]) -> NDArray[np.float64]:
    """Return each one's welfare less what it would be outside.

    There she would have her kind's income at her own quantile, as every founder who leaves has,
    and pay the rent of outside.
    """
    city, people = model.city, model.city.people
    income = born.income_from_outside(city.population, people.kind[rows], people.standing[rows])
    return welfare_of(left_over(people, rows)) - welfare_of(income - city.outside_rent)


def observe_sides(model: CityModel) -> dict[str, Any]:
    """Return own city, outside and system as columns of groups; nobody gives no row."""
    people, order = model.city.people, model.city.people.order
    founders = founders_of(model)
    if not len(founders):
        return _as_columns(_firms(model))
    inside = people.status[founders] == Status.PRESENT
    stay, away, newcomers = founders[inside], founders[~inside], order[~people.founder[order]]
    gains = gain_over_outside(model, newcomers)
    lines = [(OUTSIDE, "founders_outside_share", float((~inside).mean()), len(founders))]
    for side, name, rows in (
        (OWN, "city_welfare", order),
        (OWN, "founders_inside_welfare", stay),
        (OUTSIDE, "founders_outside_welfare", away),
    ):
        if len(rows):
            lines.append((side, name, mean_welfare(people, rows), len(rows)))
    if len(newcomers):
        lines.append((OWN, "newcomer_gain", float(gains.mean()), len(newcomers)))
    whole = mean_welfare(people, founders) + float(gains.sum()) / len(founders)
    lines.append((SYSTEM, "system_welfare", whole, len(founders) + len(newcomers)))
    return _as_columns([*lines, *_firms(model)])


def _as_columns(lines: list[tuple[str, str, float, int]]) -> dict[str, Any]:
    group, outcome, value, people = zip(*lines, strict=True)
    return {
        "grouping": Labels.of([GROUPING] * len(lines)),
        "group": Labels.of(group),
        "outcome": Labels.of(outcome),
        "value": np.array(value),
        "people": np.array(people),
    }


def _firms(model: CityModel) -> list[tuple[str, str, float, int]]:
    """Return firms and jobs of the city, and those that another place lost to it."""
    city, firms = model.city, model.city.firms
    here = slice(0, firms.size)
    new = firms.open[here] & (firms.opened[here] > model.scenario.burn_in)
    came = new & (firms.origin[here] == FirmOrigin.RELOCATED)
    founded = new & (firms.origin[here] == FirmOrigin.FOUNDED)
    jobs, came_jobs = int(firms.jobs[here].sum()), int(firms.jobs[here][came].sum())
    present = len(city.people.order)
    return [
        (OWN, "firms_founded", float(founded.sum()), present),
        (OWN, "firms_from_elsewhere", float(came.sum()), present),
        (OWN, "jobs_from_elsewhere", float(came_jobs), present),
        (SYSTEM, "jobs_without_moved", float(jobs - came_jobs), present),
    ]

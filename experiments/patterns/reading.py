"""Reads a living city, month by month; the one place that knows the city's columns.

Nothing here writes to the city but :func:`programme`, which sets up an experiment. Measures see
only what :class:`Snapshot` and the monthly tables hold, in plain units: shares in [0, 1], euros,
identities instead of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.ground import Ground
from sim.city.firms import STATE_CREDIT, FirmOrigin, PlaceOrigin, Tenure
from sim.city.plan import CENTS
from sim.city.table import SHARE
from sim.kernels.arithmetic import shares

if TYPE_CHECKING:
    from sim.city.city import City
    from sim.model.model import CityModel

GRASSROOTS, PUBLIC, PRIVATE, COMMONS = (
    int(PlaceOrigin.GRASSROOTS),
    int(Tenure.PUBLIC),
    int(Tenure.PRIVATE),
    int(Tenure.COMMONS),
)
ARTISTIC, MARKET, CIVIC = range(3)
NOBODY = -1


@dataclass(frozen=True)
class Snapshot:
    """A city at the end of a month.

    People, by identity: kind, home (cell), block, employer and place (identities, -1 none; the
    place is the last one used this month), pole (field she stands highest in), field (3 axes),
    skills (mask). Ties, people x 12: other (identity, -1 empty), strength, online (whether last
    fed so), born (month). Firms: firm (identity), firm_cell, firm_jobs, firm_margin,
    firm_productivity, firm_pole, firm_founded (on an idea), firm_skills (of its founders). Cells:
    rent (asking, euros a month), dwellings, workspace, workspace_used (m2), workspace_rent (euros
    a m2), centrality. jobs_near: jobs in the district kernel around each block, and gain, what
    they multiply sales by. Third places open: place_cell, place_seats.
    """

    month: int
    identity: NDArray[Any]
    kind: NDArray[Any]
    creative: NDArray[Any]
    home: NDArray[Any]
    block: NDArray[Any]
    employer: NDArray[Any]
    place: NDArray[Any]
    pole: NDArray[Any]
    field: NDArray[Any]
    skills: NDArray[Any]
    other: NDArray[Any]
    strength: NDArray[Any]
    online: NDArray[Any]
    born: NDArray[Any]
    firm: NDArray[Any]
    firm_cell: NDArray[Any]
    firm_jobs: NDArray[Any]
    firm_margin: NDArray[Any]
    firm_productivity: NDArray[Any]
    firm_pole: NDArray[Any]
    firm_founded: NDArray[Any]
    firm_skills: NDArray[Any]
    rent: NDArray[Any]
    dwellings: NDArray[Any]
    workspace: NDArray[Any]
    workspace_used: NDArray[Any]
    workspace_rent: NDArray[Any]
    centrality: NDArray[Any]
    jobs_near: NDArray[Any]
    gain: NDArray[Any]
    place_cell: NDArray[Any]
    place_seats: NDArray[Any]


def share(column: NDArray[Any]) -> NDArray[np.float64]:
    """Return a column of shares in [0, 1], whether kept as such or in whole steps."""
    return np.asarray(shares(column) if column.dtype == SHARE else column, np.float64)


def ground_of(city: City) -> Ground:
    """Return the ground a city stands on."""
    return Ground(city.plan.side, city.plan.cell_km, city.plan.block_cells)


def snapshot(model: CityModel) -> Snapshot:
    """Return the city as it stands."""
    from sim.kernels.meet import ONLINE
    from sim.model.phases.work import agglomeration, jobs_around

    city = model.city
    people, ties, firms, cells, places = (
        city.people,
        city.ties,
        city.firms,
        city.cells,
        city.places,
    )
    rows, poles = people.order, city.poles()
    running = np.flatnonzero(firms.open[: firms.size])
    open_now = np.flatnonzero(places.open[: places.size])
    other = ties.other[rows]
    return Snapshot(
        month=city.month,
        identity=people.identity[rows],
        kind=people.kind[rows],
        creative=city.population.array("creative")[people.kind[rows]] > 0,
        home=people.home[rows],
        block=cells.block[people.home[rows]],
        employer=named(firms.identity, people.workplace[rows]),
        place=named(places.identity, last_place(city)[rows]),
        pole=poles[rows],
        field=share(people.field[rows]),
        skills=people.skills[rows].astype(np.uint64),
        other=named(people.identity, other),
        strength=share(ties.strength[rows]),
        online=ties.channel[rows] == ONLINE,
        born=ties.born[rows].astype(np.int64),
        firm=firms.identity[running],
        firm_cell=firms.cell[running],
        firm_jobs=firms.jobs[running].astype(np.int64),
        firm_margin=firms.margin[running],
        firm_productivity=firms.productivity[running],
        firm_pole=np.argmax(share(firms.field[running]), axis=1),
        firm_founded=firms.origin[running] == FirmOrigin.FOUNDED,
        firm_skills=firms.founder_skills[running].astype(np.uint64),
        rent=cells.rent / CENTS,
        dwellings=cells.dwellings.copy(),
        workspace=cells.workspace.copy(),
        workspace_used=cells.workspace_used.copy(),
        workspace_rent=cells.workspace_rent / CENTS,
        centrality=cells.centrality.copy(),
        jobs_near=jobs_around(city),
        gain=agglomeration(city, model.scenario.economy.work),
        place_cell=places.cell[open_now],
        place_seats=places.seats[open_now].astype(np.int64),
    )


def named(identity: NDArray[Any], rows: NDArray[Any]) -> NDArray[np.int64]:
    """Return identities in the place of rows, -1 where there is none."""
    return np.where(rows >= 0, identity[rows], NOBODY).astype(np.int64)


def last_place(city: City) -> NDArray[np.int64]:
    """Return the place row each person row used last this month, -1 for those who stayed home."""
    latest = np.full(city.people.size, NOBODY, np.int64)
    visitors = city.now.visitor_member
    latest[visitors] = np.repeat(np.arange(city.places.size), np.diff(city.now.visitor_start))
    return latest


@dataclass(frozen=True)
class Bill:
    """What the month asks of every place row before it is lived: fee and cost, euros."""

    fee: NDArray[np.float64]
    cost: NDArray[np.float64]


def bill(model: CityModel) -> Bill:
    """Return what each place will ask of a user this month, and what it will cost."""
    from sim.model.phases.gather import monthly_fee
    from sim.model.phases.keep_up import monthly_cost

    rule = model.scenario.economy.places
    running, rent = monthly_cost(model.city, rule)
    return Bill(monthly_fee(model.city, rule) / CENTS, (running + rent) / CENTS)


def place_months(model: CityModel, before: Bill) -> dict[str, NDArray[Any]]:
    """Return one row for each place that is open at the end of the month.

    Fee and cost are those of the month's start, for a new place those of its end.
    """
    places, after = model.city.places, bill(model)
    known = len(before.fee)
    rows = np.flatnonzero(places.open[: places.size])
    fee = np.append(before.fee, after.fee[known:])[rows]
    cost = np.append(before.cost, after.cost[known:])[rows]
    credit = np.where(places.funder[rows] == STATE_CREDIT, share(places.grant_share[rows]), 0.0)
    users = places.users[rows].astype(np.int64)
    return {
        "month": np.full(len(rows), model.city.month),
        "place": places.identity[rows],
        "cell": places.cell[rows],
        "users": users,
        "fee": fee,
        "fees": fee * users,
        "credit": credit * cost,
        "cost": cost,
        "owned": places.owned[rows],
        "lease_left": places.lease_end[rows] - model.city.month,
        "machines": places.equipment[rows] != 0,
        "tenure": places.tenure[rows].astype(np.int64),
        "grassroots": places.origin[rows] == GRASSROOTS,
        "opened": places.opened[rows],
    }


def programme(model: CityModel, level: float) -> None:
    """Set the level of events in every place: an experiment, and the only thing written here."""
    places = model.city.places
    places.programming[: places.size] = level

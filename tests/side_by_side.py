"""A city in columns and the same city in objects, lived side by side from the first day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from sim.model.model import CityModel
from sim.model.scenario import Scenario
from tests.naive.reference import ReferenceModel
from tests.naive.reference.agreement import first_difference
from tests.villages import VERBS

SMALL = (
    "city=village",
    "city.side=15",
    "city.people=200",
    "city.firms_per_1000=80",
    "city.places_per_1000=25",
    "budget=0.1",
)
EVENTFUL = (
    *SMALL,
    "city.place_seats=[2,3]",
    "behaviour.gather.slots=2",
    "behaviour.gather.going_out=2",
    "city.workspace_slack=1.3",
    "population.kinds.maker.drive=1",
    "population.kinds.artist.drive=1",
    "population.kinds.resident.drive=1",
    "population.kinds.resident.families=[1,1,1,1,1,1,0,0,0,0,0,0,0,0,0,0]",
    "behaviour.make.techniques=2",
    "behaviour.come_and_go.knock=40",
    "behaviour.come_and_go.firms_knock=8",
    "behaviour.come_and_go.firm_outside=0.1",
    "economy.ideas.open_months=12",
    "economy.ideas.leak=0.05",
    "economy.ideas.needed=1",
    "economy.work.founding_chance=0.4",
    "economy.work.hire_margin=0.04",
    "economy.work.founding_capital=3000",
    "economy.places.fixed_cost=300",
    "economy.places.founding_chance=0.2",
    "economy.places.founding_reach=0.9",
    "economy.places.founding_savings=6000",
    "economy.places.founding_group=2",
    "economy.places.founding_seats=4",
    "economy.places.lease_months=9",
    "economy.places.lease_loss=0.7",
    "economy.housing.median_rent=600",
    "economy.housing.homeless_months=1",
    "economy.housing.lease_months=18",
    "economy.housing.build_trigger=1.01",
    "economy.housing.build_lot=1",
    "economy.housing.lot_space=5",
    "economy.housing.build_most=0.5",
)


class Lived(NamedTuple):
    """What became of two cities: their first difference, and how often what came about."""

    difference: str | None
    happened: Counter[str]


@cache
def lived(policy: str, burn_in: int, months: int, seed: int, *overrides: str) -> Lived:
    """Live both cities, without policy and then under one, and compare them after every month."""
    happened: Counter[str] = Counter()
    for month, (columns, objects) in enumerate(together(policy, burn_in, months, seed, overrides)):
        happened.update(objects.happened)
        if first_difference(columns.city, objects):
            return Lived(_told(policy, burn_in, month, seed, overrides), happened)
    return Lived(None, happened)


def together(
    policy: str, burn_in: int, months: int, seed: int, overrides: tuple[str, ...]
) -> Iterator[tuple[CityModel, Any]]:
    """Yield both cities on their first day and after every month."""
    none, some = (
        Scenario.compose(f"policy={name}", f"seed={seed}", *overrides) for name in ("none", policy)
    )
    columns, objects = CityModel(none), ReferenceModel(none)
    yield columns, objects
    for month in range(burn_in + months):
        if month == burn_in:
            columns, objects = columns.branch(some), objects.branch(some)
        columns.step()
        objects.step()
        yield columns, objects


def _told(policy: str, burn_in: int, month: int, seed: int, overrides: tuple[str, ...]) -> str:
    """Live up to a month in which the two differ, then verb by verb, and tell the difference."""
    lives = together(policy, burn_in, month, seed, overrides)
    for _ in range(max(1, month)):
        columns, objects = next(lives)
    if month - 1 == burn_in:
        some = Scenario.compose(f"policy={policy}", f"seed={seed}", *overrides)
        columns, objects = columns.branch(some), objects.branch(some)
    for verb in VERBS if month else ():
        getattr(columns, verb)()
        getattr(objects, verb)()
        if difference := first_difference(columns.city, objects):
            return f"{difference} It shows after {verb}."
    return f"{first_difference(columns.city, objects)} It shows at the start."

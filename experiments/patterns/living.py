"""Lives towns without policy and keeps of each what the measures read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.patterns import months, reading
from experiments.patterns.ground import Ground
from experiments.patterns.reading import Snapshot

if TYPE_CHECKING:
    from sim.model.model import CityModel

YEAR = 12
LIVED, PROGRAMMED, EMPTY = "lived", "programmed", "empty"
COUNTS = ("forced_moves", "moves", "places_closed")


@dataclass(frozen=True)
class Life:
    """What is kept of a city: yearly snapshots once it has settled, and tables by month.

    places, ideas and firms: tables of :mod:`reading` and :mod:`months`, all months. lessons:
    rows of :func:`months.lessons`, and tied and all transfers, settled months only. constants:
    numbers of the scenario that a measure needs.
    """

    ground: Ground
    settled: int
    last: int
    snapshots: list[Snapshot]
    signs: pd.DataFrame
    places: dict[str, NDArray[Any]]
    ideas: dict[str, NDArray[Any]]
    firms: dict[str, NDArray[Any]]
    lessons: NDArray[np.float64]
    transfers: tuple[float, float]
    constants: Mapping[str, float]


class Reader:
    """Follows one city from month to month."""

    def __init__(self, model: CityModel, settled: int) -> None:
        self.model, self.settled = model, settled
        self.snapshots: list[Snapshot] = []
        self.signs: list[dict[str, float]] = []
        self.tables: dict[str, list[dict[str, NDArray[Any]]]] = {
            "places": [],
            "ideas": [],
            "firms": [],
        }
        self.lessons: list[NDArray[np.float64]] = []
        self.transfers = np.zeros(2)

    def step(self) -> None:
        """Let the city live a month, and read it before and after."""
        from sim.recorder.observe import observe

        model, city = self.model, self.model.city
        bill, skills, firms = reading.bill(model), months.skills_now(city), city.firms.size
        model.step()
        counts = {name: float(city.now.counts[name]) for name in COUNTS}
        self.signs.append({"month": city.month} | observe(model) | counts)
        self.tables["places"].append(reading.place_months(model, bill))
        self.tables["ideas"].append(months.ideas(city))
        self.tables["firms"].append(months.foundings(city, firms))
        if city.month > self.settled:
            self.lessons.append(months.lessons(city, skills))
            self.transfers += months.transfers(city, skills)
        self.look()

    def look(self) -> None:
        """Take a snapshot if a year of the settled city ends."""
        month = self.model.city.month
        if month >= self.settled and (month - self.settled) % YEAR == 0:
            self.snapshots.append(reading.snapshot(self.model))

    def life(self) -> Life:
        """Return what was kept."""
        economy = self.model.scenario.economy
        joined = {name: _joined(tables) for name, tables in self.tables.items()}
        return Life(
            ground=reading.ground_of(self.model.city),
            settled=self.settled,
            last=self.model.city.month,
            snapshots=self.snapshots,
            signs=pd.DataFrame(self.signs),
            lessons=np.concatenate(self.lessons or [np.zeros((0, 4))]),
            transfers=(float(self.transfers[0]), float(self.transfers[1])),
            constants={
                "sales": economy.work.sales,
                "space": economy.work.space,
                "target_vacancy": economy.housing.target_vacancy,
            },
            **joined,
        )


def live(
    numbers: Mapping[str, Any], seed: int, design: Mapping[str, Any], kinds: Collection[str]
) -> dict[str, Life]:
    """Live one town as it is and, where wanted, its copy with events and its twin without places.

    The copy branches when the town has settled, and has the same level of programming in every
    place each month; the twin starts without a third place. Both are experiments, no policies.
    """
    lives = {}
    if LIVED in kinds or PROGRAMMED in kinds:
        model = _built(numbers, seed)
        reader = Reader(model, design["settled"])
        _follow(reader, min(design["settled"], design["months"]))
        if PROGRAMMED in kinds:
            lives[PROGRAMMED] = _programmed(model, design)
        if LIVED in kinds:
            _follow(reader, design["months"])
            lives[LIVED] = reader.life()
    if EMPTY in kinds:
        city = {**numbers["city"], "places_per_1000": 0}
        reader = Reader(_built({**numbers, "city": city}, seed), design["empty_months"])
        _follow(reader, design["empty_months"])
        lives[EMPTY] = reader.life()
    return lives


def _built(numbers: Mapping[str, Any], seed: int) -> CityModel:
    from sim.model.model import CityModel
    from sim.model.scenario import Scenario

    return CityModel(Scenario.of({**numbers, "seed": seed}))


def _follow(reader: Reader, until: int) -> None:
    while reader.model.city.month < until:
        reader.step()


def _programmed(model: CityModel, design: Mapping[str, Any]) -> Life:
    copy = model.branch(model.scenario)
    reader = Reader(copy, design["settled"])
    reader.look()
    while copy.city.month < design["settled"] + design["programmed_months"]:
        reading.programme(copy, design["programming"])
        reader.step()
    return reader.life()


def _joined(tables: list[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    return {name: np.concatenate([one[name] for one in tables]) for name in tables[0]}

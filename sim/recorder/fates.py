"""What becomes of everyone by name: founders wherever they go, candidates whether they enter.

Identities are the same under every policy, so whoever reads these may hold each person against
herself in the paired run. Reads everything and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.city.month import Fate
from sim.city.people import Status
from sim.city.welfare import left_over, welfare_of
from sim.recorder.columns import Labels
from sim.recorder.portraits import Stations

if TYPE_CHECKING:
    from sim.model.model import CityModel

WHEREABOUTS = ("city", "outside", "expelled")
FATES = tuple(fate.name.lower() for fate in Fate)
"""What is written of a candidate, by the number of her fate."""


def founders_of(model: CityModel) -> NDArray[np.int64]:
    """Return the rows of all founders, by identity."""
    people = model.city.people
    rows = np.flatnonzero(people.founder[: people.size])
    return rows[np.argsort(people.identity[rows], kind="stable")]


def observe_founders(model: CityModel, beginnings: Stations) -> dict[str, Any]:
    """Return each founder, by identity: what she was, where she is, how she fared.

    Whoever left after as many months without a home as drive anybody out was expelled.
    """
    city, people = model.city, model.city.people
    rows = founders_of(model)
    outside = people.status[rows] == Status.OUTSIDE
    expelled = outside & (people.homeless[rows] >= city.exit_after)
    return {
        "person": people.identity[rows].astype(np.int32),
        "kind": beginnings.kind,
        "third": beginnings.third,
        "district": beginnings.district,
        "whereabouts": Labels(outside.astype(np.int8) + expelled, WHEREABOUTS),
        "forced_moves": people.moves_forced[rows].astype(np.int16),
        "welfare": welfare_of(left_over(people, rows)).astype(np.float32),
    }


@dataclass
class Candidates:
    """Who knocked since policy began, month by month, and what became of each."""

    months: list[int] = field(default_factory=list)
    person: list[NDArray[np.int32]] = field(default_factory=list)
    kind: list[NDArray[np.int8]] = field(default_factory=list)
    fate: list[NDArray[np.int8]] = field(default_factory=list)

    def note(self, model: CityModel, month: int) -> None:
        """Write down those of the month just lived."""
        now = model.city.now
        self.months.append(month)
        self.person.append(now.knocked.astype(np.int32))
        self.kind.append(now.candidate_kind.astype(np.int8))
        self.fate.append(now.candidate_fate.astype(np.int8))

    def columns(self, kinds: tuple[str, ...]) -> dict[str, Any]:
        """Return all of them, month by month and slot by slot; nothing where no month was lived."""
        if not self.months:
            return {}
        lengths = [len(some) for some in self.person]
        return {
            "person": np.concatenate(self.person),
            "month": np.repeat(np.array(self.months, np.int32), lengths),
            "kind": Labels(np.concatenate(self.kind), kinds),
            "fate": Labels(np.concatenate(self.fate), FATES),
        }

"""What an observer notes while a city lives: outcomes monthly, maps and places yearly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.recorder.columns import joined
from sim.recorder.fates import Candidates, observe_founders
from sim.recorder.observe import observe
from sim.recorder.portraits import (
    Stations,
    observe_groups,
    observe_ledger,
    observe_map,
    observe_places,
    observe_ties,
    stations,
)
from sim.recorder.record import MONTHS_BETWEEN_MAPS
from sim.recorder.sides import observe_sides
from sim.recorder.worth import Worth

if TYPE_CHECKING:
    from sim.model.model import CityModel

MOST_TIES = 2000


@dataclass
class Memory:
    """What has been seen so far of one city."""

    months: list[int] = field(default_factory=list)
    seen: list[Mapping[str, float]] = field(default_factory=list)
    mapped: list[tuple[int, Mapping[str, npt.NDArray[np.float32]]]] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[str, Any] = field(default_factory=dict)
    ties: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    ledger: list[dict[str, Any]] = field(default_factory=list)
    beginnings: Stations | None = None
    founders: dict[str, Any] = field(default_factory=dict)
    candidates: Candidates = field(default_factory=Candidates)
    knocked: dict[str, Any] = field(default_factory=dict)
    worth: Worth = field(default_factory=Worth)
    had: list[dict[str, Any]] = field(default_factory=list)

    def branch(self) -> Memory:
        """Return a memory of its own that starts with what was seen until now."""
        twin = Memory(list(self.months), list(self.seen), list(self.mapped), list(self.places))
        twin.beginnings = self.beginnings
        return twin

    def look(self, model: CityModel, month: int) -> None:
        """Note what the month just lived was like, and under a policy who came and who had what."""
        self.months.append(month)
        self.seen.append(observe(model))
        if month > 0:
            self.candidates.note(model, month)
            self.worth.note(model)

    def look_at_founders(self, model: CityModel) -> None:
        """Note what everybody is in the month before policy begins."""
        self.beginnings = stations(model)

    def look_around(self, model: CityModel, month: int) -> None:
        """Note where everything is, once a year."""
        if month % MONTHS_BETWEEN_MAPS == 0:
            self.mapped.append((month, observe_map(model)))
            self.places += ({**place, "month": month} for place in observe_places(model))

    def look_back(self, model: CityModel, month: int) -> None:
        """Note, at the end, who has what, who knows whom and where the money went."""
        self.groups = observe_groups(model, self.beginnings)
        if self.beginnings:
            sides = observe_sides(model)
            self.groups = {name: joined([self.groups[name], sides[name]]) for name in sides}
            self.founders = observe_founders(model, self.beginnings)
        self.knocked = self.candidates.columns(tuple(model.city.population.names))
        self.had = self.worth.rows(model)
        seen = observe_ties(model, MOST_TIES)
        self.ties = {"month": np.full(len(seen["x1"]), month), **seen}
        self.ledger += observe_ledger(model)

    def pages(self) -> dict[str, Any]:
        """Return all notes as compact columns, ready for a record."""
        names = tuple(self.seen[0]) if self.seen else ()
        return {
            "names": names,
            "months": np.array(self.months, dtype=np.int32),
            "series": np.array([[seen[name] for name in names] for seen in self.seen], dtype=float),
            "mapped_months": tuple(month for month, _ in self.mapped),
            "maps": self._stacked_maps(),
            "places": self.places,
            "groups": self.groups,
            "ties": self.ties,
            "ledger": self.ledger,
            "founders": self.founders,
            "candidates": self.knocked,
            "worth": self.had,
        }

    def _stacked_maps(self) -> dict[str, npt.NDArray[np.float32]]:
        layers = self.mapped[0][1] if self.mapped else {}
        return {
            layer: np.stack([np.asarray(squares[layer], np.float32) for _, squares in self.mapped])
            for layer in layers
        }

"""What a city starts from: its size, its houses, and the kinds of people who live in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.config.quantity import Declared, choice, part, quantities, quantity
from sim.config.refusal import Refusal

N_FAMILIES = 16
WEIGHTS = ("rent", "access", "ties", "amenity", "company", "creative_share")
CENTS = 100
PER_THOUSAND = 1000


@dataclass(frozen=True, kw_only=True)
class CityPlan(Declared):
    """The ground a city stands on, and what is built at the start."""

    side: int = quantity("cells", 10, 700, "cells along the city's side")
    people: int = quantity("people", 100, 1500000, "people at the start")
    cell_km: float = quantity("km", 0.02, 0.5, "side of a cell")
    block_cells: int = quantity("cells", 2, 10, "cells along the side of a block of statistics")
    block_reach: float = quantity("km", 0.05, 1, "e-folding of the block kernel")
    district_reach: float = quantity("km", 0.5, 10, "e-folding of the district kernel")
    catchment_cutoff: float = quantity(
        "e-foldings", 1, 40, "catchments from which a third place is out of reach"
    )
    kernel_cutoff: float = quantity("e-foldings", 1, 8, "where the kernels end")
    centre_reach: float = quantity("share", 0.05, 2, "e-folding of centrality, share of the side")
    dwellings_per_person: float = quantity("dwellings/person", 1, 2, "dwellings at the start")
    regulated_share: float = quantity("share", 0, 0.9, "dwellings whose rent follows income")
    density_gradient: float = quantity(
        "log points", 0, 3, "how much denser the centre is than the edge"
    )
    firms_per_1000: float = quantity("firms/1000 people", 1, 200, "firms at the start")
    places_per_1000: float = quantity("places/1000 people", 0, 50, "third places at the start")
    place_seats: tuple[int, ...] = quantities(
        "seats", 1, 1000, None, "sizes of the third places at the start, taken in turn"
    )
    workspace_slack: float = quantity("ratio", 1, 3, "workspace at the start over that in use")

    def check_combination(self) -> None:
        """A city is made of whole blocks."""
        if self.side % self.block_cells:
            raise Refusal.of("city.whole_blocks", side=self.side, block_cells=self.block_cells)

    @property
    def n_cells(self) -> int:
        """Cells of the city."""
        return self.side * self.side

    @property
    def side_km(self) -> float:
        """The city's side, km."""
        return self.side * self.cell_km


@dataclass(frozen=True, kw_only=True)
class Kind(Declared):
    """A sort of person: what she starts with and what she looks for."""

    share: float = quantity("share", 0, 1, "share of the people at the start")
    pool_share: float = quantity("share", 0, 1, "share of those who knock at the city's door")
    creative: bool = choice("whether counted as creative", True, False)
    wage_earner: bool = choice("whether she works for a firm of the city", True, False)
    income: float = quantity("euro/month", 1, 20000, "median income, from Outside or as a wage")
    income_log_sd: float = quantity("log points", 0, 2, "spread of incomes")
    field: tuple[float, ...] = quantities(
        "axis", 0, 1, 3, "mean place on the artistic, market and civic axes"
    )
    openness: float = quantity("share", 0, 1, "mean openness")
    participation: float = quantity("share", 0, 1, "mean readiness to take part")
    drive: float = quantity("chance/month", 0, 1, "chance to start a project when she can")
    families: tuple[float, ...] = quantities(
        "weight", 0, 100, N_FAMILIES, "how likely her skills lie in each family of techniques"
    )
    weights: tuple[float, ...] = quantities(
        "utility", 0, 50, len(WEIGHTS), "what counts for her in a home: " + ", ".join(WEIGHTS)
    )


@dataclass(frozen=True, kw_only=True)
class Population(Declared):
    """The kinds of people, and what they have in common."""

    kinds: dict[str, Kind] = part("the kinds of people")
    field_sd: float = quantity("axis", 0, 1, "spread of people of a kind on each field axis")
    openness_sd: float = quantity("share", 0, 1, "spread of openness in a kind")
    participation_sd: float = quantity("share", 0, 1, "spread of participation in a kind")
    fewest_skills: int = quantity("techniques", 1, 16, "fewest techniques held at the start")
    most_skills: int = quantity("techniques", 1, 16, "most techniques held at the start")
    savings_months: float = quantity("months", 0, 60, "mean savings at the start, in incomes")
    starting_ties: int = quantity("ties", 0, 12, "ties a person has at the start")
    starting_strength: float = quantity("strength", 0, 1, "mean strength of these ties")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the kinds, in order."""
        return tuple(self.kinds)

    def array(self, name: str) -> NDArray[np.float64]:
        """Return one number of every kind, as an array by kind, to be read only."""
        kept = self._arrays.get(name)
        if kept is None:
            kept = np.array([getattr(kind, name) for kind in self.kinds.values()], np.float64)
            kept.flags.writeable = False
            self._arrays[name] = kept
        return kept

    @cached_property
    def earns_wage(self) -> NDArray[np.bool_]:
        """Say of every kind whether it lives on wages, as an array by kind, to be read only."""
        return self.array("wage_earner") > 0

    @cached_property
    def wage(self) -> float:
        """Return the mean of the wages of the kinds that live on them, euros a month."""
        return float(self.array("income")[self.earns_wage].mean())

    @cached_property
    def running_families(self) -> NDArray[np.float64]:
        """Return the running shares of families among each kind's techniques, ending at 1."""
        weights = self.array("families")
        return np.asarray(np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True))

    @cached_property
    def _arrays(self) -> dict[str, NDArray[np.float64]]:
        return {}

    def check_combination(self) -> None:
        """The shares of the kinds add up to one, and everybody can be given skills."""
        fewest, most = self.fewest_skills, self.most_skills
        if fewest > most:
            raise Refusal.of("city.fewest_above_most", fewest=fewest, most=most)
        bare = [name for name, kind in self.kinds.items() if not sum(kind.families)]
        if bare:
            raise Refusal.of("city.no_family", f"kinds.{bare[0]}.families")
        for name in ("share", "pool_share"):
            total = float(self.array(name).sum())
            if abs(total - 1.0) > TOLERANCE:
                raise Refusal.of("city.shares_of_kinds", share=name, total=total)
        if len(self.kinds) > MOST_KINDS:
            raise Refusal.of("city.too_many_kinds", kinds=len(self.kinds), most=MOST_KINDS)


TOLERANCE = 1e-9
MOST_KINDS = 8

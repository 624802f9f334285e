"""Instruments without walls: events, machines, a fund for what is shared, money in the hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.city.books import OUTSIDE, PEOPLE, PLACES
from sim.city.city import City
from sim.city.economy import Economy
from sim.city.establish import equipment_mask
from sim.city.firms import STATE_CREDIT
from sim.city.plan import CENTS
from sim.config.quantity import quantity
from sim.policy.instrument import Instrument, Purse


@dataclass(frozen=True, kw_only=True)
class EventProgramming(Instrument):
    """Pay people who make a room live, so that strangers in it meet."""

    level: float = quantity("share", 0, 0.99, "programming x aimed at in every open third place")

    reads: ClassVar[tuple[str, ...]] = ("places.open", "places.seats")
    writes: ClassVar[tuple[str, ...]] = ("places.programming",)

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Pay for the level aimed at in all open places, or as much of it as the purse allows.

        x = 1 - exp(-euros a seat / scale), the same in every place.
        """
        places = city.places
        rows = np.flatnonzero(places.open[: places.size])
        seats = int(places.seats[rows].sum())
        places.programming[: places.size] = 0.0
        if seats == 0:
            return
        per_seat = -economy.public.programming_scale * np.log1p(-self.level)
        spent = int(min(purse.left, CENTS * per_seat * seats))
        euros = spent / CENTS / seats
        places.programming[rows] = 1.0 - np.exp(-euros / economy.public.programming_scale)
        purse.spend("programming", OUTSIDE, spent)


@dataclass(frozen=True, kw_only=True)
class Equipment(Instrument):
    """Buy machines for third places and keep them running."""

    techniques: int = quantity("techniques", 1, 64, "techniques equipped in a place, at most")

    reads: ClassVar[tuple[str, ...]] = ("places.open", "places.equipment")
    writes: ClassVar[tuple[str, ...]] = (
        "places.equipment",
        "places.equipment_value",
        "places.cash",
    )

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Pay for the upkeep of machines, then equip the place that has fewest."""
        places, rule = city.places, economy.places
        rows = np.flatnonzero(places.open[: places.size])
        self._keep_running(city, economy, purse, rows)
        cost = int(round(CENTS * rule.technique_cost))
        most = min(self.techniques, rule.equipped_techniques)
        while purse.left >= cost and len(rows):
            equipped = np.bitwise_count(places.equipment[rows])
            poorest = rows[np.lexsort((places.identity[rows], equipped))[0]]
            held = int(places.equipment[poorest]).bit_count()
            if held >= most:
                return
            places.equipment[poorest] |= equipment_mask(held + 1, rule.equipped_techniques)
            places.equipment_value[poorest] += cost
            purse.spend("equipment", OUTSIDE, cost)

    def _keep_running(
        self, city: City, economy: Economy, purse: Purse, rows: NDArray[np.int64]
    ) -> None:
        """Pay the upkeep of machines, less the part of it that a state credit covers."""
        places = city.places
        credit = np.where(places.funder[rows] == STATE_CREDIT, places.grant_share[rows], 0.0)
        upkeep = economy.places.equipment_upkeep * places.equipment_value[rows] * (1.0 - credit)
        scale = min(1.0, purse.left / max(1.0, float(upkeep.sum())))
        paid = np.floor(upkeep * scale).astype(np.int64)
        places.cash[rows] += paid
        purse.spend("operation", PLACES, int(paid.sum()))


@dataclass(frozen=True, kw_only=True)
class CommonsFund(Instrument):
    """Pay makers who release what they made for all to use."""

    bounty: float = quantity("euro/idea", 0, 100000, "what the makers of an open idea receive")

    reads: ClassVar[tuple[str, ...]] = ()
    writes: ClassVar[tuple[str, ...]] = ("city.offers.bounty", "city.offers.payer")

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Hold out the bounty; it is paid when an idea is released openly, while money lasts."""
        offered = int(round(CENTS * self.bounty))
        city.offers.bounty = offered if purse.left >= offered else 0
        city.offers.payer["bounty"] = purse.name


@dataclass(frozen=True, kw_only=True)
class CashTransfer(Instrument):
    """Give everyone in the city the same sum."""

    reads: ClassVar[tuple[str, ...]] = ("people.status",)
    writes: ClassVar[tuple[str, ...]] = ("people.transfer",)

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Pay out the purse, per head; what does not divide waits."""
        rows = city.people.order
        if len(rows) == 0:
            return
        each = purse.left // len(rows)
        city.people.transfer[rows] += each
        purse.spend("transfer", PEOPLE, each * len(rows))

"""A digital layer: what open places make is online, and so are some of those who make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from sim.city.books import OUTSIDE
from sim.city.city import City
from sim.city.economy import Economy
from sim.city.plan import CENTS
from sim.config.quantity import quantity
from sim.policy.instrument import Instrument, Purse


@dataclass(frozen=True, kw_only=True)
class DigitalLayer(Instrument):
    """Put places online, as far as they are open, so that people meet and learn at a distance.

    Its reach is the audience times the level paid for times the openness of open places, by seat:
    closed places show nothing. Who would have met nobody at home meets somebody online with that
    chance, and open ideas lose that much less on their way online. It also keeps people at home.
    """

    level: float = quantity("share", 0, 0.99, "level aimed at in every open third place")
    scale: float = quantity("euro/place/month", 1, 100000, "scale of what a place spends on it")
    audience: float = quantity("share", 0, 1, "share of people at home whom a full level reaches")
    displaces: float = quantity("share", 0, 1, "part of going out that its full reach takes away")

    reads: ClassVar[tuple[str, ...]] = ("places.open", "places.seats", "places.openness")
    writes: ClassVar[tuple[str, ...]] = ("city.offers.online", "city.offers.stay_home")

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Pay for the level aimed at in all open places, or as much of it as the purse allows.

        level = 1 - exp(-euros a place / scale), the same in every place.
        """
        places, offers = city.places, city.offers
        rows = np.flatnonzero(places.open[: places.size])
        offers.online = offers.stay_home = 0.0
        seats = int(places.seats[rows].sum())
        if seats == 0:
            return
        per_place = -self.scale * np.log1p(-self.level)
        spent = int(min(purse.left, CENTS * per_place * len(rows)))
        reached = 1.0 - np.exp(-spent / CENTS / len(rows) / self.scale)
        shown = float((places.openness[rows] * places.seats[rows]).sum()) / seats
        offers.online = self.audience * float(reached) * shown
        offers.stay_home = self.displaces * offers.online
        purse.spend("operation", OUTSIDE, spent)

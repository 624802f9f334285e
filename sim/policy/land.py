"""A trust that buys land for good: rooms of third places, and homes that are let by income."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from sim.city.books import LANDLORDS, OUTSIDE
from sim.city.city import City
from sim.city.economy import Economy
from sim.city.firms import Tenure
from sim.city.plan import CENTS
from sim.config.quantity import choice, quantity
from sim.policy.instrument import MONTHS_OF_A_YEAR, Instrument, Purse, annuity, annuity_months

ROOMS, HOMES = "land", "homes"
"""What the books call land under third places, and land with dwellings on it."""
NO_LEASE = -1


@dataclass(frozen=True, kw_only=True)
class LandTrust(Instrument):
    """Buy land and never sell it: rooms keep their lease, homes are let by income.

    It buys from landlords at so many years' rent: the rooms of third places whose leases end
    next, and the cheapest dwellings that stand empty. A room so held pays no rent and loses no
    lease; a dwelling joins the regulated ones. On credit what it buys is bound to be paid for
    twenty years; outright, its money lies in the purse until it is enough.
    """

    years: float = quantity("years", 1, 100, "years of rent that land costs")
    homes: float = quantity("share", 0, 1, "part of its money that goes into homes")
    on_credit: bool = choice("whether it borrows, or waits until the purse is enough", True, False)

    reads: ClassVar[tuple[str, ...]] = (
        "cells.rent",
        "cells.workspace_rent",
        "places.open",
        "places.cell",
        "places.seats",
    )
    writes: ClassVar[tuple[str, ...]] = (
        "places.owned",
        "places.lease_end",
        "places.tenure",
        "cells.workspace",
        "cells.workspace_used",
        "cells.dwellings",
        "cells.vacant",
        "cells.regulated",
        "cells.vacant_regulated",
        "city.commitments",
    )

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Buy rooms with their part of the money, then homes with theirs."""
        self._buy_rooms(city, economy, purse)
        self._buy_homes(city, economy, purse)

    def fewest_euros(self, economy: Economy) -> float:
        """Return with what a month one of its parts pays for a home or the room of a small place.

        The home is at half of the median rent (few are cheaper), the place as groups found one.
        """
        room = economy.places.seat_space * economy.places.founding_seats
        rents = (
            (self.homes, economy.housing.median_rent / 2),
            (1.0 - self.homes, room * economy.work.workspace_rent),
        )
        rent = min(rent / part for part, rent in rents if part > 0)
        euros = self.years * MONTHS_OF_A_YEAR * rent
        if not self.on_credit:
            return euros / economy.public.carry_months
        return annuity(economy, euros) / CENTS / economy.public.commitments

    def hard_share(self, economy: Economy) -> float:
        """Return what may be committed, or everything where land is bought outright."""
        return economy.public.commitments if self.on_credit else 1.0

    def _buy_rooms(self, city: City, economy: Economy, purse: Purse) -> None:
        """Buy the rooms of open places that pay rent, those whose lease ends next first."""
        places, cells = city.places, city.cells
        here = slice(0, places.size)
        rented = places.open[here] & ~places.owned[here] & purse.within[places.cell[here]]
        rows = np.flatnonzero(rented)
        for row in rows[np.lexsort((places.identity[rows], places.lease_end[rows]))]:
            cell = places.cell[row]
            rent = economy.places.seat_space * places.seats[row] * cells.workspace_rent[cell]
            if not self._pays(city, economy, purse, ROOMS, 1.0 - self.homes, float(rent)):
                return
            floor = int(city.floor_of_places[places.seats[row]])
            # the room leaves the market, with whoever is in it
            cells.workspace[cell] -= floor
            cells.workspace_used[cell] -= floor
            places.owned[row] = True
            places.lease_end[row] = NO_LEASE
            places.tenure[row] = Tenure.COMMONS

    def _buy_homes(self, city: City, economy: Economy, purse: Purse) -> None:
        """Buy empty dwellings of the market, the cheapest first, to be let by income."""
        cells = city.cells
        offered = np.flatnonzero((cells.vacant > 0) & purse.within)
        for cell in offered[np.lexsort((offered, cells.rent[offered]))]:
            while cells.vacant[cell] > 0:
                rent = float(cells.rent[cell])
                if not self._pays(city, economy, purse, HOMES, self.homes, rent):
                    return
                cells.vacant[cell] -= 1
                cells.dwellings[cell] -= 1
                cells.regulated[cell] += 1
                cells.vacant_regulated[cell] += 1

    def _pays(
        self, city: City, economy: Economy, purse: Purse, account: str, part: float, rent: float
    ) -> bool:
        """Pay for land whose rent is so many cents a month, if its part of the money allows."""
        cents = int(round(self.years * MONTHS_OF_A_YEAR * rent))
        if part <= 0:
            return False
        if not self.on_credit:
            if cents > part * purse.left:
                return False
            purse.spend(account, LANDLORDS, cents)
            return True
        monthly = annuity(economy, cents / CENTS)
        bound = purse.committed(account) + monthly
        if bound > part * economy.public.commitments * purse.share:
            return False
        purse.commit(account, monthly, annuity_months(economy))
        city.books.pay(OUTSIDE, LANDLORDS, "land loans", cents)
        return True

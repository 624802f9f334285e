"""Instruments that build and support third places: few large ones, or many small ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.city import identities
from sim.city.books import PLACES
from sim.city.city import City
from sim.city.economy import Economy
from sim.city.firms import PlaceOrigin
from sim.city.plan import CENTS
from sim.config.quantity import choice, quantity
from sim.kernels.arithmetic import all_in_steps, shares
from sim.policy.instrument import (
    Instrument,
    Purse,
    annuity,
    annuity_months,
    fundable,
    those_meant,
)
from sim.policy.siting import Sited, choose_sites
from sim.policy.support import support_of

_PEOPLE_PER_UNIT = 4000


@dataclass(frozen=True, kw_only=True)
class BuildPlaces(Sited, Instrument):
    """Build third places and support their running; the seats are what the money pays for."""

    sites: float = quantity("sites/4000 people", 0.1, 200, "places to build")
    size_exponent: float = quantity("exponent", 0, 1, "how the number of sites grows with people")
    smallest: int = quantity("seats", 1, 1000, "seats below which a place is not built")
    price: float = quantity("ratio", 0, 5, "fee at the opening, relative to cost")
    openness: float = quantity("share", 0, 1, "openness of what is made there")
    welcomes: tuple[str, ...] = choice(
        "the kinds it is for; creative ones where none of them lives"
    )
    admits_others: float = quantity("share", 0, 1, "admission of other kinds than those")
    meeting_hours: float = quantity(
        "hours", 0, 100, "hours that taking part in this costs a resident"
    )
    construction: int = quantity("months", 1, 120, "months from the decision to the opening")
    lease_months: int = quantity("months", 0, 1200, "months the ground is leased for; 0 for good")
    grant_share: float = quantity("share", 0, 1, "most of a place's running cost that is paid")
    market_tenure: float = quantity("share", 0, 1, "stance at the opening: 0 solidarity, 1 market")
    tenure: int = quantity("code", 0, 2, "0 public, 1 private, 2 commons")

    reads: ClassVar[tuple[str, ...]] = ("cells.rent", "firms.cell", "people.home", "places.cell")
    writes: ClassVar[tuple[str, ...]] = (
        "places.*",
        "cells.public_capital",
        "people.fatigue",
        "city.commitments",
    )

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Build what is not yet built, then pay part of what the places cost to run."""
        mine = self._mine(city, purse)
        if not len(mine):
            self._build(city, economy, purse)
        self._support(city, economy, purse, self._mine(city, purse))

    def fewest_euros(self, economy: Economy) -> float:
        """Return what one place of the smallest size needs a month."""
        euros = economy.public.building * economy.places.seat_space * self.smallest
        return annuity(economy, euros) / CENTS / economy.public.commitments

    def hard_share(self, economy: Economy) -> float:
        """Return what may be committed, all of it for buildings."""
        return economy.public.commitments

    def count(self, people: int) -> int:
        """Return how many sites a city of so many people gets, at least one."""
        return max(1, round(self.sites * (people / _PEOPLE_PER_UNIT) ** self.size_exponent))

    def _mine(self, city: City, purse: Purse) -> NDArray[np.int64]:
        places = city.places
        here = slice(0, places.size)
        alive = (places.opened[here] > city.month) | places.open[here]
        return np.flatnonzero((places.funder[here] == purse.number) & alive)

    def _build(self, city: City, economy: Economy, purse: Purse) -> None:
        """Choose sites, borrow for the buildings, and announce when they open."""
        per_seat = economy.public.building * economy.places.seat_space
        may_commit = economy.public.commitments * purse.share - purse.committed()
        seats = fundable(economy, may_commit, per_seat)
        count = min(self.count(city.plan.people), seats // self.smallest)
        if count == 0:
            return
        cells = choose_sites(city, economy.public, count, self, purse.within)
        self._consult(city, economy, purse)
        places = city.places
        rows = places.add_rows(len(cells))
        for number, row in enumerate(rows):
            places.identity[row] = identities.opened(purse.number, city.month, number)
            places.seats[row] = seats // len(cells)
        places.cell[rows] = cells
        places.price[rows] = self.price
        places.openness[rows] = self.openness
        admission = np.where(those_meant(city, self.welcomes), 1.0, self.admits_others)
        places.admission[rows, : len(admission)] = admission
        places.tenure[rows] = self.tenure
        places.owned[rows] = True
        places.lease_end[rows] = self._lease_end(city)
        places.origin[rows] = PlaceOrigin.PUBLIC
        places.stance[rows] = self.market_tenure
        places.opened[rows] = city.month + self.construction
        places.grant_share[rows] = self.grant_share
        places.funder[rows] = purse.number
        if economy.public.rejected_sites:
            captured = economy.public.captured
            places.support[rows] = support_of(city, economy.places, self, rows, captured)
            places.rejected[rows] = places.support[rows] < economy.public.support_needed
        cost = places.seats[rows] * per_seat
        np.add.at(city.cells.public_capital, cells, np.round(CENTS * cost).astype(np.int64))
        self._fill_the_till(city, economy, purse, rows)
        monthly = annuity(economy, float(cost.sum()))
        purse.commit("building", monthly, annuity_months(economy))

    def _lease_end(self, city: City) -> int:
        """Return the month in which the lease of the ground ends, -1 where it never does."""
        return city.month + self.construction + self.lease_months if self.lease_months else -1

    def _fill_the_till(
        self, city: City, economy: Economy, purse: Purse, rows: NDArray[np.int64]
    ) -> None:
        """Give new places the cash that every place starts with, as far as the purse goes."""
        rule = economy.places
        running = CENTS * (rule.fixed_cost + rule.seat_cost * city.places.seats[rows])
        wanted = rule.starting_cash * running
        scale = min(1.0, purse.left / max(1.0, float(wanted.sum())))
        paid = np.floor(wanted * scale).astype(np.int64)
        city.places.cash[rows] += paid
        purse.spend("operation", PLACES, int(paid.sum()))

    def _consult(self, city: City, economy: Economy, purse: Purse) -> None:
        """Let residents say where they want a place, which costs them hours and tires them."""
        people = city.people
        rows = people.order
        hours = self.governance * self.meeting_hours * shares(people.participation[rows])
        tired = shares(people.fatigue[rows]) + economy.places.fatigue_per_hour * hours
        people.fatigue[rows] = all_in_steps(np.minimum(tired, 1.0))
        worth = CENTS * economy.public.shadow_wage * float(np.round(hours, 2).sum())
        city.books.note(purse.name, "participation_time", int(round(worth)))

    def _support(self, city: City, economy: Economy, purse: Purse, mine: NDArray[np.int64]) -> None:
        """Pay open places their share of running cost, all alike where the purse is short."""
        places, rule = city.places, economy.places
        rows = mine[places.open[mine]]
        if not len(rows):
            return
        # machines have an instrument of their own that keeps them running
        running = CENTS * (rule.fixed_cost + rule.seat_cost * places.seats[rows])
        wanted = self.grant_share * running
        scale = min(1.0, purse.left / max(1.0, float(wanted.sum())))
        paid = np.floor(wanted * scale).astype(np.int64)
        places.cash[rows] += paid
        purse.spend("operation", PLACES, int(paid.sum()))


@dataclass(frozen=True, kw_only=True)
class FlagshipBuilding(BuildPlaces):
    """Build a large place for every few thousand people, where the planner expects it seen."""


@dataclass(frozen=True, kw_only=True)
class ThirdPlaceGrant(BuildPlaces):
    """Build many small places where people live."""

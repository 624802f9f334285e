"""Instruments that court from outside: a cluster zone, firms, talent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.city.books import LANDLORDS, OUTSIDE
from sim.city.city import City
from sim.city.economy import Economy
from sim.city.plan import CENTS
from sim.config.quantity import choice, quantity
from sim.policy.instrument import (
    Instrument,
    Purse,
    annuity,
    annuity_months,
    fundable,
    those_meant,
)
from sim.policy.siting import Sited, choose_sites


@dataclass(frozen=True, kw_only=True)
class ClusterZone(Sited, Instrument):
    """Draw a zone, build workspace in it, and spare its firms part of the rent."""

    radius: float = quantity("km", 0.05, 20, "radius of the zone")
    build_share: float = quantity("share", 0, 1, "part of the purse that may go into building")
    discount: float = quantity("share", 0, 1, "part of the workspace rent that tenants are spared")

    reads: ClassVar[tuple[str, ...]] = ("cells.rent", "firms.cell", "cells.workspace_rent")
    writes: ClassVar[tuple[str, ...]] = (
        "cells.zone",
        "cells.workspace",
        "cells.public_capital",
        "firms.in_zone",
        "city.commitments",
        "city.offers.zone_discount",
    )

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Draw it once, build at once or as firms fill it; then pay the tenants' discount."""
        if purse.left == 0 and purse.share == 0:
            return
        drawn = bool(city.cells.zone.any())
        if not drawn:
            self._draw(city, economy, purse)
        if not (drawn and economy.public.built_ahead):
            self._build(city, economy, purse)
        firms = city.firms
        here = slice(0, firms.size)
        firms.in_zone[here] = firms.open[here] & city.cells.zone[firms.cell[here]]
        rows = np.flatnonzero(firms.in_zone[here])
        floor = economy.work.space * np.maximum(firms.jobs[rows], 1)
        rent = float((floor * city.cells.workspace_rent[firms.cell[rows]]).sum())
        affordable = purse.left / rent if rent > 0 else 1.0
        city.offers.zone_discount = min(self.discount, affordable)
        purse.spend("operation", LANDLORDS, int(city.offers.zone_discount * rent))

    def hard_share(self, economy: Economy) -> float:
        """Return the part that may go into building, as far as it may be committed."""
        return min(self.build_share, economy.public.commitments)

    def _draw(self, city: City, economy: Economy, purse: Purse) -> None:
        """Choose the centre of the zone, and its cells around it."""
        plan, cells = city.plan, city.cells
        centre = choose_sites(city, economy.public, 1, self, purse.within)[0]
        row, column = np.divmod(np.arange(cells.size), plan.side)
        down, across = row - centre // plan.side, column - centre % plan.side
        cells.zone[:] = (np.hypot(down, across) * plan.cell_km <= self.radius) & purse.within

    def _build(self, city: City, economy: Economy, purse: Purse) -> None:
        """Borrow for workspace in the zone: all that the purse may, or a lot where it is full."""
        cells, public = city.cells, economy.public
        may_commit = self.hard_share(economy) * purse.share
        may_commit -= purse.committed("building")
        square_metres = fundable(economy, may_commit, public.building)
        if not public.built_ahead:
            square_metres = min(square_metres, _asked_for(city, economy))
        if square_metres == 0:
            return
        near = np.flatnonzero(cells.zone)
        if not public.built_ahead:  # a lot shared over the zone would hold no firm anywhere
            near = near[[np.argmin(cells.workspace[near])]]
        fitting = int((1.0 - public.lot_mismatch) * square_metres)
        self._add_workspace(cells.workspace, near, fitting)
        cost = square_metres * public.building
        share = np.zeros(cells.size, np.int64)
        self._add_workspace(share, near, int(round(CENTS * cost)))
        cells.public_capital += share
        purse.commit("building", annuity(economy, cost), annuity_months(economy))

    @staticmethod
    def _add_workspace(column: NDArray[np.int64], rows: NDArray[np.int64], total: int) -> None:
        """Share a total evenly over cells, the odd ones to the first."""
        each, odd = divmod(total, len(rows))
        column[rows] += each
        column[rows[:odd]] += 1


def _asked_for(city: City, economy: Economy) -> int:
    """Return the m2 that firms ask for in the zone: a lot where little of its floor is empty."""
    cells, housing = city.cells, economy.housing
    floor = int(cells.workspace[cells.zone].sum())
    empty = floor - int(cells.workspace_used[cells.zone].sum())
    return housing.build_lot * housing.lot_space if empty <= housing.target_vacancy * floor else 0


@dataclass(frozen=True, kw_only=True)
class FirmAttraction(Instrument):
    """Promise firms that come from elsewhere so much for each job, paid when the job is filled."""

    per_job: float = quantity("euro/job", 0, 1000000, "what a job brought to the city is paid")

    reads: ClassVar[tuple[str, ...]] = ()
    writes: ClassVar[tuple[str, ...]] = ("city.offers.firm", "city.offers.payer")
    attraction_share: ClassVar[float] = 1.0

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Hold out the incentive; it is set aside when a firm comes and paid as it hires."""
        city.offers.firm = int(round(CENTS * self.per_job))
        city.offers.payer["firm"] = purse.name


@dataclass(frozen=True, kw_only=True)
class TalentAttraction(Instrument):
    """Make the city known to those it courts, and add to newcomers' incomes."""

    marketing: float = quantity("share", 0, 1, "part of the month's money that goes into marketing")
    incentive: float = quantity("euro/month", 0, 20000, "added to a newcomer's income")
    months: int = quantity("months", 1, 240, "for how long")
    courts_all: bool = choice("whether all kinds are courted, or only those named", True, False)
    courts: tuple[str, ...] = choice("the kinds courted; creative ones where none of them lives")

    reads: ClassVar[tuple[str, ...]] = ()
    writes: ClassVar[tuple[str, ...]] = (
        "city.offers.marketing",
        "city.offers.awareness",
        "city.offers.talent",
        "city.offers.talent_months",
        "city.offers.payer",
    )
    attraction_share: ClassVar[float] = 1.0

    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Spend on marketing, then hold out the incentive to those who are courted."""
        public, offers, population = economy.public, city.offers, city.population
        courted = np.ones(len(population.names), bool)
        if not self.courts_all:
            courted = those_meant(city, self.courts)
        spent = int(min(purse.left, self.marketing * purse.share))
        purse.spend("marketing", OUTSIDE, spent)
        target = float((population.array("pool_share") * courted).sum()) * city.plan.people
        each = spent / CENTS / max(1.0, target * city.knock_share)
        offers.marketing *= 1.0 - public.marketing_fading
        offers.marketing[courted] += each
        offers.awareness[:] = public.marketing_weight * np.log1p(
            offers.marketing / public.marketing_scale
        )
        offers.talent[:] = np.where(courted, int(round(CENTS * self.incentive)), 0)
        offers.talent_months = self.months
        offers.payer["talent"] = purse.name

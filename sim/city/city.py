"""The whole city: its tables, its books, its kernels of distance, and what happened this month."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.city.books import Books
from sim.city.cells import Cells
from sim.city.firms import Firms, Places
from sim.city.ideas import Ideas
from sim.city.month import Month
from sim.city.people import People, Ties
from sim.city.plan import CityPlan, Population
from sim.city.usual import UsualIncomes
from sim.kernels import arithmetic, maps, space
from sim.kernels import firms as of_firms


@dataclass(frozen=True)
class Offsets:
    """A kernel of distance as a table of cells, on a square of so many cells a side."""

    side: int
    down: NDArray[np.int64]
    across: NDArray[np.int64]
    weight: NDArray[np.float64]
    cumulative: NDArray[np.float64]
    guide: NDArray[np.int32]

    @cached_property
    def inside(self) -> NDArray[np.float64]:
        """Weight of the offsets around each cell that lie inside the city."""
        everywhere = np.ones(self.side * self.side)
        return np.asarray(
            maps.local_sum(everywhere, self.side, self.down, self.across, self.weight)
        )

    @cached_property
    def table(self) -> NDArray[np.float64]:
        """Weights by cells down and across from the middle."""
        return space.weight_table(self.down, self.across, self.weight)

    def mean(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return the mean of a map over the kernel around each cell, inside the city."""
        around = self.down, self.across, self.weight, self.inside
        return np.asarray(maps.local_mean(values.astype(np.float64), self.side, *around))


class Reach(NamedTuple):
    """Which open places are in reach of which block, for one catchment and one set of places."""

    catchment: float
    cell: NDArray[np.int64]
    open: NDArray[np.bool_]
    near: NDArray[np.float64]
    start: NDArray[np.int64]
    place: NDArray[np.int64]


@dataclass
class Offers:
    """What policies hold out to people and firms who decide this month; state, not memory.

    marketing, euros by kind that still speak to a candidate, and awareness, the utility this adds
    for her; talent, cents a month for a newcomer by kind, and talent_months; firm, cents for each
    job a relocated firm brings; bounty, cents for an idea released openly; zone_discount, share of
    the workspace rent that firms in a zone are spared; online, the reach of a digital layer in
    [0, 1], and stay_home, the share of going out it takes away; payer, the instrument behind each
    offer.
    """

    marketing: NDArray[np.float64]
    awareness: NDArray[np.float64]
    talent: NDArray[np.int64]
    talent_months: int = 0
    firm: int = 0
    bounty: int = 0
    zone_discount: float = 0.0
    online: float = 0.0
    stay_home: float = 0.0
    payer: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Offers:
        """Return independent offers of the same sort."""
        return Offers(
            self.marketing.copy(),
            self.awareness.copy(),
            self.talent.copy(),
            self.talent_months,
            self.firm,
            self.bounty,
            self.zone_discount,
            self.online,
            self.stay_home,
            dict(self.payer),
        )


@dataclass
class Commitment:
    """What an instrument must pay each month: cents, to whom, for what, and for how long."""

    instrument: str
    account: str
    cents: int
    months: int


@dataclass
class City:
    """Everything that exists; phases change it, the recorder reads it."""

    plan: CityPlan
    population: Population
    seed: int
    people: People
    ties: Ties
    firms: Firms
    places: Places
    cells: Cells
    ideas: Ideas
    books: Books
    block_kernel: Offsets
    district_kernel: Offsets
    block_grid_kernel: Offsets
    offers: Offers
    month: int = 0
    jobs_at_start: float = 1.0
    access_at_start: float = 1.0
    exit_after: int = 1
    space_per_job: int = 1
    outside_rent: int = 0
    knock_share: float = 0.0
    floor_of_places: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    commitments: list[Commitment] = field(default_factory=list)
    purses: dict[str, int] = field(default_factory=dict)
    reserved: dict[str, int] = field(default_factory=dict)
    now: Month = field(default_factory=Month)
    reach: Reach | None = None
    smoothed_stock: dict[str, tuple[NDArray[Any], NDArray[Any]]] = field(default_factory=dict)
    pending_places: list[Any] = field(default_factory=list)
    unbuilt: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    usual_incomes: UsualIncomes = field(default_factory=UsualIncomes)

    @property
    def blocks_side(self) -> int:
        """Blocks along the city's side."""
        return self.plan.side // self.plan.block_cells

    @property
    def n_blocks(self) -> int:
        """Blocks of statistics in the city."""
        return self.blocks_side * self.blocks_side

    def poles(self) -> NDArray[np.int8]:
        """Return every person's field: 0 artistic, 1 market, 2 civic."""
        return arithmetic.poles(self.people.field, self.people.size)

    def home_block(self) -> NDArray[np.int64]:
        """Return the block each person lives in."""
        return self.cells.block[self.people.home[: self.people.size]]

    def firms_by_block(self, marked: NDArray[np.bool_]) -> tuple[Any, Any]:
        """Group the firms marked by block, in the order of their identities."""
        cell, block = self.firms.cell, self.cells.block
        start, member = of_firms.by_block(
            self.firms.by_identity(), marked, cell, block, self.n_blocks
        )
        return start, member

    def offer_purse(self, offer: str) -> int:
        """Return what the instrument behind an offer can still pay this month, cents."""
        return self.purses.get(self.offers.payer.get(offer, ""), 0)

    def pay_offer(self, offer: str, account: str, payee: str, cents: int) -> None:
        """Pay what a policy offered out of its instrument's purse."""
        payer = self.offers.payer[offer]
        self.purses[payer] -= cents
        self.books.spend(payer, account, payee, cents)

    def reserve_offer(self, offer: str, cents: int) -> int:
        """Set aside what a policy promised; return which of the city's purses keeps it."""
        payer = self.offers.payer[offer]
        self.purses[payer] -= cents
        self.reserved[payer] = self.reserved.get(payer, 0) + cents
        return list(self.purses).index(payer)

    def pay_promise(self, purse: int, account: str, payee: str, cents: int) -> None:
        """Pay what was promised out of what was set aside for it."""
        payer = list(self.purses)[purse]
        self.reserved[payer] -= cents
        self.books.spend(payer, account, payee, cents)

    def release_promise(self, purse: int, cents: int) -> None:
        """Put back into a purse what was set aside and is no longer due."""
        payer = list(self.purses)[purse]
        self.reserved[payer] -= cents
        self.purses[payer] += cents

    def copy(self) -> City:
        """Return an independent city with the same past."""
        return City(
            plan=self.plan,
            population=self.population,
            seed=self.seed,
            people=self.people.copy(),
            ties=self.ties.copy(),
            firms=self.firms.copy(),
            places=self.places.copy(),
            cells=self.cells.copy(),
            ideas=self.ideas.copy(),
            books=self.books.copy(),
            block_kernel=self.block_kernel,
            district_kernel=self.district_kernel,
            block_grid_kernel=self.block_grid_kernel,
            offers=self.offers.copy(),
            month=self.month,
            jobs_at_start=self.jobs_at_start,
            access_at_start=self.access_at_start,
            exit_after=self.exit_after,
            space_per_job=self.space_per_job,
            outside_rent=self.outside_rent,
            knock_share=self.knock_share,
            floor_of_places=self.floor_of_places,
            commitments=[replace(each) for each in self.commitments],
            purses=dict(self.purses),
            reserved=dict(self.reserved),
            now=self.now,
            reach=self.reach,
            smoothed_stock=dict(self.smoothed_stock),
            pending_places=list(self.pending_places),
            unbuilt={name: waiting.copy() for name, waiting in self.unbuilt.items()},
        )

"""What every instrument is: it reads and writes some columns, and spends at most its purse."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.city.books import OUTSIDE
from sim.city.city import City, Commitment
from sim.city.economy import Economy
from sim.city.plan import CENTS
from sim.config.catalogue import text
from sim.config.quantity import Declared

MONTHS_OF_A_YEAR = 12


@dataclass
class Purse:
    """One instrument's money this month, and its name in the books; what is left stays.

    share is what the instrument receives each month, cents, the measure of what it may commit;
    jurisdiction says of each cell whether it may build there, everywhere if None is given.
    """

    city: City
    name: str
    number: int
    share: int
    jurisdiction: NDArray[np.bool_] | None = None

    @property
    def within(self) -> NDArray[np.bool_]:
        """The cells in which the instrument may build, zone and site."""
        if self.jurisdiction is None:
            return np.ones(self.city.cells.size, bool)
        return self.jurisdiction

    @property
    def left(self) -> int:
        """Cents the instrument may still spend."""
        return self.city.purses[self.name]

    def spend(self, account: str, payee: str, cents: int) -> None:
        """Pay out of the purse; more than is left is refused."""
        cents = int(cents)
        if cents > self.left:
            wanted = {"name": self.name, "account": account, "cents": cents}
            raise ValueError(text("problems.policy.over_the_purse", **wanted, left=self.left))
        self.city.purses[self.name] -= cents
        self.city.books.spend(self.name, account, payee, cents)

    def commit(self, account: str, cents: int, months: int) -> None:
        """Promise a payment to Outside every month, for so many months from the next one."""
        self.city.commitments.append(Commitment(self.name, account, int(cents), months))

    def committed(self, account: str = "") -> int:
        """Return what the instrument must pay each month, cents: for one account, or for all."""
        mine = (each for each in self.city.commitments if each.instrument == self.name)
        return sum(each.cents for each in mine if account in ("", each.account))


@dataclass(frozen=True, kw_only=True)
class Instrument(Declared, ABC):
    """Something a planner can do with money. Subclasses say what they read and write.

    An instrument remembers nothing: what it built or promised stands in the city.
    """

    reads: ClassVar[tuple[str, ...]] = ()
    writes: ClassVar[tuple[str, ...]] = ()
    attraction_share: ClassVar[float] = 0.0
    """Part of its money that goes to drawing people and firms from outside."""

    @abstractmethod
    def apply(self, city: City, economy: Economy, purse: Purse) -> None:
        """Spend this month's money on the city, at most what the purse holds."""

    def fewest_euros(self, economy: Economy) -> float:
        """Return the euros a month below which the instrument can do nothing at all."""
        return 0.0

    def hard_share(self, economy: Economy) -> float:
        """Return the most of its money that can be bound for buildings, ground and homes."""
        return 0.0


def those_meant(city: City, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Say of each kind whether it is one of those named; where none of them lives, if creative.

    So a policy that names kinds can be had in any population.
    """
    population = city.population
    named = np.array([name in names for name in population.names], bool)
    return named if named.any() else population.array("creative") > 0


def annuity(economy: Economy, euros: float) -> int:
    """Return the monthly payment on a sum borrowed for a building, cents.

    a = P i / (1 - (1 + i)^-n), i the monthly interest, n the months; P / n without interest.
    """
    public = economy.public
    months = public.annuity_years * MONTHS_OF_A_YEAR
    monthly = public.interest / MONTHS_OF_A_YEAR
    if monthly <= 0:
        return int(round(CENTS * euros / months))
    return int(round(CENTS * euros * monthly / (1.0 - (1.0 + monthly) ** -months)))


def fundable(economy: Economy, cents: float, euros: float) -> int:
    """Return how many things of so many euros each can be borrowed for with so much a month."""
    count = int(cents // max(1, annuity(economy, euros)))
    # the payment on all of them is rounded once, not each time
    while count > 0 and annuity(economy, count * euros) > cents:
        count -= 1
    return count


def annuity_months(economy: Economy) -> int:
    """Return for how many months a building is paid."""
    return economy.public.annuity_years * MONTHS_OF_A_YEAR


def pay_commitments(city: City) -> None:
    """Pay what every instrument promised for this month, as far as its purse goes."""
    for each in city.commitments:
        due = min(each.cents, city.purses[each.instrument])
        city.purses[each.instrument] -= due
        city.books.spend(each.instrument, each.account, OUTSIDE, due)
        each.months -= 1
    city.commitments = [each for each in city.commitments if each.months > 0]

"""What people earn when nothing happens to them, remembered as long as they stay who they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.city import born
from sim.city.people import People
from sim.city.plan import Population
from sim.kernels import income as kernels

_NOBODY = -1


class UsualIncomes:
    """Each person's wage or income from Outside, by row.

    It hangs on her kind and her standing alone, so it is worked out once and again only where a
    row holds somebody else, or a user of the model has changed her.
    """

    def __init__(self) -> None:
        self._remember(0)

    def of(self, people: People, population: Population) -> NDArray[np.int64]:
        """Return what everyone present earns, cents a month, one per row, to be read only."""
        if len(self.income) < people.size:
            self._remember(people.capacity)
        known = self.kind, self.standing
        rows = kernels.newcomers(people.order, people.kind, people.standing, *known)
        if len(rows):
            who = people.kind[rows], people.standing[rows]
            self.income[rows] = born.income_from_outside(population, *who)
        return self.income

    def _remember(self, rows: int) -> None:
        self.kind = np.full(rows, _NOBODY, np.int8)
        self.standing = np.zeros(rows)
        self.income = np.zeros(rows, np.int64)

"""People, firms, third places and cells as objects, made from the tables when somebody asks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.city.cells import Cells
from sim.city.firms import Firms, Places
from sim.city.people import People, Status
from sim.kernels.arithmetic import STEP
from sim.model.view import HasLeft, View, reading_and_writing

if TYPE_CHECKING:
    from sim.model.crowds import Crowd

__all__ = ["Cell", "Firm", "HasLeft", "Person", "ThirdPlace", "Tie", "View", "kind_class"]


class Tie(NamedTuple):
    """Somebody relied on, how much, and since which month."""

    other: Any
    strength: float
    born: int


@reading_and_writing(People)
class Person(View):
    """Somebody who lives in the city; every kind of person has a class of its own below this."""

    __slots__ = ()
    table = "people"
    stands_in = "home"

    def _is_at(self, row: int) -> bool:
        people = self.model.city.people
        return super()._is_at(row) and bool(people.status[row] == Status.PRESENT)

    @property
    def kind_name(self) -> str:
        """The name of her kind."""
        return self.model.city.population.names[self.model.city.people.kind[self.row]]

    @property
    def ties(self) -> list[Tie]:
        """Whom she relies on."""
        ties, row = self.model.city.ties, self.row
        return [
            Tie(
                self.model.people.at(int(ties.other[row, slot])),
                float(ties.strength[row, slot] * STEP),
                int(ties.born[row, slot]),
            )
            for slot in np.flatnonzero(ties.other[row] >= 0)
        ]


@reading_and_writing(Firms)
class Firm(View):
    """An employer."""

    __slots__ = ()
    table = "firms"

    def _is_at(self, row: int) -> bool:
        return super()._is_at(row) and bool(self.model.city.firms.open[row])

    @property
    def staff(self) -> Crowd:
        """Those who work there."""
        return self.model.people.whose("workplace", self.row)


@reading_and_writing(Places)
class ThirdPlace(View):
    """A cafe, a club, an association room, a fab lab."""

    __slots__ = ()
    table = "places"

    def _is_at(self, row: int) -> bool:
        return super()._is_at(row) and bool(self.model.city.places.closed[row] < 0)


@reading_and_writing(Cells)
class Cell(View):
    """A square of the city; its identity is its row, and x runs across, y down."""

    __slots__ = ()
    table = "cells"

    def _is_at(self, row: int) -> bool:
        return row == self.unique_id and 0 <= row < self.model.city.cells.size

    @property
    def x(self) -> int:
        """Cells from the left edge."""
        return self.unique_id % self.model.city.plan.side

    @property
    def y(self) -> int:
        """Cells from the upper edge."""
        return self.unique_id // self.model.city.plan.side

    @property
    def where(self) -> Cell:
        """Itself."""
        return self

    @property
    def coordinate(self) -> tuple[int, int]:
        """Where it lies: x across and y down, in cells."""
        return self.pos

    @property
    def residents(self) -> Crowd:
        """Those who live there."""
        return self.model.people.whose("home", self.unique_id)

    @property
    def firms(self) -> Crowd:
        """The firms there."""
        return self.model.firms.whose("cell", self.unique_id)

    @property
    def places(self) -> Crowd:
        """The third places there."""
        return self.model.places.whose("cell", self.unique_id)

    @property
    def agents(self) -> list[Any]:
        """Everybody there: residents, firms and third places."""
        return [*self.residents, *self.firms, *self.places]

    @property
    def is_empty(self) -> bool:
        """Whether nobody and nothing is there."""
        return not (len(self.residents) or len(self.firms) or len(self.places))

    @property
    def neighborhood(self) -> Crowd:
        """The cells that touch it."""
        return self.get_neighborhood()

    def get_neighborhood(self, radius: int = 1, include_center: bool = False) -> Crowd:
        """Return the cells within so many steps, straight or across corners."""
        return self.model.cells.around(self, radius, include_center)


@cache
def kind_class(name: str) -> type[Person]:
    """Return the class of one kind of person, made from the kind's name."""
    title = "".join(word.capitalize() for word in name.split("_"))
    doc = f"A person of the kind {name}."
    return type(title, (Person,), {"__slots__": (), "__doc__": doc})

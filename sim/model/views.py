"""People, firms, third places and cells as objects, made from the tables when somebody asks.

A view holds nothing: it reads and writes through to its row, and says so in a sentence when whom
it shows has left. Views cost nothing until asked for, and are not registered with Mesa, whose
``model.agents`` are those who deliberate.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np

from sim.city.cells import Cells
from sim.city.firms import Firms, Places
from sim.city.people import People, Status
from sim.city.table import Table
from sim.config.catalogue import text
from sim.kernels.arithmetic import STEP

if TYPE_CHECKING:
    from sim.model.model import CityModel


class HasLeft(LookupError):
    """Whom or what a view shows is no longer in the city."""


class View:
    """One row of a table; its columns are its attributes."""

    __slots__ = ("_row", "model", "unique_id")
    table: ClassVar[str] = ""

    def __init__(self, model: CityModel, unique_id: int, row: int) -> None:
        self.model = model
        self.unique_id = unique_id
        self._row = row

    @property
    def row(self) -> int:
        """The row of the table in which it stands now."""
        if not self._is_at(self._row):
            table = getattr(self.model.city, self.table)
            rows = np.arange(table.size)
            if hasattr(table, "identity"):
                rows = np.flatnonzero(table.identity[: table.size] == self.unique_id)
            there = [int(row) for row in rows if self._is_at(int(row))]
            if not there:
                raise HasLeft(self._gone())
            self._row = there[0]
        return self._row

    def _gone(self) -> str:
        """Say that it is not there, and why that may be."""
        return text(
            "problems.model.gone",
            who=type(self).__name__,
            identity=self.unique_id,
            why=text(f"problems.model.why.{self.table}"),
            month=self.model.month,
        )

    @property
    def present(self) -> bool:
        """Whether it is still there."""
        try:
            return self.row >= 0
        except HasLeft:
            return False

    def _is_at(self, row: int) -> bool:
        table = getattr(self.model.city, self.table)
        return bool(0 <= row < table.size and table.identity[row] == self.unique_id)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, View):
            return NotImplemented
        mine, theirs = (self.table, self.unique_id), (other.table, other.unique_id)
        return mine == theirs and self.model is other.model

    def __hash__(self) -> int:
        return hash((self.table, self.unique_id, id(self.model)))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}{'' if self.present else ', left'}>"


def _reading_and_writing(table: type[Table]) -> Callable[[type[View]], type[Any]]:
    """Give a view one attribute a column, which reads and writes through to the row."""

    def column(name: str) -> property:
        def read(view: View) -> Any:
            kept = getattr(view.model.city, view.table).read(name, view.row)
            if np.ndim(kept) == 0:
                return kept.item()
            kept.flags.writeable = False
            return kept

        def write(view: View, value: Any) -> None:
            getattr(view.model.city, view.table).write(name, view.row, value)

        return property(read, write, doc=f"The column ``{name}`` of {table.__name__}.")

    def complete(view: type[View]) -> type[Any]:
        for name in table.COLUMNS:
            if name not in vars(view):
                setattr(view, name, column(name))
        return view

    return complete


class Tie(NamedTuple):
    """Somebody relied on, how much, and since which month."""

    other: Any
    strength: float
    born: int


@_reading_and_writing(People)
class Person(View):
    """Somebody who lives in the city; every kind of person has a class of its own below this."""

    __slots__ = ()
    table = "people"

    def _is_at(self, row: int) -> bool:
        people = self.model.city.people
        return super()._is_at(row) and bool(people.status[row] == Status.PRESENT)

    @property
    def kind_name(self) -> str:
        """The name of her kind."""
        return self.model.city.population.names[self.model.city.people.kind[self.row]]

    @property
    def where(self) -> Cell:
        """The cell in which she lives."""
        return self.model.cells[int(self.model.city.people.home[self.row])]

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


@_reading_and_writing(Firms)
class Firm(View):
    """An employer."""

    __slots__ = ()
    table = "firms"

    def _is_at(self, row: int) -> bool:
        return super()._is_at(row) and bool(self.model.city.firms.open[row])

    @property
    def where(self) -> Cell:
        """The cell in which it is."""
        return self.model.cells[int(self.model.city.firms.cell[self.row])]

    @property
    def staff(self) -> list[Person]:
        """Those who work there."""
        people = self.model.city.people
        rows = people.order[people.workplace[people.order] == self.row]
        return [self.model.people.at(int(row)) for row in rows]


@_reading_and_writing(Places)
class ThirdPlace(View):
    """A cafe, a club, an association room, a fab lab."""

    __slots__ = ()
    table = "places"

    def _is_at(self, row: int) -> bool:
        return super()._is_at(row) and bool(self.model.city.places.closed[row] < 0)

    @property
    def where(self) -> Cell:
        """The cell in which it is."""
        return self.model.cells[int(self.model.city.places.cell[self.row])]


@_reading_and_writing(Cells)
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
    def residents(self) -> list[Person]:
        """Those who live there."""
        people = self.model.city.people
        rows = people.order[people.home[people.order] == self.unique_id]
        return [self.model.people.at(int(row)) for row in rows]


@cache
def kind_class(name: str) -> type[Person]:
    """Return the class of one kind of person, made from the kind's name."""
    title = "".join(word.capitalize() for word in name.split("_"))
    doc = f"A person of the kind {name}."
    return type(title, (Person,), {"__slots__": (), "__doc__": doc})

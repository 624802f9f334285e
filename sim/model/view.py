"""A row of a table as an object: it holds nothing, and reads and writes through.

It says so in a sentence when whom it shows has left, or when something may not be written. Views
cost nothing until asked for, and are not registered with Mesa.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.city.table import Table
from sim.config.catalogue import text
from sim.config.refusal import nearest
from sim.model.writing import NotWritten
from sim.model.writing import write as write_by_hand

if TYPE_CHECKING:
    from random import Random

    from sim.model.model import CityModel
    from sim.model.views import Cell


LIKE = 0.75
"""How like a misspelt name must be to one that is there."""


class HasLeft(LookupError):
    """Whom or what a view shows is no longer in the city."""


class View:
    """One row of a table; its columns are its attributes."""

    __slots__ = ("_row", "model", "unique_id")
    _row: int
    model: CityModel
    unique_id: int
    table: ClassVar[str] = ""
    stands_in: ClassVar[str] = "cell"
    """The column that says in which cell it is."""

    def __init__(self, model: CityModel, unique_id: int, row: int) -> None:
        for name, given in (("model", model), ("unique_id", unique_id), ("_row", row)):
            object.__setattr__(self, name, given)

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a column; a view has no room for anything else."""
        if name in ("model", "unique_id"):
            raise NotWritten(text("views.own", who=type(self).__name__, name=name))
        if not hasattr(type(self), name):
            raise AttributeError(self._lacks(name))
        object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        """Say in a sentence what it does not have."""
        raise AttributeError(name if name.startswith("_") else self._lacks(name))

    def _lacks(self, name: str) -> str:
        known = [each for each in dir(type(self)) if not each.startswith("_")]
        guess, who = nearest(name, known, LIKE), type(self).__name__
        if guess:
            return text("views.nearest", who=who, name=name, guess=guess)
        return text("views.unknown", who=who, name=name)

    def __copy__(self) -> View:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> View:
        """Return itself: what is collected is who it is, never a copy of her whole city."""
        return self

    @property
    def random(self) -> Random:
        """The model's random numbers, which no rule draws from."""
        return self.model.random

    @property
    def rng(self) -> np.random.Generator:
        """The model's generator, which no rule draws from."""
        return self.model.rng

    @property
    def pos(self) -> tuple[int, int]:
        """Where it is: x across and y down, in cells."""
        where: Cell = self.where
        return where.x, where.y

    @property
    def where(self) -> Any:
        """The cell in which it is."""
        return self.model.cells.at(int(getattr(self, self.stands_in)))

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


def reading_and_writing(table: type[Table]) -> Callable[[type[View]], type[Any]]:
    """Give a view one attribute a column, which reads and writes through to the row."""

    def column(name: str) -> property:
        def read(view: View) -> Any:
            kept = getattr(view.model.city, view.table).read(name, view.row)
            if np.ndim(kept) == 0:
                return kept.item()
            kept.flags.writeable = False
            return kept

        def write(view: View, value: Any) -> None:
            write_by_hand(view.model.city, view.table, name, view.row, value)

        return property(read, write, doc=f"The column ``{name}`` of {table.__name__}.")

    def complete(view: type[View]) -> type[Any]:
        for name in table.COLUMNS:
            if name not in vars(view):
                setattr(view, name, column(name))
        return view

    return complete

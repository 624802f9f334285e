"""Those of one sort who are in the city, read and written column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from sim.model.many import Many
from sim.model.views import Cell, Firm, Person, ThirdPlace, View, kind_class
from sim.model.writing import write

if TYPE_CHECKING:
    from sim.city.city import City
    from sim.model.model import CityModel

Rows = Callable[["City"], NDArray[Any]]


class Crowd(Many):
    """Some of one sort: columns are read and written for all of them at once."""

    def __init__(self, model: CityModel, shows: type[View], rows: Rows | None = None) -> None:
        self.model, self.shows, self._rows = model, shows, rows or EVERYBODY[shows]

    @property
    def rows(self) -> NDArray[Any]:
        """Their rows in the table, in their order: that of their identities, unless chosen."""
        return self._rows(self.model.city)

    @property
    def identities(self) -> NDArray[Any]:
        """Who they are."""
        return identities(self.model.city, self.shows, self.rows)

    def at(self, row: int) -> Any:
        """Return the view of a row; a person's is of her kind's class."""
        city, shows = self.model.city, self.shows
        if shows is Cell:
            return Cell(self.model, row, row)
        if shows is Person:
            shows = kind_class(city.population.names[city.people.kind[row]])
        return shows(self.model, int(getattr(city, shows.table).identity[row]), row)

    def by_id(self, unique_id: int) -> Any:
        """Return the one of an identity; a sentence says if there is none."""
        return self.at(self.shows(self.model, int(unique_id), int(unique_id)).row)

    def whose(self, column: str, value: int) -> Crowd:
        """Return those whose column has a value now, whenever one looks."""

        def rows(city: City) -> NDArray[Any]:
            some = self._rows(city)
            return some[getattr(getattr(city, self.shows.table), column)[some] == value]

        return Crowd(self.model, self.shows, rows)

    def around(self, cell: Cell, radius: int, include_center: bool) -> Crowd:
        """Return the cells within so many steps of one, straight or across corners."""
        side = self.model.city.plan.side
        y, x = np.divmod(np.arange(side * side), side)
        steps = np.maximum(abs(x - cell.x), abs(y - cell.y))
        near = (steps <= radius) & (include_center | (steps > 0))
        return self._taken(np.flatnonzero(near).tolist())

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Any]:
        return (self.at(int(row)) for row in self.rows)

    def __contains__(self, view: object) -> bool:
        if not isinstance(view, self.shows) or view.model is not self.model or not view.present:
            return False
        return self._rows is EVERYBODY[self.shows] or bool((self.rows == view.row).any())

    def __repr__(self) -> str:
        return f"<{len(self)} x {self.shows.__name__}>"

    def _of_type(self, agent_type: type) -> Crowd:
        if issubclass(self.shows, agent_type):
            return self
        names = self.model.city.population.names
        kinds = [at for at, name in enumerate(names) if issubclass(kind_class(name), agent_type)]
        if self.shows is not Person or not kinds:
            return self._taken([])
        return Crowd(self.model, Person, _of_kinds(self._rows, kinds))

    def _taken(self, places: Sequence[int]) -> Crowd:
        chosen = self.identities[np.asarray(places, np.int64)]
        return Crowd(self.model, self.shows, _those(self.shows, chosen))

    def _become(self, other: Any) -> None:
        self._rows = other._rows

    def _attribute(self, name: str, otherwise: tuple[Any, ...]) -> list[Any]:
        city, rows = self.model.city, self.rows
        table = getattr(city, self.shows.table)
        if name in table.COLUMNS:
            values = table.read(name, rows)
            return values.tolist() if values.ndim == 1 else list(values)
        if name == "unique_id":
            return self.identities.tolist()
        if name == "kind_name" and self.shows is Person:
            return [city.population.names[kind] for kind in city.people.kind[rows]]
        return super()._attribute(name, otherwise)

    def set(self, attr_name: str, value: Any) -> Self:
        """Write a column of all of them at once."""
        if attr_name not in getattr(self.model.city, self.shows.table).COLUMNS:
            return super().set(attr_name, value)
        write(self.model.city, self.shows.table, attr_name, self.rows, value)
        return self


def identities(city: City, shows: type[View], rows: NDArray[Any]) -> NDArray[Any]:
    """Return who stands in some rows; a cell is its row."""
    return rows if shows is Cell else getattr(city, shows.table).identity[rows]


def _open(table: Any) -> NDArray[np.int64]:
    rows = np.flatnonzero(table.open[: table.size])
    return rows[np.argsort(table.identity[rows], kind="stable")]


EVERYBODY: dict[type[View], Rows] = {
    Person: lambda city: city.people.order,
    Firm: lambda city: _open(city.firms),
    ThirdPlace: lambda city: _open(city.places),
    Cell: lambda city: np.arange(city.cells.size),
}
"""The rows of all of a sort, by their identities."""


def _those(shows: type[View], chosen: NDArray[Any]) -> Rows:
    """Return where those chosen stand, in the order chosen; those who have left do not."""

    def rows(city: City) -> NDArray[Any]:
        every = EVERYBODY[shows](city)
        who = identities(city, shows, every)
        at = np.minimum(np.searchsorted(who, chosen), len(who) - 1)
        return every[at[who[at] == chosen]] if len(who) else every

    return rows


def _of_kinds(among: Rows, kinds: Sequence[int]) -> Rows:
    """Return those among some who are of some kinds."""

    def rows(city: City) -> NDArray[Any]:
        some = among(city)
        return some[np.isin(city.people.kind[some], kinds)]

    return rows

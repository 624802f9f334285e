"""Who is in the city, as Mesa users look for them: by type, by identity, on a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.config.catalogue import text
from sim.model.outside import Outside
from sim.model.views import Cell, Firm, Person, ThirdPlace, View, kind_class

if TYPE_CHECKING:
    from sim.city.city import City
    from sim.model.model import CityModel

Rows = Callable[["City"], NDArray[Any]]


class Crowd:
    """All of one sort who are in the city now; a view of each is made while one looks."""

    def __init__(self, model: CityModel, sort: type[View], rows: Rows) -> None:
        self.model, self.sort, self._rows = model, sort, rows

    @property
    def rows(self) -> NDArray[Any]:
        """Their rows in the table, in the order of their identities."""
        return self._rows(self.model.city)

    def at(self, row: int) -> Any:
        """Return the view of a row; a person's is of her kind's class."""
        city = self.model.city
        if self.sort is Cell:
            return Cell(self.model, row, row)
        sort = self.sort
        if sort is Person:
            sort = kind_class(city.population.names[city.people.kind[row]])
        return sort(self.model, int(getattr(city, sort.table).identity[row]), row)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Any]:
        return (self.at(int(row)) for row in self.rows)

    def __getitem__(self, unique_id: int) -> Any:
        """Return the one of an identity; a sentence says if there is none."""
        return self.at(self.sort(self.model, int(unique_id), int(unique_id)).row)

    def __contains__(self, view: object) -> bool:
        return isinstance(view, self.sort) and view.model is self.model and view.present

    def get(self, column: str) -> NDArray[Any]:
        """Return a column of all of them at once, as a copy."""
        return np.asarray(getattr(self.model.city, self.sort.table).read(column, self.rows))

    def set(self, column: str, value: Any) -> Crowd:
        """Write a column of all of them at once."""
        getattr(self.model.city, self.sort.table).write(column, self.rows, value)
        return self

    def agg(self, column: str, function: Callable[[NDArray[Any]], Any]) -> Any:
        """Return one number of a column of all of them."""
        return function(self.get(column))

    def select(self, wanted: Callable[[Any], bool]) -> list[Any]:
        """Return the views of those wanted."""
        return [view for view in self if wanted(view)]


class Grid:
    """The city's ground as a grid of cells: ``grid[x, y]``, x across and y down."""

    def __init__(self, model: CityModel) -> None:
        self.model = model
        self.width = self.height = model.city.plan.side

    def __getitem__(self, position: tuple[int, int]) -> Any:
        """Return the cell at a position, or say how large the grid is."""
        x, y = position
        if not (0 <= x < self.width and 0 <= y < self.height):
            size = {"width": self.width, "height": self.height}
            raise IndexError(text("problems.model.off_the_grid", x=x, y=y, **size))
        return self.model.cells.at(y * self.width + x)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.model.cells)

    def __len__(self) -> int:
        return self.width * self.height


class ByType(Mapping[type, Any]):
    """Agents by their type: those registered with Mesa, and everybody in the tables."""

    def __init__(self, registered: Mapping[type, Any], model: CityModel) -> None:
        self._registered = registered
        names = model.city.population.names
        self._seen: dict[type, Crowd] = {
            Person: model.people,
            **{kind_class(name): _of_kind(model, at) for at, name in enumerate(names)},
            Firm: model.firms,
            ThirdPlace: model.places,
        }

    def __getitem__(self, sort: type) -> Any:
        return self._seen[sort] if sort in self._seen else self._registered[sort]

    def __iter__(self) -> Iterator[type]:
        return iter([*self._registered, *self._seen])

    def __len__(self) -> int:
        return len(self._registered) + len(self._seen)


class Visible:
    """What a model shows to those who look at people, firms and places one by one."""

    city: City

    @property
    def people(self) -> Crowd:
        """Everybody who is in the city."""
        return Crowd(self, Person, lambda city: city.people.order)  # type: ignore[arg-type]

    @property
    def firms(self) -> Crowd:
        """The firms that are open."""
        return Crowd(self, Firm, lambda city: _open(city.firms))  # type: ignore[arg-type]

    @property
    def places(self) -> Crowd:
        """The third places that are open."""
        return Crowd(self, ThirdPlace, lambda city: _open(city.places))  # type: ignore[arg-type]

    @property
    def cells(self) -> Crowd:
        """The city's cells, row by row."""
        return Crowd(self, Cell, lambda city: np.arange(city.cells.size))  # type: ignore[arg-type]

    @property
    def grid(self) -> Grid:
        """The city's ground."""
        return Grid(self)  # type: ignore[arg-type]

    @property
    def outside(self) -> Outside:
        """What lies beyond the city's edge."""
        return Outside(self)  # type: ignore[arg-type]

    @property
    def agents_by_type(self) -> Any:
        """Agents by type: planners, and people, firms and third places as views."""
        return ByType(super().agents_by_type, self)  # type: ignore[misc, arg-type]


def _open(table: Any) -> NDArray[np.int64]:
    rows = np.flatnonzero(table.open[: table.size])
    return rows[np.argsort(table.identity[rows], kind="stable")]


def _of_kind(model: CityModel, kind: int) -> Crowd:
    def rows(city: City) -> NDArray[Any]:
        return city.people.order[city.people.kind[city.people.order] == kind]

    return Crowd(model, Person, rows)

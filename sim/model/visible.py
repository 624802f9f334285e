"""What a city shows to Mesa's users: its agents, by type, and its ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.config.catalogue import text
from sim.model.crowds import Crowd
from sim.model.everybody import Everybody
from sim.model.outside import Outside
from sim.model.views import Cell, Firm, Person, ThirdPlace, kind_class

if TYPE_CHECKING:
    from sim.city.city import City
    from sim.model.model import CityModel


class Grid:
    """The city's ground as a grid of cells: ``grid[x, y]``, x across and y down."""

    def __init__(self, model: CityModel) -> None:
        self.model = model
        self.width = self.height = model.city.plan.side
        self.dimensions = (self.width, self.height)

    @property
    def all_cells(self) -> Crowd:
        """Every cell, row by row."""
        return self.model.cells

    def __getitem__(self, position: tuple[int, int]) -> Any:
        """Return the cell at a position, or say how large the grid is."""
        x, y = position
        if not (0 <= x < self.width and 0 <= y < self.height):
            size = {"width": self.width, "height": self.height}
            raise IndexError(text("problems.model.off_the_grid", x=x, y=y, **size))
        return self.model.cells.at(int(y) * self.width + int(x))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.model.cells)

    def __len__(self) -> int:
        return self.width * self.height

    def layer(self, name: str) -> NDArray[Any]:
        """Return a column of the cells as a square [y, x], as one draws it."""
        return np.array(self.model.cells.get(name)).reshape(self.height, self.width)


class ByType(Mapping[type, Any]):
    """Agents by their type: those registered with Mesa, and everybody in the tables."""

    def __init__(self, registered: Mapping[type, Any], model: CityModel) -> None:
        self._registered = registered
        kinds = [kind_class(name) for name in model.city.population.names]
        people = model.people
        self._seen: dict[type, Any] = {
            Person: people,
            **{kind: people.select(agent_type=kind) for kind in kinds},
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
    def people(self: Any) -> Crowd:
        """Everybody who is in the city."""
        return Crowd(self, Person)

    @property
    def firms(self: Any) -> Crowd:
        """The firms that are open."""
        return Crowd(self, Firm)

    @property
    def places(self: Any) -> Crowd:
        """The third places that are open."""
        return Crowd(self, ThirdPlace)

    @property
    def cells(self: Any) -> Crowd:
        """The city's cells, row by row."""
        return Crowd(self, Cell)

    @property
    def grid(self: Any) -> Grid:
        """The city's ground."""
        return Grid(self)

    @property
    def outside(self: Any) -> Outside:
        """What lies beyond the city's edge."""
        return Outside(self)

    @property
    def registered(self) -> Any:
        """Those who deliberate, as Mesa keeps them: planners, and agents of one's own."""
        return super().agents  # type: ignore[misc]

    @property
    def agents(self: Any) -> Everybody:
        """Everybody: those registered with Mesa, and people, firms and third places as views."""
        return Everybody(self)

    @property
    def agents_by_type(self: Any) -> ByType:
        """The same by their type, kinds of people being types of their own."""
        return ByType(super().agents_by_type, self)  # type: ignore[misc]

    @property
    def agent_types(self) -> list[type]:
        """The types there are."""
        return list(self.agents_by_type)

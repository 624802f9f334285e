"""Those of several sorts, as one set: agents registered with Mesa, people, firms, third places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

import mesa

from sim.model.crowds import Crowd
from sim.model.many import ALL, Many, is_here

if TYPE_CHECKING:
    from sim.model.model import CityModel


class Some(Many):
    """Some of several sorts, chosen one by one."""

    def __init__(self, model: CityModel, members: Sequence[Any]) -> None:
        self.model, self._members = model, list(members)

    def __iter__(self) -> Iterator[Any]:
        return (one for one in self._members if is_here(self.model, one))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, other: object) -> bool:
        return is_here(self.model, other) and other in self._members

    def __repr__(self) -> str:
        return f"<{len(self)} x Agent>"

    def _of_type(self, agent_type: type) -> Some:
        return Some(self.model, [one for one in self if isinstance(one, agent_type)])

    def _taken(self, places: Sequence[int]) -> Some:
        members = list(self)
        return Some(self.model, [members[at] for at in places])

    def _become(self, other: Any) -> None:
        self._members = list(other)


class Everybody(Many):
    """All who act or are acted for: agents registered with Mesa, people, firms, third places."""

    def __init__(self, model: CityModel) -> None:
        self.model = model
        self._chosen: Many | None = None

    @property
    def parts(self) -> tuple[Any, ...]:
        """Those registered with Mesa, then everybody in the tables."""
        if self._chosen is not None:
            return (self._chosen,)
        return (self.model.registered, self.model.people, self.model.firms, self.model.places)

    def __iter__(self) -> Iterator[Any]:
        return chain(*self.parts)

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    def __contains__(self, other: object) -> bool:
        return any(other in part for part in self.parts)

    def __repr__(self) -> str:
        return f"<{len(self)} x Agent>"

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = ALL,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> Any:
        """Return those wanted; Mesa's own set, where they are of a type registered with Mesa."""
        if agent_type is None or not issubclass(agent_type, mesa.Agent) or self._chosen is not None:
            return super().select(filter_func, at_most, inplace, agent_type)
        most = int(len(self) * at_most) if isinstance(at_most, float) and at_most <= 1 else at_most
        return self.model.registered.select(filter_func, most, agent_type=agent_type)

    def _of_type(self, agent_type: type) -> Many:
        for part in self.parts:
            if isinstance(part, Crowd) and issubclass(agent_type, part.shows):
                return part._of_type(agent_type)
        return Some(self.model, [one for one in self if isinstance(one, agent_type)])

    def _taken(self, places: Sequence[int]) -> Some:
        members = list(self)
        return Some(self.model, [members[at] for at in places])

    def _become(self, other: Any) -> None:
        self._chosen = other

    def _attribute(self, name: str, otherwise: tuple[Any, ...]) -> list[Any]:
        given: list[Any] = []
        for part in self.parts:
            if isinstance(part, Many):
                given += part._attribute(name, otherwise)
            else:
                given += [getattr(one, name, *otherwise) for one in part]
        return given

    def set(self, attr_name: str, value: Any) -> Self:
        """Write an attribute of everybody."""
        for part in self.parts:
            part.set(attr_name, value)
        return self

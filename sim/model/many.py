"""Many who are looked at as Mesa's users look at agents: the vocabulary of an AgentSet."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, Self

from mesa.agentset import GroupBy

from sim.config.catalogue import text
from sim.config.refusal import shown
from sim.model.view import View

if TYPE_CHECKING:
    from random import Random

    from sim.model.model import CityModel

ALL = float("inf")
Missing = Literal["error", "default"]


class Many(ABC):
    """Some who are in the city now, in an order; each is made a view of while one looks.

    Whatever is chosen from them follows the city: those who leave are no longer counted. Shuffling
    draws from the model's own ``random``, which no rule uses.
    """

    model: CityModel

    @abstractmethod
    def __iter__(self) -> Iterator[Any]: ...

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __contains__(self, other: object) -> bool: ...

    @abstractmethod
    def _of_type(self, agent_type: type) -> Many:
        """Return those of a type."""

    @abstractmethod
    def _taken(self, places: Sequence[int]) -> Many:
        """Return those at some places in the order, in that order."""

    @abstractmethod
    def _become(self, other: Any) -> None:
        """Show those whom another shows."""

    @property
    def random(self) -> Random:
        """The model's random numbers, which no rule draws from."""
        return self.model.random

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = ALL,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> Many:
        """Return those wanted: by a function, by type, and at most so many or such a share."""
        most = int(len(self) * at_most) if isinstance(at_most, float) and at_most <= 1 else at_most
        chosen = self if agent_type is None else self._of_type(agent_type)
        if filter_func is not None or most != ALL:
            places = range(len(chosen))
            if filter_func is not None:
                places = (at for at, one in enumerate(chosen) if filter_func(one))  # type: ignore[assignment]
            chosen = chosen._taken(list(places if most == ALL else islice(places, int(most))))
        return self._changed(chosen, inplace)

    def shuffle(self, inplace: bool = False) -> Many:
        """Return them in a random order."""
        places = list(range(len(self)))
        self.random.shuffle(places)
        return self._changed(self._taken(places), inplace)

    def sort(
        self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False
    ) -> Many:
        """Return them by an attribute or a function, the largest first unless ascending."""
        keys = self.get(key) if isinstance(key, str) else [key(one) for one in self]
        places = sorted(range(len(keys)), key=keys.__getitem__, reverse=not ascending)
        return self._changed(self._taken(places), inplace)

    def _changed(self, chosen: Many, inplace: bool) -> Many:
        if not inplace:
            return chosen if chosen is not self else self.copy()
        self._become(chosen)
        return self

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Call a method, or a function, of each who is still there when her turn comes."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self:
        """Do the same in a random order."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Return what a method, or a function, of each gives."""
        given = []
        for one in self.to_list():
            if is_here(self.model, one):
                call = getattr(one, method) if isinstance(method, str) else method
                before = () if isinstance(method, str) else (one,)
                given.append(call(*before, *args, **kwargs))
        return given

    def get(
        self,
        attr_names: str | Sequence[str],
        handle_missing: Missing = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """Return an attribute of each, or a list of several of each."""
        if handle_missing not in ("error", "default"):
            raise ValueError(text("views.missing", given=shown(handle_missing)))
        otherwise = () if handle_missing == "error" else (default_value,)
        if isinstance(attr_names, str):
            return self._attribute(attr_names, otherwise)
        each = [self._attribute(name, otherwise) for name in attr_names]
        return [[values[at] for values in each] for at in range(len(self))]

    def _attribute(self, name: str, otherwise: tuple[Any, ...]) -> list[Any]:
        return [getattr(one, name, *otherwise) for one in self]

    def set(self, attr_name: str, value: Any) -> Self:
        """Write an attribute of each."""
        for one in self:
            setattr(one, attr_name, value)
        return self

    def agg(
        self, attribute: str, func: Callable[..., Any] | Iterable[Callable[..., Any]]
    ) -> Any | list[Any]:
        """Return what a function, or each of several, makes of an attribute of all of them."""
        values = self.get(attribute)
        return func(values) if callable(func) else [each(values) for each in func]

    def groupby(
        self, by: Callable[[Any], Any] | str, result_type: Literal["agentset", "list"] = "agentset"
    ) -> GroupBy:
        """Return them in groups, by an attribute or a function."""
        keys = self.get(by) if isinstance(by, str) else [by(one) for one in self]
        places: dict[Any, list[int]] = {}
        for at, key in enumerate(keys):
            places.setdefault(key, []).append(at)
        groups: dict[Any, Any] = {key: self._taken(of) for key, of in places.items()}
        if result_type == "list":
            groups = {key: group.to_list() for key, group in groups.items()}
        return GroupBy(groups)

    def to_list(self) -> list[Any]:
        """Return a view of each."""
        return list(self)

    def copy(self) -> Many:
        """Return the same, which stay chosen when others come."""
        return self._taken(range(len(self)))

    __copy__ = copy

    def __getitem__(self, at: int | slice) -> Any:
        """Return the one at a place in the order, or a list of those of a slice."""
        try:
            places = range(len(self))[at]
        except TypeError:
            raise TypeError(text("views.no_place", given=shown(at), who=repr(self))) from None
        except IndexError:
            raise IndexError(text("views.beyond", given=shown(at), who=repr(self))) from None
        chosen = self._taken([places] if isinstance(places, int) else places).to_list()
        return chosen[0] if isinstance(places, int) else chosen


def is_here(model: CityModel, one: Any) -> bool:
    """Tell whether somebody is in the city now, or registered with Mesa."""
    return one.present if isinstance(one, View) else one in model.registered

"""Boxes of assumptions in which something is more often so: patient rule induction (PRIM).

Friedman and Fisher 1999, as for finding scenarios (Bryant and Lempert 2010): a small part of the
worlds is peeled off again and again, always where the share of wins rises most per world.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
FEW = 6  # a number with at most so many values is peeled value by value
DIGITS = 12  # peels that gain the same to so many are equal


@dataclass(frozen=True)
class Peeling:
    """How patiently is peeled.

    Attributes
    ----------
    share : of the worlds left, taken from one end of a number at a time
    least : share of all worlds that a box holds at least
    most_numbers : how many numbers a box may restrict at most
    onward : go on where no peel raises the share of wins, as Friedman and Fisher do; else stop
    """

    share: float
    least: float
    most_numbers: int
    onward: bool = False


@dataclass(frozen=True)
class Box:
    """The worlds that are left, by what they were restricted to.

    Attributes
    ----------
    low, high : by name of a number: the ends it may not pass, halfway between worlds
    without : by name of a number: the values that were taken out
    """

    low: Mapping[str, float] = field(default_factory=dict)
    high: Mapping[str, float] = field(default_factory=dict)
    without: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    @property
    def numbers(self) -> list[str]:
        """Name the numbers this box restricts."""
        return list(dict.fromkeys([*self.low, *self.high, *self.without]))

    def holds(self, worlds: pd.DataFrame) -> Flags:
        """Tell which worlds (rows of numbers) lie in the box."""
        inside = np.ones(len(worlds), bool)
        for name, end in self.low.items():
            inside &= (worlds[name] >= end).to_numpy()
        for name, end in self.high.items():
            inside &= (worlds[name] <= end).to_numpy()
        for name, values in self.without.items():
            inside &= ~worlds[name].isin(values).to_numpy()
        return inside


def peeled(worlds: pd.DataFrame, wins: Flags, how: Peeling) -> list[Box]:
    """Peel worlds until no peel raises the share of wins, or onward; return all boxes on the way.

    Parameters
    ----------
    worlds : table with a row per world and a column per number
    wins : flag array, one per world: what is looked for is so

    Returns
    -------
    boxes from the one that holds every world to the last. A peel is worth what it adds to the
    share of wins, per world taken; of equals one that restricts no further number is taken, then
    the first in the order of columns (from above before from below).
    """
    columns = {str(name): _Column.of(worlds[name]) for name in worlds}
    boxes, inside = [Box()], np.ones(len(worlds), bool)
    while peels := list(_worth_it(columns, wins, (boxes[-1], inside), how)):
        _, _, cut, inside = max(peels, key=lambda peel: peel[:2])
        boxes.append(cut.of(boxes[-1]))
    return boxes


@dataclass(frozen=True)
class _Column:
    """One number of every world, and whether it is peeled value by value."""

    values: NDArray[Any]
    few: bool

    @classmethod
    def of(cls, values: pd.Series) -> "_Column":
        numeric = pd.api.types.is_numeric_dtype(values)
        return cls(values.to_numpy(), not numeric or values.nunique() <= FEW)


class _Cut(NamedTuple):
    """One peel: which end of a number moves where, or which value goes."""

    name: str
    side: Literal["low", "high", "without"]
    value: Any

    def of(self, box: Box) -> Box:
        """Return the box with this cut off."""
        known = getattr(box, self.side)
        gone = self.side == "without"
        value = (*known.get(self.name, ()), self.value) if gone else float(self.value)
        return replace(box, **{self.side: {**known, self.name: value}})


def _worth_it(
    columns: Mapping[str, _Column], wins: Flags, at: tuple[Box, Flags], how: Peeling
) -> Iterator[tuple[float, int, _Cut, Flags]]:
    """Give the peels to choose from: what each gains, how few numbers, the cut, what is left."""
    inside, restricted = at[1], set(at[0].numbers)
    before, won = np.count_nonzero(inside), np.count_nonzero(wins & inside)
    least = max(1, how.least * len(inside))
    for cut, left in _cuts(columns, inside, how.share):
        kept, numbers = np.count_nonzero(left), len(restricted | {cut.name})
        if least <= kept < before and numbers <= how.most_numbers:
            more = np.count_nonzero(wins & left) / kept - won / before
            gain = round(more / (before - kept), DIGITS)
            if gain > 0 or how.onward:
                yield gain, -numbers, cut, left


def _cuts(
    columns: Mapping[str, _Column], inside: Flags, share: float
) -> Iterator[tuple[_Cut, Flags]]:
    """Give every cut with the worlds it leaves, number by number."""
    for name, column in columns.items():
        values = column.values
        if column.few:
            for value in np.unique(values[inside]):
                yield _Cut(name, "without", value), inside & (values != value)
            continue
        ordered = np.sort(values[inside])
        taken = math.ceil(round(share * len(ordered), DIGITS))
        if taken < len(ordered):
            high = (ordered[-1 - taken] + ordered[-taken]) / 2
            yield _Cut(name, "high", high), inside & (values <= high)
            low = (ordered[taken - 1] + ordered[taken]) / 2
            yield _Cut(name, "low", low), inside & (values >= low)

"""A table whose columns are arrays and whose rows are reused."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from sim.kernels.arithmetic import all_in_steps, shares

Column = tuple[Any, int, Any]
"""dtype, width (1 for a plain column), value of an unused row."""

SHARE = np.uint16
"""The dtype of a column that holds shares in [0, 1], in steps of 1 / 65,535."""


class Table:
    """Columns of equal length; ``size`` of their rows have been used so far."""

    COLUMNS: ClassVar[dict[str, Column]] = {}

    def __init__(self, capacity: int) -> None:
        self.size = 0
        for name, (dtype, width, empty) in self.COLUMNS.items():
            shape = capacity if width == 1 else (capacity, width)
            setattr(self, name, np.full(shape, empty, dtype))

    @property
    def capacity(self) -> int:
        """Rows that fit before the columns must grow."""
        return len(getattr(self, next(iter(self.COLUMNS))))

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return the used part of every column by name; views, not copies."""
        return {name: getattr(self, name)[: self.size] for name in self.COLUMNS}

    def read(self, name: str, rows: Any) -> Any:
        """Return a column at some rows, as a copy; shares as numbers in [0, 1]."""
        kept = np.array(getattr(self, name)[rows])
        return shares(kept) if kept.dtype == SHARE else kept

    def write(self, name: str, rows: Any, value: Any) -> None:
        """Write a column at some rows; shares are given as numbers in [0, 1]."""
        column = getattr(self, name)
        if column.dtype == SHARE:
            value = all_in_steps(np.atleast_1d(np.clip(np.asarray(value, np.float64), 0.0, 1.0)))
            value = value if np.ndim(column[rows]) else value[0]
        column[rows] = value

    def add_rows(self, count: int) -> NDArray[np.int64]:
        """Take so many rows never used before, growing the columns where needed."""
        first, last = self.size, self.size + count
        if last > self.capacity:
            self._grow(max(last, 2 * self.capacity))
        self.size = last
        return np.arange(first, last)

    def clear_rows(self, rows: NDArray[Any], but: Collection[str] = ()) -> None:
        """Give rows the values of unused ones, but for columns that are about to be written."""
        for name, (_, _, empty) in self.COLUMNS.items():
            if name not in but:
                getattr(self, name)[rows] = empty

    def copy(self) -> Self:
        """Return an independent table with the same rows."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        for name in self.COLUMNS:
            setattr(twin, name, getattr(self, name).copy())
        return twin

    def _grow(self, capacity: int) -> None:
        for name, (dtype, width, empty) in self.COLUMNS.items():
            old = getattr(self, name)
            shape = capacity if width == 1 else (capacity, width)
            new = np.full(shape, empty, dtype)
            new[: len(old)] = old
            setattr(self, name, new)

"""A table whose columns are arrays and whose rows are reused."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

Column = tuple[Any, int, Any]
"""dtype, width (1 for a plain column), value of an unused row."""


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

    def add_rows(self, count: int) -> NDArray[np.int64]:
        """Take so many rows never used before, growing the columns where needed."""
        first, last = self.size, self.size + count
        if last > self.capacity:
            self._grow(max(last, 2 * self.capacity))
        self.size = last
        return np.arange(first, last)

    def clear_rows(self, rows: NDArray[Any]) -> None:
        """Give rows the values of unused ones."""
        for name, (_, _, empty) in self.COLUMNS.items():
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

"""What a stored table is made of: columns, and those that many tables have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, Any]
"""Columns by name, each an array or labels."""

SCHEMA_VERSION = 1
"""Raised by one whenever a column is renamed, removed or changes its meaning."""


@dataclass(frozen=True)
class Labels:
    """A column of few different words: of each row the number of its word."""

    codes: npt.NDArray[np.signedinteger[Any]]
    names: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> Labels:
        """Number the words of some rows as they come."""
        numbers: dict[str, int] = {}
        codes = [numbers.setdefault(word, len(numbers)) for word in words]
        return cls(np.array(codes, dtype=np.int16), tuple(numbers))

    @classmethod
    def joined(cls, pieces: Sequence[Labels]) -> Labels:
        """Put labels one after the other; a word that several have is one word."""
        if len({piece.names for piece in pieces}) == 1:
            return cls(np.concatenate([piece.codes for piece in pieces]), pieces[0].names)
        words = cls.of([name for piece in pieces for name in piece.names])
        ends = np.cumsum([len(piece.names) for piece in pieces])[:-1]
        numbers = np.split(words.codes, ends)
        codes = [number[piece.codes] for number, piece in zip(numbers, pieces, strict=True)]
        return cls(np.concatenate(codes), words.names)

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def words(self) -> npt.NDArray[np.str_]:
        """Return the word of each row."""
        return np.array(self.names)[self.codes]

    def arrow(self) -> pa.DictionaryArray:
        """Return the column as Arrow keeps labels."""
        import pyarrow as pa

        return pa.DictionaryArray.from_arrays(
            pa.array(self.codes), pa.array(self.names, pa.string())
        )


def joined(pieces: Sequence[Any]) -> Any:
    """Put pieces of one column, arrays or labels, one after the other."""
    if isinstance(pieces[0], Labels):
        return Labels.joined(pieces)
    return np.concatenate(pieces)


@dataclass(frozen=True)
class Column:
    """One column of a stored table."""

    name: str
    kind: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One stored table; `more` says which further columns it carries, if any."""

    name: str
    row: str
    columns: tuple[Column, ...]
    more: str = ""

    def arrow_schema(self, more: Mapping[str, str] | None = None) -> pa.Schema:
        """Return the columns as Arrow knows them, the table's name and version with them."""
        import pyarrow as pa

        kinds = {column.name: column.kind for column in self.columns} | dict(more or {})
        fields = [pa.field(name, _arrow_kind(kind)) for name, kind in kinds.items()]
        return pa.schema(fields, metadata={"table": self.name, "version": str(SCHEMA_VERSION)})


def _arrow_kind(kind: str) -> pa.DataType:
    import pyarrow as pa

    if kind == "label":
        return pa.dictionary(pa.int8(), pa.string())
    return pa.type_for_alias(kind)


RUN = Column("run_id", "string", "", "identity of the run, a hash of all that decides it")
SEED = Column("seed", "int32", "", "seed of the city's luck")
POINT = Column("point", "int32", "", "number of the point of the design")
"""Stands in the tables of a sweep, after the columns that every answer has."""
ARM = Column("arm", "string", "", "name of the arm in the question")
MONTH = Column("month", "int32", "months", "months since the policy began; 0 is the last before it")
PERSON = Column("person", "int32", "", "who, the same under every arm of a seed")
X = Column("x", "int16", "cells", "column of the cell, from the west")
Y = Column("y", "int16", "cells", "row of the cell, from the south")
STATUS = (
    Column("status", "string", "", "done or failed"),
    Column("stage", "string", "", "where a failed run stopped; empty when done"),
    Column("problem", "string", "", "why a failed run stopped; empty when done"),
)
SPENDER = Column("instrument", "string", "", "the instrument that spent, or purse")
INTERVALS = (
    Column("t_low", "float64", "of the outcome", "lower end of the paired-t interval"),
    Column("t_high", "float64", "of the outcome", "upper end of the paired-t interval"),
    Column("bca_low", "float64", "of the outcome", "lower end of the BCa interval"),
    Column("bca_high", "float64", "of the outcome", "upper end of the BCa interval"),
)

"""What a table says, whoever wrote it and however: one hash of it, and where two tables part."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

DIGITS = 32
"""Hexadecimal digits of the hash of a content."""


@dataclass(frozen=True)
class Difference:
    """The first row in which two tables part, and the first column that differs there.

    Where one of them ends, or has a column the other lacks, `column` is empty.
    """

    row: int
    column: str = ""
    kept: Any = None
    lived: Any = None


def content_hash(table: pa.Table) -> str:
    """Return the hash of what a table says: names, kinds and values, row by row.

    Compression, row groups, pieces, metadata and dictionaries are not in it; neither is which of
    its many bit patterns stands for NaN.
    """
    digest = hashlib.sha256()
    for name in table.column_names:
        column = _plain(table[name])
        digest.update(f"{name} {column.type} {len(column)}\n".encode())
        digest.update(np.packbits(_known(column)).tobytes())
        for values in _values(column):
            digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()[:DIGITS]


def first_difference(kept: pa.Table, lived: pa.Table, tolerance: float = 0.0) -> Difference | None:
    """Return where a kept table and the same one lived again part; None where they are one.

    Parameters
    ----------
    tolerance : float
        How far real numbers may be apart, as a share of their size and near 0 by itself; in
        single precision one step is allowed then. 0 allows no bit to differ.
    """
    if kept.column_names != lived.column_names:
        return Difference(0)
    rows, found = min(kept.num_rows, lived.num_rows), None
    for name in kept.column_names:
        one, other = (_plain(table[name])[:rows] for table in (kept, lived))
        apart = np.flatnonzero(_apart(one, other, tolerance))
        if len(apart) and (found is None or apart[0] < found.row):
            row = int(apart[0])
            found = Difference(row, name, one[row].as_py(), other[row].as_py())
    if found is None and kept.num_rows != lived.num_rows:
        return Difference(rows)
    return found


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece, its labels written out."""
    import pyarrow as pa

    whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], whole.type)
    if pa.types.is_dictionary(whole.type):
        whole = whole.cast(whole.type.value_type)
    return whole


def _known(column: pa.Array) -> npt.NDArray[np.bool_]:
    """Return in which rows there is a value; quick where it is everywhere."""
    if not column.null_count:
        return np.ones(len(column), np.bool_)
    known: npt.NDArray[np.bool_] = column.is_valid().to_numpy(zero_copy_only=False)
    return known


def _values(column: pa.Array) -> list[npt.NDArray[Any]]:
    """Return what stands in a column as little-endian numbers; of words, lengths and letters."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        words = _filled(column, "" if pa.types.is_string(kind) else b"").cast(pa.large_binary())
        return [_lengths(words), _letters(words)]
    if pa.types.is_boolean(kind):
        return [_filled(column, False).to_numpy(zero_copy_only=False).astype(np.uint8)]
    numbers = _filled(column, 0).to_numpy(zero_copy_only=False)
    if numbers.dtype.kind == "f" and (nowhere := np.isnan(numbers)).any():
        numbers = np.where(nowhere, numbers.dtype.type(np.nan), numbers)
    return [numbers.astype(numbers.dtype.newbyteorder("<"), copy=False)]


def _filled(column: pa.Array, otherwise: object) -> pa.Array:
    return column.fill_null(otherwise) if column.null_count else column


def _ends(words: pa.Array) -> npt.NDArray[np.int64]:
    """Return where each word begins among the letters, and where the last one ends."""
    offsets = words.buffers()[1]
    if offsets is None or not len(words):
        return np.zeros(1, np.int64)
    every = np.frombuffer(offsets, np.int64)
    return every[words.offset : words.offset + len(words) + 1]


def _lengths(words: pa.Array) -> npt.NDArray[np.int64]:
    return np.diff(_ends(words)).astype("<i8", copy=False)


def _letters(words: pa.Array) -> npt.NDArray[np.uint8]:
    ends, letters = _ends(words), words.buffers()[2]
    if letters is None:
        return np.zeros(0, np.uint8)
    return np.frombuffer(letters, np.uint8)[ends[0] : ends[-1]]


def _apart(one: pa.Array, other: pa.Array, tolerance: float) -> npt.NDArray[np.bool_]:
    """Return in which rows two columns differ."""
    import pyarrow as pa
    import pyarrow.compute as compute

    if one.type != other.type:
        return np.ones(len(one), np.bool_)
    unlike = _known(one) != _known(other)
    if pa.types.is_floating(one.type):
        return unlike | _far(_values(one)[0], _values(other)[0], tolerance)
    differ = compute.not_equal(one, other).fill_null(False)
    return unlike | differ.to_numpy(zero_copy_only=False)


def _far(one: npt.NDArray[Any], other: npt.NDArray[Any], tolerance: float) -> npt.NDArray[np.bool_]:
    """Return which real numbers are further apart than allowed; NaN is like NaN."""
    if tolerance <= 0.0:
        bits = f"<i{one.dtype.itemsize}"
        return one.view(bits) != other.view(bits)
    share = max(tolerance, float(np.finfo(one.dtype).eps))
    return ~np.isclose(one, other, rtol=share, atol=tolerance, equal_nan=True)

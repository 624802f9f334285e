"""How runs are laid out in a part of the store: by their identity, without names of arms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.recorder.columns import Labels, joined
from sim.recorder.schemas import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.recorder.record import Record, Rows

Listed = Sequence[tuple[str, "Record"]]
"""Records by run identity, in its order."""

OUTSIDE_A_PART = ("seed", "arm")
"""Columns a part does not hold: what an arm is called is the question's business."""


def part_tables(records: Mapping[str, Record]) -> dict[str, pa.Table]:
    """Lay out the records of some tasks as compact tables, sorted by run identity.

    Words are numbered, and each stands once in its table: they are what repeats most in it.
    """
    listed = sorted(records.items())
    return {
        "timeline": _timeline(listed),
        "outcomes": _outcomes(listed),
        "maps": _maps(listed),
        "places": _noted("places", listed),
        "groups": _by_columns("groups", listed),
        "ties": _by_columns("ties", listed),
        "ledger": _noted("ledger", listed),
        "founders": _by_columns("founders", listed),
        "candidates": _by_columns("candidates", listed),
        "worth": _noted("worth", listed),
    }


def _timeline(listed: Listed) -> pa.Table:
    import pyarrow as pa

    names = listed[0][1].names
    series = np.ascontiguousarray(np.concatenate([record.series for _, record in listed]).T)
    months = np.concatenate([record.months for _, record in listed])
    runs = _repeated([(run_id, len(record.months)) for run_id, record in listed])
    return pa.table({"run_id": runs, "month": months, **dict(zip(names, series, strict=True))})


def _outcomes(listed: Listed) -> pa.Table:
    import pyarrow as pa

    ended = [record.outcomes for _, record in listed]
    columns = {name: [row[name] for row in ended] for name in ended[0]}
    return pa.table({"run_id": [run_id for run_id, _ in listed], **columns})


def _repeated(lengths: Sequence[tuple[str, int]]) -> pa.DictionaryArray:
    """Return each name as often as it has rows."""
    import pyarrow as pa

    counts = [length for _, length in lengths]
    numbers = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    names = pa.array([name for name, _ in lengths], pa.string())
    return pa.DictionaryArray.from_arrays(numbers, names)


def _maps(listed: Listed) -> pa.Table:
    """Keep each square as one row of bytes: quick to write, quick to average."""
    import pyarrow as pa

    rows = [
        (run_id, month, layer, squares.shape[1], np.ascontiguousarray(squares[at]).tobytes())
        for run_id, record in listed
        for layer, squares in record.maps.items()
        for at, month in enumerate(record.mapped_months)
    ]
    run, month, layer, side, square = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return pa.table(
        {
            "run_id": pa.array(run, pa.string()).dictionary_encode(),
            "month": pa.array(month, pa.int32()),
            "layer": pa.array(layer, pa.string()).dictionary_encode(),
            "side": pa.array(side, pa.int32()),
            "square": pa.array(square, pa.binary()),
        }
    )


def _numbered(record: Record) -> Rows:
    """Return the ledger with instruments by their number: what they are called is the question's.

    One policy under two sets of names is one run, whose tables must be the same.
    """
    number = {name: str(at) for at, name in enumerate(record.scenario.policy.instruments)}
    rows = [
        {**row, "instrument": number.get(row["instrument"], row["instrument"])}
        for row in record.ledger
    ]
    return sorted(rows, key=lambda row: (row["instrument"], row["account"]))


def _noted(name: str, listed: Listed) -> pa.Table:
    """Lay out what was noted row by row."""
    import pyarrow as pa

    pages = [
        (run_id, _numbered(record) if name == "ledger" else getattr(record, name))
        for run_id, record in listed
    ]
    noted = [row for _, rows in pages for row in rows]
    columns = {
        field: _words_once(pa.array(list(map(itemgetter(field), noted)), kind))
        for field, kind in _kinds(name).items()
    }
    runs = _repeated([(run_id, len(rows)) for run_id, rows in pages])
    return pa.table({"run_id": runs, **columns})


def _words_once(column: pa.Array) -> pa.Array:
    """Number the words of a column; leave other columns as they are."""
    import pyarrow as pa

    return column.dictionary_encode() if pa.types.is_string(column.type) else column


def _by_columns(name: str, listed: Listed) -> pa.Table:
    """Lay out what was noted column by column: numbers as arrays, words as labels."""
    import pyarrow as pa

    noted = ((run_id, getattr(record, name)) for run_id, record in listed)
    pages = [(run_id, columns) for run_id, columns in noted if columns]
    columns = {
        field: _in_one([page[field] for _, page in pages], kind)
        for field, kind in _kinds(name).items()
    }
    first = next(iter(columns))
    runs = _repeated([(run_id, len(page[first])) for run_id, page in pages])
    return pa.table({"run_id": runs, **columns})


def _in_one(pieces: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Put the pieces of one column one after the other; words stay numbered."""
    import pyarrow as pa

    if not pieces:
        return _words_once(pa.array([], kind))
    whole = joined(pieces)
    return whole.arrow() if isinstance(whole, Labels) else pa.array(whole, kind)


@cache
def _kinds(name: str) -> dict[str, pa.DataType]:
    """Return the kinds of the columns that a table has in a part, beside the run."""
    outside = ("run_id", *OUTSIDE_A_PART)
    schema = TABLES[name].arrow_schema()
    return {field.name: field.type for field in schema if field.name not in outside}

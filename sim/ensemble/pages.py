"""What was noted of some runs, laid out as the compact tables of one part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.recorder.columns import Labels
from sim.recorder.schemas import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.recorder.record import Record, Rows

Listed = Sequence[tuple[str, "Record"]]
"""Records by run identity, in its order."""

OUTSIDE_A_PART = ("seed", "arm")
"""Columns a part does not hold: what an arm is called is the question's business."""


def part_tables(records: Mapping[str, Record]) -> dict[str, pa.Table]:
    """Lay out the records of some tasks as compact tables, sorted by run identity."""
    listed = sorted(records.items())
    return {
        "timeline": _timeline(listed),
        "outcomes": _outcomes(listed),
        "maps": _maps(listed),
        "places": _noted("places", listed),
        "groups": _noted("groups", listed),
        "ties": _by_columns("ties", listed),
        "ledger": _noted("ledger", listed),
        "founders": _by_columns("founders", listed),
        "candidates": _by_columns("candidates", listed),
        "worth": _noted("worth", listed),
    }


def _timeline(listed: Listed) -> pa.Table:
    import pyarrow as pa

    names = listed[0][1].names
    series = np.concatenate([record.series for _, record in listed]).T
    months = np.concatenate([record.months for _, record in listed])
    columns = dict(zip(names, map(np.ascontiguousarray, series), strict=True))
    runs = _repeated([(run_id, len(record.months)) for run_id, record in listed])
    return pa.table({"run_id": runs, "month": months, **columns})


def _outcomes(listed: Listed) -> pa.Table:
    import pyarrow as pa

    ended = [record.outcomes for _, record in listed]
    columns = {name: [row[name] for row in ended] for name in ended[0]}
    return pa.table({"run_id": [run_id for run_id, _ in listed], **columns})


def _repeated(lengths: Sequence[tuple[str, int]]) -> pa.Array:
    """Return each name as often as it has rows."""
    import pyarrow as pa

    names = pa.array([name for name, _ in lengths], pa.string())
    counts = [length for _, length in lengths]
    return names.take(pa.array(np.repeat(np.arange(len(counts)), counts)))


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
            "run_id": pa.array(run, pa.string()),
            "month": pa.array(month, pa.int32()),
            "layer": pa.array(layer, pa.string()),
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

    schema = _schema(name)
    pages = [
        (run_id, _numbered(record) if name == "ledger" else getattr(record, name))
        for run_id, record in listed
    ]
    columns = {
        field: [row[field] for _, rows in pages for row in rows]
        for field in schema.names
        if field != "run_id"
    }
    runs = _repeated([(run_id, len(rows)) for run_id, rows in pages])
    return pa.table({"run_id": runs, **columns}, schema=schema)


def _by_columns(name: str, listed: Listed) -> pa.Table:
    """Lay out what was noted column by column: numbers as arrays, words as labels."""
    import pyarrow as pa

    schema = _schema(name)
    noted = ((run_id, getattr(record, name)) for run_id, record in listed)
    pages = [(run_id, columns) for run_id, columns in noted if columns]
    if not pages:
        return schema.empty_table()
    fields = [field for field in schema.names if field != "run_id"]
    columns = {field: _in_one([page[field] for _, page in pages]) for field in fields}
    runs = _repeated([(run_id, len(page[fields[0]])) for run_id, page in pages])
    return pa.table({"run_id": runs, **columns}, schema=schema)


def _in_one(pieces: Sequence[Any]) -> Any:
    """Put the pieces of one column one after the other."""
    import pyarrow as pa

    if not isinstance(pieces[0], Labels):
        return np.concatenate(pieces)
    whole = pa.chunked_array([piece.arrow() for piece in pieces])
    return whole.unify_dictionaries().combine_chunks()


def _schema(name: str) -> pa.Schema:
    """Return the columns that a table has in a part."""
    import pyarrow as pa

    return pa.schema(
        [field for field in TABLES[name].arrow_schema() if field.name not in OUTSIDE_A_PART]
    )

"""One part of the run store: compact tables of runs that one worker has finished together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config.catalogue import RECORDED, text
from sim.ensemble.likeness import told_apart
from sim.recorder import manifest
from sim.recorder.columns import SCHEMA_VERSION
from sim.recorder.schemas import TABLES
from sim.recorder.tables import compact_bytes

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.recorder.record import Record, Rows

Listed = Sequence[tuple[str, "Record"]]
"""Records by run identity, in its order."""

LABEL = "part.json"
KEPT = ("timeline", "outcomes", "maps", "places", "groups", "ties", "ledger")
OUTSIDE_A_PART = ("seed", "arm")
"""Columns a part does not hold: what an arm is called is the question's business."""


class BrokenPart(Exception):
    """A part that is not what its label says, in a sentence."""

    @classmethod
    def of(cls, key: str, /, **parts: Any) -> BrokenPart:
        """Name a sentence of the catalogue and give its parts."""
        return cls(text(f"problems.ensemble.broken.{key}", RECORDED, **parts))


@dataclass(frozen=True)
class Part:
    """A folder of the run store and what its label says is in it."""

    folder: Path
    runs: tuple[str, ...]
    tables: Mapping[str, Mapping[str, Any]]
    log: Mapping[str, Any]

    def verify(self) -> None:
        """Read every byte once; a part that has changed since it was written is broken."""
        for name, said in self.tables.items():
            file = f"{name}.parquet"
            try:
                content = (self.folder / file).read_bytes()
            except OSError as error:
                reason = error.strerror
                raise BrokenPart.of("unreadable_table", file=file, reason=reason) from None
            if hashlib.sha256(content).hexdigest() != said["sha256"]:
                found, written = len(content), said["bytes"]
                raise BrokenPart.of("changed_table", file=file, found=found, written=written)

    def table(self, name: str) -> pa.Table:
        """Return one of its tables."""
        import pyarrow.parquet as parquet

        with parquet.ParquetFile(self.folder / f"{name}.parquet") as file:
            return file.read(use_threads=False)


def write_part(folder: Path, records: Mapping[str, Record], log: Mapping[str, Any]) -> None:
    """Write some records, by run identity, and how each is made; the label is last."""
    tables = {}
    for name, table in part_tables(records).items():
        content = compact_bytes(table)
        (folder / f"{name}.parquet").write_bytes(content)
        tables[name] = {
            "bytes": content.size,
            "sha256": hashlib.sha256(content).hexdigest(),
            "rows": table.num_rows,
        }
    scenarios = told_apart({run_id: records[run_id].scenario for run_id in sorted(records)})
    manifest.write(folder, manifest.certificate(command="store", scenarios=scenarios), indent=None)
    label = {
        "schema_version": SCHEMA_VERSION,
        "runs": sorted(records),
        "tables": tables,
        "log": dict(log),
    }
    (folder / LABEL).write_text(json.dumps(label, indent=1), encoding="utf-8")


def read_label(folder: Path) -> Part:
    """Read what a part says of itself; refuse one that says nothing understandable."""
    try:
        label = json.loads((folder / LABEL).read_text(encoding="utf-8"))
        version = label["schema_version"]
        if version != SCHEMA_VERSION:
            raise BrokenPart.of("other_schema", version=version, own=SCHEMA_VERSION)
        part = Part(folder, tuple(label["runs"]), dict(label["tables"]), dict(label["log"]))
        sizes = {name: said["bytes"] for name, said in part.tables.items()}
    except FileNotFoundError:
        raise BrokenPart.of("no_label", file=LABEL) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BrokenPart.of("unreadable_label", file=LABEL) from None
    _compare_sizes(folder, sizes)
    return part


def _compare_sizes(folder: Path, sizes: Mapping[str, int]) -> None:
    if set(sizes) != set(KEPT):
        raise BrokenPart.of("other_tables")
    for name, size in sizes.items():
        path = folder / f"{name}.parquet"
        found = path.stat().st_size if path.is_file() else 0
        if found != size:
            raise BrokenPart.of("cut_table", file=path.name, found=found, written=size)


def part_tables(records: Mapping[str, Record]) -> dict[str, pa.Table]:
    """Lay out the records of some tasks as compact tables, sorted by run identity."""
    listed = sorted(records.items())
    return {
        "timeline": _timeline(listed),
        "outcomes": _outcomes(listed),
        "maps": _maps(listed),
        "places": _noted("places", listed),
        "groups": _noted("groups", listed),
        "ties": _ties(listed),
        "ledger": _noted("ledger", listed),
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


def _ties(listed: Listed) -> pa.Table:
    """Lay out ties, which come column by column."""
    import pyarrow as pa

    schema = _schema("ties")
    pages = [(run_id, record.ties) for run_id, record in listed if record.ties]
    columns: dict[str, Any] = {
        field: np.concatenate([ties[field] for _, ties in pages]) if pages else []
        for field in schema.names
        if field != "run_id"
    }
    runs = _repeated([(run_id, len(ties["month"])) for run_id, ties in pages])
    return pa.table({"run_id": runs, **columns}, schema=schema)


def _schema(name: str) -> pa.Schema:
    """Return the columns that a table has in a part."""
    import pyarrow as pa

    return pa.schema(
        [field for field in TABLES[name].arrow_schema() if field.name not in OUTSIDE_A_PART]
    )


def total_bytes(parts: Sequence[Part]) -> int:
    """Return what some parts take on the disk."""
    return sum(said["bytes"] for part in parts for said in part.tables.values())

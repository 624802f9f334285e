"""How a table is put on disk and read back: whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.refusal import Refusal
from sim.recorder.columns import SCHEMA_VERSION
from sim.recorder.schemas import TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ROWS_PER_GROUP = 65_536


def table_of(
    name: str, columns: Mapping[str, Any], more: Mapping[str, str] | None = None
) -> pa.Table:
    """Lay columns out as one of the documented tables; a missing column is an error.

    Parameters
    ----------
    columns : mapping of column name to array or list, one entry per row
    more : mapping of column name to kind
        The further columns a table may carry, e.g. one per outcome.
    """
    import pyarrow as pa

    schema = TABLES[name].arrow_schema(more)
    return pa.table({field.name: columns[field.name] for field in schema}, schema=schema)


def table_of_rows(
    name: str, rows: Sequence[Mapping[str, Any]], more: Mapping[str, str] | None = None
) -> pa.Table:
    """Lay out rows given one by one as one of the documented tables."""
    names = [column.name for column in TABLES[name].columns] + list(more or {})
    return table_of(name, {column: [row[column] for row in rows] for column in names}, more)


def parquet_bytes(table: pa.Table) -> pa.Buffer:
    """Return the Parquet file of a table: equal tables give equal bytes."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(
        table.combine_chunks(), sink, compression="zstd", row_group_size=ROWS_PER_GROUP
    )
    return sink.getvalue()


def write_whole(path: Path, content: pa.Buffer | bytes) -> str:
    """Write a file so that nobody ever sees half of it; return the hash of its content."""
    staged = path.with_name(f".{path.name}.{os.getpid()}.writing")
    try:
        staged.write_bytes(content)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)
    return hashlib.sha256(content).hexdigest()


def write_streamed(path: Path, schema: pa.Schema, pieces: Iterable[pa.Table]) -> str:
    """Write a table that comes in pieces, whole, as if it had come in one; return its hash.

    No more of it is held than a group of rows; the bytes are those of `parquet_bytes`.
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    staged = path.with_name(f".{path.name}.{os.getpid()}.writing")
    held, groups = schema.empty_table(), 0
    try:
        with parquet.ParquetWriter(staged, schema, compression="zstd") as writer:
            for piece in pieces:
                held = pa.concat_tables([held, piece])
                while held.num_rows >= ROWS_PER_GROUP:
                    writer.write_table(held.slice(0, ROWS_PER_GROUP).combine_chunks())
                    held, groups = held.slice(ROWS_PER_GROUP).combine_chunks(), groups + 1
            if held.num_rows or not groups:
                writer.write_table(held.combine_chunks())
        hashed = file_hash(staged)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)
    return hashed


def file_hash(path: Path) -> str:
    """Return the hash of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_table(folder: Path, name: str, table: pa.Table, file: str = "") -> Path:
    """Write one table into a folder, whole, and return its path."""
    path = folder / f"{file or name}.parquet"
    write_whole(path, parquet_bytes(table))
    return path


def read_table(path: Path, name: str) -> pa.Table:
    """Read a stored table; one that is broken, foreign or of another version is refused."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    try:
        table = parquet.read_table(path)
        table.validate(full=True)
    except FileNotFoundError:
        raise Refusal.of("recorder.no_table", path=path) from None
    except (pa.ArrowException, OSError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise Refusal.of("recorder.broken_table", path=path, reason=reason) from error
    refuse_other_versions(table, path, name)
    return table


def refuse_other_versions(table: pa.Table, path: Path, name: str) -> None:
    """Refuse a table that faireville did not write, or wrote under another schema."""
    said = {
        key.decode(errors="replace"): value.decode(errors="replace")
        for key, value in (table.schema.metadata or {}).items()
    }
    if said.get("table") != name or "version" not in said:
        raise Refusal.of("recorder.other_table", path=path, name=name)
    if said["version"] != str(SCHEMA_VERSION):
        raise of_another_schema(path, said["version"])


def of_another_schema(path: Path, version: Any) -> Refusal:
    """Return the refusal of a file that another faireville wrote."""
    return Refusal.of("recorder.other_schema", path=path, version=version, own=SCHEMA_VERSION)


def rows_of(table: pa.Table, run_id: str) -> pa.Table:
    """Return the rows of one run."""
    import pyarrow.compute as compute

    return table.filter(compute.equal(table["run_id"], run_id))


def frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as pandas knows it."""
    return table.to_pandas()

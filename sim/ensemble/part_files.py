"""How the tables of a part are written and read: quickly, for nobody keeps them for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

PART_VERSION = 2
"""Raised by one whenever parts are written in another way than before."""


def arrow_bytes(table: pa.Table) -> pa.Buffer:
    """Return the Arrow file of a table: equal tables give equal bytes."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    how = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    with pa.ipc.new_file(sink, table.schema, options=how) as file:
        file.write_table(table)
    return sink.getvalue()


def read_arrow(path: Path) -> pa.Table:
    """Read a whole table, its words no more numbered; one that is broken is an error."""
    import pyarrow as pa

    with pa.OSFile(str(path)) as source:
        how = pa.ipc.IpcReadOptions(use_threads=False)
        table = pa.ipc.open_file(source, options=how).read_all()
    table.validate(full=True)  # a number beyond the words would be looked up nowhere
    for at, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            words = table.column(at).cast(field.type.value_type)
            table = table.set_column(at, field.name, words)
    return table

"""The hash of a table is of what it says, and two tables part where they first differ."""

from __future__ import annotations

import hashlib
import io
import struct

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.recorder.contents import Difference, content_hash, first_difference

COLUMNS = {
    "word": ["a", "", None, "bc"],
    "real": [0.5, float("nan"), None, -0.0],
    "whole": pa.array([1, 2, None, 4], pa.int16()),
    "yes": [True, False, None, True],
    "raw": [b"x", b"", None, b"yz"],
}


@pytest.fixture
def table():
    return pa.table(COLUMNS)


def stored(table: pa.Table, **how) -> pa.Table:
    sink = io.BytesIO()
    parquet.write_table(table, sink, **how)
    return parquet.read_table(io.BytesIO(sink.getvalue()))


def naive_hash(table: pa.Table) -> str:
    """Hash a table value by value, as docs/tables.md says."""
    codes = {"double": "<d", "float": "<f", "int16": "<h", "int32": "<i", "int64": "<q"}
    said = b""
    for name in table.column_names:
        kind, values = str(table.schema.field(name).type), table[name].to_pylist()
        said += f"{name} {kind} {len(values)}\n".encode()
        bits = "".join("0" if value is None else "1" for value in values)
        bits += "0" * (-len(bits) % 8)
        said += bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
        if kind in ("string", "binary"):
            words = [
                (value or "").encode() if kind == "string" else value or b"" for value in values
            ]
            said += b"".join(struct.pack("<q", len(word)) for word in words) + b"".join(words)
        elif kind == "bool":
            said += bytes(bool(value) for value in values)
        else:
            said += b"".join(struct.pack(codes[kind], value or 0) for value in values)
    return hashlib.sha256(said).hexdigest()[:32]


def test_the_hash_is_made_as_it_is_said_to_be(table):
    more = {"short": pa.array([1.5, None, -2.0, 0.1], pa.float32()), "long": [2**40, -1, None, 0]}
    table = pa.table({**COLUMNS, "real": [0.5, float("nan"), None, 1e300], **more})

    assert content_hash(table) == naive_hash(table)


def test_how_a_table_is_kept_is_not_in_its_hash(table):
    said = content_hash(table)

    assert content_hash(stored(table, compression="zstd", row_group_size=2)) == said
    assert content_hash(stored(table, compression="none", use_dictionary=False)) == said
    assert content_hash(pa.concat_tables([table.slice(0, 1), table.slice(1)])) == said
    assert content_hash(table.replace_schema_metadata({"when": "today"})) == said
    coded = table.set_column(0, "word", table["word"].dictionary_encode())
    assert content_hash(coded) == said
    assert content_hash(pa.concat_tables([table, table]).slice(4)) == said


def test_every_way_to_write_nan_is_the_same():
    odd = np.array([0x7FF8000000000001], np.uint64).view(np.float64)

    assert content_hash(pa.table({"x": odd})) == content_hash(pa.table({"x": [float("nan")]}))


@pytest.mark.parametrize(
    "other",
    [
        {"word": ["a", "b", None, "c"]},
        {"word": ["ab", "", None, "c"]},
        {"word": ["a", None, None, "bc"]},
        {"real": [0.5, None, None, -0.0]},
        {"real": [0.5, float("nan"), None, 0.0]},
        {"real": [0.5000000000000001, float("nan"), None, -0.0]},
        {"whole": pa.array([1, 2, 0, 4], pa.int16())},
        {"whole": pa.array([1, 2, None, 4], pa.int32())},
        {"yes": [True, False, False, True]},
        {"raw": [b"xy", b"", None, b"z"]},
    ],
)
def test_whatever_is_said_otherwise_makes_another_hash(table, other):
    changed = pa.table(COLUMNS | other)

    assert content_hash(changed) != content_hash(table)
    assert first_difference(table, changed) is not None


def test_names_and_order_are_in_the_hash(table):
    renamed = table.rename_columns(["term", *table.column_names[1:]])

    assert content_hash(renamed) != content_hash(table)
    assert content_hash(table.select(table.column_names[::-1])) != content_hash(table)
    assert content_hash(table.take([1, 0, 2, 3])) != content_hash(table)
    assert content_hash(table.slice(0, 3)) != content_hash(table)


def test_a_table_without_rows_has_a_hash(table):
    assert content_hash(table.slice(0, 0)) == content_hash(stored(table.slice(0, 0)))
    assert first_difference(table.slice(0, 0), table.slice(0, 0)) is None


def test_a_table_does_not_differ_from_itself(table):
    assert first_difference(table, stored(table)) is None
    assert first_difference(table, stored(table), 1e-9) is None


def test_the_row_comes_before_the_column():
    kept = pa.table({"a": [1, 2, 3], "b": [1.0, 2.0, 3.0]})
    lived = pa.table({"a": [1, 2, 4], "b": [1.0, 2.5, 3.0]})

    assert first_difference(kept, lived) == Difference(1, "b", 2.0, 2.5)


def test_rows_and_columns_that_one_lacks_are_told():
    kept = pa.table({"a": [1, 2]})

    assert first_difference(kept, pa.table({"a": [1, 2, 3]})) == Difference(2)
    assert first_difference(kept, pa.table({"a": [5]})) == Difference(0, "a", 1, 5)
    assert first_difference(kept, pa.table({"b": [1, 2]})) == Difference(0)


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        ("float64", 1e6, 1e6 + 1e-4, True),
        ("float64", 1e6, 1e6 + 1e-2, False),
        ("float64", 0.0, 1e-10, True),
        ("float64", 0.0, 1e-8, False),
        ("float64", float("nan"), float("nan"), True),
        ("float64", float("nan"), 1.0, False),
        ("float32", 1.0, 1.0 + 2**-23, True),
        ("float32", 1.0, 1.0 + 2**-20, False),
        ("int64", 10**12, 10**12 + 1, False),
        ("string", "a", "b", False),
    ],
)
def test_elsewhere_real_numbers_may_be_a_billionth_apart(kind, one, other, same):
    kept, lived = (pa.table({"x": pa.array([value], kind)}) for value in (one, other))

    assert (first_difference(kept, lived, 1e-9) is None) == same


@given(st.data(), st.integers(1, 30), st.integers(1, 5))
@settings(deadline=None)
def test_the_only_cell_that_was_changed_is_the_one_named(data, rows, columns):
    values = np.arange(rows * columns, dtype=float).reshape(rows, columns)
    row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    changed = values.copy()
    changed[row, column] += data.draw(st.sampled_from([1.0, -0.5, np.inf, np.nan]))
    kept, lived = (
        pa.table({f"c{at}": square[:, at] for at in range(columns)}) for square in (values, changed)
    )

    found = first_difference(kept, lived)

    assert found is not None
    assert (found.row, found.column, found.kept) == (row, f"c{column}", values[row, column])
    assert content_hash(kept) != content_hash(lived)

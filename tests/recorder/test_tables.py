"""A stored table is whole, says what it is, and is refused in a sentence when it is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from sim.config.refusal import Refusal
from sim.recorder.columns import SCHEMA_VERSION, Labels
from sim.recorder.schemas import TABLES
from sim.recorder.tables import parquet_bytes, read_table, table_of_rows, write_table, write_whole

ROW = {"run_id": "a", "seed": 1, "arm": "cash", "instrument": "cash", "account": "grant"}


@pytest.fixture
def ledger():
    return table_of_rows("ledger", [ROW | {"euros": euros} for euros in (1.0, 2.5)])


def test_a_table_comes_back_as_it_was_written(tmp_path, ledger):
    path = write_table(tmp_path, "ledger", ledger)

    assert read_table(path, "ledger").equals(ledger)
    assert read_table(path, "ledger").schema.metadata[b"version"] == b"%d" % SCHEMA_VERSION


def test_equal_tables_are_equal_bytes_however_they_were_put_together(ledger):
    pieces = pa.concat_tables([ledger.slice(0, 1), ledger.slice(1, 1)])

    assert parquet_bytes(pieces) == parquet_bytes(ledger)


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(Refusal, match="there is no table"):
        read_table(tmp_path / "ledger.parquet", "ledger")


def test_a_table_cut_short_is_refused(tmp_path, ledger):
    path = write_table(tmp_path, "ledger", ledger)
    path.write_bytes(path.read_bytes()[:-7])

    with pytest.raises(Refusal, match="not a whole Parquet file"):
        read_table(path, "ledger")


def test_a_foreign_table_is_refused(tmp_path, ledger):
    parquet.write_table(ledger.replace_schema_metadata(None), tmp_path / "foreign.parquet")
    write_table(tmp_path, "ledger", ledger)

    with pytest.raises(Refusal, match="not a 'ledger' table written by faireville"):
        read_table(tmp_path / "foreign.parquet", "ledger")
    with pytest.raises(Refusal, match="not a 'maps' table"):
        read_table(tmp_path / "ledger.parquet", "maps")


def test_a_table_of_another_schema_version_is_refused(tmp_path, ledger):
    older = {b"table": b"ledger", b"version": b"0"}
    parquet.write_table(ledger.replace_schema_metadata(older), tmp_path / "ledger.parquet")

    with pytest.raises(Refusal, match="schema version 0 and this faireville reads version 1"):
        read_table(tmp_path / "ledger.parquet", "ledger")


def test_a_table_without_one_of_its_columns_cannot_be_made():
    with pytest.raises(KeyError, match="euros"):
        table_of_rows("ledger", [ROW])


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_whole(path, b"old")

    def fails(self, target):
        raise OSError("the disk is gone")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="gone"):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_every_column_is_documented(name):
    text = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]

    for column in TABLES[name].columns:
        assert f"| `{column.name}` | {column.kind} |" in section
        assert column.meaning.replace("`", "") in section.replace("`", "")


def test_labels_put_together_keep_their_words_and_number_each_once():
    pieces = [Labels.of("north"), Labels.of("horn"), Labels(np.array([], np.int8), ("t",))]

    whole = Labels.joined(pieces)

    assert "".join(whole.words) == "northhorn"
    assert sorted(whole.names) == sorted(set("northhorn"))
    assert whole.arrow().to_pylist() == list("northhorn")


def test_labels_beyond_the_numbers_of_a_byte_are_put_together():
    words = [f"word {number}" for number in range(300)]

    whole = Labels.joined([Labels.of(words[:100]), Labels.of(words[50:])])

    assert whole.arrow().to_pylist() == [*words[:100], *words[50:]]

"""What cannot be verified is refused in a sentence, before anything is lived."""

from __future__ import annotations

import json
import shutil

import pyarrow.parquet as parquet
import pytest

from sim.config.refusal import Refusal
from sim.ensemble.found import kept_at
from tests.ensemble.altering import answer, change_told, one_part, run_folder


def refused(folder):
    with pytest.raises(Refusal) as refusal:
        kept_at(folder)
    said = str(refusal.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_a_path_where_nothing_is(tmp_path):
    assert "there is nothing at" in refused(tmp_path / "nowhere")
    assert "cannot be read" in refused(tmp_path / ("long" * 100))


def test_a_folder_that_is_no_result(tmp_path):
    assert "there is no result in" in refused(tmp_path)


def test_a_folder_above_results_names_one_that_is_inside(results):
    assert "name one, such as" in refused(results)
    assert str(answer(results)) in refused(results / "compare")


def test_a_file_of_a_result_stands_for_it(results):
    assert kept_at(answer(results) / "manifest.json").folder == answer(results)


@pytest.mark.parametrize("status", ["being lived", "interrupted", "being written", "failed", 3])
def test_an_answer_that_is_not_finished(results, status):
    change_told(answer(results), "status", lambda _: status)

    assert "is not finished: its manifest says" in refused(answer(results))


def test_a_manifest_of_another_schema(results):
    for folder in (answer(results), one_part(results)):
        change_told(folder, "schema_version", lambda _: 99)
        assert "has schema version 99 and this faireville reads" in refused(folder)


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ("arms", []), ("arms/none", 3), ("seeds", [True]), ("seeds", "0"), ("worlds", {}),
        ("worlds/0", []), ("runs", []), ("runs/0", {}), ("runs/0/arm", "nobody"), ("hashes", {}),
        ("failed", [3]), ("tables", None), ("versions", {}), ("versions/numpy", 3),
        ("platform", []), ("commit", None), ("sources", 1), ("command", "dance"),
        ("arms/none/city", 3), ("arms/none/_target_", "os.system"),
    ],
)  # fmt: skip
def test_a_manifest_that_is_not_as_it_was_written(results, keys, wrong):
    change_told(answer(results), keys, lambda _: wrong)
    if keys.startswith("arms/none/"):
        change_told(answer(results), "config", lambda _: {})

    assert "manifest" in refused(answer(results))


@pytest.mark.parametrize("key", ["hashes", "tables", "arms", "sources"])
def test_a_manifest_of_an_earlier_faireville(results, key):
    path = answer(results) / "manifest.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps({name: said for name, said in told.items() if name != key}))

    assert f"says nothing of '{key}': it was written by an earlier" in refused(answer(results))


def test_a_table_that_is_missing_cut_short_or_foreign(results):
    folder = run_folder(results)
    path = folder / "map.parquet"
    whole = path.read_bytes()

    path.unlink()
    assert "there is no table" in refused(folder)
    path.write_bytes(whole[:-9])
    assert "is not a whole Parquet file" in refused(folder)
    parquet.write_table(parquet.read_table(folder / "ledger.parquet"), path)
    assert "is not a 'maps' table written by faireville" in refused(folder)


def test_a_table_without_one_of_its_columns(results):
    path = run_folder(results) / "ties.parquet"
    parquet.write_table(parquet.read_table(path).drop_columns("strength"), path)

    assert "its column strength is missing or of another kind" in refused(path.parent)


def test_a_store_with_a_part_that_cannot_be_read(results):
    store, part = results / "runs", one_part(results)
    kept = shutil.copytree(part, results / "kept")
    for spoil, sentence in (
        ("part.json", "it has no part.json"),
        ("manifest.json", "it holds no manifest.json"),
        ("groups.arrow", "groups.arrow has 0 of"),
    ):
        (part / spoil).unlink()
        assert sentence in refused(store)
        shutil.copy(kept / spoil, part / spoil)

    (part / "ties.arrow").write_bytes(bytes((part / "ties.arrow").stat().st_size))
    assert "ties.arrow is not a whole table" in refused(store)


def test_an_answer_in_which_every_run_failed(results):
    folder = run_folder(results)
    path = folder / "outcomes.parquet"
    table = parquet.read_table(path)
    at = table.column_names.index("status")
    parquet.write_table(table.set_column(at, "status", [["failed"]]), path)
    change_told(folder, "failed", lambda _: [folder.name])

    assert "no finished run is kept in" in refused(folder)

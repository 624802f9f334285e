"""Whatever is changed in what is kept is found, and the first difference is named."""

from __future__ import annotations

import json
import shutil

import pyarrow.parquet as parquet
import pytest

from sim.config.refusal import Refusal
from sim.ensemble.kept import Differs
from sim.recorder.tables import read_table
from tests.ensemble.altering import (
    answer,
    change_table,
    change_told,
    difference,
    one_part,
    rehash,
    run_folder,
    verified,
)
from tests.ensemble.asking import PATH


@pytest.mark.parametrize(
    ("table", "column", "where"),
    [
        ("timeline", "rent", "month 0"),
        ("runs", "new_ideas_per_1000", "row 1"),
        ("groups", "value", "outcome forced_moves"),
        ("places", "seats", "month 0"),
        ("ties", "strength", "row 3"),
        ("ledger", "euros", "instrument"),
        ("maps", "value", "layer"),
    ],
)
def test_a_number_changed_in_a_table_is_named_by_run_table_row_and_column(
    results, table, column, where
):
    path, row = answer(results) / f"{table}.parquet", {"timeline": 1, "runs": 0}.get(table, 2)
    told = parquet.read_table(path)
    arm, seed = told["arm"][row].as_py(), told["seed"][row].as_py()

    before = change_table(path, column, row, lambda value: value + 1)
    said = difference(answer(results))

    assert f"table {table}, row" in said
    assert f"column {column}: " in said
    assert f"and {before!r} was lived again" in said
    assert where in said
    assert arm in said
    assert f"seed {seed}" in said


def test_what_a_table_says_beside_its_runs_is_held_against_the_manifest(results):
    change_table(answer(results) / "runs.parquet", f"world.{PATH}", 0, lambda value: value + 1)

    assert "table runs, row 1 (arm" in difference(answer(results))
    assert "table runs: its hash is" in difference(answer(results), sample=1)


def reads_the_same(path, before):
    try:
        return read_table(path, path.stem).equals(before)
    except Refusal:
        return False


@pytest.mark.parametrize("position", range(0, 100, 7))
def test_a_changed_byte_is_found_unless_the_table_says_the_same(results, position):
    folder = run_folder(results)
    path = folder / "groups.parquet"
    whole, before = path.read_bytes(), parquet.read_table(path)
    content = bytearray(whole)
    content[len(content) * position // 100] ^= 4
    path.write_bytes(content)

    if reads_the_same(path, before):
        assert verified(folder) == 1
    else:
        with pytest.raises((Differs, Refusal), match="groups"):
            verified(folder)


@pytest.mark.parametrize("position", [10, 50, 90])
def test_a_changed_byte_in_the_store_is_always_found(results, position):
    part = one_part(results)
    content = bytearray((part / "timeline.arrow").read_bytes())
    content[len(content) * position // 100] ^= 4
    (part / "timeline.arrow").write_bytes(content)

    with pytest.raises((Differs, Refusal), match="timeline"):
        verified(results / "runs", sample=1)


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ("arms/collaboration/behaviour/meet/crowding", "behaviour.meet.crowding is"),
        ("config/behaviour/meet/crowding", "behaviour.meet.crowding is"),
        ("arms/collaboration/budget", "(collaboration, seed 0): its numbers in"),
        (f"worlds/1/{PATH}", "(collaboration, seed 1): its numbers in"),
        ("runs/0/seed", "lists no run of arm"),
        ("seeds/1", "lists no run of arm"),
    ],
)
def test_a_number_changed_in_the_manifest_is_found_and_named(results, keys, named):
    folder = answer(results)
    if keys == "seeds/1":
        folder = shutil.move(folder, results / "moved")
        change_told(folder, "worlds", lambda worlds: {"0": worlds["0"], "2": worlds["1"]})

    change_told(folder, keys, lambda value: value + 1 if isinstance(value, int) else value * 1.01)

    assert named in difference(folder)


def test_a_hash_changed_in_the_manifest_is_found_and_named(results):
    told = json.loads((answer(results) / "manifest.json").read_text())
    run_id = told["runs"][0]["run_id"]
    for keys, named in (
        ("tables/maps", "table maps: its hash is"),
        (f"hashes/{run_id}/maps", f"run {run_id} "),
        (f"hashes/{run_id}/timeline", f"run {run_id} "),
    ):
        folder = shutil.copytree(answer(results), results / keys.replace("/", "_"))
        change_told(folder, keys, lambda said: said[::-1])
        assert named in difference(folder)


def test_a_number_changed_in_the_store_is_found_and_named(results):
    part = one_part(results)
    run_id = json.loads((part / "part.json").read_text())["runs"][0]

    change_told(part, f"scenarios/{run_id}/months", lambda months: months + 1)

    assert f"run {run_id} (seed" in difference(results / "runs")


def test_a_run_under_the_name_of_another_seed_is_found(results):
    zero, one = run_folder(results, 0), run_folder(results, 1)
    name = zero.name
    shutil.move(zero, results / "aside")
    shutil.move(one, zero)

    assert f"{zero} is named otherwise than what is in it" in difference(zero)
    assert verified(shutil.move(results / "aside", results / "any_name")) == 1
    assert name not in {path.name for path in results.iterdir()}


def test_tables_of_another_seed_are_found(results):
    zero, one = run_folder(results, 0), run_folder(results, 1)
    shutil.copy(one / "timeline.parquet", zero / "timeline.parquet")

    said = difference(zero)

    assert "table timeline: there are rows of run" in said
    assert one.name in said


def test_rows_of_another_seed_that_bear_this_ones_name_are_found(results):
    zero, one = run_folder(results, 0), run_folder(results, 1)
    for name in ("timeline", "outcomes"):
        shutil.copy(one / f"{name}.parquet", zero / f"{name}.parquet")
        for row in range(parquet.read_table(zero / f"{name}.parquet").num_rows):
            change_table(zero / f"{name}.parquet", "run_id", row, lambda _: zero.name)
            change_table(zero / f"{name}.parquet", "seed", row, lambda _: 0)
    rehash(zero)

    assert f"run {zero.name} (cash, seed 0), table timeline, row 1 (month -1)" in difference(zero)


def test_a_part_with_the_tables_of_another_is_found(results):
    one, other = (path for path in sorted((results / "runs").iterdir())[:2])
    for table in [*other.glob("*.arrow"), other / "part.json"]:
        shutil.copy(table, one / table.name)

    with pytest.raises((Differs, Refusal), match=one.name):
        verified(results / "runs")

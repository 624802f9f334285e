"""`faireville verify` on the folder of a sweep."""

import shutil
from pathlib import Path

import pytest

from sim.__main__ import DONE, REFUSED, SOME_FAILED, main
from tests.ensemble.altering import change_table, change_told

TINY = ["city=village", "burn_in=2", "months=3", "quiet=true", "executor=serial"]
ASKED = {
    "numbers, words and presets": [
        "seeds=1",
        "arms=[none,cash]",
        "parameters={behaviour.accept.barrier: [0.3, 0.9], behaviour.learn.rule: [random, conform],"
        " economy.housing.lease_months: [24, 36],"
        " population: [creative_minority, creative_quarter]}",
        "design=zip",
    ],
    "sampled worlds": [
        "seeds=2",
        "arms=[none,cash]",
        "worlds=sampled",
        "parameters={behaviour.accept.barrier: null, economy.housing.lease_months: null}",
        "design=lhs",
        "points=2",
    ],
    "indices": [
        "seeds=1",
        "arms=[none,cash]",
        "parameters={behaviour.accept.barrier: [0.3, 0.9]}",
        "design=saltelli",
        "points=2",
    ],
}


def lived(out, *words):
    assert main(["sweep", *TINY, *words, f"out={out}"]) == DONE
    return next((out / "sweep").glob("*/*"))


@pytest.fixture(scope="module")
def indices(tmp_path_factory):
    return lived(tmp_path_factory.mktemp("indices"), *ASKED["indices"])


@pytest.fixture
def folder(indices, tmp_path):
    return Path(shutil.copytree(indices, tmp_path / "copy"))


def verify(capsys, *arguments):
    """Return the exit code of a verification and what it says, in one line."""
    capsys.readouterr()
    code = main(["verify", *map(str, arguments), "workers=1", "quiet=true"])
    told = capsys.readouterr()
    said = told.err if code == REFUSED else told.out
    assert len(said.splitlines()) == 1, told
    return code, said.strip()


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_a_sweep_is_asked_again_from_its_manifest_and_is_the_same(asked, tmp_path, capsys):
    folder = lived(tmp_path, *asked)

    code, said = verify(capsys, folder)

    assert code == DONE
    assert said.endswith(f"kept in {folder} were lived again, and every hash is the same.")


def test_points_of_a_file_are_read_from_what_is_kept(tmp_path, capsys):
    rows = tmp_path / "points.csv"
    rows.write_text("budget,economy.housing.lease_months,behaviour.learn.rule\n"
                    "0.01,24,random\n0.02,36,conform\n")  # fmt: skip
    folder = lived(tmp_path, "seeds=1", "arms=[none,cash]", "design=rows", f"rows={rows}")
    rows.unlink()

    assert verify(capsys, folder)[0] == DONE


def test_what_other_code_has_lived_is_compared_by_its_numbers(folder, capsys):
    change_told(folder, "sources", lambda _: "0" * 64)

    code, said = verify(capsys, folder)

    assert code == DONE
    assert "every number is the same (compared to 1e-9" in said

    change_table(folder / "runs.parquet", "rent", 1, lambda value: value + 1.0)
    assert verify(capsys, folder)[0] == SOME_FAILED


@pytest.mark.parametrize("table", ["runs", "timeline", "sensitivity"])
def test_a_number_that_was_changed_is_named(table, folder, capsys):
    column = {"runs": "rent", "timeline": "rent", "sensitivity": "value"}[table]
    change_table(folder / f"{table}.parquet", column, 0, lambda value: (value or 0.0) + 1.0)

    code, said = verify(capsys, folder)

    assert code == SOME_FAILED
    assert f"table {table}" in said
    assert f"column {column}" in said


def test_a_point_or_a_manifest_that_was_changed_asks_another_question(folder, capsys):
    change_table(
        folder / "design.parquet", "factor.behaviour.accept.barrier", 1, lambda value: value / 2
    )

    code, said = verify(capsys, folder)

    assert code == SOME_FAILED
    assert "asks another question" in said


def test_a_hash_that_was_changed_is_named(folder, capsys):
    change_told(folder, "tables/groups", lambda _: "0" * 64)

    code, said = verify(capsys, folder)

    assert code == SOME_FAILED
    assert "table groups" in said


def test_what_is_no_whole_sweep_is_refused_in_a_sentence(folder, capsys):
    assert "lived again whole" in verify(capsys, folder, "sample=2")[1]

    change_told(folder, "design/factors", lambda _: [{"path": "budget"}])
    code, said = verify(capsys, folder)
    assert code == REFUSED
    assert "'design'" in said


def test_a_dry_run_lists_the_runs(folder, capsys):
    assert main(["verify", str(folder), "--dry-run"]) == DONE
    assert "point 1" in capsys.readouterr().out

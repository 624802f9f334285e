"""Runs of coalitions in an answer: a table of their own, verified, resumed after a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from sim.config.refusal import Refusal
from sim.ensemble.compare import compare
from sim.ensemble.engine import planned
from sim.ensemble.store import Store
from sim.model.model import CityModel
from tests.ensemble.altering import change_table, change_told, difference, verified
from tests.ensemble.asking import hashes, question
from tests.ensemble.test_coalitions import ARMS, BY_SHAPLEY, asked
from tests.ensemble.test_compare import is_alive


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return an answer with coalitions, and the same question without; look, never change."""
    out = tmp_path_factory.mktemp("attributed")
    return compare(asked(out / "told")), compare(question(out / "plain", *ARMS))


@pytest.fixture
def folder(kept, tmp_path):
    return shutil.copytree(kept[0].folder, tmp_path / "answer")


def test_the_ordinary_tables_do_not_know_of_coalitions(kept):
    told, plain = kept
    beside = hashes(told.folder)

    assert beside.pop("coalitions")
    assert beside == hashes(plain.folder)
    assert list(told.manifest["arms"]) == list(ARMS)
    assert told.manifest["runs"] == plain.manifest["runs"]


def test_every_coalition_has_a_row_on_every_seed(kept):
    rows = kept[0].tables["coalitions"]

    assert len(rows) == 2 * 4
    assert set(rows["arm"]) == {"collaboration"}
    assert set(rows["status"]) == {"done"}
    assert rows["kept"].str.count(r" \+ ").eq(2).all()
    assert rows["new_ideas_per_1000"].notna().all()


def test_what_was_lived_without_attribution_is_not_lived_again(tmp_path):
    compare(question(tmp_path, *ARMS))

    assert planned(asked(tmp_path)).tasks.runs == 2 * 4
    compare(asked(tmp_path))
    assert planned(asked(tmp_path, attribution=BY_SHAPLEY)).tasks.runs == 2 * (14 - 4)


def test_coalitions_are_lived_again_by_verify(folder):
    assert verified(folder) == 2 * (3 + 4)


def test_a_changed_outcome_of_a_coalition_is_found_and_named(folder):
    change_table(folder / "coalitions.parquet", "rent", 1, lambda rent: rent + 1)

    said = difference(folder, sample=1)

    assert "table coalitions" in said
    assert "column rent" in said
    assert "collaboration[" in said


def test_a_coalition_that_is_not_one_is_found(folder):
    before = change_table(folder / "coalitions.parquet", "kept", 0, lambda _: "equipment")
    assert "table coalitions: there are rows of run" in difference(folder)

    change_table(folder / "coalitions.parquet", "kept", 0, lambda _: before)
    change_told(folder, "coalitions", lambda listed: listed[1:])
    assert "lists no run of arm collaboration[" in difference(folder)


def test_a_manifest_whose_attribution_is_not_whole_is_refused(folder):
    change_told(folder, "attribution/players/collaboration", lambda own: own[1:])

    with pytest.raises(Refusal, match=r"attribution\.players"):
        verified(folder)


def test_a_coalition_that_fails_is_told_beside_the_arms(tmp_path, monkeypatch):
    step = CityModel.step

    def stumbling(self):
        instruments = self.scenario.policy.instruments
        if len(instruments) > 1 and "equipment" not in instruments:
            raise ValueError("the books do not add up")
        step(self)

    monkeypatch.setattr(CityModel, "step", stumbling)

    answer = compare(asked(tmp_path))

    rows = answer.tables["coalitions"]
    failed = rows[rows["status"] == "failed"]
    assert set(answer.tables["runs"]["status"]) == {"done"}
    assert len(failed) == answer.failed == 2
    assert not failed["kept"].str.contains("equipment").any()
    assert set(answer.manifest["failed"]) == set(failed["run_id"])


def test_two_processes_give_the_same_bytes(kept, tmp_path):
    two = compare(asked(tmp_path, executor={"kind": "processes"}))

    assert hashes(two.folder) == hashes(kept[0].folder)
    assert len(parquet.read_table(two.folder / "coalitions.parquet")) == 8


COMMAND = """
import sys
from pathlib import Path
from sim.ensemble.compare import compare
from tests.ensemble.test_kept_coalitions import MANY, asked
compare(asked(Path(sys.argv[1]), seeds=MANY))
"""
MANY = 60
"""Seeds whose coalitions take several seconds, while parts are closed each second."""


@pytest.mark.slow
def test_an_attribution_killed_after_some_coalitions_goes_on_and_gives_the_same_bytes(tmp_path):
    undisturbed = compare(asked(tmp_path / "undisturbed", seeds=MANY))
    store = tmp_path / "killed" / "runs"
    living = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(tmp_path / "killed")], cwd=Path(__file__).parents[2]
    )
    while living.poll() is None and not list(store.glob("[!.]*")):
        time.sleep(0.005)
    os.kill(living.pid, signal.SIGKILL)
    living.wait()
    while any(is_alive(part.log["process"]) for part in Store(store).parts()):
        time.sleep(0.05)

    left = planned(asked(tmp_path / "killed", seeds=MANY)).tasks.runs
    assert 0 < left < MANY * 7
    resumed = compare(asked(tmp_path / "killed", seeds=MANY))

    assert hashes(resumed.folder) == hashes(undisturbed.folder)

"""A comparison loses no run, doubles none, and gives the same bytes whoever lived it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from sim.config.refusal import Refusal
from sim.ensemble.compare import compare
from sim.ensemble.store import Store
from sim.model.model import CityModel
from sim.recorder import manifest
from sim.recorder.schemas import MEAN_OVER_SEEDS, TABLES
from tests.ensemble.asking import PATH, hashes, question, scenario


def stumble(monkeypatch):
    """Let a city fall in its fourth month where money is spent, on seed 1."""
    step = CityModel.step

    def stumbling(self):
        if self.scenario.seed == 1 and self.scenario.policy.instruments and self.month > 2:
            raise ValueError("the books do not add up")
        step(self)

    monkeypatch.setattr(CityModel, "step", stumbling)


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    """Return one answer that several tests look at."""
    return compare(question(tmp_path_factory.mktemp("answer"), "none", "cash", seeds=3))


def test_every_arm_is_lived_on_every_seed(answer):
    runs = answer.tables["runs"]

    assert answer.failed == 0
    assert set(zip(runs["arm"], runs["seed"], strict=True)) == {
        (arm, seed) for arm in ("none", "cash") for seed in range(3)
    }
    assert set(runs["status"]) == {"done"}


def test_the_months_of_the_burn_in_are_the_same_in_every_arm(answer):
    timeline = answer.tables["timeline"]
    before = timeline[timeline["month"] <= 0].drop(columns=["run_id"])

    none, cash = (
        before[before["arm"] == arm].drop(columns="arm").sort_values(["seed", "month"])
        for arm in ("none", "cash")
    )

    assert sorted(set(before["month"])) == [-1, 0]
    pd.testing.assert_frame_equal(none.reset_index(drop=True), cash.reset_index(drop=True))


def test_every_table_has_the_columns_it_is_said_to_have(answer):
    for name, frame in answer.tables.items():
        documented = [column.name for column in TABLES[name].columns]
        found = list(frame.columns)

        assert found[: len(documented)] == documented
        assert TABLES[name].more or found == documented


def test_the_world_of_each_seed_stands_beside_its_outcomes(answer):
    runs = answer.tables["runs"]

    assert runs.groupby("seed")[f"world.{PATH}"].nunique().eq(1).all()
    assert runs[f"world.{PATH}"].nunique() == 3


def test_the_mean_map_is_the_mean_of_the_maps_of_the_seeds(answer, tmp_path):
    alone = [compare(question(tmp_path / str(seed), seed=seed, seeds=1)) for seed in range(3)]
    keys = ["arm", "month", "layer", "x", "y"]

    def maps(found, mean):
        table = found.tables["maps"]
        kept = table[(table["seed"] == MEAN_OVER_SEEDS) == mean].astype({"arm": str, "layer": str})
        return kept.set_index(keys)["value"].sort_index()

    expected = sum(maps(one, mean=False).astype(float) for one in alone) / 3

    pd.testing.assert_series_equal(
        maps(answer, mean=True).astype(float), expected, rtol=1e-6, check_exact=False
    )
    pd.testing.assert_series_equal(maps(answer, mean=False), maps(alone[0], mean=False))


def test_one_process_and_two_give_the_same_bytes(answer, tmp_path):
    two = compare(question(tmp_path, "none", "cash", seeds=3, executor={"kind": "processes"}))

    assert hashes(two.folder) == hashes(answer.folder)


@pytest.mark.parametrize("compiled", [True, False])
def test_one_seed_is_shared_between_processes_after_a_rehearsal_where_rules_are_not_compiled(
    tmp_path, monkeypatch, compiled
):
    alone = compare(question(tmp_path / "alone", seeds=1))
    monkeypatch.setattr("sim.ensemble.engine.all_compiled", lambda: compiled)
    told: list[str] = []

    shared = question(tmp_path / "shared", seeds=1, executor={"kind": "processes"})
    both = compare(shared, lambda stage, *_: told.append(stage))

    assert told.count("warm") == (0 if compiled else 1)
    assert [len(part.runs) for part in Store(shared.store).parts()] == [1, 1]
    assert hashes(both.folder) == hashes(alone.folder)


def test_the_order_of_the_arms_changes_no_byte(answer, tmp_path):
    other = compare(question(tmp_path, "cash", "none", seeds=3))

    assert other.folder.relative_to(tmp_path) == Path(*answer.folder.parts[-3:])
    assert hashes(other.folder) == hashes(answer.folder)


def test_a_finished_question_lives_nothing_again(tmp_path, monkeypatch):
    before = compare(question(tmp_path))
    seconds = before.tables["log"]["seconds"]

    monkeypatch.setattr("sim.ensemble.task._live", None)
    after = compare(question(tmp_path))

    assert hashes(after.folder) == hashes(before.folder)
    pd.testing.assert_series_equal(after.tables["log"]["seconds"], seconds)


def test_more_seeds_live_only_what_is_missing_and_answer_beside_the_old(tmp_path):
    few = compare(question(tmp_path, seeds=1))
    old = hashes(few.folder)
    kept = {run for part in Store(tmp_path / "runs").parts() for run in part.runs}

    many = compare(question(tmp_path, seeds=3))
    at_once = compare(question(tmp_path / "at_once", seeds=3))

    now = [run for part in Store(tmp_path / "runs").parts() for run in part.runs]
    assert len(kept) == 2
    assert len(now) == len(set(now)) == 6
    assert kept < set(now)
    assert many.folder != few.folder
    assert many.folder.parent == few.folder.parent
    assert hashes(few.folder) == old
    assert hashes(many.folder) == hashes(at_once.folder)


def test_two_names_for_one_policy_are_lived_once_and_told_twice(tmp_path):
    answer = compare(
        question(tmp_path, arms={"cash": scenario("cash"), "money": scenario("cash")}, seeds=1)
    )

    runs = answer.tables["runs"]
    assert list(runs["arm"]) == ["cash", "money"]
    assert runs["run_id"].nunique() == 1
    assert sum(len(part.runs) for part in Store(tmp_path / "runs").parts()) == 1
    assert set(answer.tables["ledger"]["arm"]) == {"cash", "money"}


def test_a_run_that_stops_is_a_row_and_the_rest_is_complete(answer, tmp_path, monkeypatch):
    stumble(monkeypatch)
    stumbled = compare(question(tmp_path, "none", "cash", seeds=3))

    runs = stumbled.tables["runs"].set_index(["arm", "seed"])
    whole = answer.tables["runs"].set_index(["arm", "seed"])
    log = stumbled.tables["log"].set_index(["arm", "seed"])
    failed = runs.loc[("cash", 1)]
    assert stumbled.failed == 1
    assert stumbled.manifest["status"] == "some runs failed"
    assert (failed["status"], failed["stage"]) == ("failed", "month 2")
    assert failed["problem"] == "the books do not add up"
    assert "Traceback" in log.loc[("cash", 1), "traceback"]
    assert "in stumbling" in log.loc[("cash", 1), "traceback"]
    pd.testing.assert_frame_equal(runs[runs["status"] == "done"], whole.drop(index=("cash", 1)))

    monkeypatch.undo()
    mended = compare(question(tmp_path, "none", "cash", seeds=3))
    assert mended.failed == 0
    assert hashes(mended.folder) == hashes(answer.folder)


def test_a_city_that_cannot_be_built_fails_every_arm_of_its_seed(tmp_path, monkeypatch):
    def unbuildable(*_):
        raise MemoryError

    monkeypatch.setattr("sim.model.model.build_city", unbuildable)
    answer = compare(question(tmp_path, seeds=1))

    assert answer.failed == 2
    assert answer.manifest["status"] == "failed"
    assert set(answer.tables["runs"]["problem"]) == {"MemoryError"}
    assert set(answer.tables["runs"]["stage"]) == {"building the city"}
    assert answer.tables["timeline"].empty


def test_an_interrupted_comparison_says_so_and_goes_on_where_it_was(answer, tmp_path):
    def interrupt(stage, done, total):
        if stage == "live" and done == 2:
            raise KeyboardInterrupt

    asked = question(tmp_path, "none", "cash", seeds=3)
    with pytest.raises(KeyboardInterrupt):
        compare(asked, interrupt)

    assert manifest.read(asked.folder)["status"] == "interrupted"
    assert len(Store(asked.store).parts()) == 1
    assert hashes(compare(question(tmp_path, "none", "cash", seeds=3)).folder) == hashes(
        answer.folder
    )


def test_the_manifest_rebuilds_every_run(answer, tmp_path):
    told = manifest.read(answer.folder)

    for run in told["runs"][:3]:
        plain = manifest.scenario_of(told, run["arm"], run["seed"])
        again = question(tmp_path, arms={run["arm"]: plain}, seed=run["seed"], seeds=1, worlds={})

        assert again.runs[0].run_id == run["run_id"]


def test_the_manifest_is_a_birth_certificate(answer):
    told = json.loads((answer.folder / "manifest.json").read_text())

    assert told["status"] == "done"
    assert told["schema_version"] == 1
    assert told["seeds"] == [0, 1, 2]
    assert set(told["arms"]) == {"none", "cash"}
    assert set(told["worlds"]) == {"0", "1", "2"}
    assert {"python", "numpy", "numba", "mesa", "scipy", "pandas", "pyarrow", "faireville"} <= set(
        told["versions"]
    )
    for asked in ("commit", "dirty", "platform", "started", "seconds", "sources", "overrides"):
        assert asked in told
    assert "out" not in told["config"]
    assert "workers" not in told["config"]


def test_progress_is_told_stage_by_stage(tmp_path):
    told = []

    compare(question(tmp_path, seeds=1), lambda *step: told.append(step))

    assert told[0] == ("live", 0, 2)
    assert ("month", 8, 8) in told
    assert ("live", 2, 2) in told
    assert told[-1] == ("collect", 1, 1)


def test_one_city_leaves_its_own_folder_and_shares_the_store(tmp_path):
    compare(question(tmp_path, seeds=1))
    parts = len(Store(tmp_path / "runs").parts())

    alone = compare(
        question(tmp_path, "cash", command="run", seeds=1, worlds={}, overrides=["policy=cash"])
    )
    again = compare(question(tmp_path, "cash", seeds=1, worlds={}))

    assert alone.folder.parent == tmp_path / "run"
    assert alone.tables["outcomes"]["arm"].tolist() == ["cash"]
    assert (alone.folder / "map.parquet").exists()
    assert len(Store(tmp_path / "runs").parts()) == parts + 1
    assert again.tables["runs"]["run_id"].tolist() == alone.tables["outcomes"]["run_id"].tolist()


def test_a_world_outside_what_is_allowed_is_refused_before_anything_is_written(tmp_path):
    beyond = {"sampled": {PATH: {"kind": "uniform", "low": -9, "high": -8}}}

    with pytest.raises(Refusal, match="arm none, seed 0"):
        compare(question(tmp_path / "out", worlds=beyond))
    assert not (tmp_path / "out").exists()


COMMAND = """
import resource
import sys
from pathlib import Path
from sim.ensemble.compare import compare
from sim.ensemble.store import StoreProblem
from tests.ensemble.asking import question
folder, seeds, kind, largest = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
try:
    compare(question(Path(folder), "none", "cash", seeds=int(seeds), executor={"kind": kind}))
except StoreProblem as problem:
    sys.exit(str(problem))
"""


def start(folder: Path, seeds: int, kind: str = "serial", largest: int = -1) -> subprocess.Popen:
    """Start a comparison in a process of its own, which may write files of a largest size."""
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(folder), str(seeds), kind, str(largest)],
        cwd=Path(__file__).parents[2],
        stderr=subprocess.PIPE,
        text=True,
    )


def is_alive(process: int) -> bool:
    """Tell whether a process is there and not only waiting to be counted as dead."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


MANY = 60
"""Seeds that take several seconds, while parts are closed each second."""


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["serial", "processes"])
@pytest.mark.parametrize("parts_before_the_kill", [0, 2])
def test_a_comparison_killed_at_any_moment_goes_on_and_gives_the_same_bytes(
    tmp_path, executor, parts_before_the_kill
):
    undisturbed = compare(question(tmp_path / "undisturbed", seeds=MANY))
    store = tmp_path / "killed" / "runs"

    living = start(tmp_path / "killed", MANY, executor)
    while living.poll() is None and len(list(store.glob("[!.]*"))) < parts_before_the_kill:
        time.sleep(0.005)
    os.kill(living.pid, signal.SIGKILL)
    living.communicate()
    while any(is_alive(part.log["process"]) for part in Store(store).parts()):
        time.sleep(0.05)

    kept = len(Store(store).parts())
    assert parts_before_the_kill <= kept < MANY
    resumed = compare(question(tmp_path / "killed", seeds=MANY))
    assert resumed.remarks == undisturbed.remarks
    assert hashes(resumed.folder) == hashes(undisturbed.folder)


@pytest.mark.slow
def test_a_disk_that_fills_up_is_told_in_a_sentence_and_nothing_is_lost(tmp_path):
    undisturbed = compare(question(tmp_path / "undisturbed", seeds=2))

    living = start(tmp_path / "full", 2, largest=1000)
    _, said = living.communicate()

    assert living.returncode == 1
    assert said.splitlines()[-1].startswith("there is no room left on the disk")
    assert "Traceback" not in said
    assert Store(tmp_path / "full" / "runs").parts() == []
    resumed = compare(question(tmp_path / "full", seeds=2))
    assert hashes(resumed.folder) == hashes(undisturbed.folder)


@pytest.mark.slow
def test_two_commands_at_once_give_the_answer_of_one(tmp_path):
    undisturbed = compare(question(tmp_path / "undisturbed", seeds=4))

    both = [start(tmp_path / "shared", 4), start(tmp_path / "shared", 4)]
    for living in both:
        _, said = living.communicate()
        assert living.returncode == 0, said

    folder = undisturbed.folder.relative_to(tmp_path / "undisturbed")
    assert hashes(tmp_path / "shared" / folder) == hashes(undisturbed.folder)
    runs = [run for part in Store(tmp_path / "shared" / "runs").parts() for run in part.runs]
    assert len(runs) == len(set(runs)) == 8

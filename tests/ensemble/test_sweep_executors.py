"""Whoever lives a sweep, wherever and however often interrupted, its tables are the same bytes."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from sim.config.refusal import Refusal
from sim.ensemble import executors
from sim.ensemble.cluster import Cluster, opened_cluster
from sim.ensemble.executors import opened, refuse_executor
from sim.ensemble.store import Store
from sim.ensemble.sweep import sweep
from tests.ensemble.asking import hashes
from tests.ensemble.sweeping import barriers, little_happens, nothing_happens, sweep_of
from tests.ensemble.test_executors import dies_on_three, dies_once, ended, lived, tasks

pytestmark = [
    pytest.mark.filterwarnings("ignore:A worker stopped while some jobs"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def serially(tmp_path_factory):
    """Return a sweep as one process lives it."""
    out = tmp_path_factory.mktemp("serially")
    return sweep(sweep_of(out, design=barriers(20), life=nothing_happens))


@pytest.fixture(scope="module")
def cluster():
    """Return two workers of Dask on this machine."""
    with opened_cluster("", 2) as opened:
        yield opened


def runs_kept(store: Path) -> list[str]:
    return [run for part in Store(store).parts() for run in part.runs]


@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_every_executor_gives_the_same_bytes(serially, tmp_path, executor):
    asked = sweep_of(
        tmp_path, design=barriers(20), life=nothing_happens, executor={"kind": executor}
    )

    assert hashes(sweep(asked).folder) == hashes(serially.folder)
    assert sorted(runs_kept(asked.store)) == sorted({run.run_id for run in asked.runs})


def test_an_interrupted_sweep_goes_on_with_another_executor(serially, tmp_path):
    def interrupt(stage, done, total):
        if stage == "live" and done >= 30:
            raise KeyboardInterrupt

    asked = sweep_of(
        tmp_path, design=barriers(20), life=little_happens, executor={"kind": "processes"}
    )
    with pytest.raises(KeyboardInterrupt):
        sweep(asked, interrupt)
    kept = runs_kept(asked.store)
    resumed = sweep(replace(asked, executor="serial", life=nothing_happens))

    assert 30 <= len(kept) < 80
    assert hashes(resumed.folder) == hashes(serially.folder)
    assert len(runs_kept(asked.store)) == len(set(runs_kept(asked.store))) == 80


def test_a_scheduler_is_found_by_its_address(serially, tmp_path, cluster):
    address = cluster.client.scheduler.address
    asked = sweep_of(
        tmp_path,
        design=barriers(20),
        life=nothing_happens,
        executor={"kind": "dask", "address": address},
    )

    assert asked.address == address
    assert hashes(sweep(asked).folder) == hashes(serially.folder)
    assert len(cluster.client.nthreads()) == 2


def test_dask_lives_every_task_once(cluster):
    assert len(ended(Cluster(cluster.client, 2, here=True, work=lived), tasks(40))) == 40


def test_a_worker_of_dask_that_is_killed_loses_nothing(cluster, tmp_path):
    work = Cluster(cluster.client, 2, here=True, work=dies_once)

    finished = ended(work, tasks(6, folder=tmp_path))

    assert not any(done.failed for done in finished.values())


def test_a_task_that_kills_every_worker_of_dask_is_the_one_that_failed(cluster):
    finished = ended(Cluster(cluster.client, 2, here=True, work=dies_on_three), tasks(12))

    failed = {run: done.failed for run, done in finished.items() if done.failed}
    assert set(failed) == {"3-0"}
    assert "killed" in failed["3-0"][0].problem


def test_workers_of_dask_killed_in_the_middle_of_a_sweep_change_no_byte(serially, tmp_path):
    asked = sweep_of(tmp_path, design=barriers(20), life=little_happens, executor={"kind": "dask"})
    killed: list[int] = []

    def kill(stage, done, total):
        parts = Store(asked.store).parts()
        processes = {part.log["process"] for part in parts} - {os.getpid(), *killed}
        if stage == "live" and len(killed) < 2 and processes:
            killed.append(processes.pop())
            os.kill(killed[-1], signal.SIGKILL)

    answer = sweep(asked, kill)

    assert killed
    assert answer.failed == 0
    assert hashes(answer.folder) == hashes(serially.folder)
    assert len(runs_kept(asked.store)) == len(set(runs_kept(asked.store))) == 80


def test_a_scheduler_that_does_not_answer_is_refused_before_anything_is_lived(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("sim.ensemble.cluster.SECONDS_TO_CONNECT", 1)
    asked = sweep_of(
        tmp_path / "out",
        design=barriers(2),
        executor={"kind": "dask", "address": "tcp://127.0.0.1:9"},
    )

    with pytest.raises(Refusal, match=r"no Dask scheduler answers at 'tcp://127.0.0.1:9'"):
        sweep(asked)
    assert not list((tmp_path / "out").glob("sweep/*/*/manifest.json"))


def test_dask_that_is_not_installed_is_refused_with_what_would_bring_it(monkeypatch):
    def without(name: str):
        return None if name == "distributed" else find_spec(name)

    monkeypatch.setattr(executors, "find_spec", without)

    with pytest.raises(Refusal, match=r"pip install faireville\[cluster\]` brings it"):
        refuse_executor("dask")


def test_nothing_to_live_starts_no_worker():
    with opened("dask", 0) as executor:
        assert list(executor.live([], None, None)) == []

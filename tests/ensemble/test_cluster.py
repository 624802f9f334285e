"""A scheduler elsewhere, its workers and whoever asks may each be killed; nothing is doubled."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sim.ensemble.cluster import live_once
from sim.ensemble.store import STAGED, Store, StoreProblem
from sim.ensemble.sweep import sweep
from sim.ensemble.task import live_batch
from sim.recorder import manifest
from tests.ensemble.asking import hashes
from tests.ensemble.outside import outside
from tests.ensemble.sweeping import barriers, little_happens, nothing_happens, sweep_of

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ARMS = ("none", "cash", "collaboration")
SECONDS_TO_NOTICE = 60.0
"""Twice what Dask takes to give up a connection."""


def kept(store: Path) -> list[str]:
    """Return every run of a store, as often as it is kept, after checking that no mark is left."""
    assert not list(store.glob(f"{STAGED}batch-*"))
    return [run for part in Store(store).parts() for run in part.runs]


def dies_in_the_middle(scenarios, **told):
    """Take long over the first run of a task and die in the second, where nobody died before."""
    died = Path(os.environ["DIED"])
    for at, (run_id, scenario) in enumerate(scenarios.items()):
        if not died.exists() and at == 0:
            time.sleep(1.2)  # after a second it is kept
        else:
            with suppress(FileExistsError):  # one of them dies, whoever comes first
                died.mkdir()
                os.kill(os.getpid(), signal.SIGKILL)
        yield from nothing_happens({run_id: scenario}, **told)


def asked_outside(out: Path, address: str, **changes):
    """Ask for a sweep at a scheduler elsewhere."""
    given = {"design": barriers(12), "executor": {"kind": "dask", "address": address}, **changes}
    return sweep_of(out, *ARMS, **given)


@pytest.fixture(scope="module")
def serially(tmp_path_factory):
    """Return a sweep as one process lives it."""
    out = tmp_path_factory.mktemp("serially")
    return sweep(sweep_of(out, *ARMS, design=barriers(12), life=nothing_happens))


def test_a_batch_that_is_begun_again_is_lived_without_what_was_kept(tmp_path):
    lived = []

    def counted(batch):
        lived.extend(run for task in batch for run in task.scenarios)
        return live_batch(batch)

    asked = sweep_of(tmp_path, design=barriers(3), seeds=1, life=nothing_happens)
    batch, mark = list(asked.tasks({})), asked.store / f"{STAGED}batch-1"
    runs = sorted(run for task in batch for run in task.scenarios)
    asked.store.mkdir()

    live_once(counted, batch[:1], mark)  # its worker dies when it comes to the second task
    told = [live_once(counted, batch, mark) for _ in range(2)]

    assert sorted(lived) == runs
    for finished in told:
        assert sorted(run for each in finished for run in each.runs) == runs


@pytest.mark.slow
def test_a_run_kept_by_a_worker_that_died_is_not_lived_again_by_the_next(serially, tmp_path):
    with outside(tmp_path, 2, DIED=str(tmp_path / "died")) as there:
        asked = asked_outside(tmp_path / "out", there.address, life=dies_in_the_middle)
        answer = sweep(asked)
        alive = [worker for worker in there.workers if worker.poll() is None]

    assert len(alive) == 1
    assert answer.failed == 0
    assert hashes(answer.folder) == hashes(serially.folder)
    assert len(kept(asked.store)) == len(set(kept(asked.store))) == 72


@pytest.mark.slow
def test_a_worker_elsewhere_that_is_killed_changes_no_byte_and_doubles_nothing(serially, tmp_path):
    def kill(stage, done, total):
        if stage == "live" and done >= 24:
            there.workers[0].kill()

    with outside(tmp_path, 2, SECONDS_OF_A_RUN="0.1") as there:
        asked = asked_outside(tmp_path / "out", there.address, life=little_happens)
        answer = sweep(asked, kill)

    assert answer.failed == 0
    assert hashes(answer.folder) == hashes(serially.folder)
    assert len(kept(asked.store)) == len(set(kept(asked.store))) == 72


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_scheduler_that_goes_away_is_told_in_a_sentence_and_the_sweep_goes_on_elsewhere(
    serially, tmp_path, how
):
    ended = []

    def kill(stage, done, total):
        if stage == "live" and done >= 12 and not ended:
            ended.append(time.monotonic())
            there.scheduler.send_signal(how)

    with outside(tmp_path, 2, SECONDS_OF_A_RUN="0.1") as there:
        asked = asked_outside(tmp_path / "out", there.address, life=little_happens)
        with pytest.raises(StoreProblem, match=r"scheduler at 'tcp://.* is gone; what was finishe"):
            sweep(asked, kill)
        noticed = time.monotonic() - ended[0]
    status, before = manifest.read(asked.folder)["status"], kept(asked.store)
    resumed = sweep(replace(asked, executor="serial", life=nothing_happens))

    assert noticed < SECONDS_TO_NOTICE
    assert status == "interrupted"
    assert 12 <= len(before) < 72
    assert hashes(resumed.folder) == hashes(serially.folder)

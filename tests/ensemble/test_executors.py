"""Who lives the runs does not change them, and one who dies takes nobody along."""

from __future__ import annotations

import os
import signal
import time
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.refusal import Refusal
from sim.ensemble.collector import Collector
from sim.ensemble.executors import refuse_executor
from sim.ensemble.expansion import Tasks
from sim.ensemble.processes import Processes
from sim.ensemble.supply import Supply
from sim.ensemble.task import Finished, Task, live_task

KEPT: list[bytes] = []


def tasks(count: int, arms: int = 1, folder: Path = Path("unused")) -> list[Task]:
    return [
        Task(seed, {f"{seed}-{arm}": {} for arm in range(arms)}, folder) for seed in range(count)
    ]


def lived(batch: list[Task]) -> list[Finished]:
    """Live nothing."""
    return [Finished.of(task) for task in batch]


def dies_on_three(batch: list[Task]) -> list[Finished]:
    """Die as one dies when the memory is full."""
    if any(task.seed == 3 for task in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return lived(batch)


def dies_once(batch: list[Task]) -> list[Finished]:
    """Die the first time only."""
    mark = batch[0].store / "died"
    if any(task.seed == 1 for task in batch) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return lived(batch)


def keeps_what_it_made(batch: list[Task]) -> list[Finished]:
    """Take more and more memory, longer than loky waits between two looks at it."""
    KEPT.append(b"x" * 350_000_000)
    time.sleep(1.1)
    return [*lived(batch)]


def ended(executor, given: list[Task]) -> dict[str, Finished]:
    """Live tasks; return how each run ended, after checking that none ended twice."""
    runs = [
        (run, finished) for finished in executor.live(given, None, None) for run in finished.runs
    ]
    assert sorted(run for run, _ in runs) == sorted(r for task in given for r in task.scenarios)
    return dict(runs)


def test_every_task_is_lived_once_whatever_the_number_of_workers():
    for workers in (1, 2, 3):
        assert len(ended(Processes(workers, lived), tasks(40))) == 40


def test_a_worker_that_is_killed_takes_only_its_own_runs_along():
    finished = ended(Processes(2, dies_on_three), tasks(30))

    failed = {run: done.failed for run, done in finished.items() if done.failed}
    assert set(failed) == {"3-0"}
    assert failed["3-0"][0].stage == "worker"
    assert "killed" in failed["3-0"][0].problem
    assert "SIGKILL" in failed["3-0"][0].trace


@pytest.mark.slow
def test_a_worker_whose_memory_grows_is_renewed_and_nobody_is_told():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        finished = ended(Processes(2, keeps_what_it_made), tasks(8))

    assert len(finished) == 8
    assert not any(done.failed for done in finished.values())
    assert not told


def test_a_task_whose_worker_died_by_accident_is_lived_again(tmp_path):
    finished = ended(Processes(2, dies_once), tasks(4, folder=tmp_path))

    assert not any(done.failed for done in finished.values())


@pytest.mark.parametrize(("count", "arms", "workers"), [(1, 6, 2), (3, 2, 8), (5, 1, 2), (0, 1, 2)])
def test_sharing_out_keeps_every_run_once(count, arms, workers):
    groups = [[f"{seed}-{arm}" for arm in range(arms)] for seed in range(count)]
    shared = Tasks(None, groups).shared_out(workers).groups

    assert sorted(run for group in shared for run in group) == sorted(
        run for group in groups for run in group
    )
    assert all(shared)
    assert len(shared) >= min(workers, count * arms) or count >= workers


@given(st.integers(0, 300), st.integers(1, 8), st.floats(0, 3))
def test_batches_hand_out_every_task_once_in_their_order(count, workers, seconds):
    supply, handed = Supply(tasks(count), workers), []
    while supply:
        batch = supply.batch()
        supply.learn(replace(Finished.of(task), seconds=seconds) for task in batch)
        handed += [task.seed for task in batch]

    assert handed == list(range(count))


def test_a_batch_grows_until_it_fills_a_second():
    short, long = Supply(tasks(400), 2), Supply(tasks(400), 2)
    for supply, seconds in ((short, 0.01), (long, 2.0)):
        for _ in range(5):
            supply.learn([replace(Finished.of(task), seconds=seconds) for task in supply.batch()])

    assert len(short.batch()) > 50
    assert len(long.batch()) == 1


def test_a_worker_with_other_source_code_lives_nothing(tmp_path):
    task = replace(tasks(1, arms=2, folder=tmp_path)[0], sources="as it was before")

    finished = live_task(task, Collector())

    assert [failed.run_id for failed in finished.failed] == ["0-0", "0-1"]
    assert "the source code was changed" in finished.failed[0].problem
    assert list(tmp_path.iterdir()) == []


def test_an_executor_that_does_not_exist_is_refused():
    with pytest.raises(Refusal, match="did you mean 'processes'"):
        refuse_executor("proceses")

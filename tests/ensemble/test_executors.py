"""Who lives the runs does not change them, and one who dies takes nobody along."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from sim.config.refusal import Refusal
from sim.ensemble.executors import live_all, processes, shared_out
from sim.ensemble.task import Finished, Task, live_task

pytestmark = pytest.mark.filterwarnings("ignore:A worker stopped while some jobs")


def tasks(count: int, arms: int = 1, folder: Path = Path("unused")) -> list[Task]:
    return [
        Task(seed, {f"{seed}-{arm}": {} for arm in range(arms)}, folder) for seed in range(count)
    ]


def lived(task: Task) -> Finished:
    """Live nothing."""
    return Finished(task)


def dies_on_three(task: Task) -> Finished:
    """Die as one dies when the memory is full."""
    if task.seed == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return Finished(task)


def dies_once(task: Task) -> Finished:
    """Die the first time only."""
    mark = task.store / f"died-{task.seed}"
    if task.seed == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Finished(task)


def test_every_task_is_lived_once_whatever_the_number_of_workers():
    for workers in (1, 2, 3):
        seeds = [finished.task.seed for finished in processes(tasks(7), workers, lived)]

        assert sorted(seeds) == list(range(7))


def test_a_worker_that_is_killed_takes_only_its_own_runs_along():
    finished = list(processes(tasks(6), 2, dies_on_three))

    failed = {done.task.seed: done.failed for done in finished if done.failed}
    assert sorted(done.task.seed for done in finished) == list(range(6))
    assert set(failed) == {3}
    assert failed[3][0].stage == "worker"
    assert "killed" in failed[3][0].problem
    assert "SIGKILL" in failed[3][0].trace


def test_a_task_whose_worker_died_by_accident_is_lived_again(tmp_path):
    finished = list(processes(tasks(4, folder=tmp_path), 2, dies_once))

    assert sorted(done.task.seed for done in finished) == list(range(4))
    assert not any(done.failed for done in finished)


@pytest.mark.parametrize(("count", "arms", "workers"), [(1, 6, 2), (3, 2, 8), (5, 1, 2), (0, 1, 2)])
def test_sharing_out_keeps_every_run_once(count, arms, workers):
    shared = shared_out(tasks(count, arms), workers)

    runs = [run for task in shared for run in task.scenarios]
    assert sorted(runs) == sorted(run for task in tasks(count, arms) for run in task.scenarios)
    assert all(task.scenarios for task in shared)
    assert len(shared) >= min(workers, count * arms) or count >= workers


def test_a_worker_with_other_source_code_lives_nothing(tmp_path):
    task = replace(tasks(1, arms=2, folder=tmp_path)[0], sources="as it was before")

    finished = live_task(task)

    assert [failed.run_id for failed in finished.failed] == ["0-0", "0-1"]
    assert "the source code was changed" in finished.failed[0].problem
    assert list(tmp_path.iterdir()) == []


def test_an_executor_that_does_not_exist_is_refused():
    with pytest.raises(Refusal, match="did you mean 'processes'"):
        list(live_all("proceses", tasks(1), 1))

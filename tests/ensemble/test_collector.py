"""A finished run is kept within a second or a month of the next one, whichever takes longer."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.ensemble.collector import Collector
from sim.ensemble.store import Store, StoreProblem
from sim.ensemble.task import Task, live_task, live_tasks
from sim.recorder.run import Watch
from tests.ensemble.sweeping import barriers, nothing_happens, sweep_of

MONTHS = 3


@dataclass
class Life:
    """Stands in for the model: some months, each of which takes so long by a clock of its own."""

    seconds_of_a_month: float
    now: float = 0.0

    def __call__(self, scenarios, *, each_month=None, on_failure=None) -> Iterator:
        watch = Watch(MONTHS * len(scenarios), each_month, on_failure)
        for run_id, scenario in scenarios.items():
            lived = []
            with watch.over(run_id):
                for _ in range(MONTHS):
                    self.now += self.seconds_of_a_month
                    watch.month_lived()
                lived += nothing_happens({run_id: scenario})
            yield from lived


def two_runs(out: Path, life: Life) -> Task:
    """Return a task of two runs."""
    (task,) = sweep_of(out, design=barriers(1), seeds=1, life=life).tasks({})
    assert len(task.scenarios) == 2
    return task


def kept(task: Task) -> list[str]:
    return [run for part in Store(task.store).parts() for run in part.runs]


def test_a_finished_run_is_kept_in_the_first_month_of_the_next_one_that_ends_late_enough(tmp_path):
    life, kept_by_month = Life(seconds_of_a_month=0.3), []
    task, collector = two_runs(tmp_path, life), Collector(clock=lambda: life.now)

    live_task(task, collector, lambda *_: kept_by_month.append(len(kept(task))))

    assert kept_by_month == [0, 0, 0, 1, 1, 1]  # the first run ends at 0.9, the next month at 1.2


def test_whoever_asks_is_told_of_every_month(tmp_path):
    told = []

    list(live_tasks([two_runs(tmp_path, Life(0.0))], lambda *month: told.append(month)))

    assert told == [(month, 2 * MONTHS) for month in range(1, 1 + 2 * MONTHS)]


@pytest.fixture
def full_once(monkeypatch):
    """Let the disk be full the first time that something is to be kept."""
    write_part = Store.__init__.__globals__["write_part"]
    tried = []

    def writing(folder, records, log):
        tried.append(folder)
        if len(tried) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_part(folder, records, log)

    monkeypatch.setattr("sim.ensemble.store.write_part", writing)


@pytest.mark.usefixtures("full_once")
def test_a_full_disk_in_the_middle_of_a_life_is_told_when_it_has_ended_and_no_run_failed(tmp_path):
    life = Life(seconds_of_a_month=0.3)
    task, collector = two_runs(tmp_path, life), Collector(clock=lambda: life.now)

    with pytest.raises(StoreProblem, match="no room left"):
        live_task(task, collector)

    assert life.now == pytest.approx(2 * MONTHS * 0.3)
    assert kept(task) == list(task.scenarios)[1:]  # what can be kept still is
    with pytest.raises(StoreProblem, match="no room left"):
        collector.close()


@pytest.mark.usefixtures("full_once")
def test_a_full_disk_in_a_life_that_stops_is_told_at_the_end(tmp_path):
    def stumble(lived, months):
        if lived == MONTHS + 2:
            raise ValueError("the books do not add up")

    life = Life(seconds_of_a_month=0.3)
    task, ended = two_runs(tmp_path, life), []

    with (
        pytest.raises(StoreProblem, match="no room left"),
        closing(Collector(clock=lambda: life.now)) as collector,
    ):
        ended.append(live_task(task, collector, stumble))

    assert [failure.problem for failure in ended[0].failed] == ["the books do not add up"]
    assert kept(task) == []


def test_an_interruption_in_the_middle_of_a_life_passes_and_what_was_finished_is_kept(tmp_path):
    def interrupt(lived, months):
        if lived > MONTHS:
            raise KeyboardInterrupt

    task = two_runs(tmp_path, Life(0.0))

    with pytest.raises(KeyboardInterrupt):
        list(live_tasks([task], interrupt))

    assert kept(task) == list(task.scenarios)[:1]

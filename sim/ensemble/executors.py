"""Who lives the runs: this process, several beside it, or a cluster. The results are the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, Protocol

from sim.config.refusal import Refusal, unknown
from sim.ensemble.task import Finished, Task, live_tasks

EXECUTORS = ("serial", "processes", "dask")


class Executor(Protocol):
    """Lives tasks, in any order, and tells of each when it is over.

    A rehearsal is held once before anything is lived, so that no run is timed while the rules are
    compiled; `each_month` is told by an executor that lives in this process.
    """

    def live(
        self, tasks: Sequence[Task], each_month: Any, rehearsal: Callable[[], None] | None, /
    ) -> Generator[Finished]:
        """Live all tasks; closed early, it leaves what was finished in the store."""


class Serial:
    """Lives one task after the other in this process."""

    def __init__(self, seconds_together: float | None = None) -> None:
        self.seconds_together = seconds_together

    def live(
        self, tasks: Sequence[Task], each_month: Any, rehearsal: Callable[[], None] | None
    ) -> Generator[Finished]:
        """Live one task after the other, after a rehearsal if there is to be one."""
        if rehearsal and len(tasks):
            rehearsal()
        yield from live_tasks(tasks, each_month, self.seconds_together)


def refuse_executor(kind: str) -> None:
    """Refuse an executor that does not exist or is not installed."""
    if kind not in EXECUTORS:
        raise unknown("executor", kind, EXECUTORS, "executor.kind")
    if kind == "dask" and find_spec("distributed") is None:
        raise Refusal.of("ensemble.no_dask", "executor.kind")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def opened(
    kind: str, tasks: int, workers: int | None = None, address: str = ""
) -> Iterator[Executor]:
    """Make ready the executor asked for, for so many tasks; refuses one that cannot be had."""
    refuse_executor(kind)
    several = min(workers or cores(), max(1, tasks))
    if kind == "dask" and tasks:
        from sim.ensemble.cluster import opened_cluster

        with opened_cluster(address, several) as cluster:
            yield cluster
    elif kind == "processes" and several > 1:
        from sim.ensemble.processes import Processes

        yield Processes(several)
    else:
        yield Serial()

"""Who lives the runs: this process, or several beside it. The results are the same."""

from __future__ import annotations

import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sim.config.catalogue import text
from sim.config.refusal import unknown
from sim.ensemble.task import Finished, Task, live_task, load, stopped

Work = Callable[[Task], Finished]

ONE_THREAD = {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
SECONDS_BETWEEN_LOOKS = 0.5
AHEAD = 2
"""Tasks handed out beyond those being lived, so that no worker ever waits for one."""


def serial(
    tasks: Iterable[Task],
    each_month: Any = None,
    rehearsal: Callable[[], None] | None = None,
) -> Generator[Finished]:
    """Live one task after the other in this process, after a rehearsal if there is to be one."""
    for number, task in enumerate(tasks):
        if rehearsal and number == 0:
            rehearsal()
        yield live_task(task, each_month)


def processes(
    tasks: Iterable[Task],
    workers: int,
    work: Work = live_task,
    meanwhile: Callable[[], None] | None = None,
) -> Generator[Finished]:
    """Live several tasks at a time, each in a process of its own with one thread.

    What is to be done `meanwhile` is done here while the processes start, before any task.
    When a process dies (out of memory, killed), the tasks it may have been living are tried
    again, each alone; the one that kills its process again is the one that failed.
    """
    waiting, suspects = deque(tasks), deque[Task]()
    while waiting or suspects:
        alone = bool(suspects)
        source = suspects if alone else waiting
        for finished in _one_pool(source, 1 if alone else workers, alone, work, meanwhile):
            if isinstance(finished, Task):
                suspects.append(finished)
            else:
                yield finished
        meanwhile = None


def _one_pool(
    source: deque[Task],
    workers: int,
    alone: bool,
    work: Work,
    meanwhile: Callable[[], None] | None,
) -> Iterator[Finished | Task]:
    """Take tasks from a queue until it is empty or a process has died.

    Yields what is finished; after a death, also the tasks that were under way.
    """
    from concurrent.futures import FIRST_COMPLETED, Future, wait

    from joblib.externals.loky import ProcessPoolExecutor
    from joblib.externals.loky.process_executor import BrokenProcessPool

    pool = ProcessPoolExecutor(
        max_workers=workers,
        env=ONE_THREAD,
        initializer=end_with_parent,
        initargs=(os.getpid(),),
    )
    under_way: dict[Future[Finished], Task] = {}
    died = False
    try:
        if meanwhile:
            for _ in range(workers):
                pool.submit(load)
            meanwhile()
        while (source and not died) or under_way:
            while source and not died and len(under_way) < (1 if alone else workers + AHEAD):
                task = source.popleft()
                try:
                    under_way[pool.submit(work, task)] = task
                except BrokenProcessPool:
                    source.appendleft(task)
                    died = True
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                task = under_way.pop(future)
                outcome = _outcome(future, task, alone)
                died = died or outcome is None or (alone and bool(outcome.failed))
                yield task if outcome is None else outcome
    finally:
        pool.shutdown(kill_workers=True)  # they hold nothing: what they lived is in the store


def end_with_parent(parent: int) -> None:
    """Let a worker end soon after the process that asked for it was killed."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    if os.name == "posix":
        threading.Thread(target=watch, daemon=True).start()


def _outcome(future: Any, task: Task, alone: bool) -> Finished | None:
    """Return what became of a task; None where its process died and it deserves a second try."""
    from joblib.externals.loky.process_executor import BrokenProcessPool

    try:
        finished: Finished = future.result()
    except BrokenProcessPool as broken:
        if not alone:
            return None
        error = RuntimeError(text("problems.ensemble.killed"))
        error.__cause__ = broken
        stage = text("problems.ensemble.stage.worker")
        return Finished(task, tuple(stopped(run, stage, error) for run in task.scenarios))
    return finished


EXECUTORS = ("serial", "processes")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shared_out(tasks: Sequence[Task], workers: int) -> list[Task]:
    """Cut tasks into pieces where there are fewer tasks than workers; each repeats the burn-in."""
    if not tasks or len(tasks) >= workers:
        return list(tasks)
    pieces = math.ceil(workers / len(tasks))
    shared = []
    for task in tasks:
        runs = list(task.scenarios)
        chunks = [runs[start::pieces] for start in range(min(pieces, len(runs)))]
        shared += [
            replace(task, scenarios={run: task.scenarios[run] for run in chunk}) for chunk in chunks
        ]
    return shared


def live_all(
    kind: str,
    tasks: Sequence[Task],
    workers: int | None,
    each_month: Any = None,
    rehearsal: Callable[[], None] | None = None,
) -> Generator[Finished]:
    """Live all tasks with the executor asked for; yields each as it is finished, in any order.

    A rehearsal is held once before anything is lived, so that no run is timed while the rules
    are compiled.
    """
    if kind not in EXECUTORS:
        raise unknown("executor", kind, EXECUTORS, "executor.kind")
    tasks = tasks if kind == "serial" else shared_out(tasks, workers or cores())
    several = min(workers or cores(), len(tasks))
    if kind == "serial" or several < 2:
        return serial(tasks, each_month, rehearsal)
    return processes(tasks, several, meanwhile=rehearsal)

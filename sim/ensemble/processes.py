"""Several processes beside this one, each with one thread, that live the runs."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from typing import Any

from sim.config.catalogue import RECORDED, text
from sim.ensemble.collector import belong_to
from sim.ensemble.store import Store
from sim.ensemble.supply import Supply
from sim.ensemble.task import Finished, Task, live_batch, load, stopped

Work = Callable[[list[Task]], list[Finished]]
Batch = list[Task]

ONE_THREAD = {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
WARNINGS, OF_TIDYING = "PYTHONWARNINGS", "ignore:resource_tracker:UserWarning"
LOKY = r"joblib\.externals\.loky\.process_executor"
"""Warns where it takes a new process for one whose memory has grown: no news to a user."""
SECONDS_BETWEEN_LOOKS = 0.1
AHEAD = 2
"""Batches handed out beyond those being lived, so that no worker ever waits for one."""


@dataclass
class Processes:
    """Lives several batches at a time, each in a process of its own with one thread.

    When a process dies (out of memory, killed), the tasks it may have been living are tried
    again, each alone; the one that kills its process again is the one that failed.
    """

    workers: int
    work: Work = live_batch

    def live(
        self,
        tasks: Sequence[Task],
        _: Any = None,
        rehearsal: Callable[[], None] | None = None,
    ) -> Generator[Finished]:
        """Live all tasks; the rehearsal is held here while the processes start."""
        waiting, suspects = Supply(tasks, self.workers), deque[Task]()
        while waiting or suspects:
            if suspects:
                pool = self._one_pool(lambda: [suspects.popleft()], suspects, 1, None)
            else:
                pool = self._one_pool(waiting.batch, waiting, self.workers, rehearsal)
            cut_off: Batch = []
            for batch, finished in pool:
                if finished is None:
                    cut_off += batch
                else:
                    waiting.learn(finished)
                    yield from finished
            # only now is every process of the pool gone, and keeps nothing more
            kept, missing = parted(cut_off)
            suspects.extend(missing)
            yield from kept
            rehearsal = None

    def _one_pool(
        self,
        take: Callable[[], Batch],
        left: Any,
        workers: int,
        rehearsal: Callable[[], None] | None,
    ) -> Iterator[tuple[Batch, list[Finished] | None]]:
        """Live batches until none are left or a process has died; those under way then have None.

        With one worker a batch is one task: where its process dies, it has failed.
        """
        from concurrent.futures import FIRST_COMPLETED, Future, wait

        from joblib.externals.loky import ProcessPoolExecutor
        from joblib.externals.loky.process_executor import BrokenProcessPool

        alone = workers == 1
        warnings.filterwarnings("ignore", category=UserWarning, module=LOKY)
        with tidied_in_silence(), deaf_to_interruption():
            pool = ProcessPoolExecutor(
                max_workers=workers,
                env=ONE_THREAD,
                initializer=end_with_parent,
                initargs=(os.getpid(),),
            )
        under_way: dict[Future[list[Finished]], Batch] = {}
        died = False

        def submit(work: Callable[..., Any], *given: Batch) -> Future[Any]:
            with deaf_to_interruption():  # here processes are started
                return pool.submit(work, *given)

        try:
            if rehearsal:
                for _ in range(workers):
                    submit(load)
                rehearsal()
            while (left and not died) or under_way:
                while left and not died and len(under_way) < (1 if alone else workers + AHEAD):
                    batch = take()
                    try:
                        under_way[submit(self.work, batch)] = batch
                    except BrokenProcessPool:
                        died = True
                        yield batch, None
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    batch = under_way.pop(future)
                    try:
                        yield batch, future.result()
                    except BrokenProcessPool as broken:
                        died = True
                        yield batch, [killed(batch[0], broken)] if alone else None
        finally:
            pool.shutdown(kill_workers=True)  # what they lived is in the store


def parted(batch: Batch) -> tuple[list[Finished], Batch]:
    """Part what a worker that died had kept of a batch from what it had not."""
    kept, missing = [], []
    for store in {task.store for task in batch}:
        tasks = [task for task in batch if task.store == store]
        there = Store(store).find({run for task in tasks for run in task.scenarios})
        for task in tasks:
            runs = tuple(run for run in task.scenarios if run in there)
            if runs:
                kept.append(Finished(runs, store))
            rest = {run: numbers for run, numbers in task.scenarios.items() if run not in there}
            if rest:
                missing.append(replace(task, scenarios=rest))
    return kept, missing


def killed(task: Task, error: BaseException) -> Finished:
    """Write down that a task kills whoever lives it."""
    problem = RuntimeError(text("problems.ensemble.killed", RECORDED))
    problem.__cause__ = error
    stage = text("problems.ensemble.stage.worker", RECORDED)
    return Finished.of(task, [stopped(run, stage, problem) for run in task.scenarios])


@contextmanager
def tidied_in_silence() -> Iterator[None]:
    """Let what loky starts here to tidy up after a killed parent do so without a warning.

    It frees the locks that the parent could not; nobody need know of them.
    """
    said = os.environ.get(WARNINGS)
    os.environ[WARNINGS] = ",".join(filter(None, [said, OF_TIDYING]))
    try:
        yield
    finally:
        if said is None:
            del os.environ[WARNINGS]
        else:
            os.environ[WARNINGS] = said


@contextmanager
def deaf_to_interruption() -> Iterator[None]:
    """Let threads and processes started here hear nothing of Ctrl-C, which a terminal tells to all.

    Whoever asked for them hears it, as soon as they are started, and ends them.
    """
    if not hasattr(signal, "pthread_sigmask"):  # a system without such masks
        yield
        return
    resource_tracker.ensure_running()  # started later, it would let this thread hear again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent(parent: int) -> None:
    """Let a worker end soon after the process that asked for it was killed."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    if os.name == "posix":
        belong_to(parent)
        threading.Thread(target=watch, daemon=True).start()

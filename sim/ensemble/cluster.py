"""Workers of Dask, on this machine or many, that live the runs; they share the run store."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import text
from sim.config.refusal import Refusal
from sim.ensemble.processes import (
    AHEAD,
    ONE_THREAD,
    Batch,
    Work,
    deaf_to_interruption,
    killed,
    parted,
)
from sim.ensemble.store import STAGED, StoreProblem
from sim.ensemble.supply import Supply
from sim.ensemble.task import Finished, Task, live_batch

if TYPE_CHECKING:
    from distributed import Client, Future

SECONDS_TO_CONNECT = 30
MOST_DEATHS = 2
"""Workers that may die over a task before it is called the cause.

A worker takes with it what only waited there, so one death, or two, says little.
"""
ON_THIS_MACHINE = {
    "distributed.scheduler.allowed-failures": 0,  # who died is tried again here
    "distributed.worker.daemon": False,
    "distributed.admin.log-format": "%(message)s",
    "distributed.logging": {"distributed": "critical", "bokeh": "critical", "tornado": "critical"},
}
TALKERS = ("distributed", "distributed.client", "tornado.application")
"""Who writes down how a connection ended, where one sentence says that it did."""


@dataclass(frozen=True)
class Errand:
    """A batch that is handed out."""

    batch: Batch
    deaths: int
    mark: Path
    """The folder that whoever begins it leaves in the store."""

    @classmethod
    def of(cls, batch: Batch, deaths: int) -> Errand:
        """Name the mark of a batch, as the store names what nobody reads."""
        return cls(batch, deaths, batch[0].store / f"{STAGED}batch-{uuid.uuid4().hex}")

    def over(self) -> None:
        """Take the mark away; nobody is handed this batch again."""
        with suppress(OSError):
            self.mark.rmdir()


@dataclass
class Cluster:
    """Lives batches on the workers of a scheduler.

    A batch whose worker died is tried again, without what it had kept, each task alone with nothing
    else under way, for what waits at a worker that dies is no cause of it; the task over which
    workers die again and again is the one that failed.
    """

    client: Client
    workers: int
    here: bool
    """Whether the workers were started for this question, on this machine."""
    work: Work = live_batch
    address: str = ""

    def live(
        self,
        tasks: Sequence[Task],
        _: Any = None,
        rehearsal: Callable[[], None] | None = None,
    ) -> Generator[Finished]:
        """Live all tasks; workers on other machines rehearse by themselves.

        Raises
        ------
        StoreProblem
            When the scheduler goes away in the middle; what was finished is kept.
        """
        if rehearsal and self.here:
            rehearsal()
        with gone_in_a_sentence(self.client, self.address):
            yield from self._lived(tasks)

    def _lived(self, tasks: Sequence[Task]) -> Generator[Finished]:
        from distributed import as_completed

        waiting, again = Supply(tasks, self.workers), list[tuple[Task, int]]()
        under_way: dict[Future, Errand] = {}
        done = as_completed(loop=self.client.loop)

        def submit(batch: Batch, deaths: int) -> None:
            errand = Errand.of(batch, deaths)
            future = self.client.submit(live_once, self.work, batch, errand.mark, pure=False)
            under_way[future] = errand
            done.add(future)

        try:
            while waiting or again or under_way:
                if again and not under_way:
                    task, deaths = again.pop()
                    submit([task], deaths)
                while waiting and not again and len(under_way) < self._at_once():
                    submit(waiting.batch(), 0)
                future = next(done)
                errand = under_way[future]
                finished, missing = self._outcome(future, errand)
                del under_way[future]
                errand.over()
                again += [(task, errand.deaths + 1) for task in missing]
                waiting.learn(each for each in finished if each.seconds)
                future.release()
                yield from finished
        finally:
            self._call_back(under_way)

    def _call_back(self, under_way: dict[Future, Errand]) -> None:
        """Let nobody begin what was handed out; what is being lived may go on elsewhere."""
        from distributed.client import ClosedClientError

        with suppress(ClosedClientError, OSError):
            if under_way:
                self.client.cancel(list(under_way), force=True)
        for errand in under_way.values():
            errand.over()

    def _at_once(self) -> int:
        """Return how many batches are handed out: workers may come and go."""
        there = sum(self.client.nthreads().values())
        return max(there, self.workers) + AHEAD

    def _outcome(self, future: Any, errand: Errand) -> tuple[list[Finished], Batch]:
        """Return what is finished of a batch, and what is to be tried again."""
        from distributed import KilledWorker

        try:
            return future.result(), []
        except KilledWorker as error:
            kept, missing = parted(errand.batch)
            if errand.deaths >= MOST_DEATHS:
                return kept + [killed(task, error) for task in missing], []
            return kept, missing


def live_once(work: Work, batch: Batch, mark: Path) -> list[Finished]:
    """Live a batch; where it was begun before, what was not kept of it then.

    Dask hands a batch out again by itself, when its worker died or the result with it.
    """
    try:
        mark.mkdir()
    except FileExistsError:
        kept, missing = parted(batch)
        return kept + (work(missing) if missing else [])
    except OSError:  # a store that takes no mark says why as soon as it is to take a run
        pass
    return work(batch)


@contextmanager
def gone_in_a_sentence(client: Client, address: str) -> Iterator[None]:
    """Say in one sentence that a scheduler went away, however that was noticed."""
    from distributed.client import ClosedClientError
    from distributed.comm import CommClosedError

    try:
        yield
    except (CancelledError, ClosedClientError, OSError) as error:
        if client.status == "running" and not isinstance(error, (CancelledError, CommClosedError)):
            raise
        told = {"address": address, "kept": text("problems.ensemble.kept")}
        raise StoreProblem(text("problems.ensemble.scheduler_gone", **told)) from error


@contextmanager
def in_silence() -> Iterator[None]:
    """Let Dask write nothing of how a connection ended."""
    from distributed.utils import silence_logging_cmgr

    with ExitStack() as silenced:
        for name in TALKERS:
            silenced.enter_context(silence_logging_cmgr("CRITICAL", root=name))
        yield


@contextmanager
def opened_cluster(address: str, workers: int) -> Iterator[Cluster]:
    """Connect to a scheduler; without an address, start one with workers on this machine."""
    import dask
    from distributed import Client, LocalCluster

    if address:
        try:
            client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            reason = str(error) or type(error).__name__
            raise Refusal.of(
                "ensemble.no_scheduler", "executor.address", address=address, reason=reason
            ) from None
        with in_silence(), client:
            yield Cluster(client, workers, here=False, address=address)
        return
    with dask.config.set(ON_THIS_MACHINE):
        with deaf_to_interruption():
            started = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address=":0",
                env=ONE_THREAD,
                silence_logs="CRITICAL",
                local_directory=None,
            )
        with started as local, Client(local, set_as_default=False) as client:
            yield Cluster(client, workers, here=True, address=local.scheduler_address)

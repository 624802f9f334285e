"""Workers of Dask, on this machine or many, that live the runs; they share the run store."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.config.refusal import Refusal
from sim.ensemble.processes import AHEAD, ONE_THREAD, Batch, Work, killed, parted
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

    def live(
        self,
        tasks: Sequence[Task],
        _: Any = None,
        rehearsal: Callable[[], None] | None = None,
    ) -> Generator[Finished]:
        """Live all tasks; workers on other machines rehearse by themselves."""
        from distributed import as_completed

        if rehearsal and self.here:
            rehearsal()
        waiting, again = Supply(tasks, self.workers), list[tuple[Task, int]]()
        under_way: dict[Future, tuple[Batch, int]] = {}
        done = as_completed(loop=self.client.loop)

        def submit(batch: Batch, deaths: int) -> None:
            future = self.client.submit(self.work, batch, pure=False)
            under_way[future] = (batch, deaths)
            done.add(future)

        try:
            while waiting or again or under_way:
                if again and not under_way:
                    task, deaths = again.pop()
                    submit([task], deaths)
                while waiting and not again and len(under_way) < self._at_once():
                    submit(waiting.batch(), 0)
                future = next(done)
                batch, deaths = under_way.pop(future)
                finished, missing = self._outcome(future, batch, deaths)
                again += [(task, deaths + 1) for task in missing]
                waiting.learn(each for each in finished if each.seconds)
                future.release()
                yield from finished
        finally:
            if under_way:
                self.client.cancel(list(under_way), force=True)

    def _at_once(self) -> int:
        """Return how many batches are handed out: workers may come and go."""
        there = sum(self.client.nthreads().values())
        return max(there, self.workers) + AHEAD

    def _outcome(self, future: Any, batch: Batch, deaths: int) -> tuple[list[Finished], Batch]:
        """Return what is finished of a batch, and what is to be tried again."""
        from distributed import KilledWorker

        try:
            return future.result(), []
        except KilledWorker as error:
            kept, missing = parted(batch)
            if deaths >= MOST_DEATHS:
                return kept + [killed(task, error) for task in missing], []
            return kept, missing


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
        with client:
            yield Cluster(client, workers, here=False)
        return
    with (
        dask.config.set(ON_THIS_MACHINE),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",
            env=ONE_THREAD,
            silence_logs="CRITICAL",
            local_directory=None,
        ) as local,
        Client(local, set_as_default=False) as client,
    ):
        yield Cluster(client, workers, here=True)

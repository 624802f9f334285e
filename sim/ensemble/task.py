"""One task: the city of one seed lived under every arm that is not yet in the store."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import RECORDED, speaking, text
from sim.config.refusal import Refusal
from sim.ensemble.collector import Collector
from sim.ensemble.store import StoreProblem
from sim.recorder import provenance
from sim.recorder.interruption import interrupted

if TYPE_CHECKING:
    from sim.recorder.record import Record

Scenarios = Mapping[str, Any]
Life = Callable[..., Iterator["Record"]]
"""Lives scenarios of one burn-in, as `sim.recorder.run.arms_lived` does, record by record."""


@dataclass(frozen=True)
class Task:
    """Runs that share one burn-in: what to live and where to keep it."""

    seed: int
    scenarios: Scenarios
    """For each run identity, its scenario."""
    store: Path
    sources: str = field(default_factory=provenance.sources_hash)
    """The source code the identities speak of; a worker with other code may not live them."""
    threads: int = 1
    """Threads inside a run; they change no bit."""
    life: Life | None = None
    """Who lives them; the model, where nobody else is named."""


@dataclass(frozen=True)
class FailedRun:
    """A run that stopped: where, and why."""

    run_id: str
    stage: str
    problem: str
    trace: str


@dataclass(frozen=True)
class Finished:
    """What a worker tells when a task is over; the runs themselves are in the store."""

    runs: tuple[str, ...]
    store: Path
    failed: tuple[FailedRun, ...] = ()
    seconds: float = 0.0

    @property
    def lived(self) -> int:
        """Return how many runs the task was about."""
        return len(self.runs)

    @classmethod
    def of(cls, task: Task, failed: Iterable[FailedRun] = (), seconds: float = 0.0) -> Finished:
        """Say how a task ended."""
        told = tuple(sorted(failed, key=lambda failure: failure.run_id))
        return cls(tuple(task.scenarios), task.store, told, seconds)


def live_tasks(
    tasks: Iterable[Task], each_month: Any = None, seconds_together: float | None = None
) -> Iterator[Finished]:
    """Live one task after the other; what is finished within a second is kept together.

    Whatever ends this, also an interruption, what was finished until then is kept.
    """
    with closing(Collector.of(seconds_together)) as collector:
        for task in tasks:
            yield live_task(task, collector, each_month)


def live_batch(tasks: Iterable[Task]) -> list[Finished]:
    """Live several tasks and keep all that was finished, before telling of it."""
    return list(live_tasks(tasks))


def live_task(task: Task, collector: Collector, each_month: Any = None) -> Finished:
    """Live the runs of a task and hand them over; a run that stops does not stop the others.

    Why it stopped is kept in one language, whatever language the question was asked in.
    """
    with speaking(RECORDED):
        return _lived(task, collector, each_month)


def _lived(task: Task, collector: Collector, each_month: Any) -> Finished:
    failed: list[FailedRun] = []
    started = time.perf_counter()
    try:
        if task.sources != provenance.sources_hash():
            raise RuntimeError(text("problems.ensemble.sources_changed"))
        _live(task, failed, collector, each_month)
    except (StoreProblem, KeyboardInterrupt):
        raise
    except Exception as error:
        if interrupted(error):
            raise KeyboardInterrupt from error
        known = {failure.run_id for failure in failed}
        stage = text("problems.ensemble.stage.building")
        failed += [stopped(run, stage, error) for run in task.scenarios if run not in known]
    return Finished.of(task, failed, time.perf_counter() - started)


def _live(task: Task, failed: list[FailedRun], collector: Collector, each_month: Any) -> None:
    def month_lived(lived: int, months: int) -> None:
        collector.month_lived()
        if each_month:
            each_month(lived, months)

    for record in (task.life or _lives_of_the_model(task.threads))(
        task.scenarios,
        each_month=month_lived,
        on_failure=lambda it: failed.append(FailedRun(it.arm, it.stage, it.problem, it.trace)),
    ):
        collector.take(task.store, record, len(task.scenarios))


def _lives_of_the_model(threads: int) -> Life:
    """Load the model only where it lives; all that it needs takes seconds to load."""
    from sim.kernels.threads import use_threads
    from sim.recorder.run import arms_lived

    use_threads(threads)
    return arms_lived


def stopped(run_id: str, stage: str, error: BaseException) -> FailedRun:
    """Write down why a run stopped."""
    sentence = error.sentence if isinstance(error, Refusal) else str(error)
    problem = " ".join(sentence.split()) or type(error).__name__
    return FailedRun(run_id, stage, problem, "".join(traceback.format_exception(error)))


def load() -> None:
    """Import all that a run needs, so that a worker's first task does not wait for it."""
    import_module("sim.recorder.run")


def warm(task: Task) -> None:
    """Compile every kernel once, before several workers would each do it."""
    from sim.ensemble.beside import compiling_beside
    from sim.recorder.run import rehearse

    with compiling_beside():
        rehearse(task.scenarios)

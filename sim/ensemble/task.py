"""One task: the city of one seed lived under every arm that is not yet in the store."""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import text
from sim.config.refusal import Refusal
from sim.ensemble.store import Store, StoreProblem
from sim.recorder import provenance

if TYPE_CHECKING:
    from sim.recorder.record import Record

Scenarios = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Task:
    """Runs that share one burn-in: what to live and where to keep it."""

    seed: int
    scenarios: Scenarios
    """For each run identity, the plain mapping of its scenario."""
    store: Path
    sources: str = field(default_factory=provenance.sources_hash)
    """The source code the identities speak of; a worker with other code may not live them."""
    threads: int = 1
    """Threads inside a run; they change no bit."""


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

    task: Task
    failed: tuple[FailedRun, ...] = ()

    @property
    def lived(self) -> int:
        """Return how many runs the task was about."""
        return len(self.task.scenarios)


def live_task(task: Task, each_month: Any = None) -> Finished:
    """Live the runs of a task and keep them; a run that stops does not stop the others."""
    failed: list[FailedRun] = []
    try:
        if task.sources != provenance.sources_hash():
            raise RuntimeError(text("problems.ensemble.sources_changed"))
        _live(task, failed, each_month)
    except (StoreProblem, KeyboardInterrupt):
        raise
    except Exception as error:
        known = {failure.run_id for failure in failed}
        stage = text("problems.ensemble.stage.building")
        failed += [stopped(run, stage, error) for run in task.scenarios if run not in known]
    return Finished(task, tuple(sorted(failed, key=lambda failure: failure.run_id)))


def _live(task: Task, failed: list[FailedRun], each_month: Any) -> None:
    from sim.kernels.threads import use_threads
    from sim.model.scenario import Scenario
    from sim.recorder.run import run_arms

    use_threads(task.threads)
    started = datetime.now(UTC)
    scenarios = {run: Scenario.of(dict(plain)) for run, plain in task.scenarios.items()}
    records = run_arms(
        scenarios,
        each_month=each_month,
        on_failure=lambda it: failed.append(FailedRun(it.arm, it.stage, it.problem, it.trace)),
    )
    if records:
        log = {
            "machine": provenance.machine(),
            "sources": provenance.sources_hash(),
            "process": os.getpid(),
            "started": started.isoformat(timespec="seconds"),
            "seconds": {record.arm: record.seconds for record in records},
            "people": records[0].scenario.city.people,
            "person_months": sum(person_months(record, len(scenarios)) for record in records),
        }
        Store(task.store).add({record.arm: record for record in records}, log)


def person_months(record: Record, sharing: int) -> float:
    """Return how many months people lived in a run, its share of the burn-in with it."""
    scenario = record.scenario
    return float(scenario.city.people * (scenario.burn_in / sharing + scenario.months))


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
    from sim.model.scenario import Scenario
    from sim.recorder.run import rehearse

    rehearse({run: Scenario.of(dict(plain)) for run, plain in task.scenarios.items()})

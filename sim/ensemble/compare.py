"""Ask a question of many cities: live what is missing, keep it, and lay out the answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import text
from sim.ensemble.answer import publish, under_way
from sim.ensemble.estimate import refuse_if_too_large
from sim.ensemble.executors import live_all
from sim.ensemble.parts import Part
from sim.ensemble.question import Question
from sim.ensemble.store import Store
from sim.ensemble.task import FailedRun, Task, warm
from sim.recorder import provenance

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[str, int, int], None]
"""Told the stage (warm, live, month, collect), what is done of it, and how much there is."""


@dataclass(frozen=True)
class Comparison:
    """The answer to a question: its tables, how it was made, and where it lies."""

    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    folder: Path
    failed: int
    remarks: list[str] = field(default_factory=list)


def compare(question: Question, progress: Progress | None = None) -> Comparison:
    """Live every run of a question that is not kept yet, and return the answer.

    Raises
    ------
    Refusal
        Before anything is lived or written, when the question or the folder is no good.
    StoreProblem
        When the disk takes no more; what was finished is kept.
    KeyboardInterrupt
        What was finished is kept, and the same question goes on from there.
    """
    began, clock = datetime.now(UTC), time.perf_counter()
    store = Store(question.store)
    found = store.find({run.run_id for run in question.runs})
    tasks, kept = question.tasks(found), store.parts()
    tell = progress or _say_nothing
    refuse_if_too_large(question, tasks, kept)
    store.refuse_unless_writable()
    with under_way(question, began):
        failed = _live_missing(question, tasks, are_compiled(kept), tell)
    tell("collect", 0, 1)
    found = store.find({run.run_id for run in question.runs})
    failed |= _lost(question, found, failed)
    answer = publish(question, found, failed, began, time.perf_counter() - clock)
    tell("collect", 1, 1)
    return Comparison(
        answer.frames, answer.manifest, answer.folder, len(failed), question.remarks + store.remarks
    )


def _lost(
    question: Question, found: Mapping[str, Part], failed: Mapping[str, FailedRun]
) -> dict[str, FailedRun]:
    """Return the runs that were kept and cannot be read any more, as failures."""
    stage, problem = text("problems.ensemble.stage.store"), text("problems.ensemble.part_lost")
    return {
        run.run_id: FailedRun(run.run_id, stage, problem, "")
        for run in question.runs
        if run.run_id not in found and run.run_id not in failed
    }


def _live_missing(
    question: Question, tasks: Sequence[Task], compiled: bool, tell: Progress
) -> dict[str, FailedRun]:
    """Live the tasks of a question, telling how far they are; return what failed."""
    failed: dict[str, FailedRun] = {}
    done = len(question.runs) - sum(len(task.scenarios) for task in tasks)
    tell("live", done, len(question.runs))

    def rehearse() -> None:
        tell("warm", 0, 1)
        warm(tasks[0])
        tell("live", done, len(question.runs))

    lived = live_all(
        question.executor,
        tasks,
        question.workers,
        each_month=lambda month, months: tell("month", month, months),
        rehearsal=None if compiled else rehearse,
    )
    with closing(lived):
        for finished in lived:
            failed |= {failure.run_id: failure for failure in finished.failed}
            done += finished.lived
            tell("live", done, len(question.runs))
    return failed


def are_compiled(kept: Sequence[Part]) -> bool:
    """Tell whether the rules, as they are now, have been compiled on this machine before."""
    here = (provenance.machine(), provenance.sources_hash())
    return any((part.log.get("machine"), part.log.get("sources")) == here for part in kept)


def _say_nothing(stage: str, done: int, total: int) -> None:
    """Stand in where nobody wants to know how far it is."""

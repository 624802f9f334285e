"""Live what a question needs and what is not kept yet; every command that asks does it here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sim.config.catalogue import RECORDED, text
from sim.ensemble.answer import under_way
from sim.ensemble.beside import all_compiled
from sim.ensemble.estimate import refuse_if_too_large
from sim.ensemble.executors import Executor, cores, opened, refuse_executor
from sim.ensemble.expansion import Tasks
from sim.ensemble.parts import Part
from sim.ensemble.question import Question
from sim.ensemble.store import Store
from sim.ensemble.task import FailedRun, warm

Progress = Callable[[str, int, int], None]
"""Told the stage (warm, live, month, collect), what is done of it, and how much there is."""


@dataclass(frozen=True)
class Lived:
    """The runs of a question: where each is kept, or why it is not."""

    found: Mapping[str, Part]
    failed: Mapping[str, FailedRun]
    remarks: list[str]


@dataclass(frozen=True)
class Plan:
    """What a question still needs."""

    question: Question
    store: Store
    wanted: frozenset[str]
    tasks: Tasks
    entries: frozenset[str]
    """What lay in the store before anything was looked for there."""

    def up_to_date(self) -> Plan:
        """Return a plan that knows what others have kept since this one was made."""
        if entries_of(self.store) == self.entries:
            return self
        return planned(self.question)


def planned(question: Question) -> Plan:
    """Find out what is still to be lived.

    Raises
    ------
    Refusal
        Before anything is lived or written, when the question or the folder is no good.
    """
    refuse_executor(question.executor)
    store, wanted = Store(question.store), frozenset(run.run_id for run in question.runs)
    entries = entries_of(store)
    tasks = question.tasks(store.find(wanted))
    refuse_if_too_large(question, tasks, store.parts())
    store.refuse_unless_writable()
    if question.executor != "serial":
        tasks = tasks.shared_out(question.workers or cores())
    return Plan(question, store, wanted, tasks, entries)


def entries_of(store: Store) -> frozenset[str]:
    """Return the names of all that lies in a store but what is still being written."""
    if not store.folder.is_dir():
        return frozenset()
    return frozenset(path.name for path in store.folder.iterdir() if not path.name.startswith("."))


def live_missing(plan: Plan, began: datetime, tell: Progress) -> Lived:
    """Live every run of a question that is not kept yet.

    Raises
    ------
    StoreProblem
        When the disk takes no more; what was finished is kept.
    KeyboardInterrupt
        What was finished is kept, and the same question goes on from there.
    """
    question, tasks = plan.question, plan.tasks
    with (
        opened(question.executor, len(tasks), question.workers, question.address) as executor,
        under_way(question, began),
    ):
        failed = _live(question, tasks, executor, tell)
    tell("collect", 0, 1)
    found = plan.store.find(plan.wanted)
    return Lived(found, failed | _lost(question, found, failed), plan.store.remarks)


def _live(
    question: Question, tasks: Tasks, executor: Executor, tell: Progress
) -> dict[str, FailedRun]:
    """Live the tasks of a question, telling how far they are; return what failed."""
    failed: dict[str, FailedRun] = {}
    total = len(question.runs)
    done = total - tasks.runs
    tell("live", done, total)

    def rehearse() -> None:
        tell("warm", 0, 1)
        warm(tasks[0])
        tell("live", done, total)

    lived = executor.live(
        tasks,
        lambda month, months: tell("month", month, months),
        None if question.life or not tasks or all_compiled() else rehearse,
    )
    with closing(lived):
        for finished in lived:
            failed |= {failure.run_id: failure for failure in finished.failed}
            done += finished.lived
            tell("live", done, total)
    return failed


def _lost(
    question: Question, found: Mapping[str, Part], failed: Mapping[str, FailedRun]
) -> dict[str, FailedRun]:
    """Return the runs that were kept and cannot be read any more, as failures."""
    stage = text("problems.ensemble.stage.store", RECORDED)
    problem = text("problems.ensemble.part_lost", RECORDED)
    return {
        run.run_id: FailedRun(run.run_id, stage, problem, "")
        for run in question.runs
        if run.run_id not in found and run.run_id not in failed
    }


def say_nothing(stage: str, done: int, total: int) -> None:
    """Stand in where nobody wants to know how far it is."""

"""What a question will take, told before anything is lived."""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from sim.config.refusal import Refusal
from sim.ensemble.coalitions import Attribution
from sim.ensemble.executors import cores
from sim.ensemble.expansion import Run, Tasks
from sim.ensemble.parts import Part, total_bytes
from sim.ensemble.question import Question
from sim.ensemble.store import Store
from sim.ensemble.task import Task
from sim.recorder import provenance
from sim.recorder.memory import MOST_TIES
from sim.recorder.outcomes import OUTCOMES
from sim.recorder.record import MONTHS_BETWEEN_MAPS

MEGABYTE = 1_000_000
BYTES_PER_VALUE = 8
LAYERS = 5
BYTES_PER_TIE = 16
MOST_LOOKED_AT = 64
COPIES = 2
"""What is lived lies in the run store, and again in the answer's tables."""


@dataclass(frozen=True)
class Forecast:
    """What a question needs, what of it is there, and what the rest will take."""

    runs: Sequence[Run]
    there: frozenset[str]
    seconds: float | None
    """None where no run was ever timed on this machine."""
    bytes_needed: int
    bytes_free: int
    folder: Path
    remarks: Sequence[str]
    attribution: Attribution | None = None
    coalitions: int = 0
    """Runs lived to tell instruments apart; they are among the runs."""

    @property
    def missing(self) -> list[Run]:
        """Return the runs that are still to be lived."""
        return [run for run in self.runs if run.run_id not in self.there]


def forecast(question: Question) -> Forecast:
    """Find out what a question will take, living and writing nothing."""
    store = Store(question.store)
    found = store.find({run.run_id for run in question.runs})
    parts = store.parts()
    tasks = question.tasks(found)
    return Forecast(
        runs=question.runs,
        there=frozenset(found),
        seconds=seconds_for(tasks, parts, question),
        bytes_needed=bytes_for(tasks, parts),
        bytes_free=shutil.disk_usage(existing(question.out)).free,
        folder=question.folder,
        remarks=[*question.remarks, *store.remarks],
        attribution=question.attribution,
        coalitions=len(question.runs_of_coalitions),
    )


def refuse_if_too_large(question: Question, tasks: Tasks, parts: Sequence[Part]) -> None:
    """Refuse, before anything is lived, what cannot fit on the disk."""
    needed = bytes_for(tasks, parts)
    free = shutil.disk_usage(existing(question.out)).free
    if needed > free:
        sizes = {"needed": needed / MEGABYTE, "free": free / MEGABYTE}
        raise Refusal.of("ensemble.no_room", folder=question.out, **sizes)


def seconds_for(tasks: Tasks, parts: Sequence[Part], question: Question) -> float | None:
    """Return how long the tasks will take, judged by runs timed on this machine; None without.

    The middle one of the times counts: the first run of a process loads what was compiled.
    """
    if not tasks:
        return 0.0
    people = people_of(tasks[0])
    timed = [part.log for part in parts if part.log.get("machine") == provenance.machine()]
    alike = [log for log in timed if log["people"] == people] or timed
    if not alike:
        return None
    rate = median(sum(log["seconds"].values()) / log["person_months"] for log in alike)
    several = 1 if question.executor == "serial" else question.workers or cores()
    each = [person_months(task) for task in some_of(tasks)]
    waves = math.ceil(len(tasks) / several)
    return rate * max(waves * sum(each) / len(each), *each)


def some_of(tasks: Tasks) -> list[Task]:
    """Return tasks from all over, where there are too many to look at each."""
    apart = math.ceil(len(tasks) / MOST_LOOKED_AT)
    return [tasks[at] for at in range(0, len(tasks), apart)]


def person_months(task: Task) -> int:
    """Return how many months people live in a task: one burn-in, then every arm."""
    lived = list(task.scenarios.values())
    months = lived[0].burn_in + sum(scenario.months for scenario in lived)
    return int(months * people_of(task))


def people_of(task: Task) -> int:
    """Return how many people live in the city of a task at its start."""
    return int(next(iter(task.scenarios.values())).city.people)


def bytes_for(tasks: Tasks, parts: Sequence[Part]) -> int:
    """Return what the tasks will write, judged by earlier runs of the size or by their tables."""
    if not tasks:
        return 0
    lived = tasks.runs
    alike = [part for part in parts if part.log.get("people") == people_of(tasks[0])]
    if alike:
        each = total_bytes(alike) / sum(len(part.runs) for part in alike)
    else:
        each = _bytes_of_tables(next(iter(tasks[0].scenarios.values())))
    return math.ceil(COPIES * each * lived)


def _bytes_of_tables(scenario: Any) -> float:
    """Return what the tables of one run take when nothing in them can be compressed."""
    months = scenario.burn_in + scenario.months
    squares = LAYERS * (scenario.months // MONTHS_BETWEEN_MAPS + 1)
    return float(
        months * len(OUTCOMES) * BYTES_PER_VALUE
        + squares * scenario.city.side**2 * BYTES_PER_VALUE / 2
        + MOST_TIES * BYTES_PER_TIE
    )


def existing(folder: Path) -> Path:
    """Return the nearest folder above that is there already."""
    return next(at for at in (folder.absolute(), *folder.absolute().parents) if at.exists())

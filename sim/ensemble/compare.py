"""Ask a question of many cities: live what is missing, keep it, and lay out the answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.ensemble.answer import publish
from sim.ensemble.engine import Progress, live_missing, planned, say_nothing
from sim.ensemble.question import Question

if TYPE_CHECKING:
    import pandas as pd


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
    tell = progress or say_nothing
    lived = live_missing(planned(question), began, tell)
    answer = publish(question, lived.found, lived.failed, began, time.perf_counter() - clock)
    tell("collect", 1, 1)
    return Comparison(
        answer.frames,
        answer.manifest,
        answer.folder,
        len(lived.failed),
        question.remarks + lived.remarks,
    )

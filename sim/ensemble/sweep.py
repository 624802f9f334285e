"""Ask a question at many points of a design: live what is missing, and lay the tables out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.ensemble import assemble, stream
from sim.ensemble.answer import begin_writing, certificate_of, log_rows
from sim.ensemble.engine import Lived, Progress, live_missing, planned, say_nothing
from sim.ensemble.lock import alone_in
from sim.ensemble.question import Question
from sim.ensemble.store import StoreProblem, sentence_of
from sim.recorder import manifest
from sim.recorder.tables import (
    frame,
    parquet_bytes,
    read_table,
    table_of_rows,
    write_streamed,
    write_whole,
)

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LOG_ROWS = 10_000


@dataclass(frozen=True)
class Tables(Mapping[str, "pd.DataFrame"]):
    """The tables of a folder by name, each read when it is asked for."""

    folder: Path

    def __getitem__(self, name: str) -> pd.DataFrame:
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise KeyError(name)
        return frame(read_table(path, name))

    def __iter__(self) -> Iterator[str]:
        return (path.stem for path in sorted(self.folder.glob("*.parquet")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class Sweep:
    """The answer to a sweep: where its tables lie, how it was made, and how many runs failed."""

    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    folder: Path
    failed: int
    remarks: list[str] = field(default_factory=list)


def sweep(question: Question, progress: Progress | None = None) -> Sweep:
    """Live every run of a sweep that is not kept yet, and lay out its tables.

    Raises
    ------
    Refusal
        Before anything is lived, when the question or the folder is no good or in use.
    StoreProblem
        When the disk takes no more; what was finished is kept.
    KeyboardInterrupt
        What was finished is kept, and the same sweep goes on from there, on any executor.
    """
    began, clock = datetime.now(UTC), time.perf_counter()
    tell = progress or say_nothing
    plan = planned(question)
    with alone_in(question.folder):
        lived = live_missing(plan.up_to_date(), began, tell)
        try:
            told = _laid_out(question, lived, began, clock)
        except OSError as error:
            raise StoreProblem(sentence_of(error, question.folder)) from error
        tell("collect", 1, 1)
    remarks = [*question.remarks, *lived.remarks]
    return Sweep(Tables(question.folder), told, question.folder, len(lived.failed), remarks)


def _laid_out(question: Question, lived: Lived, began: datetime, clock: float) -> dict[str, Any]:
    """Write the tables into the folder, and the manifest, which says done last."""
    folder = question.folder
    told = certificate_of(question, lived.found, lived.failed, began, time.perf_counter() - clock)
    begin_writing(folder, told)
    told["tables"] = dict(_written(question, lived, folder))
    told["seconds"] = round(time.perf_counter() - clock, 3)
    manifest.write(folder, told)
    return told


def _written(question: Question, lived: Lived, folder: Path) -> Iterator[tuple[str, str]]:
    """Write every table, one run after the other by their identity; yield the hash of each file."""
    runs = sorted(question.runs, key=assemble.in_table_order)
    done = [run for run in runs if run.run_id in lived.found]
    laid = {name: stream.streamed(name, done, lived.found) for name in stream.STREAMED}
    laid["runs"] = stream.outcomes(question, runs, lived.found, lived.failed)
    for name, (schema, pieces) in laid.items():
        yield name, write_streamed(folder / f"{name}.parquet", schema, pieces)
    design = parquet_bytes(stream.design_table(question))
    yield "design", write_whole(folder / "design.parquet", design)
    schema, pieces = _log(question, lived)
    write_streamed(folder / "log.parquet", schema, pieces)  # outside of all that is compared


def _log(question: Question, lived: Lived) -> tuple[pa.Schema, Iterator[pa.Table]]:
    rows = log_rows(question, lived.found, lived.failed)
    pieces = (table_of_rows("log", some, stream.IN_A_SWEEP) for some in batched(rows, LOG_ROWS))
    return stream.schema_of("log"), pieces

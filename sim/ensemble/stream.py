"""The tables of a sweep, laid out in a stream: no more is held of them than one armful of runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import TYPE_CHECKING, Any

from sim.ensemble.assemble import Page, by_run, joined, said_of, values_column
from sim.ensemble.expansion import Run
from sim.ensemble.parts import Part
from sim.ensemble.question import Question
from sim.ensemble.task import FailedRun
from sim.recorder.outcomes import OUTCOMES
from sim.recorder.schemas import TABLES
from sim.recorder.tables import table_of

if TYPE_CHECKING:
    import pyarrow as pa

STREAMED = ("timeline", "groups", "places", "ledger")
BYTES_AT_ONCE = 16_000_000
"""Compressed bytes of one table read together; more runs need more rounds, not more memory."""
RUNS_AT_ONCE = 1000
IN_A_SWEEP = {"point": "int32"}


def pages_of(
    name: str, runs: Sequence[Run], found: Mapping[str, Part]
) -> Iterator[tuple[Run, pa.Table]]:
    """Yield runs in the order given, each with its rows of a table, an armful at a time."""
    for some in armfuls(name, runs, found):
        wanted = {run.run_id for run in some}
        rows: dict[str, pa.Table] = {}
        for part in {found[run.run_id].folder: found[run.run_id] for run in some}.values():
            rows |= _rows_of(part, name, wanted)
        for run in some:
            yield run, rows[run.run_id]


def armfuls(name: str, runs: Sequence[Run], found: Mapping[str, Part]) -> Iterator[Sequence[Run]]:
    """Cut runs into pieces whose rows of a table may be held at once."""
    size, start = 0.0, 0
    for at, run in enumerate(runs):
        part = found[run.run_id]
        size += part.tables[name]["bytes"] / len(part.runs)
        if size >= BYTES_AT_ONCE:
            yield runs[start : at + 1]
            size, start = 0.0, at + 1
    if start < len(runs):
        yield runs[start:]


def _rows_of(part: Part, name: str, wanted: set[str]) -> dict[str, pa.Table]:
    """Read of a part the rows of some runs, and let go of all others."""
    import pyarrow as pa

    cut = by_run(part.table(name), part.runs)
    if wanted.issuperset(part.runs):
        return cut
    rows = {run_id: cut[run_id] for run_id in part.runs if run_id in wanted}
    # copied, for a slice would keep the whole part in memory
    return {run: page.take(pa.array(range(len(page)), pa.int64())) for run, page in rows.items()}


def schema_of(name: str, more: Mapping[str, str] | None = None) -> pa.Schema:
    """Return the columns a table has in a sweep."""
    return TABLES[name].arrow_schema(IN_A_SWEEP | dict(more or {}))


def streamed(
    name: str, runs: Sequence[Run], found: Mapping[str, Part]
) -> tuple[pa.Schema, Iterator[pa.Table]]:
    """Return the columns of a table and its rows, piece by piece, by the identity of the run."""
    more = {}
    if name == "timeline":
        more = dict.fromkeys(_names(name, runs, found), "float64")
    schema = schema_of(name, more)
    pages = pages_of(name, runs, found)
    return schema, (joined(name, list(some), schema) for some in batched(pages, RUNS_AT_ONCE))


def _names(name: str, runs: Sequence[Run], found: Mapping[str, Part]) -> list[str]:
    """Return the outcomes and diagnostics that a part tells of."""
    import pyarrow.parquet as parquet

    if not runs:
        return list(OUTCOMES)
    file = found[runs[0].run_id].folder / f"{name}.parquet"
    return parquet.read_schema(file).names[2:]


def outcomes(
    question: Question,
    runs: Sequence[Run],
    found: Mapping[str, Part],
    failed: Mapping[str, FailedRun],
) -> tuple[pa.Schema, Iterator[pa.Table]]:
    """Return one row per run, finished or failed, with its point, its world and its outcomes."""
    drawn = _worlds(question)
    kinds = {path: kind for path, (kind, _) in drawn.items()}
    schema = schema_of("runs", kinds | dict.fromkeys(OUTCOMES, "float64"))
    done = pages_of("outcomes", [run for run in runs if run.run_id in found], found)

    def pieces() -> Iterator[pa.Table]:
        for some in batched(runs, RUNS_AT_ONCE):
            pages = [next(done) for run in some if run.run_id in found]
            yield _ended(question, some, pages, failed, drawn)

    return schema, pieces()


def _ended(
    question: Question,
    runs: Sequence[Run],
    pages: Sequence[Page],
    failed: Mapping[str, FailedRun],
    drawn: Mapping[str, tuple[str, Mapping[Any, Any]]],
) -> pa.Table:
    """Lay out how some runs ended."""
    import pyarrow as pa

    known = {run.run_id: page for run, page in pages}
    number = {run_id: at for at, run_id in enumerate(known)}
    rows = pa.array([number.get(run.run_id) for run in runs], pa.int64())
    values = pa.concat_tables(known.values()).take(rows) if known else None
    columns: dict[str, Any] = {
        "run_id": [run.run_id for run in runs],
        "seed": [run.seed for run in runs],
        "arm": [run.arm for run in runs],
        "point": [run.point for run in runs],
        "status": ["done" if run.run_id in known else "failed" for run in runs],
        "stage": [said_of(failed, known, run, "stage") for run in runs],
        "problem": [said_of(failed, known, run, "problem") for run in runs],
    }
    kinds = dict(IN_A_SWEEP)
    for path, (kind, by_place) in drawn.items():
        name = path.removeprefix("world.")
        columns[path] = [
            by_place[run.seed] if by_place else question.world_at(run.point, run.seed).get(name)
            for run in runs
        ]
        kinds[path] = kind
    for outcome in OUTCOMES:
        there = outcome in values.column_names if values else False
        columns[outcome] = values[outcome] if values and there else [None] * len(runs)
        kinds[outcome] = "float64"
    return table_of("runs", columns, kinds)


def _worlds(question: Question) -> dict[str, tuple[str, Mapping[Any, Any]]]:
    """Return the kind of each sampled path and its value by seed; none where points move it."""
    worlds = question.worlds_of_seeds
    found: dict[str, tuple[str, Mapping[Any, Any]]] = {}
    for path in dict.fromkeys(path for world in worlds.values() for path in world):
        values, kind = values_column([world.get(path) for world in worlds.values()])
        by_seed = {} if question.multiples else dict(zip(worlds, values, strict=True))
        found[f"world.{path}"] = (kind, by_seed)
    return found


def design_table(question: Question) -> pa.Table:
    """Return the points of a design, and the value of each factor at each."""
    columns: dict[str, Any] = {"point": [point.number for point in question.points]}
    kinds: dict[str, str] = {}
    for path in question.paths:
        values = [point.values.get(path) for point in question.points]
        columns[f"factor.{path}"], kinds[f"factor.{path}"] = values_column(values)
    return table_of("design", columns, kinds)

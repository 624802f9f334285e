"""The tables of a sweep, laid out in a stream: no more is held of them than one armful of runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import TYPE_CHECKING, Any

from sim.ensemble.assemble import how_they_ended, named, values_column
from sim.ensemble.expansion import Run
from sim.ensemble.parts import Part
from sim.ensemble.question import Question
from sim.ensemble.task import FailedRun
from sim.recorder.outcomes import OUTCOMES
from sim.recorder.schemas import TABLES
from sim.recorder.tables import table_of

if TYPE_CHECKING:
    import pyarrow as pa

STREAMED = ("timeline", "groups", "places", "ledger", "worth")
ROWS_AT_ONCE = 32_768
"""Rows of one table held together; more runs need more rounds, not more memory."""
RUNS_AT_ONCE = 10_000
IN_A_SWEEP = {"point": "int32"}


def armfuls(name: str, runs: Sequence[Run], found: Mapping[str, Part]) -> Iterator[Sequence[Run]]:
    """Cut runs into pieces whose rows of a table may be held at once."""
    rows, start = 0.0, 0
    for at, run in enumerate(runs):
        part = found[run.run_id]
        rows += 1 + part.tables[name]["rows"] / len(part.runs)
        if rows >= ROWS_AT_ONCE:
            yield runs[start : at + 1]
            rows, start = 0.0, at + 1
    if start < len(runs):
        yield runs[start:]


def rows_in_order(
    name: str, runs: Sequence[Run], found: Mapping[str, Part]
) -> tuple[pa.Table, list[int]]:
    """Return the rows of some runs, one run after the other as given, and how many each has."""
    import numpy as np
    import pyarrow as pa

    wanted = {run.run_id for run in runs}
    parts = {found[run.run_id].folder: found[run.run_id] for run in runs}
    rows = pa.concat_tables([_rows_of(part, name, wanted) for part in parts.values()])
    # the rows of one run stand together, so where another one begins the number changes
    numbered = rows["run_id"].combine_chunks().dictionary_encode()
    codes = numbered.indices.to_numpy(zero_copy_only=False)
    begins = np.flatnonzero(np.diff(codes, prepend=-1))
    lengths = np.diff(begins, append=len(codes))
    at = {run_id: place for place, run_id in enumerate(numbered.dictionary.to_pylist())}
    places = np.array([at.get(run.run_id, -1) for run in runs])
    own = np.where(places < 0, 0, lengths[places] if len(lengths) else 0)
    starts = np.where(places < 0, 0, begins[places] if len(begins) else 0)
    before = np.cumsum(own) - own
    order = np.arange(own.sum()) + np.repeat(starts - before, own)
    return rows.take(pa.array(order)), own.tolist()


def _rows_of(part: Part, name: str, wanted: set[str]) -> pa.Table:
    """Read of a part the rows of some runs."""
    import pyarrow as pa
    import pyarrow.compute as compute

    rows = part.table(name)
    if wanted.issuperset(part.runs):
        return rows
    own = pa.array(sorted(wanted.intersection(part.runs)), pa.string())
    return rows.filter(compute.is_in(rows["run_id"], value_set=own))


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

    def pieces() -> Iterator[pa.Table]:
        for some in armfuls(name, runs, found):
            rows, lengths = rows_in_order(name, some, found)
            yield named(name, some, lengths, rows, schema)

    return schema, pieces()


def _names(name: str, runs: Sequence[Run], found: Mapping[str, Part]) -> list[str]:
    """Return the outcomes and diagnostics that a part tells of."""
    if not runs:
        return list(OUTCOMES)
    return found[runs[0].run_id].table(name).column_names[2:]


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
    pieces = (_ended(question, some, found, failed, drawn) for some in batched(runs, RUNS_AT_ONCE))
    return schema, pieces


def _ended(
    question: Question,
    runs: Sequence[Run],
    found: Mapping[str, Part],
    failed: Mapping[str, FailedRun],
    drawn: Mapping[str, tuple[str, Mapping[Any, Any]]],
) -> pa.Table:
    """Lay out how some runs ended."""
    import pyarrow as pa

    done = [run for run in runs if run.run_id in found]
    values = rows_in_order("outcomes", done, found)[0] if done else None
    number = dict(zip((run.run_id for run in done), range(len(done)), strict=True))
    if values:
        values = values.take(pa.array([number.get(run.run_id) for run in runs], pa.int64()))
    columns: dict[str, Any] = {
        "run_id": [run.run_id for run in runs],
        "seed": [run.seed for run in runs],
        "arm": [run.arm for run in runs],
        "point": [run.point for run in runs],
        **how_they_ended(runs, number, failed),
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

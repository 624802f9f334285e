"""From parts to the tables of an answer: the same bytes whoever lived what, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from sim.ensemble.expansion import Run
from sim.ensemble.parts import KEPT, Part
from sim.ensemble.task import FailedRun
from sim.recorder.contents import content_hash
from sim.recorder.outcomes import OUTCOMES
from sim.recorder.schemas import TABLES
from sim.recorder.tables import table_of

if TYPE_CHECKING:
    import pyarrow as pa

NOTED_FOR_ALL_SEEDS = ("groups", "places", "ledger", "founders", "candidates", "worth")
PROBLEM_LENGTH = 500


Page = tuple[Run, "pa.Table"]


class Shelf:
    """The finished ones of some runs, taken from their parts one table at a time."""

    def __init__(self, asked: Sequence[Run], found: Mapping[str, Part]) -> None:
        self.asked = asked
        self.found = found
        self.runs = sorted(
            (run for run in asked if run.run_id in found),
            key=lambda run: (run.seed, run.arm),
        )

    def pages(self, name: str, runs: Sequence[Run] | None = None) -> Iterator[Page]:
        """Yield each run, seed by seed, with its rows of a table; one seed is held at a time."""
        open_parts: dict[str, dict[str, pa.Table]] = {}
        seed = None
        for run in self.runs if runs is None else runs:
            if run.seed != seed:
                open_parts, seed = {}, run.seed
            part = self.found[run.run_id]
            key = part.folder.name
            if key not in open_parts:
                open_parts[key] = _by_run(part.table(name), part.runs)
            yield run, open_parts[key][run.run_id]

    def first_seed(self) -> list[Run]:
        """Return the runs of the lowest seed that has any."""
        return [run for run in self.runs if run.seed == self.runs[0].seed]


def in_table_order(run: Run) -> tuple[str, str, int]:
    """Return the order of every table, which no worker, kill or order of arms changes."""
    return run.run_id, run.arm, run.point


def _by_run(table: pa.Table, runs: Sequence[str]) -> dict[str, pa.Table]:
    """Cut a table, sorted by run, into the rows of each run."""
    import pyarrow.compute as compute

    counted = compute.value_counts(table["run_id"]).to_pylist()
    lengths = {count["values"]: count["counts"] for count in counted}
    cut, start = {}, 0
    for run_id in sorted(runs):
        length = lengths.get(run_id, 0)
        cut[run_id] = table.slice(start, length)
        start += length
    return cut


def tables(
    command: str,
    shelf: Shelf,
    failed: Mapping[str, FailedRun],
    worlds: Mapping[int, Mapping[str, Any]],
) -> dict[str, pa.Table]:
    """Return every table of an answer that does not tell of time and machine."""
    from sim.ensemble.maps import maps

    ends = "outcomes" if command == "run" else "runs"
    return {
        "timeline": timeline(shelf),
        ends: outcomes(ends, shelf, failed, worlds),
        "groups": noted("groups", shelf),
        "maps": maps(shelf),
        "places": noted("places", shelf),
        "ties": noted("ties", shelf),
        "ledger": noted("ledger", shelf),
        "founders": noted("founders", shelf),
        "candidates": noted("candidates", shelf),
        "worth": noted("worth", shelf),
    }


def hashes(shelf: Shelf) -> dict[str, dict[str, str]]:
    """Return the hash of each table of each run: the same in every answer that tells of it."""
    said: dict[str, dict[str, str]] = {run.run_id: {} for run in shelf.runs}
    for name in KEPT:
        for run, page in shelf.pages(name):
            if name not in said[run.run_id]:
                said[run.run_id][name] = hash_of_run(page)
    return said


def hash_of_run(page: pa.Table) -> str:
    """Return the hash of the rows of one run in one table of a part, whatever it is called."""
    return content_hash(page.drop_columns("run_id"))


def timeline(shelf: Shelf) -> pa.Table:
    """Return every month of every finished run."""
    pages = list(shelf.pages("timeline"))
    names = pages[0][1].column_names[2:] if pages else list(OUTCOMES)
    return _joined("timeline", pages, dict.fromkeys(names, "float64"))


def noted(name: str, shelf: Shelf) -> pa.Table:
    """Return what was noted of the finished runs; ties of the first seed alone."""
    if name in NOTED_FOR_ALL_SEEDS:
        return _joined(name, list(shelf.pages(name)))
    return _joined(name, list(shelf.pages(name, shelf.first_seed())))


def _joined(name: str, pages: list[Page], more: Mapping[str, str] | None = None) -> pa.Table:
    pages = sorted(pages, key=lambda page: in_table_order(page[0]))
    return joined(name, pages, TABLES[name].arrow_schema(more))


def joined(name: str, pages: list[Page], schema: pa.Schema) -> pa.Table:
    """Put the pages of runs one after the other, and name their arms and seeds."""
    import pyarrow as pa

    if not pages:
        return schema.empty_table()
    lengths = [page.num_rows for _, page in pages]
    rows = pa.concat_tables([page for _, page in pages]).unify_dictionaries()
    return named(name, [run for run, _ in pages], lengths, rows, schema)


def named(
    name: str, runs: Sequence[Run], lengths: Sequence[int], rows: pa.Table, schema: pa.Schema
) -> pa.Table:
    """Name the arm, the seed and the point of each row; so many rows are of each run in turn."""
    import numpy as np
    import pyarrow as pa

    said: dict[str, Any] = {
        "seed": np.repeat(np.array([run.seed for run in runs], np.int32), lengths),
        "arm": pa.array([run.arm for run in runs], pa.string()).take(
            pa.array(np.repeat(np.arange(len(runs)), lengths))
        ),
        "point": np.repeat(np.array([run.point for run in runs], np.int32), lengths),
    }
    if name == "ledger":
        said["instrument"] = named_instruments(runs, lengths, rows["instrument"].to_pylist())
    columns = [said[field] if field in said else rows[field] for field in schema.names]
    return pa.table(columns, schema=schema)


def named_instruments(
    runs: Sequence[Run], lengths: Sequence[int], kept: Sequence[str]
) -> list[str]:
    """Call instruments what this question calls them; a part knows them by their number."""
    called, rows = [], iter(kept)
    for run, length in zip(runs, lengths, strict=True):
        names = {str(at): name for at, name in enumerate(run.instruments)}
        called += [names.get(number, number) for number in islice(rows, length)]
    return called


def ended_runs(
    shelf: Shelf, failed: Mapping[str, FailedRun]
) -> tuple[dict[str, dict[str, Any]], list[Run]]:
    """Return the outcomes of finished runs by identity, and all that ended, in a table's order."""
    ended = {run.run_id: page.to_pylist()[0] for run, page in shelf.pages("outcomes")}
    known = (run for run in shelf.asked if run.run_id in ended or run.run_id in failed)
    return ended, sorted(known, key=in_table_order)


def how_they_ended(
    rows: Sequence[Run], ended: Mapping[str, Any], failed: Mapping[str, FailedRun]
) -> dict[str, list[Any]]:
    """Return the columns that say of each run whether it is done, or where and why it stopped."""
    return {
        "status": ["done" if run.run_id in ended else "failed" for run in rows],
        "stage": [_said_of(failed, ended, run, "stage") for run in rows],
        "problem": [_said_of(failed, ended, run, "problem") for run in rows],
    }


def outcomes(
    name: str,
    shelf: Shelf,
    failed: Mapping[str, FailedRun],
    worlds: Mapping[int, Mapping[str, Any]],
) -> pa.Table:
    """Return one row per run asked for, finished or failed, with its world and its outcomes."""
    ended, rows = ended_runs(shelf, failed)
    columns: dict[str, list[Any]] = {
        "run_id": [run.run_id for run in rows],
        "seed": [run.seed for run in rows],
        "arm": [run.arm for run in rows],
        **how_they_ended(rows, ended, failed),
    }
    kinds: dict[str, str] = {}
    for path in dict.fromkeys(path for world in worlds.values() for path in world):
        drawn = [worlds[run.seed].get(path) for run in rows]
        columns[f"world.{path}"], kinds[f"world.{path}"] = values_column(drawn)
    for outcome in OUTCOMES:
        columns[outcome] = [ended.get(run.run_id, {}).get(outcome) for run in rows]
        kinds[outcome] = "float64"
    return table_of(name, columns, kinds)


def _said_of(failed: Mapping[str, FailedRun], ended: Mapping[str, Any], run: Run, what: str) -> str:
    """Return what is known of a failure; nothing of a run that is done."""
    if run.run_id in ended:
        return ""
    return str(getattr(failed[run.run_id], what))[:PROBLEM_LENGTH]


def values_column(drawn: list[Any]) -> tuple[list[Any], str]:
    """Return the values that a path was given, as numbers where all are numbers."""
    known = [value for value in drawn if value is not None]
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in known):
        return [None if value is None else float(value) for value in drawn], "float64"
    return [None if value is None else str(value) for value in drawn], "string"

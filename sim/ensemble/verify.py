"""Live kept runs again, from what is kept alone, and say where the first one differs."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sim.config.catalogue import text
from sim.config.refusal import Refusal
from sim.config.retelling import retold
from sim.ensemble.assemble import hash_of_run, named_instruments
from sim.ensemble.beside import all_compiled
from sim.ensemble.executors import Serial, cores
from sim.ensemble.kept import Differs, Kept, Result
from sim.ensemble.maps import laid_out, squares_of
from sim.ensemble.parts import KEPT, Part
from sim.ensemble.processes import Processes
from sim.ensemble.store import Store, StoreProblem
from sim.ensemble.task import FailedRun, Task, warm
from sim.ensemble.where import place_of
from sim.recorder.contents import first_difference
from sim.recorder.tables import rows_of

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[str, int, int], None]


def chosen_from(result: Result, sample: int | None, seed: int) -> list[Kept]:
    """Return the runs to live again, those first whose rows have changed since they were kept.

    A sample is drawn by a seed from the sorted runs, so that it is the same wherever they lie.
    """
    runs = sorted(result.runs, key=lambda kept: (kept.run.seed, kept.run.arm, kept.run.run_id))
    drawn = set(range(len(runs)))
    if sample is not None and sample < len(runs):
        drawn = set(random.Random(seed).sample(range(len(runs)), sample))
    changed = [kept for kept in runs if kept.changed]
    return changed + [kept for at, kept in enumerate(runs) if at in drawn and not kept.changed]


def verify(result: Result, chosen: Sequence[Kept], workers: int | None, progress: Progress) -> None:
    """Live the chosen runs again, outside of the store, and compare every hash.

    Raises
    ------
    Differs
        Where the first difference is, in the order of the chosen runs whoever lives them.
    Refusal
        When the disk has no room for what is lived.
    """
    lived: dict[str, Part] = {}
    with TemporaryDirectory(prefix="faireville-verify-") as folder:
        try:
            for kept, again in _lived_again(chosen, workers, Path(folder), progress):
                if isinstance(again, FailedRun):
                    raise Differs(
                        text("verify.difference.stopped", run=kept.name, stage=retold(again.stage),
                             problem=retold(again.problem).rstrip("."), made=kept.maker.clause)
                    )  # fmt: skip
                _compare(kept, again)
                lived[kept.run.run_id] = again
        except StoreProblem as problem:
            why = retold(str(problem))
            raise Refusal.of("verify.no_room", folder=folder, why=why) from None
        result.check_the_rest(lived)


def _lived_again(
    chosen: Sequence[Kept], workers: int | None, folder: Path, tell: Progress
) -> Iterator[tuple[Kept, Part | FailedRun]]:
    """Live runs again, those of one burn-in together; yield them in the order given."""
    tasks, waiting = _tasks(chosen, folder), deque(chosen)
    ended: dict[str, Part | FailedRun] = {}
    total, done = sum(len(task.scenarios) for task in tasks), 0

    def rehearse() -> None:
        tell("warm", 0, 1)
        warm(tasks[0])
        tell("live", 0, total)

    several = min(workers or cores(), len(tasks))
    # alone, every run is kept at once, for it is compared before the next one is lived
    executor = Processes(several) if several > 1 else Serial(seconds_together=0.0)
    lived = executor.live(
        tasks,
        lambda month, months: tell("month", month, months),
        None if total == 1 or all_compiled() else rehearse,
    )
    tell("live", 0, total)
    with closing(lived):
        for finished in lived:
            ended |= {failure.run_id: failure for failure in finished.failed}
            ended |= Store(finished.store).find(finished.runs)
            done += finished.lived
            tell("live", done, total)
            while waiting and waiting[0].run.run_id in ended:
                kept = waiting.popleft()
                yield kept, ended[kept.run.run_id]


def _tasks(chosen: Sequence[Kept], folder: Path) -> list[Task]:
    """Put the runs of one seed and one burn-in together; each task is kept by itself."""
    together: dict[tuple[int, str], dict[str, Kept]] = {}
    for kept in chosen:
        run = kept.run
        together.setdefault((run.seed, run.burn_in), {})[run.run_id] = kept
    return [
        Task(
            seed,
            {run_id: kept.scenario for run_id, kept in runs.items()},
            folder / str(number),
        )
        for number, ((seed, _), runs) in enumerate(together.items())
    ]


def _compare(kept: Kept, again: Part) -> None:
    """Compare what a run left with what it leaves now, table by table."""
    exact = not kept.maker.others
    for name in KEPT:
        lived, rows = rows_of(again.table(name), kept.run.run_id), kept.rows(name)
        found = hash_of_run(lived)
        held = None if rows is None else hash_of_run(rows)
        said = kept.hashes.get(name, held)
        if found == said and held in (None, said):
            continue
        if rows is not None:
            _compare_rows(kept, name, rows, lived)
            found = held or found
        if found != said and (exact or rows is not None):
            raise Differs(
                text("verify.difference.hash", run=kept.name, table=kept.called(name),
                     said=said, found=found, made=kept.maker.clause)
            )  # fmt: skip


def _compare_rows(kept: Kept, name: str, rows: pa.Table, lived: pa.Table) -> None:
    """Say where the rows of a run and those it leaves now part, if they do."""
    if name == "maps" and _alike(rows, lived):
        rows, lived = (
            laid_out("", kept.run.seed, squares_of(page)).drop_columns(["arm", "seed"])
            for page in (rows, lived)
        )
    if name == "ledger" and rows.schema == lived.schema:
        rows, lived = (_named(kept, page) for page in (rows, lived))
    found = first_difference(rows, lived, kept.maker.tolerance)
    if found:
        raise Differs(
            text("verify.difference.value", run=kept.name, table=kept.called(name),
                 place=place_of(found, rows, lived), made=kept.maker.clause)
        )  # fmt: skip


def _named(kept: Kept, page: pa.Table) -> pa.Table:
    """Return the ledger of a run with its instruments by name."""
    import pyarrow as pa

    at = page.column_names.index("instrument")
    names = pa.array(
        named_instruments([kept.run], [page.num_rows], page["instrument"].to_pylist()), pa.string()
    )
    return page.set_column(at, "instrument", names)


def _alike(rows: pa.Table, lived: pa.Table) -> bool:
    """Tell whether two pages of maps are of the same months, layers and sizes."""
    import pyarrow.compute as compute

    if rows.schema != lived.schema:
        return False
    sizes = [compute.binary_length(page["square"]) for page in (rows, lived)]
    same: bool = rows.drop_columns("square") == lived.drop_columns("square")
    return same and bool(sizes[0] == sizes[1])

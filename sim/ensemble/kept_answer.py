"""An answer of `run` or `compare` as runs that may be lived again, rebuilt from its manifest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import text
from sim.config.refusal import Refusal, shown
from sim.ensemble import assemble
from sim.ensemble.answer import file_of
from sim.ensemble.assemble import Shelf, hash_of_run
from sim.ensemble.coalition_runs import TABLE, coalitions_table
from sim.ensemble.expansion import Run
from sim.ensemble.kept import Differs, Kept, refuse_maker, refuse_unless
from sim.ensemble.kept_coalitions import (
    coalitions_asked,
    members_told,
    refuse_other_coalitions,
)
from sim.ensemble.kept_manifest import runs_asked, sound_manifest
from sim.ensemble.pages import OUTSIDE_A_PART
from sim.ensemble.parts import KEPT, Part
from sim.ensemble.question import seeds_name
from sim.ensemble.task import FailedRun
from sim.ensemble.where import place_of
from sim.recorder import manifest
from sim.recorder.contents import content_hash, first_difference
from sim.recorder.schemas import TABLES
from sim.recorder.tables import read_table, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

NAMES_A_RESULT = re.compile(r"[0-9a-f]{20}")
HOW_IT_ENDED = ["run_id", "status", "stage", "problem"]
NOT_OF_THE_RUN = (*OUTSIDE_A_PART, "status", "stage", "problem")


class KeptAnswer:
    """The tables of one answer, and how each of its runs is made."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / manifest.FILE
        self.told = sound_manifest(folder)
        self.maker = refuse_maker(self.told, self.path)
        asked = list(runs_asked(self.told, self.maker, self.path))
        self.asked = [run for run, _ in asked]
        coalitions = list(coalitions_asked(self.told, self.maker, self.path))
        self.beside = [run for run, _ in coalitions]
        self._check_names()
        names = (self._ends if name == "outcomes" else name for name in KEPT)
        self.tables = {name: self._table(name) for name in names}
        if "attribution" in self.told:
            self.tables[TABLE] = self._table(TABLE)
        self.failed = self._failed()
        self._refuse_strangers()
        done = [(run, scenario) for run, scenario in asked if run.run_id not in self.failed]
        if not done:
            raise Refusal.of("verify.nothing", folder=folder)
        self.first_seed = min(run.seed for run, _ in done)
        self.runs: Sequence[Kept] = [
            *(self._kept(run, scenario) for run, scenario in done),
            *(
                self._kept_beside(run, scenario)
                for run, scenario in coalitions
                if run.run_id not in self.failed
            ),
        ]

    @property
    def _ends(self) -> str:
        return "outcomes" if self.told["command"] == "run" else "runs"

    def _table(self, name: str) -> pa.Table:
        path = self.folder / f"{file_of(self.told['command'], name)}.parquet"
        table = read_table(path, name)
        kinds = {field.name: field.type for field in table.schema}
        for field in TABLES[name].arrow_schema():
            if kinds.get(field.name) != field.type:
                raise Refusal.of("verify.column", path=path, column=field.name)
        return table

    def _check_names(self) -> None:
        """Hold the name of the folder, where it is that of a result, against what is in it."""
        folder = self.folder.resolve()
        if self.told["command"] == "run":
            speaks, named = folder.name, self.asked[0].run_id
        else:
            speaks, named = folder.parent.name, self.told["identity"]
            seeds = seeds_name(sorted(self.told["seeds"]))
            if folder.name.startswith("seed") and folder.name != seeds:
                raise Differs(text("verify.difference.folder", folder=folder, named=seeds))
        if NAMES_A_RESULT.fullmatch(speaks) and speaks != named:
            raise Differs(text("verify.difference.folder", folder=folder, named=named))

    def _failed(self) -> dict[str, FailedRun]:
        """Return the runs that failed when they were lived, as their rows tell."""
        names = [name for name in (self._ends, TABLE) if name in self.tables]
        failed = {
            row["run_id"]: FailedRun(row["run_id"], row["stage"], row["problem"], "")
            for name in names
            for row in self.tables[name].select(HOW_IT_ENDED).to_pylist()
            if row["status"] != "done"
        }
        if set(failed) != set(self.told["failed"]):
            raise Differs(text("verify.difference.failed", folder=self.folder, told=self.path))
        return failed

    def _refuse_strangers(self) -> None:
        """Say which run has rows here that is not one of this answer."""
        known = {(run.run_id, run.seed, run.arm) for run in self.asked}
        for name, table in self.tables.items():
            if name == TABLE:
                refuse_other_coalitions(table, self.beside, self.folder)
            if name in ("maps", TABLE):
                continue
            rows = table.select(["run_id", "seed", "arm"]).group_by(["run_id", "seed", "arm"])
            for row in rows.aggregate([]).to_pylist():
                found = (row["run_id"], row["seed"], row["arm"])
                if found not in known:
                    stranger = text("verify.run", run=found[0], arm=f"{found[2]}, ", seed=found[1])
                    raise Differs(
                        text("verify.difference.stranger", folder=self.folder, table=name,
                             run=stranger)
                    )  # fmt: skip

    def _hashes(self, run: Run) -> dict[str, str]:
        said: dict[str, str] = self.told["hashes"].get(run.run_id)
        whole = isinstance(said, dict) and set(said) == set(KEPT)
        refuse_unless(whole, f"hashes.{run.run_id}", self.path)
        return said

    def _kept_beside(self, run: Run, scenario: Any) -> Kept:
        """Return a run of a coalition: of its tables no more is kept here than how it ended."""
        said, rows = self._hashes(run), partial(self._end_beside, run)
        ended = rows("outcomes")
        changed = ended is not None and hash_of_run(ended) != said["outcomes"]
        return Kept(run, self.maker, rows, said, changed, scenario, TABLE)

    def _end_beside(self, run: Run, name: str) -> pa.Table | None:
        """Return how a run of a coalition ended, as a part of the run store holds it."""
        if name != "outcomes":
            return None
        rows = rows_of(self.tables[TABLE], run.run_id).slice(0, 1)
        own = [name for name in rows.column_names if name not in (*NOT_OF_THE_RUN, "kept")]
        return rows.select(own)

    def _kept(self, run: Run, scenario: Any) -> Kept:
        said = self._hashes(run)
        rows = partial(self._rows, run)
        kept = {name: rows(name) for name in KEPT}
        changed = any(
            page is not None and hash_of_run(page) != said[name] for name, page in kept.items()
        )
        return Kept(run, self.maker, rows, said, changed, scenario, self._ends)

    def _rows(self, run: Run, name: str) -> pa.Table | None:
        """Return the rows of one run as a part of the run store holds them."""
        import pyarrow as pa
        import pyarrow.compute as compute

        if name == "maps" or (name == "ties" and run.seed != self.first_seed):
            return None
        table = rows_of(self.tables[self._ends if name == "outcomes" else name], run.run_id)
        table = table.filter(compute.equal(table["arm"], run.arm))
        own = [
            column
            for column in table.column_names
            if column not in NOT_OF_THE_RUN and not column.startswith("world.")
        ]
        table = table.select(own)
        if name == "ledger":
            number = {called: str(at) for at, called in enumerate(run.instruments)}
            numbered = [number.get(called, called) for called in table["instrument"].to_pylist()]
            at = table.column_names.index("instrument")
            table = table.set_column(at, "instrument", pa.array(numbered, pa.string()))
        return table

    def check_the_rest(self, lived: Mapping[str, Part], /) -> None:
        """Hold whole tables against the manifest, and against what was lived if all were."""
        if all(kept.run.run_id in lived for kept in self.runs):
            self._compare_whole(lived)
        for name, table in self.tables.items():
            found, said = content_hash(table), self.told["tables"].get(name)
            if found != said:
                raise Differs(
                    text("verify.difference.table", folder=self.folder, table=name, found=found,
                         told=self.path, said=shown(said))
                )  # fmt: skip

    def _compare_whole(self, lived: Mapping[str, Part]) -> None:
        """Lay the answer out again from what was lived, and compare row by row."""
        worlds = {int(seed): world for seed, world in self.told["worlds"].items()}
        shelf = Shelf(self.asked, lived)
        again = assemble.tables(self.told["command"], shelf, self.failed, worlds)
        beside = Shelf(self.beside, lived)
        again[TABLE] = coalitions_table(beside, self.failed, members_told(self.told))
        for name, table in self.tables.items():
            found = first_difference(table, again[name], self.maker.tolerance)
            if found:
                place = place_of(found, table, again[name])
                raise Differs(
                    text("verify.difference.whole", folder=self.folder, table=name, place=place,
                         made=self.maker.clause)
                )  # fmt: skip

"""An answer of `sweep` as a question that may be asked again, rebuilt from its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sim.config.build import without_sources
from sim.config.catalogue import text
from sim.config.refusal import Refusal, shown
from sim.config.retelling import retold
from sim.ensemble.composed import paths_set
from sim.ensemble.designs import Design, Factor, Point
from sim.ensemble.engine import Progress
from sim.ensemble.kept import Differs, refuse_maker, refuse_shape
from sim.ensemble.kept_manifest import FINISHED
from sim.ensemble.question import Question
from sim.ensemble.store import StoreProblem
from sim.ensemble.sweep import Sweep, sweep
from sim.ensemble.where import place_of
from sim.recorder import manifest
from sim.recorder.contents import first_difference
from sim.recorder.tables import file_hash, read_table

if TYPE_CHECKING:
    import pyarrow as pa

SHAPE: Mapping[str, type] = {
    "identity": str, "overrides": list, "config": dict, "arms": dict, "seeds": list,
    "design": dict, "arms_of_presets": list, "tables": dict,
}  # fmt: skip
PLACE_OF_A_RUN = ("point", "seed", "arm")


class KeptSweep:
    """The tables of one sweep, and the question that its manifest says was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / manifest.FILE
        self.told = manifest.read(folder)
        if self.told.get("status") not in FINISHED:
            status = shown(self.told.get("status"))
            raise Refusal.of("verify.unfinished", folder=folder, status=status)
        refuse_shape(self.told, SHAPE, self.path)
        self.maker = refuse_maker(self.told, self.path)
        asked = self.question(folder)
        self.runs = asked.runs
        if asked.identity != self.told["identity"]:
            raise Differs(
                text("verify.difference.question", told=self.path, named=self.told["identity"],
                     found=asked.identity)
            )  # fmt: skip

    def question(self, out: Path, workers: int | None = None) -> Question:
        """Return what was asked, to be answered anew in another place."""
        told = self.told
        try:
            return Question(
                arms=told["arms"],
                seeds=told["seeds"],
                out=out,
                worlds=without_sources(told["config"].get("worlds") or {}),
                fixed=paths_set(told["overrides"]),
                design=self._design(),
                arms_of_presets={
                    tuple(each["presets"].items()): each["arms"] for each in told["arms_of_presets"]
                },
                executor="serial" if workers == 1 else "processes",
                workers=workers,
                command="sweep",
                overrides=tuple(told["overrides"]),
                config=told["config"],
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Refusal.of("verify.shape", path=self.path, name="design") from None

    def _design(self) -> Design:
        told = self.told["design"]
        factors = [Factor(**{**each, "values": tuple(each["values"])}) for each in told["factors"]]
        table = read_table(self.folder / "design.parquet", "design").to_pylist()
        points = [
            Point(
                row["point"],
                {
                    each.path: _given(each, row[f"factor.{each.path}"])
                    for each in factors
                    if row[f"factor.{each.path}"] is not None
                },
            )
            for row in table
        ]
        return Design(told["kind"], factors, points, told["seed"], told["levels"])

    def verify(self, workers: int | None, tell: Progress) -> None:
        """Ask again in an empty place, and compare every table.

        Raises
        ------
        Differs
            At the first value that is not the same.
        Refusal
            When the disk has no room for what is lived.
        """
        with TemporaryDirectory(prefix="faireville-verify-") as place:
            try:
                again = sweep(self.question(Path(place), workers), tell)
            except StoreProblem as problem:
                why = retold(str(problem))
                raise Refusal.of("verify.no_room", folder=place, why=why) from None
            for name, said in self.told["tables"].items():
                self._compare(name, said, again)

    def _compare(self, name: str, said: str, again: Sweep) -> None:
        path = self.folder / f"{name}.parquet"
        kept = read_table(path, name)
        held, lived_again = file_hash(path), again.manifest["tables"].get(name, "")
        if said == held == lived_again:
            return
        lived = read_table(again.folder / path.name, name)
        if self.maker.others:
            kept, lived = _of_any_maker(kept), _of_any_maker(lived)
        clause = self.maker.clause
        found = first_difference(kept, lived, self.maker.tolerance)
        if found:
            raise Differs(
                text("verify.difference.whole", folder=self.folder, table=name,
                     place=place_of(found, kept, lived), made=clause)
            )  # fmt: skip
        if held != said or not self.maker.others:
            other = held if held != said else lived_again
            raise Differs(
                text("verify.difference.table", folder=self.folder, table=name, found=other,
                     told=self.path, said=said)
            )  # fmt: skip


def _given(factor: Factor, stored: Any) -> Any:
    """Return the value of a factor as it was given: tables hold all numbers as real ones."""
    for value in factor.values:
        if value == stored or str(value) == stored:
            return value
    return int(stored) if factor.whole else stored


def _of_any_maker(table: pa.Table) -> pa.Table:
    """Lay a table out without the names of runs, which follow from the source code."""
    there = [name for name in PLACE_OF_A_RUN if name in table.column_names]
    order = table.select(there).to_pandas().sort_values(there, kind="stable").index.to_numpy()
    return table.take(order).select([name for name in table.column_names if name != "run_id"])

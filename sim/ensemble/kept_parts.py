"""The run store, or one part of it, as runs that may be lived again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.config.catalogue import text
from sim.config.refusal import Refusal
from sim.config.retelling import retold
from sim.ensemble.kept import Differs, Kept, rebuilt, refuse_maker, refuse_shape, refuse_unless
from sim.ensemble.likeness import told_whole
from sim.ensemble.parts import KEPT, LABEL, BrokenPart, Part, read_label
from sim.recorder import manifest
from sim.recorder.tables import rows_of

if TYPE_CHECKING:
    import pyarrow as pa


class KeptParts:
    """Parts of the run store; every row of every run is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runs: Sequence[Kept] = []
        self.changed: dict[Path, BrokenPart] = {}
        for part in _folders(folder):
            self.runs += self._runs_of(part)

    def check_the_rest(self, _: Mapping[str, Part], /) -> None:
        """Say which part is not the bytes that were written, though its rows are the same."""
        for folder, broken in self.changed.items():
            raise Differs(
                text("verify.difference.bytes", folder=folder, broken=retold(str(broken)))
            )

    def _runs_of(self, folder: Path) -> list[Kept]:
        """Read one part: how its runs are made, and whether its tables can be read."""
        try:
            part = read_label(folder)
            tables = {name: _readable(part, name) for name in KEPT}
        except BrokenPart as broken:
            raise Refusal.of("verify.part", folder=folder, broken=retold(str(broken))) from None
        told, path = manifest.read(folder), folder / manifest.FILE
        refuse_shape(told, {"scenarios": dict}, path)
        maker = refuse_maker(told, path)
        refuse_unless(set(told["scenarios"]) == set(part.runs), "scenarios", path)
        for name, table in tables.items():
            _refuse_strangers(part, name, table)
        try:
            part.verify()
        except BrokenPart as broken:
            self.changed[folder] = broken
        kept = []
        for run_id, plain in told_whole(told["scenarios"]).items():
            refuse_unless(isinstance(plain, dict) and "seed" in plain, "scenarios", path)
            run, scenario = rebuilt(run_id, "", plain, maker, path)
            rows = partial(_rows_of, part, run_id)
            kept.append(Kept(run, maker, rows, {}, folder in self.changed, scenario))
        return kept


def _folders(folder: Path) -> list[Path]:
    """Return the folders of all parts at a path, which may be a part itself."""
    if (folder / LABEL).exists():
        return [folder]
    return [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]


def _readable(part: Part, name: str) -> pa.Table:
    """Read a table of a part as a whole; one that cannot be read breaks the part."""
    try:
        table = part.table(name)
        table.validate(full=True)
        names = table.column_names
    except Exception as error:  # a broken file may fail in any way
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BrokenPart.of("not_whole", file=part.path(name).name, reason=first) from None
    if "run_id" not in names:
        raise BrokenPart.of("nameless", file=part.path(name).name)
    return table


def _refuse_strangers(part: Part, name: str, table: pa.Table) -> None:
    """Say which run has rows in a part that is not about it."""
    for run_id in table["run_id"].unique().to_pylist():
        if run_id not in part.runs:
            raise Differs(
                text("verify.difference.stranger", folder=part.folder, table=name, run=run_id)
            )


def _rows_of(part: Part, run_id: str, name: str) -> pa.Table:
    return rows_of(part.table(name), run_id)

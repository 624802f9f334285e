"""What `report` is asked: the figures and the page of a kept result, from its tables alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config import Declared, Refusal, build, choice, quantity
from sim.config.catalogue import LANGUAGES, text
from sim.config.compose import compose
from sim.config.refusal import shown
from sim.door.contrasting import attributed, contrasted, decided
from sim.door.requests import MOST_PROCESSES
from sim.ensemble.answer import file_of
from sim.recorder import manifest
from sim.recorder.schemas import TABLES
from sim.recorder.tables import frame, read_table, write_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

FINISHED = ("done", "some runs failed", "failed")
SHOWN = ("timeline", "groups", "maps", "places", "ties", "ledger", "log")
"""Tables that a report shows, beside those of how runs ended."""
SHOWN_SINCE = ("founders", "candidates", "worth")
"""Those that earlier results do not have."""
ENDS: Mapping[str, str] = {"run": "outcomes", "compare": "runs", "sweep": "runs"}
"""What a command calls the table of how its runs ended."""
CONTRASTS, SENSITIVITY, DESIGN = "contrasts", "sensitivity", "design"
COALITIONS, ATTRIBUTION = "coalitions", "attribution"
BLIND = "blind"
"""The folder, in that of a comparison, where its policies are called by letters."""


@dataclass(frozen=True, kw_only=True)
class ReportRequest(Declared):
    """In which language a report is written again, whether blind, and how many processes draw."""

    lang: str = choice("language of what is written", *LANGUAGES)
    blind: bool = choice("whether policies are called by letters, in the folder blind", True, False)
    workers: int | None = quantity(
        "processes", 1, MOST_PROCESSES, "processes that draw; null is the number of cores"
    )


@dataclass(frozen=True)
class Rebuilding:
    """A finished result, and how it is to be shown again."""

    request: ReportRequest
    folder: Path
    told: Mapping[str, Any]

    def forecast(self) -> str:
        """Say what would be written."""
        if self.told["command"] == "run":
            return text("door.rebuilt_run", folder=self.folder, page=self.folder / "figures")
        page = (self.folder / BLIND if self.request.blind else self.folder) / "report.html"
        return text("door.rebuilt", folder=self.folder, page=page)

    def carry_out(self) -> Path:
        """Write what can be seen of the result, and return where it lies."""
        try:
            return self._written()
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refusal.of("report.not_written", folder=self.folder, reason=reason) from None

    def _written(self) -> Path:
        from sim import report

        if self.told["command"] == "sweep":
            tables = self._points()
            kept = tables.pop(SENSITIVITY, None)
            return decisions(self.folder, tables, self.told, self.request.lang, kept)
        tables = self._tables()
        if self.told["command"] == "run":
            if len(tables["timeline"]):
                report.write_run(tables, self.told, self.folder, self.request.lang)
            return self.folder
        if self.request.blind:
            return self._blind(tables)
        tables[CONTRASTS] = self._contrasts(tables["runs"])
        if ATTRIBUTION in self.told:
            tables[COALITIONS] = self._read(COALITIONS)
            tables[ATTRIBUTION] = self._attribution(tables["runs"], tables[COALITIONS])
        request = self.request
        return report.write(tables, self.told, self.folder, request.lang, request.workers)

    def _blind(self, tables: Mapping[str, pd.DataFrame]) -> Path:
        """Write the report of a comparison by letters, beside the one that names its policies."""
        from sim import report
        from sim.report.blind import blinded

        lang, workers = self.request.lang, self.request.workers
        shown, told = blinded(tables, self.told, lang)
        return report.write(shown, told, self.folder / BLIND, lang, workers)

    def _tables(self) -> dict[str, pd.DataFrame]:
        """Read every table the result shows."""
        command = self.told["command"]
        names = [ENDS[command], *SHOWN]
        names += [name for name in SHOWN_SINCE if (self.folder / f"{name}.parquet").exists()]
        return {name: self._read(name, file_of(command, name)) for name in names}

    def _points(self) -> dict[str, pd.DataFrame]:
        """Read the tables that say which assumptions decide; others are not read."""
        kept = {name: self._read(name) for name in ("runs", DESIGN)}
        if (self.folder / f"{SENSITIVITY}.parquet").exists():
            kept[SENSITIVITY] = self._read(SENSITIVITY)
        return kept

    def _contrasts(self, runs: pd.DataFrame) -> pd.DataFrame:
        """Return the kept contrasts; they are made where they are missing."""
        return self._made_once(CONTRASTS, lambda: contrasted(runs, self.told))

    def _attribution(self, runs: pd.DataFrame, coalitions: pd.DataFrame) -> pd.DataFrame:
        """Return the kept shares of instruments; they are made where they are missing."""
        return self._made_once(ATTRIBUTION, lambda: attributed(runs, coalitions, self.told))

    def _made_once(self, name: str, make: Callable[[], pa.Table]) -> pd.DataFrame:
        """Read a table; make and keep it where it, or a column that it has by now, is missing."""
        path, known = self.folder / f"{name}.parquet", {each.name for each in TABLES[name].columns}
        if not path.exists() or not known <= set(read_table(path, name).column_names):
            write_table(self.folder, name, make())
        return self._read(name)

    def _read(self, name: str, file: str = "") -> pd.DataFrame:
        return frame(read_table(self.folder / f"{file or name}.parquet", name))


def decisions(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    told: Mapping[str, Any],
    lang: str,
    kept: pd.DataFrame | None = None,
) -> Path:
    """Write the report of a sweep, and its sensitivity where the design allows.

    Parameters
    ----------
    kept : table, optional
        The sensitivity that was made of these runs before; it is made of them if left out.
    """
    from sim import report
    from sim.analysis.sensitivity import METHODS

    shown = {name: tables[name] for name in ("runs", DESIGN)}
    if kept is not None:
        shown[SENSITIVITY] = kept
    elif told["design"]["kind"] in METHODS:
        made = decided(shown["runs"], shown[DESIGN], told)
        write_table(folder, SENSITIVITY, made)
        shown[SENSITIVITY] = frame(made)
    return report.write_sweep(shown, told, folder, lang)


def asked_report(words: Sequence[str], config_dirs: Sequence[str] = ()) -> Rebuilding:
    """Read which result is to be shown again, and how, from the words of a line."""
    paths = [word for word in words if "=" not in word or Path(word).exists()]
    composed = compose([word for word in words if word not in paths], config_dirs, "report")
    request = build(composed)
    if not paths:
        raise Refusal.of("report.path")
    if len(paths) > 1:
        raise Refusal.of("report.paths", paths=", ".join(paths))
    folder, told = _finished_at(Path(paths[0]).expanduser())
    if request.blind and told["command"] != "compare":
        raise Refusal.of("report.blind", "blind", command=told["command"])
    return Rebuilding(request, folder, told)


def _finished_at(path: Path) -> tuple[Path, dict[str, Any]]:
    """Return the folder and the manifest of a finished result; refuse what is none."""
    folder = path.parent if path.is_file() else path
    if not folder.is_dir():
        raise Refusal.of("report.nowhere", path=path)
    if not (folder / manifest.FILE).exists():
        inside = next(_results_in(folder), None)
        if inside:
            raise Refusal.of("report.several", folder=folder, inside=inside)
    told = manifest.read(folder)
    if told.get("command") not in ENDS:
        command = shown(told.get("command"))
        raise Refusal.of("report.command", path=folder / manifest.FILE, command=command)
    if told.get("status") not in FINISHED:
        raise Refusal.of("report.unfinished", folder=folder, status=shown(told.get("status")))
    return folder, told


def _results_in(folder: Path) -> Iterator[Path]:
    """Find the results below a folder that have something to show."""
    for found in sorted(folder.glob(f"**/{manifest.FILE}")):
        try:
            if manifest.read(found.parent).get("command") in ENDS:
                yield found.parent
        except Refusal:
            continue

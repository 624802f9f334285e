"""The folder of an answer: its tables, whole, and the manifest that can rebuild every run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.refusal import Refusal
from sim.ensemble import assemble
from sim.ensemble.assemble import Shelf
from sim.ensemble.coalition_runs import coalitions_table, told_of_coalitions
from sim.ensemble.parts import Part
from sim.ensemble.question import Question
from sim.ensemble.store import StoreProblem, sentence_of
from sim.ensemble.task import FailedRun
from sim.recorder import manifest, provenance
from sim.recorder.contents import content_hash
from sim.recorder.tables import frame, table_of_rows, write_table

if TYPE_CHECKING:
    import pandas as pd

FILE_NAMES = {"run": {"maps": "map"}}
"""Where a command calls the file of a table otherwise than the table."""
MADE_LATER = ("contrasts", "attribution", "sensitivity")
"""Tables that are made of those of an answer once it is there."""


@dataclass(frozen=True)
class Answer:
    """What was published, and where."""

    folder: Path
    frames: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]


@contextmanager
def under_way(question: Question, began: datetime) -> Iterator[None]:
    """Say in the answer's folder that it is being lived, unless a finished answer is there."""
    folder = question.folder
    told = certificate_of(question, {}, {}, began, 0.0)
    speaks = not (folder / manifest.FILE).exists() or _status(folder) != "done"
    try:
        if speaks:
            folder.mkdir(parents=True, exist_ok=True)
            manifest.write(folder, {**told, "status": "being lived"})
        yield
    except (KeyboardInterrupt, StoreProblem):
        with suppress(OSError):
            if speaks:
                manifest.write(folder, {**told, "status": "interrupted"})
        raise
    except OSError as error:
        raise StoreProblem(sentence_of(error, folder)) from error


def _status(folder: Path) -> str:
    try:
        return str(manifest.read(folder).get("status"))
    except Refusal:
        return ""


def publish(
    question: Question,
    found: Mapping[str, Part],
    failed: Mapping[str, FailedRun],
    began: datetime,
    seconds: float,
) -> Answer:
    """Write tables and manifest into the answer's folder; the manifest says done last."""
    shelf, beside = (
        Shelf(runs, found) for runs in (question.runs_of_arms, question.runs_of_coalitions)
    )
    tables = assemble.tables(question.command, shelf, failed, question.worlds_of_seeds)
    if question.attribution:
        tables["coalitions"] = coalitions_table(beside, failed, question.coalitions.members)
    told = certificate_of(question, found, failed, began, seconds) | {
        "tables": {name: content_hash(table) for name, table in tables.items()},
        "hashes": assemble.hashes(shelf) | assemble.hashes(beside),
    }
    folder = question.folder
    tables["log"] = table_of_rows("log", list(log_rows(question, found, failed)))
    try:
        begin_writing(folder, told)
        for name, table in tables.items():
            write_table(folder, name, table, file_of(question.command, name))
        manifest.write(folder, told)
    except OSError as error:
        raise StoreProblem(sentence_of(error, folder)) from error
    return Answer(folder, {name: frame(table) for name, table in tables.items()}, told)


def begin_writing(folder: Path, told: Mapping[str, Any]) -> None:
    """Say that tables are being written, and remove what was made of those they replace."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest.write(folder, {**told, "status": "being written"})
    for name in MADE_LATER:
        (folder / f"{name}.parquet").unlink(missing_ok=True)


def file_of(command: str, table: str) -> str:
    """Return where a command keeps a table."""
    return FILE_NAMES.get(command, {}).get(table, table)


def log_rows(
    question: Question, found: Mapping[str, Part], failed: Mapping[str, FailedRun]
) -> Iterator[dict[str, Any]]:
    """Yield who lived each run, when and how long: outside of all that is compared."""
    for run in sorted(question.runs, key=assemble.in_table_order):
        part, failure = found.get(run.run_id), failed.get(run.run_id)
        log = part.log if part else {}
        yield {
            "run_id": run.run_id,
            "seed": run.seed,
            "arm": run.arm,
            "point": run.point,
            "part": part.folder.name if part else "",
            "machine": str(log.get("machine", provenance.machine())["host"]),
            "started": log.get("started", ""),
            "seconds": log.get("seconds", {}).get(run.run_id),
            "traceback": failure.trace if failure else "",
        }


def certificate_of(
    question: Question,
    found: Mapping[str, Part],
    failed: Mapping[str, FailedRun],
    began: datetime,
    seconds: float,
) -> dict[str, Any]:
    """Return the birth certificate of an answer."""
    return manifest.certificate(
        command=question.command,
        identity=question.identity,
        overrides=list(question.overrides),
        config=dict(question.config),
        arms={arm: dict(plain) for arm, plain in question.arms.items()},
        seeds=list(question.seeds),
        worlds={str(seed): dict(world) for seed, world in question.worlds_of_seeds.items()},
        **_of_design(question),
        **told_of_coalitions(question),
        failed=sorted(failed),
        remarks=list(question.remarks),
        started=began.isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
        status="failed" if len(found) == 0 else "some runs failed" if failed else "done",
    )


def _of_design(question: Question) -> dict[str, Any]:
    """Return the runs, one by one; or the design they are of, where there are many."""
    if not question.design:
        return {
            "runs": [
                {"run_id": run.run_id, "seed": run.seed, "arm": run.arm}
                for run in sorted(question.runs_of_arms, key=assemble.in_table_order)
            ]
        }
    composed = [
        {"presets": dict(presets), "arms": {arm: dict(plain) for arm, plain in arms.items()}}
        for presets, arms in question.arms_of_presets.items()
    ]
    return {"design": question.design.told, "arms_of_presets": composed}

"""What each verb leaves beside the tables of its answer: figures, and a page to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.door.asking import Asked
    from sim.ensemble.compare import Comparison
    from sim.ensemble.sweep import Sweep


def keep_report(answer: Comparison, asked: Asked) -> Path:
    """Contrast the arms of a comparison and write its report."""
    from sim import report
    from sim.door.contrasting import attributed, contrasted
    from sim.recorder.tables import frame, write_table

    contrasts = contrasted(answer.tables["runs"], answer.manifest)
    write_table(answer.folder, "contrasts", contrasts)
    tables = {**answer.tables, "contrasts": frame(contrasts)}
    if "attribution" in answer.manifest:
        shares = attributed(answer.tables["runs"], answer.tables["coalitions"], answer.manifest)
        write_table(answer.folder, "attribution", shares)
        tables["attribution"] = frame(shares)
    lang, question = asked.request.lang, asked.question
    workers = 1 if question.executor == "serial" else question.workers
    return report.write(tables, answer.manifest, answer.folder, lang, workers)


def keep_decisions(answer: Sweep, asked: Asked) -> Path:
    """Say which assumptions decide in a sweep, where its design tells, and write its report."""
    from sim.door.rebuilding import decisions

    return decisions(answer.folder, answer.tables, answer.manifest, asked.request.lang)


def keep_figures(answer: Comparison, asked: Asked) -> Path:
    """Draw one city's life."""
    from sim import report

    if len(answer.tables["timeline"]):
        report.write_run(answer.tables, answer.manifest, answer.folder, asked.request.lang)
    return answer.folder

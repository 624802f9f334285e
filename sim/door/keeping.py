"""What each verb leaves beside the tables of its answer: figures, and a page to read."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.door.asking import Asked
    from sim.ensemble.compare import Comparison
    from sim.ensemble.engine import Progress
    from sim.ensemble.sweep import Sweep


def keep_report(answer: Comparison, asked: Asked) -> Path:
    """Contrast the arms of a comparison and write its report."""
    from sim import report
    from sim.door.contrasting import attributed, contrasted
    from sim.recorder.tables import frame, write_table

    contrasts = contrasted(answer.tables["runs"], list(answer.manifest["arms"]))
    write_table(answer.folder, "contrasts", contrasts)
    tables = {**answer.tables, "contrasts": frame(contrasts)}
    if "attribution" in answer.manifest:
        shares = attributed(answer.tables["runs"], answer.tables["coalitions"], answer.manifest)
        write_table(answer.folder, "attribution", shares)
        tables["attribution"] = frame(shares)
    lang = asked.request.lang
    return report.write(tables, answer.manifest, answer.folder, lang, _drawers(asked))


def _drawers(asked: Asked) -> int | None:
    """Return how many processes draw; None is as many as there are cores."""
    return 1 if asked.question.executor == "serial" else asked.question.workers


def report_made_ready(asked: Asked, tell: Progress) -> Progress:
    """Return what is told how far the runs are, and loads what a report needs near their end.

    Once fewer runs are left than the workers would share, one of them waits and a core is free.
    """
    from sim.ensemble.executors import cores

    workers, question = _drawers(asked) or cores(), asked.question
    shared, begun, first = workers * len(question.arms), False, -1

    def telling(stage: str, done: int, total: int) -> None:
        nonlocal begun, first
        if stage == "live" and workers > 1 and not begun:
            first = done if first < 0 else first
            begun = done == total or (done > first and total - done < shared)
            if begun:
                Thread(target=_load_report, args=(workers,), daemon=True).start()
        tell(stage, done, total)

    return telling


def _load_report(workers: int) -> None:
    from sim import report

    report.make_ready(workers)
    import_module("scipy.stats")  # the intervals of a contrast


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

"""How runs of coalitions ended: a table of their own, and what the manifest says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.ensemble.assemble import Shelf, ended_runs, how_they_ended, in_table_order
from sim.ensemble.coalitions import Coalition
from sim.ensemble.task import FailedRun
from sim.recorder.outcomes import OUTCOMES
from sim.recorder.schemas import TOGETHER
from sim.recorder.tables import table_of

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.ensemble.question import Question

TABLE = "coalitions"


def coalitions_table(
    shelf: Shelf, failed: Mapping[str, FailedRun], members: Mapping[str, Coalition]
) -> pa.Table:
    """Return one row per run of a coalition, finished or failed, with its outcomes."""
    ended, rows = ended_runs(shelf, failed)
    columns: dict[str, list[Any]] = {
        "run_id": [run.run_id for run in rows],
        "seed": [run.seed for run in rows],
        "arm": [members[run.arm].arm for run in rows],
        "kept": [TOGETHER.join(members[run.arm].kept) for run in rows],
        **how_they_ended(rows, ended, failed),
    }
    for outcome in OUTCOMES:
        columns[outcome] = [ended.get(run.run_id, {}).get(outcome) for run in rows]
    return table_of(TABLE, columns, dict.fromkeys(OUTCOMES, "float64"))


def told_of_coalitions(question: Question) -> dict[str, Any]:
    """Return what the manifest says of an attribution and of the runs lived for it."""
    asked, coalitions = question.attribution, question.coalitions
    if asked is None:
        return {}
    members = coalitions.members
    return {
        "attribution": {
            "method": asked.method,
            "reference": asked.reference,
            "players": {arm: list(own) for arm, own in coalitions.players.items()},
        },
        TABLE: [
            {
                "run_id": run.run_id,
                "seed": run.seed,
                "arm": members[run.arm].arm,
                "kept": list(members[run.arm].kept),
            }
            for run in sorted(question.runs_of_coalitions, key=in_table_order)
        ],
    }

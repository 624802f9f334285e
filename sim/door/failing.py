"""Which runs failed and why, in a few lines; the tables say it of every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.config.catalogue import text
from sim.config.retelling import retold

if TYPE_CHECKING:
    from sim.ensemble.compare import Comparison
    from sim.ensemble.sweep import Sweep

MOST_REASONS = 5
HOW_RUNS_ENDED = ("runs", "outcomes", "coalitions")


def failures(answer: Comparison | Sweep, total: int) -> Iterator[str]:
    """Say how many runs failed, and the commonest reasons."""
    sentence = text("door.failed", count=answer.failed, total=total, folder=answer.folder)
    yield text("door.refused", sentence=sentence)
    reasons: Counter[tuple[str, str]] = Counter()
    for name in HOW_RUNS_ENDED:
        runs = answer.tables.get(name)
        if runs is not None:
            failed = runs[runs["status"] != "done"]
            reasons.update(zip(failed["stage"], failed["problem"], strict=True))
    for (stage, problem), count in reasons.most_common(MOST_REASONS):
        yield "  " + text("door.reason", count=count, stage=retold(stage), problem=retold(problem))

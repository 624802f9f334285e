"""What one worker has finished within a second, kept together as one part of the store."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.ensemble.store import Store, StoreProblem
from sim.recorder import provenance

if TYPE_CHECKING:
    from sim.recorder.record import Record

SECONDS_TOGETHER = 1.0
MOST_TOGETHER = 1000
"""Runs held at once, however quickly they are lived."""

_asked_by: set[int] = set()


def belong_to(parent: int) -> None:
    """Let this worker keep nothing once the process that asked for it is gone.

    Whoever asks again may be living the same runs by then, and none is to be kept twice.
    """
    _asked_by.add(parent)


def is_orphan() -> bool:
    """Tell whether this is a worker whose parent is gone."""
    return bool(_asked_by) and os.getppid() not in _asked_by


@dataclass
class Collector:
    """Finished runs that are not kept yet; the clock only ever goes forward."""

    seconds_together: float = SECONDS_TOGETHER
    clock: Callable[[], float] = time.monotonic
    folder: Path | None = None
    records: dict[str, Record] = field(default_factory=dict)
    person_months: float = 0.0
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    closed: float = 0.0
    """When the last part was closed, or the first run was begun, by the clock."""
    trouble: StoreProblem | None = None
    """Why runs could not be kept in the middle of a life; told when the life has paused."""

    def __post_init__(self) -> None:
        self.closed = self.clock()

    @classmethod
    def of(cls, seconds_together: float | None) -> Collector:
        """Return a collector for one batch of tasks."""
        own = SECONDS_TOGETHER if seconds_together is None else seconds_together
        return cls(own)

    def take(self, folder: Path, record: Record, sharing: int) -> None:
        """Take a run over; keep what there is when the last part was closed a second ago."""
        if self.records and folder != self.folder:
            self.close()
        self.folder = folder
        self.records[record.arm] = record
        self.person_months += person_months(record, sharing)
        if self._is_due() or self.trouble:
            self.close()

    def month_lived(self) -> None:
        """Keep what is due while the next run is lived, which may take long.

        Trouble waits for `take` or `close`: here it would be taken for a run that stopped.
        """
        if not self.records or not self._is_due():
            return
        try:
            self.close()
        except StoreProblem as trouble:
            self.trouble = trouble

    def _is_due(self) -> bool:
        """Tell whether the last part was closed a second ago, or no more may be held."""
        late = self.clock() - self.closed >= self.seconds_together
        return late or len(self.records) >= MOST_TOGETHER

    def close(self) -> None:
        """Keep what was taken over, if anything; it is forgotten here even if it cannot be kept.

        Runs that could not be kept before are told of now, and as often as this is asked.
        """
        records, self.records = self.records, {}
        if is_orphan():
            os._exit(1)
        if records and self.folder:
            Store(self.folder).add(records, self._log(records))
        self.person_months, self.began, self.closed = 0.0, datetime.now(UTC), self.clock()
        if self.trouble:
            raise self.trouble

    def _log(self, records: dict[str, Record]) -> dict[str, Any]:
        """Return who lived these runs, when and how long."""
        return {
            "machine": provenance.machine(),
            "sources": provenance.sources_hash(),
            "process": os.getpid(),
            "started": self.began.isoformat(timespec="seconds"),
            "seconds": {run_id: record.seconds for run_id, record in records.items()},
            "people": next(iter(records.values())).scenario.city.people,
            "person_months": self.person_months,
        }


def person_months(record: Record, sharing: int) -> float:
    """Return how many months people lived in a run, its share of the burn-in with it."""
    scenario = record.scenario
    return float(scenario.city.people * (scenario.burn_in / sharing + scenario.months))

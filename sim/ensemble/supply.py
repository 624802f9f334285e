"""Tasks handed out in batches that take about a second, however short or long one task is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.ensemble.collector import SECONDS_TOGETHER
from sim.ensemble.task import Finished, Task

MOST_TASKS = 500
GROWTH = 4
"""How many times larger a batch may be than the last; the first one is of one task."""


@dataclass
class Supply:
    """Tasks not handed out yet. Batches decide who lives what, and no bit of what is lived."""

    tasks: Sequence[Task]
    workers: int
    handed_out: int = 0
    size: int = 1

    def __bool__(self) -> bool:
        return self.handed_out < len(self.tasks)

    def batch(self) -> list[Task]:
        """Take the next tasks; fewer towards the end, so that all workers end together."""
        left = len(self.tasks) - self.handed_out
        fair = math.ceil(left / (2 * self.workers))
        start, self.handed_out = self.handed_out, self.handed_out + min(self.size, fair)
        return [self.tasks[at] for at in range(start, self.handed_out)]

    def learn(self, finished: Iterable[Finished]) -> None:
        """Judge by what is finished how many tasks fill a second."""
        seconds = [each.seconds for each in finished]
        if not seconds:
            return
        mean = max(sum(seconds) / len(seconds), SECONDS_TOGETHER / MOST_TASKS)
        fills = max(1, int(SECONDS_TOGETHER / mean))
        self.size = min(fills, GROWTH * self.size, MOST_TASKS)

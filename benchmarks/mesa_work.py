"""One run as the one step of a Mesa model, for Mesa's own batch runner."""

from __future__ import annotations

from typing import Any

import mesa
from engines import WORKS
from mesa.datacollection import DataCollector


class OneStep(mesa.Model):
    """A model whose first step is a whole run, and its last."""

    def __init__(self, work: str, barrier: float, **told: Any) -> None:
        super().__init__(**told)
        self.work, self.barrier, self.end = work, barrier, 0.0
        self.datacollector = DataCollector(model_reporters={"end": "end"})

    def step(self) -> None:
        """Live the run and note how it ended."""
        self.end = WORKS[self.work](self.barrier)
        self.datacollector.collect(self)
        self.running = False

"""Small sweeps for the tests: a grid over a village, lived by the model or by a stand-in for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from sim.ensemble.designs import Design, Factor, Point
from sim.ensemble.question import Question
from sim.recorder.outcomes import OUTCOMES
from sim.recorder.record import Record
from tests.ensemble.asking import question

BARRIER = "behaviour.accept.barrier"
RULE = "behaviour.learn.rule"


def grid(**values: tuple[Any, ...]) -> Design:
    """Return every combination of some values; two underscores stand for a dot of a path."""
    listed = {path.replace("__", "."): given for path, given in values.items()}
    factors = tuple(Factor(path, values=given) for path, given in listed.items())
    points = tuple(
        Point(number, dict(zip(listed, chosen, strict=True)))
        for number, chosen in enumerate(product(*listed.values()))
    )
    return Design("grid", factors, points)


def barriers(count: int) -> Design:
    """Return a design of so many points."""
    return grid(behaviour__accept__barrier=tuple((1 + at) / (1 + count) for at in range(count)))


def sweep_of(out: Path, *policies: str, design: Design, **changes: Any) -> Question:
    """Ask for a few arms in a few small cities at some points."""
    life = changes.pop("life", None)
    changes = {"worlds": {}, "command": "sweep"} | changes
    return replace(question(out, *policies, **changes), design=design, life=life)


def nothing_happens(
    scenarios: Mapping[str, Any],
    *,
    each_month: Any = None,
    on_failure: Callable[..., None] | None = None,
) -> Iterator[Record]:
    """Stand in for the model: one month, outcomes that tell numbers of the scenario apart."""
    for run_id, scenario in scenarios.items():
        told = 1000 * scenario.seed + scenario.behaviour.accept.barrier + scenario.budget
        series = np.full((1, len(OUTCOMES)), told) + np.arange(len(OUTCOMES))
        yield Record(
            scenario=scenario,
            arm=run_id,
            names=tuple(OUTCOMES),
            months=np.ones(1, np.int32),
            series=series,
            mapped_months=(),
            maps={},
            places=(),
            groups={},
            ties={},
            ledger=(),
            seconds=0.0,
        )


def six_years_pass(scenarios: Mapping[str, Any], **told: Any) -> Iterator[Record]:
    """Stand in for the model, with as many months as fill the buffers of a sweep soon."""
    months = np.arange(1, 73, dtype=np.int32)
    for record in nothing_happens(scenarios, **told):
        yield replace(record, months=months, series=np.repeat(record.series, len(months), axis=0))


def little_happens(scenarios: Mapping[str, Any], **told: Any) -> Iterator[Record]:
    """Stand in for the model, but take a moment for each run."""
    for record in nothing_happens(scenarios, **told):
        time.sleep(float(os.environ.get("SECONDS_OF_A_RUN", "0.02")))
        yield record

"""Lives the arms of each seed in months of any order, several seeds at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.grain.given import design, usual
from experiments.several import Lived, by_engine
from sim.model.model import CityModel

if TYPE_CHECKING:
    from sim.door.asking import Asked


def ordered(order: Sequence[str]) -> type[CityModel]:
    """Return a city whose months are lived in this order."""

    class InOrder(CityModel):
        def step(self) -> None:
            for verb in order:
                getattr(self, verb)()

    return InOrder


def live(variant: str, asked: Asked) -> Lived:
    """Live the comparison of a variant: by the engine, where its month has the usual order.

    The engine knows a run by its numbers and its code. An order is neither, so runs of another
    order may not be kept where the engine keeps its own.
    """
    from joblib import Parallel, delayed

    given, question = design(), asked.question
    if usual(variant, given):
        return by_engine(variant, asked)
    order = given["variants"][variant]["order"]
    scenarios: dict[int, dict[str, Any]] = {}
    for run in question.runs:
        scenarios.setdefault(run.seed, {})[run.arm] = question.scenario_of(run)
    lived = Parallel(n_jobs=asked.request.workers or -1)(
        delayed(live_seed)(arms, order) for arms in scenarios.values()
    )
    told = {
        "identity": question.identity,
        "overrides": list(question.overrides),
        "failed": [],
        "seeds": list(question.seeds),
    }
    return pd.DataFrame([row for rows in lived for row in rows]), told


def live_seed(arms: Mapping[str, Any], order: Sequence[str]) -> list[dict[str, Any]]:
    """Live the arms of one seed; return a row of outcomes for each."""
    from sim.recorder.run import arms_lived

    records = arms_lived(arms, city_model=ordered(order))
    return [
        {"seed": record.seed, "arm": record.arm, "run_id": "", "status": "done"} | record.outcomes
        for record in records
    ]

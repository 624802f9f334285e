"""Made-up but well-formed tables of a sweep: no result, for who wins where is planted."""

from typing import Any

import numpy as np
import pandas as pd

from sim.ensemble.designs import Design, design_of
from tests.analysis.sweeps import row, table_of
from tests.report import synthetic

KNOWN = [
    row("behaviour.accept.barrier", 0.3, 0.9),
    row("behaviour.gather.catchment", 0.2, 3.2),
    row("behaviour.learn.rule", None, None, choices=("random", "recognised", "conform")),
    row("budget", 0.005, 0.04),
    row("economy.ideas.tacit", 0.2, 0.8),
    row("population.starting_ties", 0, 8, whole=True),
]
ARMS = ("cash", "attraction", "collaboration")
OUTCOMES = {
    "new_ideas_per_1000": 20.0,
    "commons_use_per_head": 34.0,
    "market_value_per_head": 58.0,
    "founder_welfare": 0.21,
    "cross_field_tie_share": 0.31,
}


def gains(arm: str, values: dict[str, Any]) -> np.ndarray:
    """Return what an arm adds to each outcome, as a share of its level."""
    barrier, reach = values["behaviour.accept.barrier"], values["behaviour.gather.catchment"]
    money = values["budget"] / 0.04
    rule = {"random": 0, "recognised": 0.02, "conform": -0.03}[values["behaviour.learn.rule"]]
    if arm == "collaboration":
        return np.array(
            [0.3 * (0.6 - barrier) * money + rule, 0.1 * money, rule, -0.01, 0.2 * (0.9 - barrier)]
        )
    if arm == "attraction":
        return np.array([0.02 * (reach - 1.2), 0.0, 0.04 * money, -0.02 * money, 0.0])
    return np.zeros(len(OUTCOMES))


def laid_out(kind: str = "saltelli", known=KNOWN, **asked: Any) -> Design:
    """Return a design over six assumptions."""
    return design_of(kind, {row.path: None for row in known}, known, **asked)


def tables(design: Design, seeds: int = 3, arms=ARMS, noise: float = 0.02) -> dict[str, Any]:
    """Return the tables of a sweep that its report is made of."""
    luck, rows = np.random.default_rng(20261124), []
    levels = np.array(list(OUTCOMES.values()))
    middle = {
        row.path: row.values[0] if row.values else row.low for row in laid_out("two_level").factors
    }
    for point in design.points:
        for seed in range(seeds):
            shared = np.random.default_rng(seed).standard_normal(len(OUTCOMES))
            for arm in arms:
                gain = gains(arm, middle | dict(point.values))
                gain = gain + noise * (arm != "cash") * luck.standard_normal(len(OUTCOMES))
                lived = levels * (1 + 0.1 * shared + gain)
                about = {"run_id": f"{point.number:04d}{seed}{arm}", "seed": seed, "arm": arm}
                about |= {"status": "done", "stage": "", "problem": "", "point": point.number}
                rows.append(about | dict(zip(OUTCOMES, lived, strict=True)))
    return {"runs": pd.DataFrame(rows), "design": table_of(design)}


def manifest(design: Design, seeds: int = 3, arms=ARMS) -> dict[str, Any]:
    """Return the birth certificate of such a sweep."""
    told = synthetic.manifest(arms, seeds)
    return told | {"command": "sweep", "design": design.told}

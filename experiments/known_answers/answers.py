"""What every case hands in, and whether it passes: its figure against the band set beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from sim.analysis.intervals import paired_t

EXPECTATIONS = Path(__file__).with_name("expectations.yaml")
SEPARATOR = " "


@dataclass(frozen=True)
class Worked:
    """A case worked out: figures by answer, one for each independent run, and what is kept."""

    figures: Mapping[str, Sequence[float]]
    tables: Mapping[str, pd.DataFrame]


def expectations() -> dict[str, dict[str, Any]]:
    """Read what is known of every answer, and its band."""
    read: dict[str, dict[str, Any]] = yaml.safe_load(EXPECTATIONS.read_text(encoding="utf-8"))
    return read


def case_of(answer: str) -> str:
    """Name the case an answer belongs to."""
    return answer.split(SEPARATOR)[0]


def verdicts(figures: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Hold every figure against its band: a row an answer, in the order of the expectations."""
    rows = {}
    for name, expected in expectations().items():
        if name not in figures:
            continue
        runs = np.asarray(figures[name], float)
        low, high = interval(runs)
        rows[name] = {
            "figure": runs.mean(),
            "low": low,
            "high": high,
            "runs": len(runs),
            "passes": lies_in(low, high, expected["low"], expected["high"]),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("answer")


def interval(runs: np.ndarray) -> tuple[float, float]:
    """Return the 95 % interval of the mean over runs; the figure itself where there is one."""
    if len(runs) == 1:
        return float(runs[0]), float(runs[0])
    low, high = paired_t(runs[None, :])
    return float(low[0]), float(high[0])


def lies_in(low: float, high: float, least: float | None, most: float | None) -> bool:
    """Say whether a whole interval lies in a band of which either end may be open."""
    return bool(
        np.isfinite([low, high]).all()
        and (least is None or low >= least)
        and (most is None or high <= most)
    )

"""Which assumptions decide how far two arms differ: Sobol's indices and Morris's effects.

Both are of the *paired difference* between two arms, its mean over seeds at every point of the
design: what a factor does to both arms alike decides nothing and is not counted.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.contrasts import default_pairs, outcome_columns
from sim.analysis.indices import LUCK, MU_STAR, TOTAL, Index, morris, noise, sobol
from sim.analysis.intervals import Floats
from sim.analysis.points import Pair, differences, factors, mean_differences, places

METHODS = ("saltelli", "morris")
"""Designs that a sensitivity can be read from."""
COLUMNS = [
    "outcome",
    "arm",
    "reference",
    "factor",
    "index",
    "value",
    "low",
    "high",
    "n",
    "seeds",
]


def sensitivity(
    runs: pd.DataFrame,
    design: pd.DataFrame,
    told: Mapping[str, Any],
    pairs: Sequence[Pair] | None = None,
    outcomes: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return every index of every factor for each pair of arms and each outcome.

    Parameters
    ----------
    runs : table of runs with their point, seed, arm and outcomes
    design : table of points with the value of each factor
    told : mapping
        What the manifest says of the design: kind, levels and factors.

    Returns
    -------
    table of `COLUMNS`, one row per index; none where the design is of another kind. An outcome
    in which the arms never differ has indices that are not a number.
    """
    if told["kind"] not in METHODS or runs.empty:
        return pd.DataFrame(columns=COLUMNS)
    chosen = outcome_columns(runs) if outcomes is None else list(outcomes)
    held = default_pairs(sorted(set(runs["arm"]))) if pairs is None else pairs
    where = places(design, told) if told["kind"] == "morris" else np.empty((len(design), 0))
    rows: list[dict[str, Any]] = []
    for pair in held:
        for outcome in chosen:
            by_seed = differences(runs, pair, outcome)
            means = mean_differences(by_seed, len(design))
            indices, blocks = _indices(told, where, means, noise(by_seed.to_numpy(float)))
            about = {"outcome": outcome, "arm": pair[0], "reference": pair[1]}
            rows += _rows(about, factors(told), indices, blocks, by_seed.shape[1])
    return pd.DataFrame(rows, columns=COLUMNS)


def deciding(rows: pd.DataFrame, index: str) -> pd.DataFrame:
    """Return the rows of an index whose interval lies above what luck gives, the largest first.

    With one seed nobody knows what luck gives, and no row is returned.
    """
    luck = rows[rows["index"] == LUCK].set_index("factor")["value"]
    own = rows[rows["index"] == index]
    sure = own[own["low"] > np.maximum(own["factor"].map(luck), 0)]
    return sure.sort_values("value", ascending=False, kind="stable")


def main_index(kind: str) -> str:
    """Return the index by which the factors of a design are ranked."""
    return TOTAL if kind == "saltelli" else MU_STAR


def _indices(
    told: Mapping[str, Any], where: Floats, means: Floats, luck: float
) -> tuple[list[Index], int]:
    if told["kind"] == "saltelli":
        return sobol(means, factors(told), luck)
    return morris(where, means, told, luck)


def _rows(
    about: Mapping[str, str], names: Sequence[str], indices: Sequence[Index], n: int, seeds: int
) -> list[dict[str, Any]]:
    return [
        {**about, "factor": name, "index": said, "value": values[at], "low": low[at],
         "high": high[at], "n": n, "seeds": seeds}
        for said, values, low, high in indices
        for at, name in enumerate(names)
    ]  # fmt: skip

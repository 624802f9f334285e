"""Which assumptions decide how far two arms differ: Sobol's indices and Morris's effects.

Both are of the *paired difference* between two arms, its mean over seeds at every point of the
design: what a factor does to both arms alike decides nothing and is not counted.
"""

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.contrasts import default_pairs, outcome_columns
from sim.analysis.intervals import CONFIDENCE, SEED_OF_RESAMPLING, Floats
from sim.analysis.points import Pair, differences, factors, mean_differences, places
from sim.config.refusal import Refusal

METHODS = ("saltelli", "morris")
"""Designs that a sensitivity can be read from."""
RESAMPLES = 500
FEWEST_BLOCKS = 2  # with one base sample or trajectory there is nothing to resample
TOTAL, FIRST = "total", "first_order"
MU, MU_STAR, SIGMA = "mu", "mu_star", "sigma"
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

Index = tuple[str, Floats, Floats, Floats]
"""Name of an index; its value, and both ends of its interval, of each factor."""


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
            indices, blocks = _indices(told, where, means)
            about = {"outcome": outcome, "arm": pair[0], "reference": pair[1]}
            rows += _rows(about, factors(told), indices, blocks, by_seed.shape[1])
    return pd.DataFrame(rows, columns=COLUMNS)


def deciding(rows: pd.DataFrame, index: str) -> pd.DataFrame:
    """Return the rows of an index whose interval leaves zero out, the largest first."""
    sure = rows[(rows["index"] == index) & (rows["low"] > 0)]
    return sure.sort_values("value", ascending=False, kind="stable")


def main_index(kind: str) -> str:
    """Return the index by which the factors of a design are ranked."""
    return TOTAL if kind == "saltelli" else MU_STAR


def sobol(means: Floats, names: Sequence[str]) -> tuple[list[Index], int]:
    """Return first-order and total indices of Saltelli's points, and how many samples they use.

    Parameters
    ----------
    means : float array, one per point
        Base samples with a point that is not a number are left out.

    Notes
    -----
    Intervals are those of SALib: the value and 1.96 standard deviations of its bootstrap.
    """
    sobol_analysis = _analysis("sobol")
    whole = _whole_blocks(means, len(names) + 2)
    if len(whole) < FEWEST_BLOCKS or np.ptp(whole) == 0:
        return _nothing((FIRST, TOTAL), len(names)), len(whole)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a resample without any spread is not a number
        found = sobol_analysis.analyze(
            _problem(names),
            whole.ravel(),
            calc_second_order=False,
            num_resamples=RESAMPLES,
            conf_level=CONFIDENCE,
            seed=SEED_OF_RESAMPLING,
        )
    return [
        (
            said,
            found[name],
            found[name] - found[f"{name}_conf"],
            found[name] + found[f"{name}_conf"],
        )
        for said, name in ((FIRST, "S1"), (TOTAL, "ST"))
    ], len(whole)


def morris(where: Floats, means: Floats, told: Mapping[str, Any]) -> tuple[list[Index], int]:
    """Return mean, mean size and spread of the effects on Morris's walks, and how many walks.

    An effect is what the whole range of a factor would change, or one word for another.

    Parameters
    ----------
    where : float array, one row per point and one column per factor, in [0, 1]
    means : float array, one per point
        Walks with a point that is not a number are left out.
    """
    names, levels = factors(told), int(told["levels"])
    morris_analysis = _analysis("morris")
    size = len(names) + 1
    walks = _whole_blocks(means, size)
    kept = np.isfinite(means.reshape(-1, size)).all(axis=1)
    if len(walks) < FEWEST_BLOCKS:
        return _nothing((MU, MU_STAR, SIGMA), len(names)), len(walks)
    steps = where.reshape(-1, size, len(names))[kept]
    found = morris_analysis.analyze(
        _problem(names),
        steps.reshape(-1, len(names)),
        walks.ravel(),
        num_resamples=2,  # its intervals are of one index only, so ours stand for all three
        num_levels=levels,
        seed=SEED_OF_RESAMPLING,
    )
    step = levels / (2 * (levels - 1))  # a word is changed whole in one step, a range in part
    scale = np.array([step if factor["values"] else 1.0 for factor in told["factors"]])
    effects = elementary_effects(steps, walks, levels) * scale
    return [
        (said, np.asarray(found[said], float) * scale, *_bootstrapped(effects, statistic))
        for said, statistic in (
            (MU, lambda drawn: drawn.mean(axis=1)),
            (MU_STAR, lambda drawn: np.abs(drawn).mean(axis=1)),
            (SIGMA, lambda drawn: drawn.std(axis=1, ddof=1)),
        )
    ], len(walks)


def elementary_effects(steps: Floats, walks: Floats, levels: int) -> Floats:
    """Return what a whole range of each factor would change, as far as one step of a walk tells.

    Parameters
    ----------
    steps : float array, walks x points x factors, in [0, 1]
    walks : float array, walks x points

    Returns
    -------
    float array, walks x factors; 0 where the step stays within one word or whole number
    """
    moved = np.diff(steps, axis=1)
    changed = np.diff(walks, axis=1)[:, :, None] * np.sign(moved)
    whole_range = 2 * (levels - 1) / levels
    effects: Floats = changed.sum(axis=1) * whole_range
    return effects


def _indices(told: Mapping[str, Any], where: Floats, means: Floats) -> tuple[list[Index], int]:
    names = factors(told)
    if told["kind"] == "saltelli":
        return sobol(means, names)
    return morris(where, means, told)


def _whole_blocks(means: Floats, size: int) -> Floats:
    """Return the blocks of points that have all their numbers, one per row."""
    blocks = means.reshape(-1, size)
    whole: Floats = blocks[np.isfinite(blocks).all(axis=1)]
    return whole


def _bootstrapped(effects: Floats, statistic: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
    """Return the percentile interval of a statistic over walks that are drawn again."""
    luck = np.random.default_rng(SEED_OF_RESAMPLING)
    drawn = effects[luck.integers(len(effects), size=(RESAMPLES, len(effects)))]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(statistic(drawn), (tail, 1 - tail), axis=0)
    return low, high


def _nothing(names: Iterable[str], count: int) -> list[Index]:
    empty = np.full(count, np.nan)
    return [(name, empty, empty, empty) for name in names]


def _rows(
    about: Mapping[str, str], names: Sequence[str], indices: Sequence[Index], n: int, seeds: int
) -> list[dict[str, Any]]:
    return [
        {**about, "factor": name, "index": said, "value": values[at], "low": low[at],
         "high": high[at], "n": n, "seeds": seeds}
        for said, values, low, high in indices
        for at, name in enumerate(names)
    ]  # fmt: skip


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _analysis(name: str) -> Any:
    """Load one analysis of SALib; say how to get it where it is missing."""
    from importlib import import_module

    try:
        return import_module(f"SALib.analyze.{name}")
    except ImportError:
        raise Refusal.of("analysis.no_salib") from None

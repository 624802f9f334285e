"""Indices of Sobol and effects of Morris of one number at every point; what luck gives them."""

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.analysis.intervals import CONFIDENCE, SEED_OF_RESAMPLING, Floats
from sim.analysis.points import factors

RESAMPLES = 500
FEWEST_BLOCKS = 2  # with one base sample or trajectory there is nothing to resample
TOTAL, FIRST = "total", "first_order"
MU, MU_STAR, SIGMA = "mu", "mu_star", "sigma"
LUCK = "luck"
"""What luck alone would give the main index of a factor that does nothing but shuffle it."""

Index = tuple[str, Floats, Floats, Floats]
"""Name of an index; its value, and both ends of its interval, of each factor."""


def noise(by_seed: Floats) -> float:
    """Return the variance that luck leaves in the mean over seeds of a point.

    What a seed adds to all points, and a point to all seeds, is no noise; the rest is. Not a
    number with one seed, or where no two seeds ended everywhere.

    Parameters
    ----------
    by_seed : float array, a row per point and a column per seed
    """
    whole = by_seed[np.isfinite(by_seed).all(axis=1)]
    points, seeds = whole.shape
    if points < 2 or seeds < 2:
        return np.nan
    rest = whole - whole.mean(axis=1, keepdims=True) - whole.mean(axis=0) + whole.mean()
    return float((rest**2).sum() / ((points - 1) * (seeds - 1)) / seeds)


def sobol(means: Floats, names: Sequence[str], luck: float) -> tuple[list[Index], int]:
    """Return first-order and total indices of Saltelli's points, and how many samples they use.

    Parameters
    ----------
    means : float array, one per point
        Base samples with a point that is not a number are left out.
    luck : variance that luck leaves in each of them

    Notes
    -----
    Intervals are those of SALib: the value and 1.96 standard deviations of its bootstrap. A total
    index is half the mean square of a change over the variance; two points of which only the luck
    differs are twice the variance of luck apart, so luck gives an index of its own share.
    """
    from SALib.analyze import sobol as sobol_analysis

    whole = _whole_blocks(means, len(names) + 2)
    if len(whole) < FEWEST_BLOCKS or np.ptp(whole) == 0:
        return _nothing((FIRST, TOTAL, LUCK), len(names)), len(whole)
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
    ] + [_of_luck(np.full(len(names), luck / whole.var()))], len(whole)


def morris(
    where: Floats, means: Floats, told: Mapping[str, Any], luck: float
) -> tuple[list[Index], int]:
    """Return mean, mean size and spread of the effects on Morris's walks, and how many walks.

    An effect is what the whole range of a factor would change, or one word for another.

    Parameters
    ----------
    where : float array, one row per point and one column per factor, in [0, 1]
    means : float array, one per point
        Walks with a point that is not a number are left out.
    luck : variance that luck leaves in each of them

    Notes
    -----
    Of two points of which only the luck differs, the mean size of the difference is that of a
    normal number with twice the variance of luck.
    """
    from SALib.analyze import morris as morris_analysis

    names, levels = factors(told), int(told["levels"])
    size = len(names) + 1
    walks = _whole_blocks(means, size)
    kept = np.isfinite(means.reshape(-1, size)).all(axis=1)
    if len(walks) < FEWEST_BLOCKS:
        return _nothing((MU, MU_STAR, SIGMA, LUCK), len(names)), len(walks)
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
    ] + [_of_luck(2 * np.sqrt(luck / np.pi) / step * scale)], len(walks)


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


def _of_luck(values: Floats) -> Index:
    nowhere = np.full(len(values), np.nan)
    return LUCK, values, nowhere, nowhere


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


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}

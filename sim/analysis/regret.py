"""What an arm gives up against the best of several in the same world, and who dominates whom."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.intervals import Floats
from sim.config.catalogue import text
from sim.recorder.outcomes import OUTCOMES

Flags = NDArray[np.bool_]
HIGH = 0.9  # the share of worlds whose regret is at most the high one


def directions(outcomes: Sequence[str]) -> Floats:
    """Return which way each outcome is better: 1 more of it, -1 less of it.

    An outcome that is neither good nor bad has no best, so it is refused.
    """
    neither = [name for name in outcomes if OUTCOMES[name].direction == 0]
    if neither:
        raise ValueError(text("problems.analysis.no_direction", names=", ".join(neither)))
    return np.array([OUTCOMES[name].direction for name in outcomes], float)


def regret(values: Floats, direction: float) -> Floats:
    """Return what each arm lacks to the best of the arms in its world; 0 where it is the best.

    Parameters
    ----------
    values : float array, worlds x arms, in the outcome's unit
    direction : 1 where more of the outcome is better, -1 where less is

    Returns
    -------
    float array, worlds x arms, in the outcome's unit, never below 0. Arms that are equal at the
    top are each the best.
    """
    good = direction * values
    return good.max(axis=1, keepdims=True) - good


def summary(values: Floats, direction: float, arms: Sequence[str]) -> pd.DataFrame:
    """Summarise each arm's regret over the worlds in which all arms have a value.

    Parameters
    ----------
    values : float array, worlds x arms, in the outcome's unit; not a number where unknown
    direction : 1 where more of the outcome is better, -1 where less is
    arms : what the columns of values are called

    Returns
    -------
    table with a row per arm: arm, worlds, mean, high (90 % of worlds have at most this), worst, all
    in the outcome's unit, and best (worlds in which no arm has more; equals are each counted)
    """
    lacking = regret(values[np.isfinite(values).all(axis=1)], direction)
    if not len(lacking):
        raise ValueError(text("problems.analysis.no_world"))
    return pd.DataFrame(
        {
            "arm": list(arms),
            "worlds": len(lacking),
            "mean": lacking.mean(axis=0),
            "high": np.quantile(lacking, HIGH, axis=0),
            "worst": lacking.max(axis=0),
            "best": (lacking == 0).sum(axis=0),
        }
    )


def dominates(values: Floats, directions: Floats) -> Flags:
    """Tell which arm dominates which: nowhere worse, and better somewhere.

    Parameters
    ----------
    values : float array, worlds x arms x outcomes, each outcome in its own unit
    directions : float array, one per outcome, 1 where more of it is better and -1 where less is

    Returns
    -------
    flag array, worlds x arms x arms: the first arm dominates the second in this world. Arms that
    are equal on every outcome do not dominate each other.
    """
    good = values * directions
    one, other = good[:, :, None, :], good[:, None, :, :]
    return (one >= other).all(axis=3) & (one > other).any(axis=3)


def undominated(values: Floats, directions: Floats) -> Flags:
    """Tell which arms no other arm of their world dominates: those of its Pareto set.

    Parameters
    ----------
    values, directions : as :func:`dominates` has them

    Returns
    -------
    flag array, worlds x arms
    """
    return ~dominates(values, directions).any(axis=1)

"""Says what each arm would have to cost to have what another has, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.equal_outcome.reaching import Floats, dealt, least
from experiments.several import PRIMARY
from sim.analysis.contrasts import finished
from sim.recorder.outcomes import OUTCOMES

BUDGET = "budget"
SEED_OF_DRAWS = 20261128


def by_budget(runs: pd.DataFrame, given: Mapping[str, Any]) -> dict[str, Floats]:
    """Return of each arm its outcomes at every budget in every world that ended everywhere.

    Without a budget an arm is the untreated city.

    Returns
    -------
    float arrays, outcomes x budgets (0 first) x worlds; signed so that more is better
    """
    whole = finished(runs)
    untreated = whole[whole["arm"] == given["untreated"]].set_index("seed")[PRIMARY]
    spent = {
        (arm, budget): rows.set_index("seed")[PRIMARY]
        for (arm, budget), rows in whole[whole["arm"] != given["untreated"]].groupby(
            ["arm", BUDGET]
        )
    }
    worlds = sorted(set.intersection(*(set(rows.index) for rows in (untreated, *spent.values()))))
    good = np.array([[OUTCOMES[name].direction] for name in PRIMARY], np.float64)
    return {
        arm: np.stack(
            [
                good * rows.loc[worlds].to_numpy(float).T
                for rows in (untreated, *(spent[arm, budget] for budget in given["budgets"]))
            ],
            axis=1,
        )
        for arm in given["arms"]
    }


def reached(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Say at which budget each arm would have what another has at the level.

    Means over worlds are compared; the interval deals the worlds anew, the same for both arms.

    Returns
    -------
    table: outcome, arm, other, worlds, budget (share of the city's income; 0: the untreated city
    has as much; infinite: not within the budgets lived), its interval (low, high), and the shares
    of draws in which nothing need be spent (`already`) and no budget is enough (`never`)
    """
    found = by_budget(runs, given)
    budgets = [0.0, *given["budgets"]]
    at = budgets.index(given["level"])
    worlds = next(iter(found.values())).shape[2]
    drawn = dealt(worlds, given["draws"], SEED_OF_DRAWS)
    tail = (1 - given["confidence"]) / 2
    rows = []
    for arm, other in given["pairs"]:
        for place, outcome in enumerate(PRIMARY):
            own, level = found[arm][place], found[other][place, at]
            mean = least(budgets, own.mean(axis=1)[None, :], level.mean(keepdims=True))
            anew = least(budgets, own[:, drawn].mean(axis=2).T, level[drawn].mean(axis=1))
            low, high = np.quantile(anew, (tail, 1 - tail), method="inverted_cdf")
            rows.append(
                {
                    "outcome": outcome,
                    "arm": arm,
                    "other": other,
                    "worlds": worlds,
                    "budget": float(mean[0]),
                    "low": float(low),
                    "high": float(high),
                    "already": float((anew == 0).mean()),
                    "never": float(np.isinf(anew).mean()),
                }
            )
    return pd.DataFrame(rows)


def curves(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Return the mean of each outcome by arm and budget, with what it differs from no policy.

    Returns
    -------
    table: outcome, arm, budget, worlds, mean, and the mean paired difference from the untreated
    city with its paired-t interval (difference, t_low, t_high)
    """
    from sim.analysis.intervals import paired_t

    found, rows = by_budget(runs, given), []
    for arm, values in found.items():
        for place, outcome in enumerate(PRIMARY):
            signed = values[place] * OUTCOMES[outcome].direction
            apart = signed - signed[:1]
            low, high = paired_t(apart)
            for number, budget in enumerate([0.0, *given["budgets"]]):
                rows.append(
                    {
                        "outcome": outcome,
                        "arm": arm,
                        BUDGET: budget,
                        "worlds": signed.shape[1],
                        "mean": float(signed[number].mean()),
                        "difference": float(apart[number].mean()),
                        "t_low": float(low[number]),
                        "t_high": float(high[number]),
                    }
                )
    return pd.DataFrame(rows)

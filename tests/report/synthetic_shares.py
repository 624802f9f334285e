"""Made-up runs of coalitions for a made-up comparison, and the shares that follow from them.

Nothing here is a result. The first instrument of an arm does most of what is planted, the last a
little the other way.
"""

from itertools import combinations

import pandas as pd

from sim.analysis.attribution import attribution
from sim.recorder.schemas import SHAPLEY, TOGETHER
from tests.report.synthetic import ACCOUNTS, ARMS, SHAPES, _luck, runs

PAIR = ("collaboration", "attraction")
WEIGHTS = (0.7, 0.3, 0.05, -0.05)


def players(arms: tuple[str, ...] = ARMS) -> dict[str, tuple[str, ...]]:
    """Return the instruments of the arms that are attributed."""
    return {
        arm: tuple(name for name in ACCOUNTS[arm] if name != "purse")
        for arm in ("attraction", "collaboration")
        if arm in arms and "cash" in arms
    }


def coalitions(lived: pd.DataFrame, arms: tuple[str, ...]) -> pd.DataFrame:
    """Let each instrument alone do what its place says, the first of them most."""
    means = runs(lived, sampled=False).set_index(["arm", "seed"])
    rows = []
    for arm, own in players(arms).items():
        weights = dict(zip(own, WEIGHTS, strict=True))
        for size in range(1, len(own)):
            for kept in combinations(own, size):
                for seed in sorted(set(lived["seed"])):
                    base = means.loc[("cash", seed), list(SHAPES)]
                    apart = means.loc[(arm, seed), list(SHAPES)] - base
                    share = sum(weights[each] for each in kept) + 0.02 * _luck(seed, size).normal()
                    row = {"run_id": f"{seed:03d}{arm}{kept}", "seed": seed, "arm": arm}
                    row |= {"kept": TOGETHER.join(kept), "status": "done"}
                    ends = base + share * apart
                    rows.append(row | {"stage": "", "problem": ""} | ends.to_dict())
    return pd.DataFrame(rows)


def with_shares(
    tables: dict[str, pd.DataFrame], arms: tuple[str, ...] = ARMS, method: str = SHAPLEY
) -> dict[str, pd.DataFrame]:
    """Add to the tables of a comparison what an attribution adds."""
    beside = coalitions(tables["timeline"], arms)
    shares = attribution(tables["runs"], beside, players(arms), "cash", method, [PAIR])
    return {**tables, "coalitions": beside, "attribution": shares}

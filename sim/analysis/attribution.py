"""Which instrument carried which part of what an arm changed, seed by seed on the same luck.

The value of a coalition S of instruments is what a city is like in which those of S have their
money and the rest of the grant is spent as in the reference: v(none) is the reference, v(all) the
arm. Shares are sums of such values, so in every seed they add up to the arm minus the reference.

    shapley     share(i) = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S and i) - v(S))
    ablation    share(i) = v(all) - v(all but i); what these leave is the remainder

Two arms with parts against one reference r have parts against each other, since in every seed
B - A = (B - r) - (A - r): those of B, and those of A with the other sign.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd

from sim.analysis.contrasts import Pair, by_seeds_present, finished, outcome_columns
from sim.analysis.intervals import Floats
from sim.recorder.schemas import INSTRUMENT, REMAINDER, SHAPLEY, TOGETHER, WHOLE

COLUMNS = [
    "outcome",
    "arm",
    "reference",
    "of",
    "part",
    "instrument",
    "method",
    "n",
    "share",
    "sd",
    "t_low",
    "t_high",
    "bca_low",
    "bca_high",
    "sign_flip_share",
]

Kept = frozenset[str]
Part = tuple[str, str]
"""Whether it is an instrument, the remainder or the whole; and which instrument."""
Parts = dict[Part, Floats]
Owned = dict[tuple[str, Part], Floats]
"""Shares by the arm they are of, and part: a row per outcome and a column per seed, in its unit."""


def attribution(
    runs: pd.DataFrame,
    coalitions: pd.DataFrame,
    players: Mapping[str, Sequence[str]],
    reference: str,
    method: str,
    pairs: Sequence[Pair] = (),
) -> pd.DataFrame:
    """Say for each outcome and arm what each instrument carried, and how surely.

    Parameters
    ----------
    runs : a row per arm and seed, with the outcomes
    coalitions : a row per coalition and seed: its arm, what is kept, the outcomes
    players : mapping of arm to its instruments that carry a part
    pairs : an arm and the one it is held against; told where both have instruments that do

    Only seeds in which every coalition of the arm, or of both arms, has the outcome are used.
    """
    outcomes = outcome_columns(runs)
    values = {
        arm: _values(runs, coalitions, arm, own, reference, method, outcomes)
        for arm, own in players.items()
    }
    of_arms = {arm: shares(values[arm], own, method) for arm, own in players.items()}
    parted = {
        (arm, reference): {(arm, part): share for part, share in parts.items()}
        for arm, parts in of_arms.items()
    }
    for arm, other in pairs:
        if arm in players and other in players:
            whole = _all(values[arm]) - _all(values[other])
            parted[arm, other] = minus(of_arms[arm], of_arms[other], whole, (arm, other))
    pieces = [_rows(parts, pair, outcomes) for pair, parts in parted.items()]
    if not pieces:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(pieces, ignore_index=True).assign(method=method)[COLUMNS]


def minus(ones: Parts, others: Parts, whole: Floats, pair: Pair) -> Owned:
    """Part an arm minus another: its parts, those of the other with the other sign, and their sum.

    Where a part of one of them is missing, every part is.

    Parameters
    ----------
    ones, others : the parts of the two against one reference
    whole : the one minus the other: a row per outcome, a column per seed
    pair : their names; the sum is put down to the first
    """
    arm, other = pair
    missing = np.isnan(ones[WHOLE, ""] + others[WHOLE, ""])
    signed = {(arm, part): share for part, share in ones.items() if part[0] != WHOLE}
    signed |= {(other, part): 0.0 - share for part, share in others.items() if part[0] != WHOLE}
    signed[arm, (WHOLE, "")] = whole
    return {key: np.where(missing, np.nan, share) for key, share in signed.items()}


def shares(values: Mapping[Kept, Floats], players: Sequence[str], method: str) -> Parts:
    """Part the difference between all instruments and none of them; the parts add up to it.

    Where the value of one coalition is missing, every part is.
    """
    everything, nothing = frozenset(players), frozenset[str]()
    missing = np.isnan(sum(values[kept] for kept in needed(players, method)))
    whole = np.where(missing, np.nan, values[everything] - values[nothing])
    own = {
        (INSTRUMENT, name): np.where(missing, np.nan, sum(
            weight * (values[kept | {name}] - values[kept])
            for kept, weight in _weights(players, name, method).items()
        ))
        for name in players
    }  # fmt: skip
    left = {} if method == SHAPLEY else {(REMAINDER, ""): whole - sum(own.values())}
    return {**own, **left, (WHOLE, ""): whole}


def needed(players: Sequence[str], method: str) -> list[Kept]:
    """Return the coalitions whose values a method asks for."""
    ends = [frozenset[str](), frozenset(players)]
    sizes = range(1, len(players)) if method == SHAPLEY else [len(players) - 1]
    between = [frozenset(kept) for size in sizes for kept in combinations(players, size)]
    return list(dict.fromkeys([*ends, *between]))


def _weights(players: Sequence[str], name: str, method: str) -> dict[Kept, float]:
    """Return how much what an instrument adds to each coalition without it counts."""
    others, n = [each for each in players if each != name], len(players)
    if method != SHAPLEY:
        return {frozenset(others): 1.0}
    return {
        frozenset(kept): factorial(size) * factorial(n - size - 1) / factorial(n)
        for size in range(n)
        for kept in combinations(others, size)
    }


def _rows(parts: Owned, pair: Pair, outcomes: Sequence[str]) -> pd.DataFrame:
    """Summarise the parts of one contrast: a row per outcome and part, outcomes in their order."""
    by_seed = np.concatenate(list(parts.values()))
    read = by_seeds_present(by_seed, np.where(np.isnan(by_seed), np.nan, 0.0))
    told = [
        {"outcome": outcome, "of": of, "part": part, "instrument": instrument}
        for of, (part, instrument) in parts
        for outcome in outcomes
    ]
    table = pd.concat([pd.DataFrame(told), read.rename(columns={"difference": "share"})], axis=1)
    place = {outcome: at for at, outcome in enumerate(outcomes)}
    table = table.sort_values("outcome", key=lambda names: names.map(place), kind="stable")
    return table.assign(arm=pair[0], reference=pair[1])


def _values(
    runs: pd.DataFrame,
    coalitions: pd.DataFrame,
    arm: str,
    players: Sequence[str],
    reference: str,
    method: str,
    outcomes: Sequence[str],
) -> dict[Kept, Floats]:
    """Return the outcomes of the coalitions needed: a row per outcome, a column per seed.

    Of those there are no runs of, every value is missing.
    """
    whole, beside = finished(runs), finished(coalitions)
    seeds = sorted(set(runs["seed"]))
    found = {
        frozenset(str(kept).split(TOGETHER)): rows
        for kept, rows in beside[beside["arm"] == arm].groupby("kept")
    }
    found |= {
        frozenset(players): whole[whole["arm"] == arm],
        frozenset(): whole[whole["arm"] == reference],
    }
    return {
        kept: rows.set_index("seed")[list(outcomes)].reindex(seeds).to_numpy(np.float64).T
        for kept, rows in ((kept, found.get(kept, whole[:0])) for kept in needed(players, method))
    }


def _all(values: Mapping[Kept, Floats]) -> Floats:
    """Return the value of all instruments together."""
    return values[max(values, key=len)]

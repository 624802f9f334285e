"""Lives policies through ordinary comparisons, and holds them against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import batched, count
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments import asking
from experiments.best_against_best.searching import PRIMARY, Differences, Live, Vector, best
from sim.analysis.contrasts import contrasts, paired_differences
from sim.door.requests import MOST_ARMS

if TYPE_CHECKING:
    from sim.ensemble.compare import Comparison

STOPPED = "of its {seeds} cities not all reached the last month with this outcome"


def words(
    policies: Mapping[str, str], baseline: str, towns: Mapping[str, int], more: Sequence[str]
) -> list[str]:
    """Return what is asked of `faireville compare`: some policies beside the baseline."""
    arms = {baseline: baseline, **policies}
    seeds = [f"seed={towns['first_seed']}", f"seeds={towns['seeds']}"]
    return [asking.arms_word(arms), "matched=false", *seeds, *more]


def trainer(given: Mapping[str, Any], more: Sequence[str], where: str = "training") -> Live:
    """Return who lives vectors in some worlds, all arms of a town from one burn-in."""
    baseline, towns, asked = given["baseline"], given[where], count()

    def live(policies: Mapping[str, str]) -> dict[str, Differences | str]:
        question = asking.asked(words(policies, baseline, towns, more))
        answer = asking.answered(question, f"vectors asked for, {next(asked) + 1}")
        return {name: _changed(answer, name, baseline, towns["seeds"]) for name in policies}

    return live


def tried_again(finalists: Sequence[Vector], live: Live) -> list[Vector]:
    """Return the finalists with what they change in other worlds than those of training."""
    named = {f"{vector.family}_{at}": vector for at, vector in enumerate(finalists)}
    found: dict[str, Differences | str] = {}
    for some in batched(named.items(), MOST_ARMS - 1):  # the baseline stands beside them
        found |= live({name: vector.policy for name, vector in some})
    told = ((vector, found[name]) for name, vector in named.items())
    return [replace(one, changed=dict(it)) for one, it in told if not isinstance(it, str)]


def _changed(answer: Comparison, arm: str, baseline: str, seeds: int) -> Differences | str:
    """Return what a policy changed in every town, or say that some town does not tell."""
    found = paired_differences(answer.tables["runs"], arm, baseline)[PRIMARY]
    if len(found) < seeds or not np.isfinite(found.to_numpy(float)).all():
        return STOPPED.format(seeds=seeds)
    return {outcome: found[outcome].to_list() for outcome in PRIMARY}


def winner(family: str, outcome: str) -> str:
    """Name the best vector of a family for an outcome."""
    return f"{family}_{outcome}"


def winners(tried: Sequence[Vector], families: Sequence[str]) -> dict[str, Vector]:
    """Return each family's best vector for every primary outcome, where they were lived last."""
    return {
        winner(family, outcome): best(tried, family, outcome)
        for outcome in PRIMARY
        for family in families
    }


def pairs(outcome: str, given: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield what is held against what on one outcome, and what that is called."""
    families, baseline = list(given["families"]), given["baseline"]
    first, second = families
    yield "best against best", winner(second, outcome), winner(first, outcome)
    for family in families:
        yield "best against baseline", winner(family, outcome), baseline
    yield "preset against preset", second, first
    for family in families:
        yield "preset against baseline", family, baseline
        yield "best against preset", winner(family, outcome), family


def compared(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Hold the best vectors and the presets against each other, each on its own outcome."""
    tables = []
    for outcome in PRIMARY:
        for kind, arm, reference in pairs(outcome, given):
            table = contrasts(runs, [(arm, reference)], [outcome])
            table.insert(0, "kind", kind)
            tables.append(table)
    return pd.concat(tables, ignore_index=True)


def elsewhere(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Say what the best vectors for one outcome do to all of them, against the baseline."""
    arms = [winner(family, outcome) for outcome in PRIMARY for family in given["families"]]
    return contrasts(runs, [(arm, given["baseline"]) for arm in arms], PRIMARY)


def table_of(tried: Sequence[Vector]) -> pd.DataFrame:
    """Return every vector that was tried: who asked for it, what it is, what it changed."""
    return pd.DataFrame(
        [
            {
                "round": vector.round,
                "family": vector.family,
                "asked_for": vector.asked_for or "preset",
                "refused": vector.refused,
                **{
                    outcome: vector.worth(outcome) if vector.changed else np.nan
                    for outcome in PRIMARY
                },
                "policy": vector.policy,
            }
            for vector in tried
        ]
    )

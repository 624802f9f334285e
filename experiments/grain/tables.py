"""Holds arms against each other in every variant, and each variant against the model as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.beside import INTERVALS, by_part, by_seed
from experiments.grain.given import VARIANT
from experiments.several import PRIMARY
from sim.analysis.contrasts import by_seeds_present


def by_variant(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Hold the arms of each variant against each other on every primary outcome."""
    return by_part(runs, given["pairs"], VARIANT)


def changes(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Say what each variant changes in each contrast: its less the model's own, seed by seed.

    The seeds are the same; the luck of a finer grid falls on other cells, and so on other lives.

    Returns
    -------
    table: outcome, arm, reference, variant, n, the mean change, its spread and intervals
    """
    first, *others = given["variants"]
    rows = []
    for arm, reference in given["pairs"]:
        found = by_seed(runs, arm, reference, [first, *others], VARIANT)
        for variant in others:
            own, usual = (found[name].to_numpy(float).T for name in (variant, first))
            table = by_seeds_present(own, usual).assign(
                outcome=PRIMARY, arm=arm, reference=reference, **{VARIANT: variant}
            )
            columns = ["outcome", "arm", "reference", VARIANT, "n", "difference", "sd", *INTERVALS]
            rows.append(table[columns])
    return pd.concat(rows, ignore_index=True)

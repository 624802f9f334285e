"""Holds pairs of arms against each other over all worlds, and says what could have been seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.several import PRIMARY
from sim.analysis.contrasts import contrasts
from sim.analysis.power import detectable


def held(runs: pd.DataFrame, pairs: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Hold the arms of each pair against each other on every primary outcome, over all worlds.

    Returns
    -------
    what :func:`sim.analysis.contrasts.contrasts` says, the difference so many worlds would find
    (`detectable`), and in how many of the `sets` the mean has the sign of the whole (`sets_alike`)
    """
    both = [(arm, reference) for arm, reference in pairs]
    table = contrasts(runs.drop(columns="set"), both, PRIMARY)
    table["detectable"] = detectable(table["sd"].to_numpy(float), table["n"].to_numpy(int))
    by_set = [
        contrasts(lived.drop(columns="set"), both, PRIMARY)["difference"].to_numpy(float)
        for _, lived in runs.groupby("set", sort=False)
    ]
    alike = np.sign(by_set) == np.sign(table["difference"].to_numpy(float))
    return table.assign(sets=len(by_set), sets_alike=alike.sum(axis=0))

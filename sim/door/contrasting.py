"""What is made of the tables of an answer and kept beside them: contrasts, shares, sensitivity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.analysis.attribution import attribution
from sim.analysis.contrasts import contrasts, default_pairs
from sim.analysis.sensitivity import sensitivity
from sim.recorder.tables import table_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def contrasted(runs: pd.DataFrame, arms: Sequence[str]) -> pa.Table:
    """Hold the arms against each other, paired by seed, as one of the stored tables."""
    made = contrasts(runs, default_pairs(list(arms)))
    return table_of("contrasts", {str(name): column for name, column in made.items()})


def attributed(runs: pd.DataFrame, coalitions: pd.DataFrame, told: Mapping[str, Any]) -> pa.Table:
    """Say which instrument carried what of an arm's contrast, as one of the stored tables."""
    asked = told["attribution"]
    made = attribution(runs, coalitions, asked["players"], asked["reference"], asked["method"])
    return table_of("attribution", {str(name): column for name, column in made.items()})


def decided(runs: pd.DataFrame, design: pd.DataFrame, told: Mapping[str, Any]) -> pa.Table:
    """Say how much each factor decides between two arms, as one of the stored tables."""
    made = sensitivity(runs, design, told["design"], default_pairs(list(told["arms"])))
    return table_of("sensitivity", {str(name): column for name, column in made.items()})

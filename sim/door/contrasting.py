"""The contrasts of a comparison: made beside its tables, and made again when it is verified."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.analysis.contrasts import contrasts, default_pairs
from sim.recorder.tables import table_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def contrasted(runs: pd.DataFrame, arms: Sequence[str]) -> pa.Table:
    """Hold the arms against each other, paired by seed, as one of the stored tables."""
    made = contrasts(runs, default_pairs(list(arms)))
    return table_of("contrasts", {str(name): column for name, column in made.items()})

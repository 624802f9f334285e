"""The memory of one city under one policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.recorder.columns import Columns
from sim.recorder.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.scenario import Scenario

Rows = Sequence[Mapping[str, Any]]
MONTHS_IN_WINDOW = 60
MONTHS_BETWEEN_MAPS = 12


@dataclass(frozen=True, kw_only=True)
class Record:
    """What one city was, month by month, under one policy, and where it ended.

    Attributes
    ----------
    series : float64 array, one row per month and one column per name
        Outcomes and diagnostics; NaN where a month has none.
    groups : mapping of column to array or labels, one entry per outcome of a group
    ties : mapping of column to array, one entry per tie
    months : int32 array, one per row of `series`
        0 is the last month before the policy, 1 the first under it.
    founders, candidates : mapping of column to array or labels, one entry per person
    worth : rows of the three ledgers of value
    maps : mapping of layer to float32 array, one [y, x] square per mapped month
    """

    scenario: Scenario
    arm: str
    names: tuple[str, ...]
    months: npt.NDArray[np.int32]
    series: npt.NDArray[np.float64]
    mapped_months: tuple[int, ...]
    maps: Mapping[str, npt.NDArray[np.float32]]
    places: Rows
    groups: Columns
    ties: Columns
    ledger: Rows
    seconds: float
    founders: Columns = field(default_factory=dict)
    candidates: Columns = field(default_factory=dict)
    worth: Rows = ()

    @property
    def seed(self) -> int:
        """Return the seed of the city's luck."""
        return int(self.scenario.seed)

    @property
    def outcomes(self) -> dict[str, float]:
        """Return each outcome at the end: its mean over the last months, or its last value."""
        lived = self.series[self.months > 0]
        window = lived[-MONTHS_IN_WINDOW:]
        means = mean_of_known(window)
        last = window[-1] if len(window) else means
        at = {name: column for column, name in enumerate(self.names)}
        return {
            name: float((last if outcome.window == "end" else means)[at[name]])
            for name, outcome in OUTCOMES.items()
            if name in at
        }

    @property
    def timeline(self) -> pd.DataFrame:
        """Return the months as a pandas table, the policy's first month being 1."""
        import pandas as pd

        index = pd.Index(self.months, name="month")
        return pd.DataFrame(self.series, index=index, columns=list(self.names))


def mean_of_known(window: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the mean of each column over the months that have a value; NaN where none has."""
    known = np.isfinite(window)
    counted = known.sum(axis=0)
    total = np.where(known, window, 0.0).sum(axis=0)
    return np.divide(total, counted, out=np.full(counted.shape, np.nan), where=counted > 0)

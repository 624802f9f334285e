"""How the city went, month by month: the middle of the seeds and where most of them lie."""

from collections.abc import Iterable, Sequence

import pandas as pd

from sim.analysis.contrasts import in_order

BAND = (0.1, 0.5, 0.9)


def paths(timeline: pd.DataFrame, outcome: str, months: int = 1) -> dict[str, pd.DataFrame]:
    """Return each arm's paths, one row per month and one column per seed.

    ``months`` > 1 replaces each month by the mean of itself and the months before it, so that
    nothing from after the policy's start leaks into the time before.
    """
    arms = {}
    for arm in in_order(timeline["arm"].unique()):
        rows = timeline[timeline["arm"] == arm]
        wide = rows.pivot(index="month", columns="seed", values=outcome).sort_index()
        arms[arm] = wide.rolling(months, min_periods=1).mean() if months > 1 else wide
    return arms


def bands(timeline: pd.DataFrame, outcomes: Sequence[str], months: int = 1) -> pd.DataFrame:
    """Return median and 10-90 % band over seeds, for each arm, outcome and month."""
    return _banded(
        (arm, outcome, wide)
        for outcome in outcomes
        for arm, wide in paths(timeline, outcome, months).items()
    )


def paired_bands(
    timeline: pd.DataFrame, outcomes: Sequence[str], reference: str, months: int = 1
) -> pd.DataFrame:
    """Return the same for the difference from the reference arm, seed by seed."""
    pieces = []
    for outcome in outcomes:
        arms = paths(timeline, outcome, months)
        base = arms[reference]
        for arm, wide in arms.items():
            seeds = wide.columns.intersection(base.columns)
            if arm != reference and len(seeds):
                pieces.append((arm, outcome, wide[seeds] - base[seeds]))
    return _banded(pieces)


def _banded(pieces: Iterable[tuple[str, str, pd.DataFrame]]) -> pd.DataFrame:
    """Stack the bands of several tables of paths."""
    tables = []
    for arm, outcome, wide in pieces:
        table = wide.quantile(list(BAND), axis=1).T
        table.columns = pd.Index(["low", "median", "high"])
        table["n"] = wide.notna().sum(axis=1)
        tables.append(table.reset_index().assign(arm=arm, outcome=outcome))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()

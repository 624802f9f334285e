"""Where each of two arms wins: over one or two assumptions, with what the seeds leave open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.intervals import Floats, paired_t
from sim.analysis.points import FACTOR, places
from sim.recorder.outcomes import OUTCOMES

MOST_VALUES = 6  # up to so many different values are cells by themselves
FEWEST_BINS, MOST_BINS = 2, 5
POINTS_A_CELL = 4  # so many are wanted on average before a range is cut more finely
ARM, REFERENCE, UNDECIDED = "arm", "reference", "undecided"
COLUMNS = ["x", "y", "points", "n", "difference", "t_low", "t_high", "share_ahead", "winner"]


@dataclass(frozen=True)
class Cuts:
    """How one factor is cut into cells.

    Attributes
    ----------
    cells : int array, one per point: the cell it lies in
    labels : what each cell is called: a value, or both ends of a share of the range
    """

    path: str
    cells: np.ndarray
    labels: Sequence[tuple[Any, ...]]


def cuts(design: pd.DataFrame, told: Mapping[str, Any], path: str, bins: int | None = None) -> Cuts:
    """Cut a factor: few values each for itself, a range into equal shares."""
    at = [factor["path"] for factor in told["factors"]].index(path)
    factor = told["factors"][at]
    given = design.sort_values("point")[f"{FACTOR}{path}"]
    distinct = factor["values"] or sorted(set(given))
    where = places(design, told)[:, at]
    if len(distinct) <= MOST_VALUES or factor["values"]:
        spots = np.unique(where)
        own = dict(zip(where.tolist(), given, strict=True))
        return Cuts(path, np.searchsorted(spots, where), [(own[spot],) for spot in spots.tolist()])
    count = bins or bins_for(len(design))
    low, high = float(factor["low"]), float(factor["high"])
    edges = np.linspace(low, high, count + 1)
    cells = np.clip((where * count).astype(int), 0, count - 1)
    return Cuts(path, cells, [(edges[at], edges[at + 1]) for at in range(count)])


def bins_for(points: int, factors: int = 2) -> int:
    """Return into how many shares each range is cut, so that cells hold a few points."""
    return int(np.clip((points / POINTS_A_CELL) ** (1 / factors), FEWEST_BINS, MOST_BINS))


def phase_map(
    by_seed: pd.DataFrame, outcome: str, across: Cuts, up: Cuts | None = None
) -> pd.DataFrame:
    """Say cell by cell which arm does better, if the seeds and points can tell.

    Parameters
    ----------
    by_seed : arm minus reference in the outcome, a row per point and a column per seed
    across, up : how both factors are cut; without `up` there is one row of cells

    Returns
    -------
    table of `COLUMNS`, one row per cell with any pair. `winner` is the arm that does better in
    the outcome's own direction where the 95 % interval of the mean difference leaves zero out.

    Notes
    -----
    A cell of one point has a paired-t interval over its seeds. In a cell of several points both
    seeds (each the mean over the points, whose luck is the same) and points (each the mean over
    the seeds) leave room for chance; the wider of the two intervals stands.
    """
    rows = []
    numbers = by_seed.index.to_numpy(int)
    columns = across.cells[numbers]
    lines = np.zeros_like(columns) if up is None else up.cells[numbers]
    for x, y in sorted(set(zip(columns.tolist(), lines.tolist(), strict=True))):
        inside = by_seed.to_numpy(float)[(columns == x) & (lines == y)]
        cell = _cell(inside, int(OUTCOMES[outcome].direction) if outcome in OUTCOMES else 1)
        if cell["n"]:
            rows.append({"x": x, "y": y, **cell})
    return pd.DataFrame(rows, columns=COLUMNS)


def flips(cells: pd.DataFrame) -> bool:
    """Tell whether one arm clearly wins in one cell and the other clearly in another."""
    return {ARM, REFERENCE} <= set(cells["winner"])


def spread(by_seed: pd.DataFrame, cut: Cuts) -> float:
    """Return which share of the variance of the difference between points lies between cells."""
    means = by_seed.mean(axis=1).dropna()
    total = float(means.var(ddof=0))
    if len(means) < 2 or total == 0:
        return 0.0
    groups = means.groupby(cut.cells[means.index.to_numpy(int)])
    between = (groups.size() * (groups.mean() - means.mean()) ** 2).sum() / len(means)
    return float(between / total)


def _cell(inside: Floats, direction: int) -> dict[str, Any]:
    """Say who wins in one cell.

    Parameters
    ----------
    inside : float array, a row per point and a column per seed
    """
    known = inside[np.isfinite(inside)]
    low, high = _interval(inside)
    way = direction or 1
    winner = UNDECIDED
    if low > 0 or high < 0:
        winner = ARM if (low > 0) == (way > 0) else REFERENCE
    return {
        "points": int(np.isfinite(inside).any(axis=1).sum()),
        "n": len(known),
        "difference": float(known.mean()) if len(known) else np.nan,
        "t_low": low,
        "t_high": high,
        "share_ahead": float((way * known > 0).mean()) if len(known) else np.nan,
        "winner": winner,
    }


def _interval(inside: Floats) -> tuple[float, float]:
    """Return the widest paired-t interval, over seeds and over points, around the mean."""
    ends = []
    for axis in (0, 1):
        rows = inside if axis == 0 else inside.T
        means = [row[np.isfinite(row)].mean() for row in rows.T if np.isfinite(row).any()]
        if len(means) > 1:
            low, high = paired_t(np.array([means], float))
            ends.append((float(low[0]), float(high[0])))
    if not ends:
        return np.nan, np.nan
    return max(ends, key=lambda pair: pair[1] - pair[0])

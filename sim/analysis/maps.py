"""Where it happened: the last map of each arm, and its difference from the reference."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Grid = NDArray[np.float64]
MEAN_OVER_SEEDS = -1


def last_month(maps: pd.DataFrame) -> int:
    """Return the last month of which a map was kept."""
    return int(maps["month"].max())


def shown_seed(maps: pd.DataFrame, places: pd.DataFrame | None = None) -> int | None:
    """Return the one seed whose own city is drawn, when there is one."""
    seeds = maps.loc[maps["seed"] != MEAN_OVER_SEEDS, "seed"]
    if len(seeds):
        return int(seeds.min())
    return int(places["seed"].min()) if places is not None and len(places) else None


def grids(
    maps: pd.DataFrame, month: int | None = None, seed: int = MEAN_OVER_SEEDS
) -> dict[tuple[str, str], Grid]:
    """Return one square of values per arm and layer, indexed [y, x]."""
    kept = maps[(maps["month"] == (last_month(maps) if month is None else month))]
    kept = kept[kept["seed"] == (seed if (kept["seed"] == seed).any() else kept["seed"].min())]
    squares = {}
    for (arm, layer), rows in kept.groupby(["arm", "layer"], sort=False, observed=True):
        side = int(max(rows["x"].max(), rows["y"].max())) + 1
        square = np.full((side, side), np.nan)
        square[rows["y"].to_numpy(), rows["x"].to_numpy()] = rows["value"].to_numpy()
        squares[str(arm), str(layer)] = square
    return squares


def smoothed(grid: Grid, cells: int = 1) -> Grid:
    """Average each cell with its neighbours up to ``cells`` away, ignoring empty ones.

    A single 100 m cell holds two or three people; whose flat changed hands is luck. The
    neighbourhood mean shows the pattern.
    """
    known = np.isfinite(grid)
    value, weight = np.where(known, grid, 0.0), known.astype(float)
    for axis in (0, 1):
        value, weight = _summed(value, cells, axis), _summed(weight, cells, axis)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight > 0, value / weight, np.nan)


def _summed(grid: Grid, cells: int, axis: int) -> Grid:
    """Sum each cell with its neighbours along one axis, nothing beyond the edge."""
    padding = [(0, 0), (0, 0)]
    padding[axis] = (cells, cells)
    padded = np.pad(grid, padding)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * cells + 1, axis=axis)
    return windows.sum(axis=-1)

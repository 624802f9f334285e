"""Rents, artists, amenities and who moves (P49, P58, P60, P61, P62)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns import estimates, panel
from experiments.patterns.living import Life
from experiments.patterns.measures.district_firms import mean
from experiments.patterns.reading import ARTISTIC, Snapshot

Parts = dict[str, Any]
TOP = 75
"""Percentile from which a block is in the dearest, or the most rising, quarter."""
NEAR_KM = 1.0


def asking(life: Life, one: Snapshot) -> NDArray[np.float64]:
    """Return the mean asking rent of dwellings by block, euros; nan where there are none."""
    cells = np.arange(len(one.rent))
    stock = life.ground.by_block(cells, one.dwellings)
    total = life.ground.by_block(cells, one.rent * one.dwellings)
    return np.where(stock > 0, total / np.maximum(stock, 1.0), np.nan)


def artists(life: Life, one: Snapshot) -> NDArray[np.float64]:
    """Return residents by block whose field is artistic."""
    return life.ground.by_block(one.home, one.pole == ARTISTIC)


def artists_by_rent(life: Life) -> Parts:
    """Add up a regression of changes of artists on changes of rent in the dearest blocks."""
    if len(life.snapshots) < 2:
        return {"sums": np.zeros((1, 2)).tolist()}
    rents = np.log([asking(life, one) for one in life.snapshots])
    living = np.log1p([artists(life, one) for one in life.snapshots])
    dear = rents[0] >= np.nanpercentile(rents[0], TOP)
    blocks = np.tile(np.arange(dear.sum()), len(rents) - 1)
    columns = [np.diff(each[:, dear], axis=0).ravel() for each in (living, rents)]
    changes = [estimates.within(each, blocks) for each in columns]
    return {"sums": estimates.sums(*changes).tolist()}


def slope(parts: Sequence[Parts]) -> float:
    """Return the first coefficient."""
    return float(estimates.least_squares(estimates.added([one["sums"] for one in parts]))[0])


def after_artists(life: Life) -> Parts:
    """Count blocks where artists had become more, and where rents then rise more than usual."""
    more = risen = 0
    rents = [np.log(asking(life, one)) for one in life.snapshots]
    living = [artists(life, one) for one in life.snapshots]
    for place in range(1, len(rents) - 1):
        came = (living[place] > living[place - 1]) & np.isfinite(rents[place])
        rise = rents[place + 1] - rents[place]
        more += int(came.sum())
        risen += int((came & (rise > np.nanmedian(rise))).sum())
    return {"more": more, "risen": risen}


def share_risen(parts: Sequence[Parts]) -> float:
    """Return the share of blocks in which rents rise after artists came."""
    return estimates.ratio(sum(one["risen"] for one in parts), sum(one["more"] for one in parts))


def hedonic(life: Life) -> Parts:
    """Return what seats of third places in the block add to ln asking rent."""
    found = []
    cells = np.arange(life.ground.side**2)
    block = life.ground.block(cells)
    for one in life.snapshots:
        seats = np.log1p(life.ground.by_block(one.place_cell, one.place_seats))[block]
        near = life.ground.km(cells[:, None], one.firm_cell[None, :]) <= NEAR_KM
        columns = (seats, one.centrality, np.log1p(near @ one.firm_jobs), np.ones(len(cells)))
        homes = one.dwellings > 0
        added = estimates.sums(np.log(one.rent[homes]), *(column[homes] for column in columns))
        found.append(float(estimates.least_squares(added)[0]))
    return {"value": mean(found)}


def moving(life: Life) -> Parts:
    """Count residents, and those gone from their block in a year, where rents rose most or not."""
    counts = np.zeros((2, 2))
    for one, two in pairwise(life.snapshots):
        rise = np.log(asking(life, two)) - np.log(asking(life, one))
        risen = rise >= np.nanpercentile(rise, TOP)
        at = panel.standing(two.identity, one.identity)
        gone = (at < 0) | (two.block[at] != one.block)
        where = (~risen[one.block]).astype(int)
        counts[:, 0] += np.bincount(where, minlength=2)
        counts[:, 1] += np.bincount(where[gone], minlength=2)
    return {"counts": counts.tolist()}


def moving_against_others(parts: Sequence[Parts]) -> float:
    """Return the share who move where rents rose most over that elsewhere."""
    (there, gone), (others, left) = estimates.added([one["counts"] for one in parts])
    return estimates.ratio(estimates.ratio(gone, there), estimates.ratio(left, others))


def forced(life: Life) -> Parts:
    """Add up moves, and forced ones."""
    later = life.signs[life.signs["month"] > life.settled]
    return {name: float(later[name].sum()) for name in ("moves", "forced_moves")}


def share_forced(parts: Sequence[Parts]) -> float:
    """Return the share of moves that nobody chose."""
    moves = sum(one["moves"] for one in parts)
    return estimates.ratio(sum(one["forced_moves"] for one in parts), moves)


def occupancy(life: Life) -> Parts:
    """Return the share of workspace in use where it is dearest."""
    found = []
    for one in life.snapshots:
        cells = np.arange(len(one.workspace))
        stock = life.ground.by_block(cells, one.workspace)
        used = life.ground.by_block(cells, one.workspace_used)
        total = life.ground.by_block(cells, one.workspace * one.workspace_rent)
        rent = np.where(stock > 0, total / np.maximum(stock, 1.0), np.nan)
        dear = rent >= np.nanpercentile(rent, TOP)
        found.append(estimates.ratio(used[dear].sum(), stock[dear].sum()))
    return {"value": mean(found)}


PARTS = {
    "artists_by_rent": artists_by_rent,
    "after_artists": after_artists,
    "hedonic": hedonic,
    "moving": moving,
    "forced": forced,
    "occupancy": occupancy,
}
FIGURES = {
    "artists_against_rents": ("artists_by_rent", slope),
    "rents_rise_after_artists": ("after_artists", share_risen),
    "hedonic_of_seats": ("hedonic", None),
    "moving_where_rents_rise": ("moving", moving_against_others),
    "forced_of_moves": ("forced", share_forced),
    "occupancy_under_pressure": ("occupancy", None),
}

"""Asking rents follow vacancy, and developers build where they have risen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.city import City
from sim.city.economy import Housing
from sim.city.plan import CENTS
from sim.kernels import rent as kernels

_MONTHS = 12
TINY = 1e-9
_DIGITS = 9  # where all rents rise at their limit, means of them differ in the last bit only


def rent(city: City, rule: Housing, start_of_workspace: float) -> None:
    """Adjust asking rents of dwellings and workspace, then build where they pay."""
    cells = city.cells
    homes, floors = _stock(city, "dwellings"), _stock(city, "workspace")
    free = smoothed(city, cells.vacant) / np.maximum(homes, TINY)
    empty = cells.workspace - cells.workspace_used
    room = smoothed(city, empty) / np.maximum(floors, TINY)
    cells.rent[:] = kernels.adjust_rents(
        cells.rent, free, rule.target_vacancy, rule.rent_speed, rule.rent_step
    )
    asked = kernels.adjust_rents(
        cells.workspace_rent, room, rule.target_vacancy, rule.rent_speed, rule.rent_step
    )
    cells.workspace_rent[:] = np.where(floors > TINY, asked, cells.workspace_rent)
    if rule.supply_elasticity > 0:
        _build(city, rule, cells.rent / cells.rent_start, "dwellings", "vacant")
        _build(city, rule, cells.workspace_rent / (CENTS * start_of_workspace), "workspace", None)


def _stock(city: City, name: str) -> NDArray[np.float64]:
    """Return the smoothed stock of dwellings or workspace, kept until something is built."""
    stock = getattr(city.cells, name)
    kept = city.smoothed_stock.get(name)
    if kept is None or not np.array_equal(kept[0], stock):
        kept = city.smoothed_stock[name] = (stock.copy(), smoothed(city, stock))
    return kept[1]


def smoothed(city: City, values: NDArray[Any]) -> NDArray[np.float64]:
    """Return the mean of a map over the block kernel around each cell."""
    return city.block_kernel.mean(values)


def _build(
    city: City, rule: Housing, dearness: NDArray[Any], stock_name: str, vacant_name: str | None
) -> None:
    """Build whole lots where the smoothed rent passes its trigger, block by block.

    In a month a cell calls for at most a twelfth of ``build_most`` of its stock, more the further
    its rent is above the trigger. What a block calls for waits in ``city.unbuilt`` until it makes
    a lot, which is built on the cell in demand that has least, the dearest among equals.
    """
    cells = city.cells
    stock = getattr(cells, stock_name)
    if dearness.max() <= rule.build_trigger:
        return
    around = city.block_kernel
    over, called_for = kernels.call_for_building(
        dearness,
        stock,
        cells.block,
        city.n_blocks,
        around.side,
        around.down,
        around.across,
        around.weight,
        around.inside,
        rule.build_trigger,
        rule.supply_elasticity,
        rule.build_most,
        _MONTHS,
    )
    waiting = city.unbuilt.get(stock_name, 0.0) + called_for
    lot = rule.build_lot if stock_name == "dwellings" else rule.build_lot * rule.lot_space
    for block in np.flatnonzero((waiting >= lot) & (called_for > 0)):
        here = np.flatnonzero((cells.block == block) & (over > 0))
        dearest_first = -np.round(over[here], _DIGITS)
        cell = here[np.lexsort((dearest_first, stock[here]))[0]]
        stock[cell] += lot
        if vacant_name is not None:
            getattr(cells, vacant_name)[cell] += lot
        waiting[block] -= lot
        city.now.counts[f"built_{stock_name}"] += lot
    city.unbuilt[stock_name] = waiting

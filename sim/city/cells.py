"""The ground: dwellings, workspace, rents and public capital, cell by cell."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.city.table import Column, Table


class Cells(Table):
    """One row a cell, row by row of the grid.

    centrality in [0, 1]; dwellings and vacant, free-market dwellings; regulated and
    vacant_regulated; rent and rent_start, asking rent of a free dwelling, cents a month;
    workspace, m2, and workspace_used; workspace_rent, cents per m2 a month; public_capital in
    cents; zone, whether a policy made it a cluster zone; block, the block of 500 m it lies in.
    """

    COLUMNS: ClassVar[dict[str, Column]] = {
        "centrality": (np.float64, 1, 0.0),
        "dwellings": (np.int64, 1, 0),
        "vacant": (np.int64, 1, 0),
        "regulated": (np.int64, 1, 0),
        "vacant_regulated": (np.int64, 1, 0),
        "rent": (np.float64, 1, 0.0),
        "rent_start": (np.float64, 1, 0.0),
        "workspace": (np.int64, 1, 0),
        "workspace_used": (np.int64, 1, 0),
        "workspace_rent": (np.float64, 1, 0.0),
        "public_capital": (np.int64, 1, 0),
        "zone": (np.bool_, 1, False),
        "block": (np.int64, 1, 0),
    }
    centrality: NDArray[np.float64]
    dwellings: NDArray[np.int64]
    vacant: NDArray[np.int64]
    regulated: NDArray[np.int64]
    vacant_regulated: NDArray[np.int64]
    rent: NDArray[np.float64]
    rent_start: NDArray[np.float64]
    workspace: NDArray[np.int64]
    workspace_used: NDArray[np.int64]
    workspace_rent: NDArray[np.float64]
    public_capital: NDArray[np.int64]
    zone: NDArray[np.bool_]
    block: NDArray[np.int64]

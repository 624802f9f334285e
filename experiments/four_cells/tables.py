"""Holds arms against each other in every cell, and the cells against each other, paired by seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.several import PRIMARY
from sim.analysis.contrasts import by_seeds_present, contrasts, paired_differences

CELL = "cell"
OF_A_MODE = ["outcome", "arm", "reference", "family", "n", "difference", "sd"]
INTERVALS = ["t_low", "t_high", "bca_low", "bca_high", "sign_flip_share"]


def by_cell(runs: pd.DataFrame, pairs: Sequence[Sequence[str]], column: str = CELL) -> pd.DataFrame:
    """Hold the arms of each cell against each other on every primary outcome."""
    tables = []
    for cell, lived in runs.groupby(column, sort=False):
        table = contrasts(lived, [(arm, reference) for arm, reference in pairs], PRIMARY)
        table.insert(0, column, cell)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def by_seed(
    runs: pd.DataFrame, arm: str, reference: str, cells: Sequence[str], column: str = CELL
) -> dict[str, pd.DataFrame]:
    """Return of each cell arm minus reference, a row a seed that ended in all cells."""
    found = {
        cell: paired_differences(runs[runs[column] == cell].drop(columns=column), arm, reference)
        for cell in cells
    }
    seeds = sorted(set.intersection(*(set(table.index) for table in found.values())))
    return {cell: table.loc[seeds, PRIMARY] for cell, table in found.items()}


def by_family(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Say what the modes of each family change in each contrast: on minus off, seed by seed.

    The mean over cells in which the family's modes are on, less that over the other cells; the
    same cities and the same luck in all of them.
    """
    rows = []
    for arm, reference in given["pairs"]:
        found = by_seed(runs, arm, reference, list(given["cells"]))
        for family in given["modes"]:
            on, off = _on_and_off(found, family, given["cells"])
            table = by_seeds_present(on.to_numpy(float).T, off.to_numpy(float).T)
            table = table.assign(outcome=PRIMARY, arm=arm, reference=reference, family=family)
            rows.append(table[[*OF_A_MODE, *INTERVALS]])
    return pd.concat(rows, ignore_index=True)


def _on_and_off(
    found: Mapping[str, pd.DataFrame], family: str, cells: Mapping[str, Sequence[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Average contrasts over the cells with and without the modes of a family."""
    parts = [
        [table for cell, table in found.items() if (family in cells[cell]) is there]
        for there in (True, False)
    ]
    with_it, without = (sum(tables[1:], tables[0]) / len(tables) for tables in parts)
    return with_it, without

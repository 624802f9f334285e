"""Holds arms against each other in every cell, and the cells against each other, paired by seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.beside import INTERVALS, by_part, by_seed
from experiments.several import PRIMARY
from sim.analysis.contrasts import by_seeds_present

CELL = "cell"
OF_A_MODE = ["outcome", "arm", "reference", "family", "n", "difference", "sd"]


def by_cell(runs: pd.DataFrame, pairs: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Hold the arms of each cell against each other on every primary outcome."""
    return by_part(runs, pairs, CELL)


def by_family(runs: pd.DataFrame, given: Mapping[str, Any]) -> pd.DataFrame:
    """Say what the modes of each family change in each contrast: on minus off, seed by seed.

    The mean over cells in which the family's modes are on, less that over the other cells; the
    same cities and the same luck in all of them.
    """
    rows = []
    for arm, reference in given["pairs"]:
        found = by_seed(runs, arm, reference, list(given["cells"]), CELL)
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

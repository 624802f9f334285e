"""Writes what the four cells showed as a section of the page beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.beside import called, table
from experiments.four_cells.tables import CELL
from experiments.several import head

SECTION = """\
`results/four_cells/{identity}/`, commit {commit}{dirty}: {seeds} seeds from {first}, {runs} runs,
{failed} failed.
Differences with 95 % paired-t intervals, **bold** where the BCa interval too leaves zero out;
then seeds whose sign is the other way.

{cells}

![Contrasts of the primary outcomes in the four cells]({picture})

What a family's modes change in a contrast: with them less without them, paired by seed, mean over
the other family's modes on and off.

{modes}
"""


def section(
    contrasts: pd.DataFrame,
    modes: pd.DataFrame,
    told: Mapping[str, Any],
    given: Mapping[str, Any],
    picture: str,
) -> str:
    """Return the section, from what is stored alone."""
    cells = {cell: called(cell) for cell in given["cells"]}
    families = {family: family for family in given["modes"]}
    return SECTION.format(
        **head(told),
        seeds=len(told["seeds"]),
        first=told["seeds"][0],
        cells="\n".join(table(contrasts, CELL, cells, CELL, given["pairs"])),
        modes="\n".join(table(modes, "family", families, "modes of", given["pairs"])),
        picture=picture,
    )

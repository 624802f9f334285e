"""Where two tables part, in words: which row, which column, and what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.config.catalogue import text
from sim.config.refusal import shown
from sim.recorder.contents import Difference

if TYPE_CHECKING:
    import pyarrow as pa

KNOWN_BY = (
    "arm", "seed", "month", "layer", "x", "y", "grouping", "group", "outcome",
    "instrument", "account",
)  # fmt: skip
"""Columns by which a reader knows a row, in the order in which they are said."""


def place_of(found: Difference, kept: pa.Table, lived: pa.Table) -> str:
    """Say where a kept table and the one lived again part, and what stands there."""
    if found.column:
        return text(
            "verify.place.value",
            row=found.row + 1,
            known=_known(kept, found.row),
            column=found.column,
            kept=_said(found.kept),
            lived=_said(found.lived),
        )
    if kept.column_names != lived.column_names:
        apart = set(kept.column_names) ^ set(lived.column_names)
        return text("verify.place.columns", columns=", ".join(sorted(apart)) or "-")
    return text("verify.place.rows", kept=kept.num_rows, lived=lived.num_rows)


def _known(table: pa.Table, row: int) -> str:
    """Say by what a row is known, in brackets; nothing where it has no such columns."""
    known = [
        f"{name} {table[name][row].as_py()}" for name in KNOWN_BY if name in table.column_names
    ]
    return f" ({', '.join(known)})" if known else ""


def _said(value: Any) -> str:
    """Write a value to its last digit."""
    return repr(value) if isinstance(value, float) else shown(value)

"""Columns as rows, for tests that look at one line after the other."""

from __future__ import annotations

from typing import Any

from sim.recorder.columns import Columns, Labels


def rows_of(columns: Columns) -> list[dict[str, Any]]:
    """Return what stands in columns, row by row, in plain words and numbers."""
    plain = (each.words if isinstance(each, Labels) else each for each in columns.values())
    rows = zip(*(column.tolist() for column in plain), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]

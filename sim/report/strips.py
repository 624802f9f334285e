"""Small drawings in the page itself: one outcome's differences and intervals at a glance."""

from typing import Any

import numpy as np
import pandas as pd

from sim.config.catalogue import text
from sim.plots import style, words
from sim.report.comparison import Comparison

WIDTH, EDGE = 200.0, 8.0  # user units of the drawing


def strip(comparison: Comparison, outcome: str) -> list[dict[str, Any]]:
    """Return one row per arm: where its bars lie on a common scale, and its numbers.

    The scale of each outcome is its own; zero, the reference, is marked in every row.
    """
    rows = comparison.against(comparison.reference, comparison.shown)
    rows = rows[rows["outcome"] == outcome]
    ends = rows[["t_low", "t_high", "bca_low", "bca_high", "difference"]].to_numpy(float)
    known = ends[np.isfinite(ends)]
    low, high = min(known.min(initial=0), 0.0), max(known.max(initial=0), 0.0)
    span = (high - low) or 1.0

    def across(value: float) -> float | None:
        place = EDGE + (value - low) / span * (WIDTH - 2 * EDGE)
        return round(float(place), 1) if np.isfinite(value) else None

    return [
        {
            "arm": words.arm_name(row["arm"], comparison.lang),
            "colour": style.colour(row["arm"]),
            "reading": row["reading"],
            "zero": across(0.0),
            "centre": across(row["difference"]),
            "t": (across(row["t_low"]), across(row["t_high"])),
            "bca": (across(row["bca_low"]), across(row["bca_high"])),
            "said": words.quantity_texts(row, comparison.lang),
            "flips": f"{words.flips(row)}/{int(row['n'])}" if row["n"] > 1 else "–",
            "kind": _with_hours(comparison, row),
        }
        for _, row in rows.iterrows()
    ]


def _with_hours(comparison: Comparison, row: pd.Series) -> str:
    """Return the difference at equal cash and hours given, and its paired-t interval."""
    equal = comparison.equal_resources
    if equal.empty:
        return "–"
    same = equal[(equal["arm"] == row["arm"]) & (equal["outcome"] == row["outcome"])]
    same = same[same["reference"] == row["reference"]]
    if same.empty:
        return "–"
    said = words.quantity_texts(same.iloc[0], comparison.lang)
    return said["difference"]


def _flipping(comparison: Comparison, row: pd.Series) -> str:
    """Name the seeds whose difference points the other way than the mean."""
    differences = comparison.differences(row["arm"], row["reference"])[row["outcome"]]
    other_way = differences[np.sign(differences) == -np.sign(row["difference"])]
    return words.seeds_said(other_way.index.tolist()) if row["n"] > 1 else ""


def contrast_rows(
    comparison: Comparison, rows: pd.DataFrame, *, named: bool = False
) -> list[dict[str, Any]]:
    """Return contrasts as rows of a table to read, each with its reading in words.

    ``named`` lists the seeds that flip beside their count.
    """
    lang, written = comparison.lang, []
    previous = None
    for _, row in rows.iterrows():
        shown = words.outcome_texts(row["outcome"], lang)
        written.append(
            words.quantity_texts(row, lang)
            | {
                "outcome": shown["name"] if row["outcome"] != previous else "",
                "gap": shown["gap"] if row["outcome"] != previous else "",
                "arm": words.arm_name(row["arm"], lang),
                "colour": style.colour(row["arm"]),
                "n": int(row["n"]),
                "flips": words.flips(row) if row["n"] > 1 else words.NOTHING,
                "which": _flipping(comparison, row) if named else "",
                "reading": text(f"report.contrasts.reading.{row['reading']}", lang),
                "sure": row["reading"] in ("higher", "lower"),
            }
        )
        previous = row["outcome"]
    return written

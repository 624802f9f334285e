"""Writes what came as a section of the page beside this file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.several import PRIMARY, head
from sim.plots import words

SECTION = """\
`results/equal_outcome/{identity}/`, commit {commit}{dirty}: {seeds} towns from {first} on, {runs}
runs, {failed} failed. The least budget, in per cent of the city's income, at which an arm has on
average as much as the other has at {level:g} %, with a 95 % bootstrap interval over worlds. *0*:
the city without policy has as much already. *More than {most:g}*: no budget that was lived is
enough.

{reached}

![Every primary outcome by budget]({picture})
"""


def section(
    reached: pd.DataFrame, told: Mapping[str, Any], given: Mapping[str, Any], picture: str
) -> str:
    """Return the section, from what is stored alone."""
    return SECTION.format(
        **head(told),
        seeds=len(told["seeds"]),
        first=told["seeds"][0],
        level=100 * given["level"],
        most=100 * max(given["budgets"]),
        reached="\n".join(_table(reached, given)),
        picture=picture,
    )


def _table(reached: pd.DataFrame, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each pair and a column for each primary outcome."""
    names = [words.outcome_texts(name)["name"] for name in PRIMARY]
    yield "| to have | " + " | ".join(names) + " |"
    yield "|---" * (1 + len(PRIMARY)) + "|"
    most = max(given["budgets"])
    for arm, other in given["pairs"]:
        own = reached[(reached["arm"] == arm) & (reached["other"] == other)].set_index("outcome")
        cells = " | ".join(_said(own.loc[name], most) for name in PRIMARY)
        yield f"| what {words.arm_name(other)} has, {words.arm_name(arm)} needs | {cells} |"


def _said(row: pd.Series, most: float) -> str:
    """Write a budget and its interval; beyond the last that was lived nothing is known."""
    ends = [row["low"], row["high"]]
    if np.isinf(row["low"]) or not any(ends):
        return f"**{_budget(row['budget'], most)}**"
    return f"{_budget(row['budget'], most)} [{', '.join(_budget(end, most) for end in ends)}]"


def _budget(share: float, most: float) -> str:
    if np.isinf(share):
        return f"more than {100 * most:g}"
    return words.number(100 * share, 2) if share else "0"

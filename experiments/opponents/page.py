"""Writes what came as a section of the page beside this file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.beside import of_pair, pair_said, said
from experiments.several import PRIMARY, head
from sim.plots import words

SECTION = """\
`results/opponents/{identity}/`, commit {commit}{dirty}: {worlds} worlds from {first} on, in {sets}
sets of numbers, {runs} runs, {failed} failed. Differences with 95 % paired-t intervals, **bold**
where the BCa interval too leaves zero out; then worlds whose sign is the other way.

{held}

*Seen*: the smallest true difference that so many worlds, as unlike as these are, would tell from
zero in four of five such experiments. *Sets*: in how many of the sets the mean has the sign of the
whole.

{seen}

![Contrasts of the primary outcomes]({picture})
"""


def section(
    rows: pd.DataFrame, told: Mapping[str, Any], given: Mapping[str, Any], picture: str
) -> str:
    """Return the section, from what is stored alone."""
    seeds = [seed for one in told["sets"].values() for seed in one["seeds"]]
    return SECTION.format(
        **head(told),
        worlds=len(seeds),
        first=min(seeds),
        sets=len(told["sets"]),
        held="\n".join(_table(rows, given["pairs"], said)),
        seen="\n".join(_table(rows, given["pairs"], _seen)),
        picture=picture,
    )


def _table(rows: pd.DataFrame, pairs: Sequence[Sequence[str]], cell: Any) -> Iterator[str]:
    """Yield the lines of a table of pairs and primary outcomes."""
    names = [words.outcome_texts(name) for name in PRIMARY]
    yield "| | " + " | ".join(f"{name['name']}, {name['gap']}" for name in names) + " |"
    yield "|---" * (1 + len(PRIMARY)) + "|"
    for pair in pairs:
        there = of_pair(rows, pair).set_index("outcome", drop=False)
        yield (
            f"| {pair_said(pair)} | " + " | ".join(cell(there.loc[name]) for name in PRIMARY) + " |"
        )


def _seen(row: pd.Series) -> str:
    """Write what could have been seen, and in how many sets the sign is the same."""
    scale = words.scale(row["outcome"])
    places = words.decimals(words.half_width(row) * scale)
    least = words.number(row["detectable"] * scale, places)
    return f"seen from {least}; sets {int(row['sets_alike'])} of {int(row['sets'])}"

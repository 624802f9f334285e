"""Writes what the best vectors did in fresh worlds as a section of the page beside this file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.beside import said
from experiments.best_against_best.living import winner
from experiments.best_against_best.searching import PRIMARY, Vector
from experiments.best_against_best.space import INSTRUMENTS, SPLIT, Space
from sim.plots import words

SECTION = """\
`results/best_against_best/{identity}/`, commit {commit}{dirty}, Optuna {optuna}:
{tried} vectors tried, {refused} refused, in {training} training worlds; {of_each} of each search
and the presets tried again in {finalists} others; the best there compared in {fresh} fresh ones.
Differences with 95 % paired-t intervals, **bold** where the BCa interval too leaves zero out;
then seeds whose sign is the other way.

{table}

![The best of each family and the presets, by outcome]({picture})

How far the worlds in which they were chosen promised too much: mean difference from the baseline
there, and in the fresh worlds.

{promised}

The best vectors:

{vectors}
"""

COLUMNS = ("best against best", "preset against preset")
EACH = ("best against baseline", "best against preset")


def section(
    contrasts: pd.DataFrame,
    best: Mapping[str, Vector],
    spaces: Mapping[str, Space],
    told: Mapping[str, Any],
    picture: str,
) -> str:
    """Return the section, from what is stored alone."""
    families = list(spaces)
    return SECTION.format(
        identity=told["identity"],
        commit=told["commit"][:7] or "unknown",
        dirty=" with changes" if told["dirty"] else "",
        optuna=told["versions"]["optuna"],
        tried=told["tried"],
        refused=told["refused"],
        training=told["training"]["seeds"],
        of_each=told["finalists"]["of_each"],
        finalists=told["finalists"]["seeds"],
        fresh=told["fresh"]["seeds"],
        table="\n".join(_compared(contrasts, families)),
        promised="\n".join(_promised(contrasts, best, families)),
        vectors="\n".join(_vectors(best, spaces)),
        picture=picture,
    )


def _compared(contrasts: pd.DataFrame, families: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a table of outcome and pair."""
    first, second = families
    heads = [f"best {second} − best {first}", f"preset {second} − preset {first}"]
    heads += [f"best {family} − {kind}" for kind in ("baseline", "preset") for family in families]
    yield "| primary outcome | " + " | ".join(heads) + " |"
    yield "|---" * (1 + len(heads)) + "|"
    for outcome in PRIMARY:
        own = contrasts[contrasts["outcome"] == outcome]
        parts = [said(own[own["kind"] == kind].iloc[0]) for kind in COLUMNS]
        for kind in EACH:
            of_kind = own[own["kind"] == kind].set_index("arm", drop=False)
            parts += [said(of_kind.loc[winner(family, outcome)]) for family in families]
        yield f"| {_named(outcome)} | " + " | ".join(parts) + " |"


def _promised(
    contrasts: pd.DataFrame, best: Mapping[str, Vector], families: Sequence[str]
) -> Iterator[str]:
    """Yield the lines of a table of what was seen on choosing and what came of it."""
    heads = [f"{family}, {where}" for family in families for where in ("chosen in", "fresh")]
    yield "| primary outcome | " + " | ".join(heads) + " |"
    yield "|---" * (1 + len(heads)) + "|"
    fresh = contrasts[contrasts["kind"] == "best against baseline"].set_index("arm")
    for outcome in PRIMARY:
        scale, parts = words.scale(outcome), []
        for family in families:
            row = fresh.loc[winner(family, outcome)]
            values = best[winner(family, outcome)].worth(outcome), row["difference"]
            places = words.decimals(words.half_width(row) * scale)
            parts += [words.number(value * scale, places, signed=True) for value in values]
        yield f"| {_named(outcome)} | " + " | ".join(parts) + " |"


def _vectors(best: Mapping[str, Vector], spaces: Mapping[str, Space]) -> Iterator[str]:
    """Yield for each family a table of its best vectors, a column an outcome, the preset first."""
    for family, space in spaces.items():
        names = [words.outcome_texts(outcome)["name"].lower() for outcome in PRIMARY]
        yield f"| {family} | preset | " + " | ".join(names) + " |"
        yield "|---" * (2 + len(names)) + "|"
        found = [space.values(best[winner(family, outcome)].point) for outcome in PRIMARY]
        columns = [space.values(space.of_the_preset), *found]
        for path in columns[0]:
            short = path.removeprefix(f"{INSTRUMENTS}.").replace(f"{SPLIT}.", "share of ")
            yield f"| {short} | " + " | ".join(f"{values[path]:g}" for values in columns) + " |"
        yield ""


def _named(outcome: str) -> str:
    shown = words.outcome_texts(outcome)
    return f"{shown['name']}, {shown['gap']}"

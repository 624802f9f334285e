"""Writes what came as a section of the page beside this file, and what stands over the figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.beside import called, signs, table
from experiments.grain.given import VARIANT
from experiments.several import PRIMARY, head

SECTION = """\
`results/grain/{identity}/`, commit {commit}{dirty}: {seeds} seeds from {first}, {runs} runs,
{failed} failed. Differences with 95 % paired-t intervals, **bold** where the BCa interval too
leaves zero out; then seeds whose sign is the other way.

{contrasts}

{same} The title of the figure counts the last pair alone.

![Contrasts of the primary outcomes in every variant]({picture})

What a variant changes in a contrast: its own less the model's as it is, paired by seed.

{changes}
"""


def section(
    contrasts: pd.DataFrame,
    changes: pd.DataFrame,
    told: Mapping[str, Any],
    given: Mapping[str, Any],
    picture: str,
) -> str:
    """Return the section, from what is stored alone."""
    names = {variant: called(variant) for variant in given["variants"]}
    others = {variant: name for variant, name in names.items() if variant in set(changes[VARIANT])}
    return SECTION.format(
        **head(told),
        seeds=len(told["seeds"]),
        first=told["seeds"][0],
        contrasts="\n".join(table(contrasts, VARIANT, names, VARIANT, given["pairs"])),
        same=order_said(contrasts, given),
        picture=picture,
        changes="\n".join(table(changes, VARIANT, others, VARIANT, given["pairs"])),
    )


def orders(
    contrasts: pd.DataFrame, given: Mapping[str, Any], pairs: list[Any]
) -> dict[str, dict[str, int]]:
    """Count, variant by variant, the contrasts whose sign is that of the model as it is.

    Returns
    -------
    of each variant but the first: how many are clear with the same sign in both (`same`), clear in
    one alone (`lost` or `gained`), clear with signs that differ (`turned`), clear in neither
    (`neither`)
    """
    found = {
        variant: {"same": 0, "lost": 0, "gained": 0, "turned": 0, "neither": 0}
        for variant in list(given["variants"])[1:]
    }
    for pair in pairs:
        for outcome in PRIMARY:
            first, *others = signs(contrasts, pair, outcome)
            for counted, sign in zip(found.values(), others, strict=True):
                counted[_kind(first, sign)] += 1
    return found


def _kind(first: int, other: int) -> str:
    if first and other:
        return "same" if first == other else "turned"
    return "lost" if first else "gained" if other else "neither"


def order_said(contrasts: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say of how many contrasts each variant keeps the clear sign of the model as it is."""
    counted = orders(contrasts, given, list(given["pairs"]))
    said = [
        f"{called(variant)}: {one['same']} clear with the same sign, {one['turned']} with "
        f"the other, {one['lost']} clear in the model as it is alone, {one['gained']} in the "
        f"variant alone, {one['neither']} in neither"
        for variant, one in counted.items()
    ]
    return f"Of {len(given['pairs']) * len(PRIMARY)} contrasts: " + "; ".join(said) + "."


def title(contrasts: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say how often the order of the policies is another one."""
    counted = orders(contrasts, given, [given["pairs"][-1]]).values()
    turned, lost = (sum(one[name] for one in counted) for name in ("turned", "lost"))
    return (
        f"Another grain, another order of the month: in {len(counted) * len(PRIMARY)} comparisons "
        f"of the two policies {turned} clear signs turn and {lost} are no longer clear"
    )


def caption(contrasts: pd.DataFrame, given: Mapping[str, Any]) -> str:
    """Say what is drawn and over how many seeds."""
    return (
        "A line is a variant of the model. Small dots are seeds, the large dot is their mean. "
        "Thick line: 95 % paired-t interval; thin line with ends: 95 % BCa bootstrap interval. "
        '"Flip" counts seeds whose difference points the other way than the mean. '
        f"{int(contrasts['n'].max())} seeds from {given['first_seed']} on; panels of one outcome "
        "share their axis."
    )

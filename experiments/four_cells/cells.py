"""Reads the four cells: which ways to fail are on in each, as words of an ordinary comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from experiments.asking import arms_word

GIVEN = Path(__file__).with_name("cells.yaml")
WITH, WITHOUT = "with", "without"


@cache
def design() -> dict[str, Any]:
    """Read what is committed."""
    read: dict[str, Any] = yaml.safe_load(GIVEN.read_text(encoding="utf-8"))
    return read


def switched(cell: str, given: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Yield every mode with its switch and whether it is on in a cell."""
    there = given["cells"][cell]
    for family, modes in given["modes"].items():
        for name, mode in modes.items():
            yield name, mode, WITH if family in there else WITHOUT


def values(cell: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a cell gives the city."""
    return {path: value for _, mode, way in switched(cell, given) for path, value in _of(mode, way)}


def values_of_arm(arm: str, cell: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a cell gives what one arm pays for."""
    return {
        path: value
        for _, mode, way in switched(cell, given)
        for path, value in _of(mode.get("arms", {}).get(arm, {WITH: {}, WITHOUT: {}}), way)
    }


def _of(mode: Mapping[str, Any], way: str) -> Iterator[tuple[str, Any]]:
    yield from mode[way].items()


def word(path: str, value: Any) -> str:
    """Write one value as a word of the command line."""
    return f"{path}={str(value).lower() if isinstance(value, bool) else value}"


def words(cell: str, given: Mapping[str, Any], more: Sequence[str] = ()) -> list[str]:
    """Return what is asked of `faireville compare` for a cell; more words come last and win."""
    arms = {
        arm: " ".join([arm, *(word(*each) for each in values_of_arm(arm, cell, given).items())])
        for arm in given["arms"]
    }
    return [
        arms_word(arms),
        "matched=false",
        word("seed", given["first_seed"]),
        word("seeds", given["seeds"]),
        *(word(*each) for each in values(cell, given).items()),
        *more,
    ]

"""The golden book: what two villages gave, seed by seed and to the last digit, when last agreed.

A number that moves by more than a part in a thousand million is a change of the model, meant or
not. Meant: ``uv run python -m tests.golden.rewrite``, and a line in CHANGELOG.md that begins with
*moves outcomes* and says why.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from sim.recorder.run import run_arms
from tests.villages import ARMS, changed, scenario

PAGE = Path(__file__).with_name("village.json")
SEEDS = (0, 1)
BURN_IN, MONTHS = 6, 12
CLOSENESS = 1e-9

Book = dict[str, dict[str, dict[str, list[float]]]]
"""By seed, arm and outcome: the mean over the months of policy, and the last month."""


def lived(seed: int, arms: tuple[str, ...] = ARMS, **changes: Any) -> dict[str, Any]:
    """Live one village under every arm and return what was observed of each."""
    few = {"seed": seed, "burn_in": BURN_IN, "months": MONTHS}
    records = run_arms({arm: changed(scenario(arm), **few, **changes) for arm in arms})
    seen = {}
    for record in records:
        policy = record.series[BURN_IN:]
        seen[record.arm] = {
            name: [float(policy[:, at].mean()), float(policy[-1, at])]
            for at, name in enumerate(record.names)
        }
    return seen


def written_now() -> Book:
    """Return the book as today's code would write it."""
    return {str(seed): lived(seed) for seed in SEEDS}


def kept() -> Book:
    """Return the book as it was last agreed."""
    return dict(json.loads(PAGE.read_text(encoding="utf-8")))


def moved(book: Book, other: Book) -> list[str]:
    """Return a line for every number that is not the same in both."""
    lines = []
    one, two = numbers(book), numbers(other)
    for name in sorted(one.keys() | two.keys()):
        if name not in one or name not in two:
            lines.append(f"{name}: {one.get(name)} -> {two.get(name)}")
            continue
        same = math.isclose(one[name], two[name], rel_tol=CLOSENESS, abs_tol=1e-12)
        if not same and not (math.isnan(one[name]) and math.isnan(two[name])):
            lines.append(f"{name}: {one[name]!r} -> {two[name]!r}")
    return lines


def numbers(book: Book) -> dict[str, float]:
    """Return every number of a book by seed, arm, outcome, and mean or last."""
    return {
        f"seed {seed}, {arm}, {outcome}, {which}": value
        for seed, arms in book.items()
        for arm, outcomes in arms.items()
        for outcome, values in outcomes.items()
        for which, value in zip(("mean", "last"), values, strict=True)
    }

"""Draws, level by level, the half of the patterns that calibrates; the other half judges."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import yaml

from experiments.patterns.given import HALVES, LEVELS, SPLIT, Pattern, design, patterns

HEAD = """\
# Which patterns calibrate and which judge: drawn by level, by the seed of design.yaml, before the
# first fit (python -m experiments.patterns split). Of an odd number the larger part judges.
"""


def split(given: Iterable[Pattern], seed: int) -> dict[str, list[str]]:
    """Return the names of the patterns of each half; those that cannot speak are in neither."""
    luck = np.random.Generator(np.random.PCG64(seed))
    speaking = [pattern for pattern in given if pattern.speaks]
    calibrates: set[str] = set()
    for level in LEVELS:
        names = sorted(pattern.name for pattern in speaking if pattern.level == level)
        chosen = luck.permutation(len(names))[: len(names) // 2]
        calibrates |= {names[place] for place in chosen}
    order = [pattern.name for pattern in speaking]
    return {
        HALVES[0]: [name for name in order if name in calibrates],
        HALVES[1]: [name for name in order if name not in calibrates],
    }


def text() -> str:
    """Return the split as it is committed."""
    halves = split(patterns().values(), design()["split_seed"])
    return HEAD + yaml.safe_dump(halves, sort_keys=False, default_flow_style=None, width=100)


def write() -> None:
    """Write the split, unless one is there: it is drawn once."""
    if not SPLIT.exists():
        SPLIT.write_text(text(), encoding="utf-8")
    print(SPLIT)

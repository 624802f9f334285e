"""What geometry alone would say in each world: few big sites or many small ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.worlds.given import OUT, batches
from experiments.worlds.judging import WORLD
from sim.analysis import static_reach

MONTHS = 12


def static_ratios(runs: pd.DataFrame, given: Mapping[str, Any], out: Path = OUT) -> pd.Series:
    """Return the static ratio of evidence 6.2 in each world, above 1 where the many sites win.

    The grant is what the arm of cash pays out; numbers no world draws are those of the manifest.
    """
    found = []
    for batch in batches(dict(given)):
        there = runs[(runs["city"] == batch.city) & (runs["accepted"] == batch.accepted)]
        if there.empty:
            continue
        kept = out / f"{batch.city}_{batch.accepted}.json"
        manifest = json.loads(kept.read_text(encoding="utf-8"))
        paid = there[there["arm"] == given["reference"]].set_index("seed")
        grant = paid["spend_per_head"] * paid["population"] / MONTHS
        many, few = (manifest["arms"][arm]["policy"] for arm in given["headline"])
        table = static_reach.by_seed(manifest["config"], many, there, grant, few)
        found.append(table.reset_index().assign(city=batch.city, accepted=batch.accepted))
    return pd.concat(found).set_index(WORLD)["ratio"]

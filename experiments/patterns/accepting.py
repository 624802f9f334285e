"""Writes the accepted sets down: hashed, and as presets that any experiment may name.

`accepted=set1` on a command line lives with the first of them; `accepted=default`, which holds
where nothing is said, leaves the numbers as they stand in YAML.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from experiments.patterns.fitting import DECIMALS
from experiments.patterns.towns import hashed

PRESETS = Path("configs/accepted")
AS_IN_YAML = "default"
SHOWN = 12
"""Digits of a hash that are shown; the whole one is in accepted.json and in the preset."""


def named(kept: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the accepted sets, nearest first, each with a name and the hash of its values."""
    return [
        {
            "name": f"set{place}",
            "hash": hashed(row["values"]),
            "distance": round(float(row["distance"]), DECIMALS),
            "values": row["values"],
        }
        for place, row in enumerate(kept.to_dict("records"), start=1)
    ]


def preset(accepted: Mapping[str, Any]) -> dict[str, Any]:
    """Return an accepted set as a preset: its values in their sections, and their source."""
    source = f"fitted by experiments/patterns, sha256 {accepted['hash']}"
    nested: dict[str, Any] = {}
    for path, value in accepted["values"].items():
        section, rest = path.split(".", 1)
        inside = nested.setdefault(section, {})
        _put(inside, rest, value)
        _put(inside.setdefault("sources", {}), rest, source)
    for inside in nested.values():
        inside["sources"] = inside.pop("sources")  # last, as in other presets
    return nested


def _put(there: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    for step in way:
        there = there.setdefault(step, {})
    there[last] = value


def text(accepted: Mapping[str, Any], of: int) -> str:
    """Return a preset as it is written."""
    number, digits = accepted["name"].removeprefix("set"), accepted["hash"][:SHOWN]
    says = f"Fitted to half of the patterns without policy, set {number} of {of} ({digits})."
    return f"# @package _global_\n# {says}\n" + yaml.safe_dump(
        preset(accepted), sort_keys=False, width=1000
    )


def write(sets: Sequence[Mapping[str, Any]], out: Path, presets: Path) -> None:
    """Write the accepted sets and their presets; presets of an earlier fit go."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "accepted.json").write_text(json.dumps(list(sets), indent=1) + "\n", encoding="utf-8")
    presets.mkdir(parents=True, exist_ok=True)
    for old in presets.glob("set*.yaml"):
        old.unlink()
    for one in sets:
        (presets / f"{one['name']}.yaml").write_text(text(one, len(sets)), encoding="utf-8")


def stored(out: Path) -> list[dict[str, Any]]:
    """Return the accepted sets that were written."""
    path = out / "accepted.json"
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []

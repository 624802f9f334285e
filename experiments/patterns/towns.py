"""Lives many towns, two or more at a time; a town once measured is found again."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.patterns.given import HERE

KEPT = Path("results/sweep/patterns")
"""Measured towns; never committed."""
DECIDES = ("months", "settled", "programming", "programmed_months", "empty_months")
NOT_MEASURED_BY = ("__main__", "page", "figure", "judging", "fitting", "splitting", "towns")


def canonical(plain: Any) -> str:
    """Write plain numbers so that the same ones give the same text."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def hashed(plain: Any) -> str:
    """Return the hash of plain numbers."""
    return hashlib.sha256(canonical(plain).encode()).hexdigest()


def measure(
    numbers: Mapping[str, Any], seed: int, design: Mapping[str, Any], criteria: Collection[str]
) -> dict[str, Any]:
    """Live one town and measure it, unless it is kept already.

    Returns parts by name; signs, the settled means of the signs of life; seconds it took.
    """
    asked = {
        "numbers": numbers,
        "seed": seed,
        "design": {name: design[name] for name in DECIDES},
        "criteria": sorted(criteria),
        "rules": _rules(),
    }
    path = KEPT / f"{hashed(asked)}.json"
    if path.exists():
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found
    measured = _measured(numbers, seed, design, criteria)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(measured), encoding="utf-8")
    beside.replace(path)
    return measured


def _measured(
    numbers: Mapping[str, Any], seed: int, design: Mapping[str, Any], criteria: Collection[str]
) -> dict[str, Any]:
    from experiments.life.living import ranges
    from experiments.patterns import measures
    from experiments.patterns.living import LIVED, live

    began = time.perf_counter()
    lives = live(numbers, seed, design, {LIVED, *measures.kinds_for(criteria)})
    signs = lives[LIVED].signs
    settled = signs[signs["month"] > design["settled"]].mean()
    return {
        "parts": measures.parts_of(lives, criteria),
        "signs": {name: float(settled[name]) for name in ranges()},
        "seconds": time.perf_counter() - began,
    }


def measure_all(
    asked: Sequence[tuple[Mapping[str, Any], int]],
    design: Mapping[str, Any],
    criteria: Collection[str],
    said: str,
) -> list[dict[str, Any]]:
    """Measure several towns (numbers, seed), as many at a time as there are cores."""
    from joblib import Parallel, delayed, parallel_config

    began = time.perf_counter()
    with parallel_config(backend="loky", inner_max_num_threads=1):
        lives = Parallel(n_jobs=-1, return_as="generator")(
            delayed(measure)(numbers, seed, design, criteria) for numbers, seed in asked
        )
        found = []
        for place, town in enumerate(lives, start=1):
            found.append(town)
            gone = time.perf_counter() - began
            print(f"\r{said}: {place} of {len(asked)} towns, {gone:.0f} s", end="", flush=True)
    print()
    return found


def _rules() -> str:
    """Return the hash of everything that decides what is lived and measured."""
    from sim.recorder import provenance

    digest = hashlib.sha256(provenance.sources_hash().encode())
    for path in sorted(HERE.rglob("*.py")):
        if path.stem not in NOT_MEASURED_BY:
            digest.update(path.read_bytes())
    return digest.hexdigest()

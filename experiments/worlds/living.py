"""Lives every comparison of the design as the command does, and keeps its runs as a table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments import asking
from experiments.worlds.given import DRAWN, OUT, Batch

DIGITS = 8
KEYS = ["city", "accepted", "seed", "arm"]
BOOKS = ("run_id", "status", "stage", "problem")


def live(batch: Batch, words: list[str], out: Path = OUT) -> Path:
    """Live a comparison, or find it lived, and keep its runs and how they were made.

    Finished runs are kept by the command itself; killed, it goes on from there. A table that is
    kept already is left as it is.
    """
    kept = out / f"{batch.city}_{batch.accepted}.csv"
    if kept.exists():
        print(f"{kept} is already kept.")
        return kept
    question = asking.asked([*batch.words, *words])
    answer = asking.answered(question, f"{batch.city} {batch.accepted}")
    if answer.failed:
        raise SystemExit(f"{answer.failed} runs of {batch.city} under {batch.accepted} failed.")
    kept.parent.mkdir(parents=True, exist_ok=True)
    told = _told(pd.DataFrame(answer.tables["runs"]), batch)
    told.to_csv(kept, index=False, float_format=f"%.{DIGITS}g")
    kept.with_suffix(".json").write_bytes((answer.folder / "manifest.json").read_bytes())
    print(kept)
    return kept


def _told(runs: pd.DataFrame, batch: Batch) -> pd.DataFrame:
    """Return runs by seed and arm, without what the register of worlds already says."""
    drawn = [name for name in runs.columns if name.startswith(DRAWN)]
    told = runs.drop(columns=[*drawn, *BOOKS]).assign(city=batch.city, accepted=batch.accepted)
    told = told[KEYS + [name for name in told.columns if name not in KEYS]]
    return told.sort_values(KEYS, ignore_index=True)

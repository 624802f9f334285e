"""Lives every comparison of the design by the command itself, and keeps its runs as a table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd

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
    folder = _compared(batch, words)
    runs = pd.read_parquet(folder / "runs.parquet")
    kept.parent.mkdir(parents=True, exist_ok=True)
    _told(runs, batch).to_csv(kept, index=False, float_format=f"%.{DIGITS}g")
    kept.with_suffix(".json").write_bytes((folder / "manifest.json").read_bytes())
    print(kept)
    return kept


def _compared(batch: Batch, words: list[str]) -> Path:
    """Let the command answer, its progress shown, and return the folder of the answer."""
    faireville = Path(sys.executable).with_name("faireville")
    answered = subprocess.run(
        [faireville, "compare", *batch.words, *words], check=True, stdout=subprocess.PIPE, text=True
    )
    return Path(answered.stdout.strip().splitlines()[-1]).parent


def _told(runs: pd.DataFrame, batch: Batch) -> pd.DataFrame:
    """Return runs by seed and arm, without what the register of worlds already says."""
    drawn = [name for name in runs.columns if name.startswith(DRAWN)]
    told = runs.drop(columns=[*drawn, *BOOKS]).assign(city=batch.city, accepted=batch.accepted)
    told = told[KEYS + [name for name in told.columns if name not in KEYS]]
    return told.sort_values(KEYS, ignore_index=True)

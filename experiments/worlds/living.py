"""Lives every comparison of the design as the command does, and keeps its runs and books."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import asking
from experiments.worlds.given import DRAWN, OUT, Batch
from experiments.worlds.registering import check_code

DIGITS = 8
KEYS = ["city", "accepted", "seed", "arm"]
OF_A_RUN = ("run_id", "status", "stage", "problem")


def live(batch: Batch, words: list[str], known: Mapping[str, Any], out: Path = OUT) -> Path:
    """Live a comparison, or find it lived, and keep its runs, its books, and how they were made.

    Finished runs are kept by the command itself; killed, it goes on from there. A table that is
    kept already is left as it is.
    """
    kept = out / f"{batch.city}_{batch.accepted}.csv"
    if kept.exists():
        print(f"{kept} is already kept.")
        return kept
    question = asking.asked([*batch.words, *words])
    check_code(known, question.question, batch)
    answer = asking.answered(question, f"{batch.city} {batch.accepted}")
    if answer.failed:
        raise SystemExit(f"{answer.failed} runs of {batch.city} under {batch.accepted} failed.")
    kept.parent.mkdir(parents=True, exist_ok=True)
    told = _told(pd.DataFrame(answer.tables["runs"]), batch)
    told.to_csv(kept, index=False, float_format=f"%.{DIGITS}g")
    keep_books(pd.DataFrame(answer.tables["ledger"]), batch, out)
    kept.with_suffix(".json").write_bytes((answer.folder / "manifest.json").read_bytes())
    print(kept)
    return kept


def keep_books(ledger: pd.DataFrame, batch: Batch, out: Path = OUT) -> None:
    """Keep what every run had in each account, whatever the instrument."""
    at = ledger.assign(city=batch.city, accepted=batch.accepted)
    summed = at.groupby([*KEYS, "account"], observed=True)["euros"].sum().reset_index()
    kept = out / f"{batch.city}_{batch.accepted}_books.csv"
    summed[summed["euros"] != 0].to_csv(kept, index=False, float_format=f"%.{DIGITS}g")


def _told(runs: pd.DataFrame, batch: Batch) -> pd.DataFrame:
    """Return runs by seed and arm, without what the register of worlds already says."""
    drawn = [name for name in runs.columns if name.startswith(DRAWN)]
    told = runs.drop(columns=[*drawn, *OF_A_RUN]).assign(city=batch.city, accepted=batch.accepted)
    told = told[KEYS + [name for name in told.columns if name not in KEYS]]
    return told.sort_values(KEYS, ignore_index=True)

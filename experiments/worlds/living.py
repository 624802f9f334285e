"""Lives every comparison of the design as the command does, and keeps its runs and books."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import asking
from experiments.worlds.given import DRAWN, OUT, Batch
from experiments.worlds.registering import check_code, told_of
from sim.ensemble.question import seeds_name

DIGITS = 8
KEYS = ["city", "accepted", "seed", "arm"]
DIGITS_OF_GROUPS = 6
WELFARE = "welfare"
GROUPINGS = ("cohort", "kind", "income_third", "district")
KEPT = ("runs", "ledger", "groups")
MANIFEST, DONE = "manifest.json", "done"
OF_A_RUN = ("run_id", "status", "stage", "problem")


def live(batch: Batch, words: list[str], known: Mapping[str, Any], out: Path = OUT) -> Path:
    """Live a comparison, or find it lived, and keep what is judged of it.

    Finished runs are kept by the command itself; killed, it goes on from there. What is kept
    already is left as it is.
    """
    if table(batch, out).exists():
        print(f"{table(batch, out)} is already kept.")
        return table(batch, out)
    question = asking.asked([*batch.words, *words])
    check_code(known, question.question, batch)
    answer = asking.answered(question, f"{batch.city} {batch.accepted}")
    if answer.failed:
        raise SystemExit(f"{answer.failed} runs of {batch.city} under {batch.accepted} failed.")
    return keep(batch, answer.tables, answer.folder / MANIFEST, out)


def keep_lived(batch: Batch, known: Mapping[str, Any], results: Path, out: Path = OUT) -> None:
    """Keep what is judged of a batch that was lived elsewhere, as at the commit registered."""
    seeds = seeds_name(range(batch.first, batch.first + batch.count))
    for manifest in sorted(results.glob(f"compare/*/{seeds}/{MANIFEST}")):
        told = json.loads(manifest.read_text(encoding="utf-8"))
        runs = told_of(run["run_id"] for run in told.get("runs", ()))
        if told["status"] == DONE and runs == known["runs"][" ".join(batch.words)]:
            tables = {name: pd.read_parquet(manifest.with_name(f"{name}.parquet")) for name in KEPT}
            keep(batch, tables, manifest, out)


def table(batch: Batch, out: Path = OUT) -> Path:
    """Return where the runs of a batch are kept; it is written last."""
    return out / f"{batch.city}_{batch.accepted}.csv"


def keep(batch: Batch, tables: Mapping[str, Any], manifest: Path, out: Path) -> Path:
    """Keep runs, books, groups and manifest of a batch; the runs appear last, and whole."""
    kept = table(batch, out)
    out.mkdir(parents=True, exist_ok=True)
    keep_books(pd.DataFrame(tables["ledger"]), batch, out)
    keep_groups(pd.DataFrame(tables["groups"]), batch, out)
    kept.with_suffix(".json").write_bytes(manifest.read_bytes())
    staged = kept.with_suffix(".writing")
    told = _told(pd.DataFrame(tables["runs"]), batch)
    told.to_csv(staged, index=False, float_format=f"%.{DIGITS}g")
    staged.replace(kept)
    print(kept)
    return kept


def keep_books(ledger: pd.DataFrame, batch: Batch, out: Path = OUT) -> None:
    """Keep what every run had in each account, whatever the instrument."""
    at = ledger.assign(city=batch.city, accepted=batch.accepted)
    summed = at.groupby([*KEYS, "account"], observed=True)["euros"].sum().reset_index()
    kept = out / f"{batch.city}_{batch.accepted}_books.csv"
    summed[summed["euros"] != 0].to_csv(kept, index=False, float_format=f"%.{DIGITS}g")


def keep_groups(groups: pd.DataFrame, batch: Batch, out: Path = OUT) -> None:
    """Keep the welfare of every group of people at the end, an arm a column (log points)."""
    own = groups[(groups["outcome"] == WELFARE) & groups["grouping"].isin(GROUPINGS)]
    keys = [*KEYS[:-1], "grouping", "group"]
    own = own.assign(city=batch.city, accepted=batch.accepted).astype(dict.fromkeys(keys[3:], str))
    wide = own.pivot_table(index=keys, columns="arm", values="value", observed=True)
    kept = out / f"{batch.city}_{batch.accepted}_groups.csv"
    wide.to_csv(kept, float_format=f"%.{DIGITS_OF_GROUPS}g")


def _told(runs: pd.DataFrame, batch: Batch) -> pd.DataFrame:
    """Return runs by seed and arm, without what the register of worlds already says."""
    drawn = [name for name in runs.columns if name.startswith(DRAWN)]
    told = runs.drop(columns=[*drawn, *OF_A_RUN]).assign(city=batch.city, accepted=batch.accepted)
    told = told[KEYS + [name for name in told.columns if name not in KEYS]]
    return told.sort_values(KEYS, ignore_index=True)

"""Work out every known answer: writes results/known_answers/ and docs/validation.md.

python -m experiments.known_answers          work out everything
python -m experiments.known_answers page     draw and write the page again from what is stored
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from typing import Any

from experiments.known_answers.answers import Worked, verdicts
from experiments.known_answers.figures import draw_all
from experiments.known_answers.page import KEPT, PAGE, page

CASES = (
    "networks",
    "schelling",
    "axelrod",
    "techniques",
    "towns",
    "gaps",
    "reach",
    "march",
    "confidence",
    "measures",
)
"""Modules of this folder, the longest first."""


def main() -> None:
    """Work out all cases, two at a time; then draw and write the page from what is stored."""
    if sys.argv[1:] != ["page"]:
        birth = certificate()  # before anything is written
        keep(*work_out_all(), birth)
    draw_all(KEPT)
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)


def work_out_all() -> tuple[list[Worked], float]:
    """Work out every case in processes of one thread; return them and the seconds taken."""
    from joblib import Parallel, delayed, parallel_config

    began = time.perf_counter()
    with parallel_config(backend="loky", inner_max_num_threads=1):
        worked: list[Worked] = Parallel(n_jobs=2)(delayed(work_out)(case) for case in CASES)
    return worked, time.perf_counter() - began


def work_out(case: str) -> Worked:
    """Work out one case in a process of its own."""
    found: Worked = import_module(f"experiments.known_answers.{case}").work_out()
    return found


def keep(worked: list[Worked], seconds: float, birth: dict[str, Any]) -> None:
    """Write what was found, and with what."""
    KEPT.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for one in worked:
        figures |= one.figures
        tables |= one.tables
    for name, table in tables.items():
        table.to_csv(KEPT / f"{name}.csv", index=False, float_format="%.6g")
    verdicts(figures).to_csv(KEPT / "answers.csv", float_format="%.6g")
    told = json.dumps(birth | {"seconds": round(seconds)}, indent=1)
    (KEPT / "manifest.json").write_text(told + "\n", encoding="utf-8")


def certificate() -> dict[str, Any]:
    """Return with what the answers were worked out."""
    from sim.recorder import provenance

    commit, dirty = provenance.commit()
    return {
        "command": "python -m experiments.known_answers",
        "commit": commit,
        "dirty": dirty,
        "sources": provenance.sources_hash(),
        "versions": provenance.versions(),
    }


if __name__ == "__main__":
    main()

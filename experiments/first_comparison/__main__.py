"""Live the first comparison and keep what the page beside this file speaks of.

    uv run python -m experiments.first_comparison

Runs `faireville compare` with its defaults, in results/ (finished runs are found there again), and
copies its small tables to results/first_comparison/ and its picture beside this file. What is kept
is added, never overwritten: an answer that is already there is left as it is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
KEPT = Path("results/first_comparison")
TABLES = (
    "contrasts.csv",
    "equal_resources.csv",
    "ledger.csv",
    "runs.csv",
    "winners_and_losers.csv",
)
PICTURE = "contrasts.png"


def main() -> None:
    """Run the main job, then keep its tables and its picture."""
    faireville = Path(sys.executable).with_name("faireville")
    answered = subprocess.run(
        [faireville, "compare", *sys.argv[1:]], check=True, capture_output=True, text=True
    )
    report = Path(answered.stdout.strip().splitlines()[-1])
    answer = report.parent
    kept = KEPT / answer.parent.name / answer.name
    if kept.exists():
        print(f"{kept} is already kept; nothing was overwritten.")
        return
    kept.mkdir(parents=True)
    for table in TABLES:
        if (answer / "tables" / table).exists():
            shutil.copy(answer / "tables" / table, kept / table)
    shutil.copy(answer / "manifest.json", kept / "manifest.json")
    shutil.copy(answer / "figures" / PICTURE, HERE / PICTURE)
    print(f"{kept}\n{HERE / PICTURE}\n{report}")


if __name__ == "__main__":
    main()

"""What a run costs under each engine is measured by one command, and the table can be read."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.slow
def test_every_engine_lives_as_many_runs_as_it_was_asked_for(tmp_path):
    told = tmp_path / "overhead.json"
    sizes = ["--nothing", "8", "--village", "1", "2", "--hydra", "2", "--rounds", "1"]
    command = [sys.executable, "benchmarks/overhead.py", *sizes, "--json", str(told)]

    said = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)

    kept = json.loads(told.read_text())
    rows = kept["engines"]
    ours = [row for row in rows if row["engine"].startswith("faireville sweep")]
    asked = [("nothing", 8), ("village", 1), ("village", 2)]
    assert [(row["work"], row["runs"]) for row in ours] == [each for each in asked for _ in "abc"]
    assert {row["runs"] for row in rows if row["engine"].startswith("Hydra")} == {1, 2}
    assert all(row["seconds"] > 0 for row in rows)
    for row in rows:
        assert row["each"] == pytest.approx(1000 * row["seconds"] / row["runs"])
        assert row["once"] + row["runs"] * row["further"] == pytest.approx(1000 * row["seconds"])
    assert any(row["engine"].startswith("EMA") for row in rows) == bool(find_spec("ema_workbench"))
    for runs in ("1", "2"):
        assert all(part > 0 for part in list(kept["beside"][runs].values())[:2])
    lines = [line for line in said.stdout.splitlines() if line.startswith("|")]
    assert len(lines) == 2 + len(rows) + 2 * (2 + 4)

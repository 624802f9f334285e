"""The way of the thousand runs is walked by one command, here with fewer of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
POINTS = 60


@pytest.mark.slow
def test_a_sweep_killed_twice_resumed_and_extended_elsewhere_is_the_undisturbed_one():
    command = [sys.executable, "benchmarks/thousand_runs.py", "--points", str(POINTS)]

    walked = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert walked.returncode == 0, walked.stdout + walked.stderr
    told = walked.stdout.splitlines()
    assert sum(line.startswith("killed with ") for line in told) == 2
    assert f"resumed by one process: {4 * POINTS} runs kept" in told
    assert f"extended by Dask: {6 * POINTS} runs kept, 0 of them twice" in told
    assert "tables of the undisturbed sweep are the same bytes" in told

"""A scheduler of Dask and its workers, in processes of their own, as they are on a cluster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SECONDS_TO_START = 120


@dataclass(frozen=True)
class Outside:
    """Processes that a test may kill."""

    address: str
    scheduler: subprocess.Popen
    workers: Sequence[subprocess.Popen]


@contextmanager
def outside(folder: Path, workers: int, **environment: str) -> Iterator[Outside]:
    """Start a scheduler on a free port and its workers, and end them all."""
    file = folder / "scheduler.json"
    own = os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment
    started: list[subprocess.Popen] = []

    def start(kind: str, *more: str) -> subprocess.Popen:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *more, "--no-dashboard"]
        command += ["--scheduler-file", str(file)]
        with (folder / "said").open("a") as said:
            started.append(subprocess.Popen(command, cwd=folder, env=own, stderr=said, stdout=said))
        return started[-1]

    try:
        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
        wait_for(file.exists, scheduler)
        many = [start("worker", "--no-nanny", "--nthreads", "1") for _ in range(workers)]
        yield Outside(json.loads(file.read_text())["address"], scheduler, many)
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()


def wait_for(is_so, process: subprocess.Popen) -> None:
    """Wait until something is so, as long as a process lives."""
    late = time.monotonic() + SECONDS_TO_START
    while not is_so():
        assert process.poll() is None
        assert time.monotonic() < late
        time.sleep(0.05)

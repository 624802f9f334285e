"""Measure what a run costs beside the city itself, here and under three well-known engines.

    uv run --with ema_workbench python benchmarks/overhead.py [--json FILE]

A run in which nothing happens, and a village of a few months, are lived by a plain loop, by
`faireville sweep`, by Mesa's `batch_run`, by `perform_experiments` of the EMA workbench and by
Hydra's `-m`. Each engine lives in a process of its own, in turn, round after round; its quickest
round counts. Ours alone keeps every run with all its outcomes on the disk, so that a kill loses
none, and lays them out as tables; Mesa and EMA return one value a run, Hydra leaves a folder a run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from engines import ENGINES, warm

LOOP, OURS, EMA, HYDRA = "a plain loop", "faireville sweep, serial", "EMA", "Hydra"
HEADER = """\
| work | engine | runs | seconds | ms a run | beyond the run, ms | times our serial |
|---|---|---|---|---|---|---|"""


@dataclass(frozen=True)
class Measured:
    """How long some runs took under one engine.

    Attributes
    ----------
    each : milliseconds a run
    beyond : what of it is not the run itself, as a plain loop lives it
    times : how many times what a run costs under our serial executor
    """

    work: str
    engine: str
    runs: int
    seconds: float
    each: float
    beyond: float
    times: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every engine on every work, and print one table."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--nothing", type=int, nargs="*", default=[1_000, 10_000], metavar="RUNS")
    asked.add_argument("--village", type=int, nargs="*", default=[200], metavar="RUNS")
    asked.add_argument("--hydra", type=int, default=100, metavar="RUNS", help="at most under Hydra")
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--json", type=Path, help="a file for the same table")
    asked.add_argument("--one", nargs=3, metavar=("ENGINE", "WORK", "RUNS"), help=argparse.SUPPRESS)
    options = asked.parse_args(arguments)
    if options.one:
        engine, work, runs = options.one
        warm(work)
        print(json.dumps(ENGINES[engine](work, points(int(runs)))))
        return
    works = [("nothing", runs) for runs in options.nothing]
    works += [("village", runs) for runs in options.village]
    rows = [
        row for work, runs in works for row in measured(work, runs, options.hydra, options.rounds)
    ]
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    print(HEADER)
    for row in rows:
        numbers = f"{row.seconds:.2f} | {row.each:.3f} | {row.beyond:.3f} | {row.times:.2f}"
        print(f"| {row.work} | {row.engine} | {row.runs:,} | {numbers} |")
    if not has_ema():
        print("\nThe EMA workbench is not installed: `uv run --with ema_workbench` brings it.")


def points(runs: int) -> list[float]:
    """Return as many values of one assumption."""
    return [(1 + at) / (1 + runs) for at in range(runs)]


def has_ema() -> bool:
    """Tell whether the EMA workbench is there; the versions pinned here do not ask for it."""
    return find_spec("ema_workbench") is not None


def measured(work: str, runs: int, most_under_hydra: int, rounds: int) -> list[Measured]:
    """Measure every engine in turn, and again, and keep the quickest of each."""
    sizes = {engine: runs for engine in ENGINES if has_ema() or not engine.startswith(EMA)}
    sizes |= {engine: min(runs, most_under_hydra) for engine in sizes if engine.startswith(HYDRA)}
    taken: dict[str, list[float]] = {engine: [] for engine in sizes}
    for _ in range(rounds):
        for engine, size in sizes.items():
            taken[engine].append(in_a_process(engine, work, size))
    quickest = {engine: min(seconds) for engine, seconds in taken.items()}
    each = {engine: 1000 * quickest[engine] / size for engine, size in sizes.items()}
    return [
        Measured(
            work,
            engine,
            size,
            quickest[engine],
            each[engine],
            each[engine] - each[LOOP],
            each[engine] / each[OURS],
        )
        for engine, size in sizes.items()
    ]


def in_a_process(engine: str, work: str, runs: int) -> float:
    """Live runs under an engine in a new process; return the seconds it says they took."""
    own = str(Path(__file__).resolve())
    command = [sys.executable, "-W", "ignore", own, "--one", engine, work, str(runs)]
    with TemporaryDirectory() as folder:
        said = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    if said.returncode:
        raise SystemExit(said.stderr)
    return float(json.loads(said.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()

"""Measure what a run costs beside the city itself, here and under three well-known engines.

    uv run --with ema_workbench python benchmarks/overhead.py [--json FILE]

A run in which nothing happens, and a village of a few months, are lived by a plain loop, by
`faireville sweep`, by Mesa's `batch_run`, by `perform_experiments` of the EMA workbench and by
Hydra's `-m`. Each engine lives in a process of its own, in turn, round after round, few runs and
many; its quickest round of each counts. From the two follows what it takes once (starting workers,
opening and closing what there is) and what each further run takes. Ours alone keeps every run with
all its outcomes on the disk, so that a kill loses none, and lays them out as tables; Mesa and EMA
return one value a run, Hydra leaves a folder a run.

Of a village, most is the village itself, and its time varies more than what an engine adds. So a
second table tells what a sweep in one process does beside the model, in processor time, taken
within the same run; a plain loop lives the same villages in turn with it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engines import ENGINES, WORKS, beside_the_model, processor_seconds, warm

LOOP, EMA, HYDRA = "a plain loop", "EMA", "Hydra"
BESIDE = "beside"
FEW = 10
"""How many times fewer the few runs are."""
HEADER = """\
| work | engine | runs | s | ms a run, all told | once, ms | a further run, ms | beyond the loop's |
|---|---|---|---|---|---|---|---|"""
HEADER_BESIDE = """
| a village, in processor time | ms |
|---|---|"""


@dataclass(frozen=True)
class Measured:
    """How long runs took under one engine.

    Attributes
    ----------
    each : milliseconds a run, all told
    once : milliseconds that do not grow with the runs
    further : milliseconds that one run more takes
    beyond : what of these a plain loop does not take
    """

    work: str
    engine: str
    runs: int
    seconds: float
    each: float
    once: float
    further: float
    beyond: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every engine on every work, and print one table; then ours beside the model."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--nothing", type=int, nargs="*", default=[10_000], metavar="RUNS")
    asked.add_argument("--village", type=int, nargs="*", default=[200], metavar="RUNS")
    asked.add_argument("--hydra", type=int, default=100, metavar="RUNS", help="at most under Hydra")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--json", type=Path, help="a file for the same table")
    asked.add_argument("--one", nargs=3, metavar=("ENGINE", "WORK", "RUNS"), help=argparse.SUPPRESS)
    options = asked.parse_args(arguments)
    if options.one:
        engine, work, runs = options.one
        warm(work)
        print(json.dumps(lived_here(engine, work, int(runs), options.rounds)))
        return
    works = [("nothing", runs) for runs in options.nothing]
    works += [("village", runs) for runs in options.village]
    rows = [
        row for work, runs in works for row in measured(work, runs, options.hydra, options.rounds)
    ]
    print(HEADER)
    for row in rows:
        numbers = (row.each, row.once, row.further, row.beyond)
        said = " | ".join(f"{number:.3f}" for number in numbers)
        print(f"| {row.work} | {row.engine} | {row.runs:,} | {row.seconds:.2f} | {said} |")
    beside = {
        runs: in_a_process(BESIDE, "village", runs, options.rounds) for runs in options.village
    }
    for told in beside.values():
        print(HEADER_BESIDE)
        for what, milliseconds in told.items():
            print(f"| {what} | {milliseconds:.2f} |")
    if options.json:
        kept = {"engines": [asdict(row) for row in rows], BESIDE: beside}
        options.json.write_text(json.dumps(kept, indent=1), "utf-8")
    if not has_ema():
        print("\nThe EMA workbench is not installed: `uv run --with ema_workbench` brings it.")


def points(runs: int, shift: float = 0.0) -> list[float]:
    """Return as many values of one assumption; other ones for each shift below 1."""
    return [(1 + at + shift) / (2 + runs) for at in range(runs)]


def has_ema() -> bool:
    """Tell whether the EMA workbench is there; the versions pinned here do not ask for it."""
    return find_spec("ema_workbench") is not None


def measured(work: str, runs: int, most_under_hydra: int, rounds: int) -> list[Measured]:
    """Measure every engine in turn, and again, and keep the quickest of each."""
    sizes = {engine: runs for engine in ENGINES if has_ema() or not engine.startswith(EMA)}
    sizes |= {engine: min(runs, most_under_hydra) for engine in sizes if engine.startswith(HYDRA)}
    many: dict[str, list[float]] = {engine: [] for engine in sizes}
    few: dict[str, list[float]] = {engine: [] for engine in sizes}
    for _ in range(rounds):
        for engine, size in sizes.items():
            few[engine].append(in_a_process(engine, work, fewer(size)))
            many[engine].append(in_a_process(engine, work, size))
    parts = {
        engine: parted(min(few[engine]), min(many[engine]), size) for engine, size in sizes.items()
    }
    return [
        Measured(
            work,
            engine,
            size,
            seconds=min(many[engine]),
            each=1000 * min(many[engine]) / size,
            once=1000 * parts[engine][0],
            further=1000 * parts[engine][1],
            beyond=1000 * (parts[engine][1] - parts[LOOP][1]),
        )
        for engine, size in sizes.items()
    ]


def fewer(runs: int) -> int:
    """Return how many the few runs are."""
    return max(1, runs // FEW)


def parted(few: float, many: float, runs: int) -> tuple[float, float]:
    """Part the seconds of many runs into what is taken once and what each run more takes.

    Of one run nothing tells the two apart, so all of it is the run's.
    """
    more = runs - fewer(runs)
    further = (many - few) / more if more else many / runs
    return many - runs * further, further


def in_a_process(engine: str, work: str, runs: int, rounds: int = 1) -> Any:
    """Live runs under an engine in a new process; return what it says they took."""
    own = str(Path(__file__).resolve())
    command = [sys.executable, "-W", "ignore", own, "--one", engine, work, str(runs)]
    command += ["--rounds", str(rounds)]
    with TemporaryDirectory() as folder:
        said = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    if said.returncode:
        raise SystemExit(said.stderr)
    return json.loads(said.stdout.splitlines()[-1])


def lived_here(engine: str, work: str, runs: int, rounds: int) -> Any:
    """Live runs under an engine in this process; return the seconds they took."""
    if engine == BESIDE:
        return beside_in_turn(runs, rounds)
    return ENGINES[engine](work, points(runs))


def lived_in_a_loop(values: Sequence[float]) -> None:
    """Live villages in a plain loop."""
    for value in values:
        WORKS["village"](value)


def beside_in_turn(runs: int, rounds: int) -> dict[str, float]:
    """Let a loop and a sweep live the same villages in turn; return the least milliseconds."""
    looped, inside = [], []
    beside: dict[int, list[float]] = {fewer(runs): [], runs: []}
    beside_the_model(points(1))  # opens the store, and loads what a sweep needs
    for at in range(1, rounds + 1):
        shift = at / (1 + rounds)
        looped.append(processor_seconds(partial(lived_in_a_loop, points(runs, shift))) / runs)
        for size in beside:
            taken, model = beside_the_model(points(size, shift))
            beside[size].append(taken - model)
        inside.append(model / runs)
    once, further = parted(min(beside[fewer(runs)]), min(beside[runs]), runs)
    return {
        f"a run in a plain loop, of {runs:,}": 1000 * min(looped),
        "the model's part of a run in a sweep, in turn with it": 1000 * min(inside),
        "what the sweep does beside the model, a run": 1000 * further,
        "and once": 1000 * once,
    }


if __name__ == "__main__":
    main()

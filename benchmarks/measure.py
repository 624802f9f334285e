"""Measure what docs/measurements.md states: `uv run python benchmarks/measure.py [--main-job]`.

Prints one Markdown table, all of it measured on this machine in this run: cold and warm start in
processes of their own, person-months per second and the share of each phase in this process, and,
if asked for, the main job with its peak memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

PHASES = (
    "govern",
    "gather",
    "meet",
    "accept",
    "learn",
    "make",
    "release",
    "work",
    "keep_up",
    "rent",
    "move",
    "come_and_go",
    "drift",
    "settle",
)
ONE_MONTH = "from sim import CityModel, Scenario; CityModel(Scenario.compose('city=town')).step()"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--main-job", action="store_true", help="also live the whole main job")
    asked.add_argument("--months", type=int, default=120, help="months lived for the speed")
    options = asked.parse_args()
    rows = [*starts()]
    for city in ("village", "town"):
        rows += speed(city, options.months)
    if options.main_job:
        rows += main_job()
    print("| what | measured |\n|---|---|")
    for what, measured in rows:
        print(f"| {what} | {measured} |")


def starts() -> list[tuple[str, str]]:
    """Time a first start, which compiles everything, and a later one, to the first month."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "NUMBA_CACHE_DIR": cache}
        cold, warm = (
            seconds(
                lambda: subprocess.run(
                    [sys.executable, "-c", ONE_MONTH], check=True, env=environment
                )
            )
            for _ in range(2)
        )
    return [
        ("first start to the first month of a town, compiling", f"{cold:.1f} s"),
        ("later starts to the first month of a town", f"{warm:.1f} s"),
    ]


def speed(city: str, months: int) -> list[tuple[str, str]]:
    """Live a city without policy and tell its speed, meetings, and where the time goes."""
    from sim.model.model import CityModel
    from sim.model.scenario import Scenario
    from sim.recorder.observe import observe

    model = CityModel(Scenario.compose(f"city={city}"))
    model.live(12)
    spent: dict[str, float] = defaultdict(float)
    for phase in PHASES:
        setattr(model, phase, timed(getattr(model, phase), phase, spent))
    people = meetings = 0
    for _ in range(months):
        model.step()
        people += len(model.city.people.order)
        meetings += int(model.city.now.counts["meetings"])
        spent["observe"] += seconds(lambda: observe(model))
    lived = sum(spent[phase] for phase in PHASES)
    shares = ", ".join(
        f"{phase} {spent[phase] / lived:.0%}"
        for phase in sorted(PHASES, key=lambda name: -spent[name])
    )
    return [
        (f"{city}: person-months per second, one core", f"{people / lived:,.0f}"),
        (f"{city}: milliseconds a month", f"{1000 * lived / months:.2f}"),
        (f"{city}: of a month, {shares}", ""),
        (f"{city}: observing, milliseconds a month", f"{1000 * spent['observe'] / months:.2f}"),
        (f"{city}: candidate meetings per person-month", f"{meetings / people:.2f}"),
    ]


def timed(verb: Callable[[], None], phase: str, spent: dict[str, float]) -> Callable[[], None]:
    """Return a phase that adds its processor seconds to a tally."""

    def live() -> None:
        started = time.process_time()
        verb()
        spent[phase] += time.process_time() - started

    return live


def seconds(act: Callable[[], object]) -> float:
    """Return the wall seconds that something takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def main_job() -> list[tuple[str, str]]:
    """Live `faireville compare` in a new folder; tell its wall time and its largest process."""
    command = [str(Path(sys.executable).with_name("faireville")), "compare", "quiet=true"]
    with tempfile.TemporaryDirectory() as folder:
        taken = seconds(lambda: subprocess.run(command, check=True, cwd=folder))
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        ("main job `faireville compare`, compiled before", f"{taken:.0f} s"),
        ("largest process of the main job", f"{largest:.0f} MB"),
    ]


if __name__ == "__main__":
    main()

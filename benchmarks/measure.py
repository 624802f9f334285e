"""Measure what docs/measurements.md states: `uv run python benchmarks/measure.py [--all]`.

Prints one Markdown table, all of it measured on this machine in this run. Every start, every size
of city and the main job live in processes of their own, so that memory and compilation are theirs
alone; the readable reference is timed beside the columns in one process, on one city. A machine
that others use is slow by fits and starts: the quickest year tells what it does undisturbed.
"""

from __future__ import annotations

import argparse
import json
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
MONTHS = {"village": 120, "town": 120, "city": 36, "metropolis": 6}
"""Presets by size, and how many months of each are timed."""
LARGE = ("city", "metropolis")
SETTLING = {"village": 12, "town": 12, "city": 6, "metropolis": 2}
MANY = 2
SMALL = ("city=village", "city.people=200", "city.side=15")
ONE_MONTH = "from sim import CityModel, Scenario; CityModel(Scenario.compose('city=town')).step()"
HERE = Path(__file__).parent
A_YEAR = 12


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--all", action="store_true", help="also large cities and the main job")
    asked.add_argument("--one", nargs=2, metavar=("CITY", "THREADS"), help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.one:
        print(json.dumps(live(options.one[0], int(options.one[1]))))
        return
    rows = [*starts()]
    for city in MONTHS:
        if options.all or city not in LARGE:
            rows += speed(city)
    rows += against_the_reference()
    if options.all:
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


def speed(city: str) -> list[tuple[str, str]]:
    """Live a city in processes of its own, with one thread and, if large, with two."""
    one = in_a_process(city, 1)
    rows = [
        (f"{city}: people", f"{one['people']:,.0f}"),
        (f"{city}: person-months per second, one core", f"{one['speed']:,.0f}"),
        (f"{city}: the same in its quickest year", f"{one['quickest']:,.0f}"),
        (f"{city}: milliseconds a month", f"{one['month']:.1f}"),
        (f"{city}: of a month, {one['shares']}", ""),
        (f"{city}: observing, milliseconds a month", f"{one['observing']:.1f}"),
        (f"{city}: candidate meetings per person-month", f"{one['meetings']:.2f}"),
        (f"{city}: seconds to build", f"{one['building']:.1f}"),
        (f"{city}: largest memory, MB", f"{one['memory']:,.0f}"),
    ]
    if city in LARGE:
        many = in_a_process(city, MANY)
        rows.append(
            (f"{city}: {MANY} threads, times as fast as one", f"{one['wall'] / many['wall']:.2f}")
        )
    return rows


def in_a_process(city: str, threads: int) -> dict[str, float]:
    """Live a city in a new process and return what it measured."""
    command = [sys.executable, __file__, "--one", city, str(threads)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent)
    measured: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return measured


def live(city: str, threads: int) -> dict[str, float | str]:
    """Live a city without policy and measure its speed, meetings, memory, and where time goes."""
    from sim.kernels.threads import use_threads
    from sim.model.model import CityModel
    from sim.model.scenario import Scenario
    from sim.recorder.observe import observe

    use_threads(threads)
    CityModel(Scenario.compose("city=village")).step()  # compiles
    scenario, months = Scenario.compose(f"city={city}"), MONTHS[city]
    started = time.perf_counter()
    model = CityModel(scenario)
    building = time.perf_counter() - started
    model.live(SETTLING[city])
    spent: dict[str, float] = defaultdict(float)
    for phase in PHASES:
        setattr(model, phase, timed(getattr(model, phase), phase, spent))
    meetings = observing = 0.0
    there, taken = [], []
    for _ in range(months):
        taken.append(seconds(model.step))
        there.append(len(model.city.people.order))
        meetings += model.city.now.counts["meetings"]
        observing += seconds(lambda: observe(model))
    people, wall = sum(there), sum(taken)
    lived = sum(spent[phase] for phase in PHASES)
    by_share = sorted(PHASES, key=lambda name: -spent[name])
    return {
        "people": people / months,
        "speed": people / wall,
        "quickest": max(
            sum(there[at : at + A_YEAR]) / sum(taken[at : at + A_YEAR])
            for at in range(max(1, months - A_YEAR + 1))
        ),
        "wall": wall,
        "month": 1000 * wall / months,
        "observing": 1000 * observing / months,
        "meetings": meetings / people,
        "building": building,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "shares": ", ".join(f"{phase} {spent[phase] / lived:.0%}" for phase in by_share),
    }


def against_the_reference() -> list[tuple[str, str]]:
    """Live a city as columns and as plain Mesa objects, in turn; tell how much faster one is."""
    sys.path.insert(0, str(HERE.parent))
    from sim.model.model import CityModel
    from sim.model.scenario import Scenario
    from tests.naive.reference import ReferenceModel

    rows = []
    for overrides in (SMALL, ("city=village",)):
        scenario = Scenario.compose(*overrides)
        columns, objects = CityModel(scenario), ReferenceModel(scenario)
        columns.step()
        objects.step()
        fast = slow = 0.0
        for _ in range(6):
            fast += seconds(columns.step)
            slow += seconds(objects.step)
        name = f"{scenario.city.people:,} people"
        rows.append(
            (f"{name}: times as fast as the same rules in plain Mesa objects", f"{slow / fast:.0f}")
        )
    return rows


def timed(verb: Callable[[], None], phase: str, spent: dict[str, float]) -> Callable[[], None]:
    """Return a phase that adds its seconds to a tally."""

    def act() -> None:
        spent[phase] += seconds(verb)

    return act


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

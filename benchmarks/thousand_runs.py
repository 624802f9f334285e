"""A modeller's thousand runs: killed twice, gone on with elsewhere, extended, and no byte other.

    uv run python benchmarks/thousand_runs.py

A thousand short villages are asked for in a terminal and killed with `kill -9` at a tenth and at
two fifths of the way; one process goes on with them, Dask adds a third seed. The same is asked for
undisturbed, in a folder of its own. Prints what was kept when, and whether the tables are the same.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from sim.ensemble.store import Store
from tests.ensemble.asking import hashes

DESIGN = (
    "design=lhs",
    "arms=[none,cash]",
    "parameters={behaviour.accept.barrier: [0.3, 0.9], budget: [0.01, 0.04]}",
    "city=village",
    "burn_in=1",
    "months=2",
    "quiet=true",
)
RUNS_OF_A_POINT = 4
"""Two arms on two seeds."""
KILLED_AT = (0.1, 0.4)
"""Of the way."""
SECONDS_BETWEEN_LOOKS = 0.25


def main() -> None:
    """Walk the way twice, disturbed and undisturbed, and compare."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--points", type=int, default=250, help="a fourth of the runs")
    points = asked.parse_args().points
    began = time.perf_counter()
    with TemporaryDirectory() as folder:
        disturbed, undisturbed = Path(folder, "disturbed"), Path(folder, "undisturbed")
        for share in KILLED_AT:
            killed(disturbed, points, int(share * points * RUNS_OF_A_POINT))
            print(f"killed with {len(kept(disturbed))} runs kept", flush=True)
        first = finished(disturbed, points, "seeds=2", "executor=serial")
        print(f"resumed by one process: {len(kept(disturbed))} runs kept", flush=True)
        extended = finished(disturbed, points, "seeds=3", "executor=dask")
        runs = kept(disturbed)
        print(
            f"extended by Dask: {len(runs)} runs kept, {len(runs) - len(set(runs))} of them twice"
        )
        whole = finished(undisturbed, points, "seeds=3", "executor=processes")
        part = finished(undisturbed, points, "seeds=2", "executor=processes")
        same = hashes(first) == hashes(part) and hashes(extended) == hashes(whole)
        print(f"tables of the undisturbed sweep are {'the same bytes' if same else 'OTHERS'}")
        print(f"{time.perf_counter() - began:.0f} s in all")
        if not same or len(runs) != len(set(runs)):
            raise SystemExit(1)


def started(out: Path, points: int, *more: str) -> subprocess.Popen[str]:
    """Ask for the sweep as one does in a terminal."""
    command = [sys.executable, "-m", "sim", "sweep", *DESIGN, f"points={points}", f"out={out}"]
    return subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True)


def finished(out: Path, points: int, *more: str) -> Path:
    """Return the folder of the sweep once it is done."""
    living = started(out, points, *more)
    said = living.communicate()[0]
    if living.returncode:
        raise SystemExit(f"the sweep ended with {living.returncode}")
    return Path(said.splitlines()[-1]).parent


def killed(out: Path, points: int, some: int) -> None:
    """Kill the sweep once some of its runs are kept; stop here if it is done before."""
    living = started(out, points, "seeds=2", "executor=processes")
    while living.poll() is None and len(kept(out)) < some:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    if living.poll() is not None:
        raise SystemExit("the sweep was over before it could be killed; ask for more points")
    os.kill(living.pid, signal.SIGKILL)
    living.communicate()


def kept(out: Path) -> list[str]:
    """Return every run that is kept, as often as it is."""
    return [run for part in Store(out / "runs").parts() for run in part.runs]


if __name__ == "__main__":
    main()

"""A sweep in a terminal that is interrupted, or left alone: one sentence, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sim.__main__ import DONE, INTERRUPTED, SOME_FAILED
from sim.config.catalogue import text
from sim.ensemble.store import Store
from sim.recorder import manifest
from tests.ensemble.asking import hashes
from tests.ensemble.outside import outside, wait_for

POINTS = 60
ASKED = (
    "design=lhs",
    f"points={POINTS}",
    "arms=[none,cash]",
    "parameters={behaviour.accept.barrier: [0.3, 0.9], budget: [0.01, 0.04]}",
    "city=village",
    "burn_in=1",
    "months=2",
    "seeds=2",
    "quiet=true",
    "out=kept",
)
RUNS = POINTS * 2 * 2
SECONDS_TO_END = 60


@contextmanager
def started(folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """Ask for the sweep in a session of its own, as a terminal does; leave nothing of it."""
    # whoever was started in the background is deaf to it, and so is whom she starts
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        living = subprocess.Popen(
            [sys.executable, "-m", "sim", "sweep", *ASKED, *more],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        yield living
    finally:
        for process in living_in(living.pid):
            os.kill(process, signal.SIGKILL)
        living.communicate()


def living_in(group: int) -> list[int]:
    """Return the processes of a group that do more than wait to be counted as dead."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, own = stat.read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        if int(own) == group and state != "Z":
            found.append(int(stat.parent.name))
    return found


def kept(folder: Path) -> list[str]:
    """Return every run that is kept, as often as it is, after checking every byte of it."""
    parts = Store(folder / "kept" / "runs").parts()
    for part in parts:
        part.verify()
    return [run for part in parts for run in part.runs]


def answer_in(folder: Path) -> Path:
    (found,) = (folder / "kept").glob("sweep/*/*/manifest.json")
    return found.parent


def finished(folder: Path, executor: str) -> dict[str, str]:
    """Let a sweep be done; return the hash of every table."""
    with started(folder, f"executor={executor}") as living:
        said, complained = living.communicate()
    assert (living.returncode, complained) == (DONE, "")
    return hashes((folder / said.splitlines()[-1]).parent)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Return the hashes of the tables of a sweep that nobody disturbs."""
    return finished(tmp_path_factory.mktemp("undisturbed"), "processes")


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["processes", "dask", "serial"])
def test_ctrl_c_ends_every_process_with_one_sentence_and_the_sweep_goes_on(
    undisturbed, tmp_path, executor
):
    with started(tmp_path, f"executor={executor}", "workers=2") as living:
        wait_for(lambda: kept(tmp_path), living)
        os.killpg(living.pid, signal.SIGINT)
        complained = living.communicate(timeout=SECONDS_TO_END)[1]
        late = time.monotonic() + SECONDS_TO_END
        while living_in(living.pid) and time.monotonic() < late:
            time.sleep(0.05)
        left = living_in(living.pid)
    before = kept(tmp_path)

    assert living.returncode == INTERRUPTED
    assert complained.strip() == text("door.interrupted").strip()
    assert not left
    assert manifest.read(answer_in(tmp_path))["status"] == "interrupted"
    assert 0 < len(before) == len(set(before)) < RUNS
    assert finished(tmp_path, "serial") == undisturbed
    assert len(kept(tmp_path)) == len(set(kept(tmp_path))) == RUNS


@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_one_sentence_in_a_terminal(undisturbed, tmp_path):
    with (
        outside(tmp_path, 1) as there,
        started(tmp_path, "executor=dask", f"executor.address={there.address}") as living,
    ):
        wait_for(lambda: kept(tmp_path), living)
        there.scheduler.kill()
        complained = living.communicate(timeout=SECONDS_TO_END)[1]

    gone = {"address": there.address, "kept": text("problems.ensemble.kept")}
    sentence = text("problems.ensemble.scheduler_gone", **gone)
    assert living.returncode == SOME_FAILED
    assert complained == text("door.refused", sentence=sentence) + "\n"
    assert 0 < len(kept(tmp_path)) < RUNS
    assert finished(tmp_path, "processes") == undisturbed

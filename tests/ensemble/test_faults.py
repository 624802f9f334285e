"""Whatever happens to a sweep, nothing is lost, nothing doubled, and no file lies."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sim.config.refusal import Refusal
from sim.ensemble.collector import Collector
from sim.ensemble.lock import alone_in
from sim.ensemble.store import Store, StoreProblem
from sim.ensemble.sweep import sweep
from tests.ensemble.asking import hashes
from tests.ensemble.sweeping import barriers, little_happens, nothing_happens, sweep_of

pytestmark = [
    pytest.mark.filterwarnings("ignore:A worker stopped while some jobs"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def asked_in(out: Path, **changes):
    """Ask for eighty runs that each take a moment."""
    given = {"design": barriers(20), "life": little_happens} | changes
    return sweep_of(out, **given)


def started(asked) -> multiprocessing.Process:
    """Start a sweep in a process of its own."""
    living = multiprocessing.get_context("fork").Process(target=sweep, args=(asked,))
    living.start()
    return living


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in listed.split()]


def is_there(process: int) -> bool:
    """Tell whether a process is there and not only waiting to be counted as dead."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def kept(store: Path) -> list[str]:
    """Return every run of a store, as often as it is kept, after checking every byte of it."""
    parts = Store(store).parts()
    for part in parts:
        part.verify()
    return [run for part in parts for run in part.runs]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("executor", "whom", "kills", "longest"),
    [
        ("serial", "parent", 20, 1.5),
        ("processes", "parent", 15, 5.0),
        ("processes", "worker", 15, 5.0),
    ],
)
def test_kill_9_of_parents_and_workers_at_random_moments_loses_and_doubles_nothing(
    tmp_path, executor, whom, kills, longest
):
    undisturbed = sweep(asked_in(tmp_path / "undisturbed", life=nothing_happens))
    luck, done, rounds = random.Random(f"{executor} {whom}"), 0, 0
    while done < kills:
        asked, before = asked_in(tmp_path / f"{rounds}", executor={"kind": executor}), 0
        rounds += 1
        for _ in range(4):
            living = started(asked)
            living.join(luck.uniform(0.0, longest))
            victims = [living.pid] if whom == "parent" else children(living.pid)
            workers = children(living.pid)
            if living.is_alive() and victims:
                os.kill(luck.choice(victims), signal.SIGKILL)
                done += 1
            if whom == "worker":
                living.join(luck.uniform(0.0, longest))
                workers += children(living.pid)  # those that took the place of the killed one
                living.kill()
            living.join()
            while any(is_there(worker) for worker in workers):
                time.sleep(0.05)
            now = kept(asked.store)
            assert len(now) == len(set(now)) >= before
            before = len(now)
        resumed = sweep(replace(asked, executor="serial", life=nothing_happens))
        assert resumed.failed == 0
        assert hashes(resumed.folder) == hashes(undisturbed.folder)
        assert len(kept(asked.store)) == len(set(kept(asked.store))) == 80


ASKED = """
import sys
from pathlib import Path
from sim.ensemble.sweep import sweep
from tests.ensemble.sweeping import barriers, little_happens, sweep_of
processes = {"executor": {"kind": "processes"}, "workers": 2, "life": little_happens}
sweep(sweep_of(Path(sys.argv[1]), design=barriers(500), **processes))
"""


def locks() -> set[str]:
    """Return the locks between processes that loky has opened on this machine."""
    return {path.name for path in Path("/dev/shm").glob("sem.loky-*")}


def test_what_a_killed_parent_leaves_behind_is_tidied_up_without_a_word(tmp_path):
    command = [sys.executable, "-c", ASKED, str(tmp_path)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.PIPE) as living:
        while not kept(tmp_path / "runs"):
            time.sleep(0.05)
        own = {name for name in locks() if name.startswith(f"sem.loky-{living.pid}-")}
        living.kill()
        said = living.communicate()[1]  # ends with the last process that could write there

    assert own
    assert not own & locks()
    assert said == b""


@pytest.fixture
def small_disk(tmp_path):
    """Return a function that mounts a disk in memory; skips where mounting is refused."""
    mounted = tmp_path / "disk"
    mounted.mkdir()

    def mount(options: str) -> Path:
        again = f"remount,{options}" if os.path.ismount(mounted) else options
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", again, "none", str(mounted)],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            pytest.skip(f"mounting is refused here: {done.stderr.strip()}")
        return mounted

    yield mount
    if os.path.ismount(mounted):
        subprocess.run(["umount", str(mounted)], check=False)


def test_a_disk_that_fills_up_in_the_middle_keeps_what_was_finished(
    tmp_path, small_disk, monkeypatch
):
    undisturbed = sweep(asked_in(tmp_path / "undisturbed", life=nothing_happens))
    monkeypatch.setattr("sim.ensemble.estimate.bytes_for", lambda *_: 0)
    monkeypatch.setattr("sim.ensemble.collector.SECONDS_TOGETHER", 0.1)
    disk = small_disk("size=400k")

    with pytest.raises(StoreProblem, match=r"no room left on the disk that holds .* goes on"):
        sweep(asked_in(disk / "out"))
    before = kept(disk / "out" / "runs")
    small_disk("size=50m")
    resumed = sweep(asked_in(disk / "out", life=nothing_happens))

    assert 0 < len(before) < 80
    assert set(before) < set(kept(disk / "out" / "runs"))
    assert hashes(resumed.folder) == hashes(undisturbed.folder)


def test_a_disk_that_may_only_be_read_is_refused_before_anything_is_lived(small_disk):
    small_disk("size=50m")
    disk = small_disk("ro")

    with pytest.raises(Refusal, match=r"results cannot be written to .* choose a folder"):
        sweep(asked_in(disk / "out"))


def test_a_disk_that_may_only_be_read_from_now_on_keeps_what_was_finished(
    tmp_path, small_disk, monkeypatch
):
    undisturbed = sweep(asked_in(tmp_path / "undisturbed", life=nothing_happens))
    monkeypatch.setattr("sim.ensemble.collector.SECONDS_TOGETHER", 0.1)
    # a file open for writing, as the lock is, keeps a disk from being made read-only
    monkeypatch.setattr("sim.ensemble.sweep.alone_in", lambda _: nullcontext())
    disk = small_disk("size=50m")

    def lock(stage, done, total):
        if stage == "live" and done == 30:
            small_disk("ro")

    with pytest.raises(StoreProblem, match=r"may not be written to; choose another folder"):
        sweep(asked_in(disk / "out"), lock)
    before = kept(disk / "out" / "runs")
    small_disk("rw")
    resumed = sweep(asked_in(disk / "out", life=nothing_happens))

    assert 0 < len(before) <= 30
    assert hashes(resumed.folder) == hashes(undisturbed.folder)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_part_that_is_cut_short_is_named_and_its_runs_are_lived_again(tmp_path, share):
    asked = asked_in(tmp_path, life=nothing_happens)
    before = hashes(sweep(asked).folder)
    part = Store(asked.store).parts()[0]
    for path in (part.folder / name for name in ("part.json", "timeline.arrow", "maps.arrow")):
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

        after = sweep(asked_in(tmp_path, life=nothing_happens))

        assert hashes(after.folder) == before
        assert any(str(part.folder) in remark for remark in after.remarks)
        path.write_bytes(content)
        for again in Store(asked.store).parts():
            if again.folder != part.folder:
                shutil.rmtree(again.folder)


def test_a_wall_clock_set_back_changes_no_table(tmp_path, monkeypatch):
    undisturbed = sweep(asked_in(tmp_path / "undisturbed", life=nothing_happens))
    hours = iter(range(10_000, 0, -1))

    class SetBack(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.fromtimestamp(3600 * next(hours), zone or UTC)

    for module in ("collector", "sweep", "lock"):
        monkeypatch.setattr(f"sim.ensemble.{module}.datetime", SetBack)
    monkeypatch.setattr("sim.ensemble.collector.SECONDS_TOGETHER", 0.05)
    set_back = sweep(asked_in(tmp_path / "set_back"))

    assert hashes(set_back.folder) == hashes(undisturbed.folder)
    assert len(Store(tmp_path / "set_back" / "runs").parts()) > 3
    assert set_back.tables["log"]["started"].max() < "1980"


def test_parts_are_closed_by_a_clock_that_never_goes_back(tmp_path):
    asked, seconds = asked_in(tmp_path), [0.0]
    collector = Collector(clock=lambda: seconds[0])
    kept_then = []

    for task, at in zip(asked.tasks({}), (0.4, 0.8, 1.2, 1.3, 2.5), strict=False):
        seconds[0] = at
        for record in nothing_happens(dict([*task.scenarios.items()][:1])):
            collector.take(asked.store, record, 1)
        kept_then.append(len(kept(asked.store)))

    assert kept_then == [0, 0, 3, 3, 5]


def test_a_second_sweep_into_a_folder_is_refused_and_names_the_first(tmp_path):
    asked = asked_in(tmp_path, life=nothing_happens)

    with (
        alone_in(asked.folder),
        pytest.raises(Refusal, match=rf"another sweep writes into .* \(process {os.getpid()} on"),
    ):
        sweep(asked)

    assert sweep(asked).failed == 0


def test_a_lock_dies_with_its_owner(tmp_path):
    asked = asked_in(tmp_path)
    living = started(asked)
    while not (asked.folder / "manifest.json").exists():
        time.sleep(0.01)
    with pytest.raises(Refusal, match=f"process {living.pid} on"):
        sweep(asked)

    living.kill()
    living.join()

    assert sweep(replace(asked, life=nothing_happens)).failed == 0


COUNTED = """
import resource, sys
from pathlib import Path
from sim.ensemble.sweep import sweep
from tests.ensemble.sweeping import barriers, six_years_pass, sweep_of
out, points = Path(sys.argv[1]), int(sys.argv[2])
answer = sweep(sweep_of(out, design=barriers(points), seeds=5, life=six_years_pass))
assert answer.failed == 0
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
KILOBYTES_A_RUN = 2
"""What a run may leave in memory to the end: its name and where it is kept, which take 0.7.

What it was would be 29 kilobytes: 72 months of fifty numbers.
"""


def most_memory(out: Path, points: int) -> int:
    """Return the most kilobytes a sweep of ten times so many runs ever held."""
    said = subprocess.run(
        [sys.executable, "-c", COUNTED, str(out), str(points)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(said.stdout)


@pytest.mark.slow
def test_ten_thousand_runs_take_hardly_more_memory_than_two_thousand(tmp_path):
    few, many = (most_memory(tmp_path / str(points), points) for points in (200, 1000))

    assert len(kept(tmp_path / "1000" / "runs")) == 10_000
    assert len(Store(tmp_path / "1000" / "runs").parts()) < 200
    assert many - few < KILOBYTES_A_RUN * 8000

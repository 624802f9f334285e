"""The tutorial of sweeps works as printed, from top to bottom, and after a kill."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.__main__ import DONE, main
from tests.docs.pages import ROOT, blocks, text_of

PAGE = ROOT / "docs/tutorials/first_sweep.md"
STEPS = re.findall(r"^```(sh|python)\n(.*?)^```", text_of(PAGE), re.MULTILINE | re.DOTALL)
LINES = [line for block in blocks(PAGE, "sh") for line in block.splitlines()]
BEFORE = "uv run faireville "
LATEST_KILL = 60  # seconds


def words_of(line):
    """Return the words of a command, stars filled in as a shell does."""
    return [
        word
        for written in shlex.split(line.removeprefix(BEFORE))
        for word in (sorted(map(str, Path().glob(written))) if "*" in written else [written])
    ]


def tables(folder):
    return {
        path.name: path.read_bytes()
        for path in folder.glob("*.parquet")
        if path.name != "log.parquet"
    }


def test_every_line_is_a_command_of_faireville():
    assert len(LINES) >= 7
    assert all(line.startswith(BEFORE) for line in LINES)


@pytest.mark.slow
def test_the_page_works_as_printed_from_top_to_bottom(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    said = []

    for kind, written in STEPS:
        if kind == "python":
            exec(compile(written, str(PAGE), "exec"), {})
            assert "gained" in capsys.readouterr().out
            continue
        for line in written.splitlines():
            assert main(words_of(line)) == DONE, line
            said.append(capsys.readouterr().out)

    kept = [Path(lines.strip()) for lines in said if lines.strip().endswith("report.html")]
    assert all(page.is_file() for page in kept)
    assert len(kept) == 6  # lived, lived again, shown again, extended, morris, saltelli
    assert kept[0] == kept[1] == kept[2]
    with_indices = [(page.parent / "sensitivity.parquet").exists() for page in kept]
    assert with_indices == [False] * 4 + [True] * 2


@pytest.mark.slow
def test_a_killed_sweep_goes_on_to_the_same_bytes(tmp_path, monkeypatch, capsys):
    """Kill the printed command by -9 as soon as something is kept, and ask it again."""
    monkeypatch.chdir(tmp_path)
    first = next(line for line in LINES if "sweep" in line and "--dry-run" not in line)
    command = [sys.executable, "-m", "sim", *words_of(first)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    began = subprocess.Popen(
        command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    latest = time.monotonic() + LATEST_KILL
    while not list(Path("results/runs").glob("[!.]*/part.json")) and began.poll() is None:
        assert time.monotonic() < latest
        time.sleep(0.01)
    os.killpg(began.pid, signal.SIGKILL)
    began.wait()

    assert main([*words_of(first), "executor=serial"]) == DONE
    assert main([*words_of(first), "out=whole", "executor=serial"]) == DONE

    killed, whole = (
        Path(page).parent for page in capsys.readouterr().out.splitlines() if page.endswith("html")
    )
    assert killed != whole
    assert tables(killed) == tables(whole)

"""The main job from end to end, as a user sees it: all arms, all the way to the report."""

import html
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from sim.__main__ import DONE, main
from sim.config.catalogue import text
from sim.plots.words import outcome_texts
from sim.recorder.outcomes import OUTCOMES

TINY = ["city=village", "population=creative_quarter", "burn_in=2", "months=4", "quiet=true"]
ALL_ARMS = [*TINY, "seeds=2", "executor=serial"]


def asked(folder, *arguments):
    """Return the lines a successful command prints, asked in a folder."""
    said = StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with redirect_stdout(said):
            assert main(arguments) == DONE
    finally:
        os.chdir(before)
    return said.getvalue().splitlines()


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """Compare all arms once; return the folder it was asked in and the report's path."""
    folder = tmp_path_factory.mktemp("compared")
    return folder, folder / asked(folder, "compare", *ALL_ARMS)[-1]


def words(page):
    """Return what a reader reads of a page."""
    body = re.sub(
        r"<(style|svg|script).*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_last_line_is_the_path_of_the_report_beside_tables_and_figures(compared):
    _, report = compared

    left = {path.name for path in report.parent.iterdir()}
    assert report.name == "report.html"
    assert {"manifest.json", "runs.parquet", "timeline.parquet", "contrasts.parquet"} <= left
    assert {"groups.parquet", "maps.parquet", "ledger.parquet", "figures", "tables"} <= left
    assert json.loads((report.parent / "manifest.json").read_text())["status"] == "done"


def test_the_report_answers_in_sentences_about_the_five_primary_outcomes(compared):
    told = words(compared[1])

    primary = [name for name, outcome in OUTCOMES.items() if outcome.primary]
    answers = told[: told.index(text("report.moved.heading"))]
    assert len(primary) == 5
    for name in primary:
        assert outcome_texts(name)["name"] in answers
    for arm in ("Attraction: ", "Collaboration: "):
        assert answers.count(arm) >= len(primary)
    for said in ("2 seeds are provisional", "paired-t", "BCa", "What it cost", "Which worlds"):
        assert said in answers


def test_the_report_needs_no_other_file(compared):
    page = compared[1].read_text(encoding="utf-8")

    assert not re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', page)


def test_what_was_lived_is_never_lived_again(compared):
    folder, _ = compared

    told = asked(folder, "compare", "--dry-run", *ALL_ARMS)

    assert told[0] == "12 runs, 12 of them are there already, 0 would be lived."


def test_more_seeds_live_only_what_is_missing(compared):
    folder, _ = compared

    told = asked(folder, "compare", "--dry-run", *ALL_ARMS, "seeds=3")

    assert told[0] == "18 runs, 12 of them are there already, 6 would be lived."
    for label in ("time: about", "disk: about", "result: results/compare/"):
        assert any(line.startswith(label) for line in told)
    assert sum("seed 2" in line and "would be lived" in line for line in told) == 6


def test_a_killed_command_goes_on_where_it_was(tmp_path):
    question = [*TINY, "seeds=6", "arms=[none,cash]", "executor=serial", "worlds=default"]
    command = [sys.executable, "-m", "sim", "compare", *question]
    runs = tmp_path / "results" / "runs"

    killed = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    while not (runs.exists() and any(path.name[0] != "." for path in runs.iterdir())):
        assert killed.poll() is None
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()

    told = asked(tmp_path, "compare", "--dry-run", *question)[0]
    there = int(told.split()[2])
    assert there > 0
    report = tmp_path / asked(tmp_path, "compare", *question)[-1]
    assert report.exists()
    assert asked(tmp_path, "compare", "--dry-run", *question)[0].startswith("12 runs, 12 of them")

"""What the pages on adding something print is done to a copy of the repository, and works there."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from tests.docs.pages import OWN_FILE, ROOT, blocks, text_of

WALKS = (
    "add_a_kind",
    "add_an_outcome",
    "add_a_rule_variant",
    "write_a_policy",
    "add_an_instrument",
)
COPIED = ("sim", "configs", "tests", "docs")
RUN = re.compile("^uv run (--group dev )?")
LONG = ("faireville run", "faireville compare", "observe", "slow", "test_instruments")
MODULES = {"faireville": "sim", "pytest": "pytest"}


def page_of(walk):
    return ROOT / f"docs/howto/{walk}.md"


def lines_of(walk):
    return [line for block in blocks(page_of(walk), "sh") for line in block.splitlines()]


LINES = [line for walk in WALKS for line in lines_of(walk)]


def lives_a_city(line):
    """Tell whether a line takes long: in a copy everything is compiled anew."""
    return any(word in line for word in LONG)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Copy the repository, and do to it what all the pages say."""
    place = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        shutil.copytree(ROOT / name, place / name)
    shutil.copy(ROOT / "pyproject.toml", place)
    (place / "sim/configs").symlink_to(place / "configs")  # as an installed package has it
    for walk in WALKS:
        for name, inside in OWN_FILE.findall(text_of(page_of(walk))):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(inside, encoding="utf-8")
        for patch in blocks(page_of(walk), "diff"):
            apply = ["git", "apply", "--whitespace=nowarn", "-"]
            applied = subprocess.run(apply, cwd=place, input=patch, capture_output=True, text=True)
            assert applied.returncode == 0, f"{walk} no longer fits the code: {applied.stderr}"
    return place


def seeing(place):
    return os.environ | {"PYTHONPATH": str(place)}


def said_by(line, place):
    """Run a line of a page in the copy, and return how it ended and all that it said."""
    program, *words = shlex.split(RUN.sub("", line))
    command = [sys.executable, "-m", MODULES[program], *words]
    ended = subprocess.run(command, cwd=place, env=seeing(place), capture_output=True, text=True)
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("line", [line for line in LINES if not lives_a_city(line)])
def test_a_line_works_in_the_copy_to_which_the_pages_were_done(line, copy):
    ended, said = said_by(line, copy)

    assert ended == 0, said
    assert said


@pytest.mark.parametrize("line", [line for line in LINES if "--config-dir" in line])
def test_the_city_of_the_new_kind_could_be_lived(line, copy):
    dry = " --dry-run" if lives_a_city(line) else ""

    assert said_by(line + dry, copy)[0] == 0
    assert said_by(line.replace("mine", "configs/nobody") + dry, copy)[0] != 0


@pytest.mark.slow
@pytest.mark.parametrize("line", [line for line in LINES if lives_a_city(line)])
def test_a_city_lives_with_what_the_pages_add(line, copy):
    ended, said = said_by(line, copy)

    assert ended == 0, said


@pytest.mark.slow
def test_the_tables_tell_of_the_new_kind_and_of_the_new_outcome(copy):
    line = next(line for line in LINES if "run --config-dir" in line)

    assert said_by(f"{line} out=told", copy)[0] == 0
    (run,) = (copy / "told/run").iterdir()
    assert "student" in set(pd.read_parquet(run / "groups.parquet")["group"])
    assert (pd.read_parquet(run / "timeline.parquet")["savings"] > 0).all()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("uv run faireville list --config-dir mine population", "with_students"),
        ("uv run faireville explain savings", "median savings, people present"),
        ("uv run faireville explain behaviour.learn.rule", "peers"),
        ("uv run faireville explain --config-dir mine open_rooms", "a city of open rooms"),
        ("uv run faireville list instrument", "targeted_transfer"),
    ],
)
def test_what_was_added_is_shown_at_the_door(line, found, copy):
    assert line in LINES
    assert found in said_by(line, copy)[1]
    assert found not in said_by(line.replace("--config-dir mine ", ""), ROOT)[1]


def test_the_copy_runs_its_own_code_and_numbers(copy):
    asking = (
        "import sim.kernels.learn as own, sim.config.home as at; print(own.__file__, at.home())"
    )
    command = [sys.executable, "-c", asking]

    ended = subprocess.run(command, cwd=copy, env=seeing(copy), capture_output=True, text=True)

    assert ended.stdout.split() == [str(copy / "sim/kernels/learn.py"), str(copy / "sim/configs")]

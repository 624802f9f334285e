"""What is printed in the README works as printed."""

import shlex

import pytest

from sim.__main__ import DONE, main
from tests.docs.pages import ROOT, blocks, text_of

README = ROOT / "README.md"
WITH_UV = "pip install -q uv && uv run "
MAIN_JOB = f"{WITH_UV}faireville compare"
TESTS = f"{WITH_UV}--group dev pytest -n 2"
LINES = [line for block in blocks(README, "sh") for line in block.splitlines()]
COMMANDS = [line.rpartition("faireville ")[2] for line in LINES if "faireville " in line]


def test_one_line_does_the_main_job_and_one_the_tests():
    assert f"```sh\n{MAIN_JOB}\n```" in text_of(README)
    assert f"```sh\n{TESTS}\n```" in text_of(README)
    assert TESTS in text_of(ROOT / ".ci/run")


def test_the_line_of_the_tests_leaves_out_the_slow_ones_as_it_says():
    assert "not slow" in text_of(ROOT / "pyproject.toml")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_one_that_works(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command, comments=True)
    if words[0] in ("run", "compare", "sweep") and "--dry-run" not in words:
        words.append("--dry-run")

    assert main(words) == DONE
    assert capsys.readouterr().out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("lines", blocks(README, "python"))
def test_the_python_lines_run(lines, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    exec(compile(lines, str(README), "exec"), {})

    assert capsys.readouterr().out

"""`faireville verify`, as a user meets it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from sim.__main__ import DONE, INTERRUPTED, REFUSED, SOME_FAILED, main
from sim.config.compose import compose
from sim.config.presets import home
from tests.ensemble.altering import change_table, contents

TINY = ["city=village", "burn_in=2", "months=3", "quiet=true"]
COMPARISON = [*TINY, "seeds=2", "arms=[none,cash]", "executor=serial"]


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Return the folder in which a comparison and a run were asked for; copy, never change."""
    out = tmp_path_factory.mktemp("lived")
    assert main(["compare", *COMPARISON, f"out={out}"]) == DONE
    assert main(["run", *TINY, "policy=collaboration", f"out={out}"]) == DONE
    return out


@pytest.fixture
def results(lived, tmp_path):
    return shutil.copytree(lived, tmp_path / "results")


def answer(results):
    return next((results / "compare").glob("*/*"))


def verify(capsys, *arguments):
    """Return the exit code of a verification and what it says, in one line."""
    capsys.readouterr()
    code = main(["verify", *map(str, arguments), "workers=1"])
    told = capsys.readouterr()
    said = told.err if code == REFUSED else told.out
    assert len(said.splitlines()) == 1, told
    return code, said.strip()


def test_what_was_lived_is_lived_again_and_said_in_a_sentence(results, capsys):
    folder = answer(results)

    assert verify(capsys, folder, "quiet=true") == (
        DONE,
        f"4 of 4 runs kept in {folder} were lived again, and every hash is the same.",
    )
    assert verify(capsys, next((results / "run").iterdir()))[0] == DONE
    assert "2 of 5 runs" in verify(capsys, results / "runs", "sample=2")[1]


def test_the_report_may_be_named_for_its_folder(results, capsys):
    assert verify(capsys, answer(results) / "report.html", "sample=1")[0] == DONE


def test_the_first_difference_is_a_sentence(results, capsys):
    change_table(answer(results) / "timeline.parquet", "rent", 2, lambda rent: rent + 1)

    code, said = verify(capsys, answer(results), "quiet=true")

    assert code == SOME_FAILED
    assert re.fullmatch(
        r"run \w{20} \(\w+, seed \d\), table timeline, row 3 \(month 1\), column rent: [\d.]+ is "
        r"kept and [\d.]+ was lived again\.",
        said,
    )


def test_contrasts_are_made_again_from_the_runs(results, capsys):
    change_table(answer(results) / "contrasts.parquet", "t_low", 0, lambda low: low + 1)

    code, said = verify(capsys, answer(results), "sample=1", "quiet=true")

    assert code == SOME_FAILED
    assert "table contrasts, row 1 (arm" in said
    assert "column t_low" in said


def test_an_answer_that_was_moved_is_the_same_when_the_presets_are_others(
    results, tmp_path, capsys, monkeypatch
):
    moved = shutil.move(answer(results), tmp_path / "moved")
    shutil.rmtree(results)
    shutil.copytree(home(), tmp_path / "other_presets")
    for preset in ("city/village.yaml", "behaviour/default.yaml", "policy/cash.yaml"):
        path = tmp_path / "other_presets" / preset
        path.write_text(re.sub(r"\b(\d+)\b", r"7\1", path.read_text(encoding="utf-8")))
    monkeypatch.syspath_prepend(tmp_path)
    before = compose(["city=village"])["city"]["people"]
    monkeypatch.setattr("sim.config.compose.MODULE", "other_presets")
    assert compose(["city=village"])["city"]["people"] != before

    assert verify(capsys, moved, "quiet=true")[0] == DONE


def test_a_dry_run_lists_what_would_be_lived_again_and_lives_nothing(results, capsys, monkeypatch):
    monkeypatch.setattr("sim.ensemble.verify._lived_again", None)
    before = contents(results)

    assert main(["verify", str(answer(results)), "--dry-run", "sample=3"]) == DONE

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"3 of 4 runs kept in {answer(results)} would be lived again."
    assert len(lines) == 4
    assert contents(results) == before


def test_an_interrupted_verification_says_that_nothing_was_written(results, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.ensemble.verify._lived_again", interrupted)

    assert main(["verify", str(results / "runs"), "quiet=true"]) == INTERRUPTED
    assert "nothing was written" in capsys.readouterr().err


def test_a_full_disk_is_a_refusal(results, capsys, monkeypatch):
    from sim.ensemble.store import StoreProblem

    def full(*_, **__):
        raise StoreProblem("there is no room left.")

    monkeypatch.setattr("sim.ensemble.verify._lived_again", full)

    code, said = verify(capsys, results / "runs", "quiet=true")

    assert code == REFUSED
    assert "TMPDIR=FOLDER chooses another place" in said


def test_hydra_shows_how_it_would_be_verified(tmp_path):
    command = [sys.executable, "-m", "sim", "verify", "results/runs", "--cfg", "job", "sample=3"]

    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert "sample: 3" in shown.stdout
    assert "city" not in shown.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "verify needs the folder of a result"),
        (["results", "runs"], "results, runs were given, but one result"),
        (["nowhere"], "there is nothing at nowhere"),
        (["results"], "results is no result, but holds some: name one, such as results/"),
        (["results/runs", "sample=0"], "sample: 0 was given"),
        (["results/runs", "sample=many"], "sample: 'many' was given"),
        (["results/runs", "sample=nan"], "sample: nan was given"),
        (["results/runs", "seed=-1"], "seed: -1 was given"),
        (["results/runs", "seed=null"], "seed: null was given"),
        (["results/runs", "quiet=maybe"], "quiet: 'maybe' was given"),
        (["results/runs", "smaple=3"], "there is no parameter 'smaple'; did you mean 'sample'?"),
        (["results/runs", "city=village"], "'city' is no part of this question"),
        (["results/runs", "policy=nobody"], "policy: there is no policy preset 'nobody'"),
        (["results/runs", "+more=1"], "there is no key 'more'"),
        (["results/runs", "out=elsewhere"], "there is no parameter 'out'"),
    ],
)
def test_a_wrong_request_is_refused_and_nothing_is_lived(
    results, words, sentence, capsys, monkeypatch
):
    monkeypatch.chdir(results.parent)
    monkeypatch.setattr("sim.ensemble.verify._lived_again", None)

    code, said = verify(capsys, *words)

    assert code == REFUSED
    assert said.startswith(f"faireville: {sentence}")

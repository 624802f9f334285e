"""What the commands say and leave."""

import os
import subprocess
import sys

import pytest
import yaml

from sim.__main__ import DONE, INTERRUPTED, SOME_FAILED, main
from sim.config.presets import options
from sim.recorder.outcomes import OUTCOMES

TINY = ["city=village", "burn_in=2", "months=4", "quiet=true"]
TINY_COMPARISON = [*TINY, "seeds=2", "arms=[none,cash]", "executor=serial"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def said(capsys, *arguments):
    """Return what a command prints, after checking that it succeeds."""
    assert main(arguments) == DONE
    return capsys.readouterr().out


def in_a_shell(*arguments, **surroundings):
    """Run a command as a user does."""
    command = [sys.executable, "-m", "sim", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=os.environ | surroundings, timeout=300
    )


@pytest.mark.parametrize(
    "arguments", [[], ["-h"], ["--help"], ["run", "-h"], ["compare", "--help"]]
)
def test_help_says_how_to_ask(arguments, capsys):
    assert "faireville" in said(capsys, *arguments)


def test_the_version_is_one_line(capsys):
    assert said(capsys, "--version").startswith("faireville ")


def test_list_shows_every_preset_with_what_it_is(capsys):
    told = said(capsys, "list")

    for group in ("city", "policy", "worlds", "instrument", "experiment"):
        for name, comment in options(group).items():
            assert name in told
            assert comment in told


def test_list_shows_one_group(capsys):
    assert "town" not in said(capsys, "list", "policy")


def test_explain_lists_every_parameter_and_outcome(capsys):
    told = said(capsys, "explain")

    for name in ("behaviour.meet.crowding", "seeds", "months", "city.side", *OUTCOMES):
        assert name in told


def test_explain_tells_everything_about_a_parameter(capsys):
    told = said(capsys, "explain", "behaviour.meet.crowding")

    for label in ("means", "unit", "may be", "is", "source", "read by"):
        assert label in told
    assert "sim.model.behaviour.Meet" in told
    assert said(capsys, "explain", "crowding") == told


def test_explain_tells_everything_about_an_outcome(capsys):
    told = said(capsys, "explain", "new_ideas_per_1000")

    assert OUTCOMES["new_ideas_per_1000"].meaning in told
    assert OUTCOMES["new_ideas_per_1000"].formula in told


def test_a_dry_run_says_what_would_be_lived_and_writes_nothing(capsys, tmp_path):
    told = said(capsys, "compare", "--dry-run", *TINY_COMPARISON)

    assert told.startswith("4 runs, 0 of them are there already, 4 would be lived.")
    assert "not yet measured" in told
    assert not list(tmp_path.iterdir())


def test_a_run_leaves_tables_and_figures(capsys, tmp_path):
    folder = tmp_path / said(capsys, "run", *TINY, "policy=cash").splitlines()[-1]

    left = {path.name for path in folder.iterdir()}
    assert {"manifest.json", "timeline.parquet", "outcomes.parquet", "map.parquet"} <= left
    for kind in ("svg", "png", "pdf"):
        drawn = {path.stem for path in (folder / "figures").glob(f"*.{kind}")}
        assert {"timelines", "maps", "places_and_ties"} <= drawn


def test_arms_may_be_named_changes_of_a_policy(capsys):
    told = said(
        capsys, "compare", "--dry-run", *TINY, "arms={base: none, half: 'cash budget=0.005'}"
    )

    assert "half" in told
    assert "base" in told


def test_presets_of_a_folder_of_ones_own_may_be_used(capsys, tmp_path):
    own = tmp_path / "mine" / "policy"
    own.mkdir(parents=True)
    preset = "# Nothing, by another name.\ndefaults:\n  - none\n"
    (own / "idle.yaml").write_text(preset, encoding="utf-8")

    assert "Nothing, by another name." in said(capsys, "list", "--config-dir", "mine")
    told = said(capsys, "run", "--dry-run", *TINY, "--config-dir", "mine", "policy=idle")
    assert told.startswith("1 runs")


def test_an_interrupted_command_says_that_it_goes_on(capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.ensemble.compare.compare", interrupted)

    assert main(["compare", *TINY_COMPARISON]) == INTERRUPTED
    assert "the same command goes on" in capsys.readouterr().err


def test_a_full_disk_is_a_sentence(capsys, monkeypatch):
    from sim.ensemble.store import StoreProblem

    def full(*_, **__):
        raise StoreProblem("there is no room left.")

    monkeypatch.setattr("sim.ensemble.compare.compare", full)

    assert main(["compare", *TINY_COMPARISON]) == SOME_FAILED
    assert capsys.readouterr().err == "faireville: there is no room left.\n"


def test_hydra_shows_the_configuration_as_it_does_everywhere():
    shown = in_a_shell("run", "--cfg", "job", "seed=7", "city=village")

    assert shown.returncode == DONE, shown.stderr
    assert yaml.safe_load(shown.stdout)["seed"] == 7


def test_hydra_runs_several_jobs_and_leaves_nothing_of_its_own(tmp_path):
    ran = in_a_shell("run", "-m", "seed=1,2", "policy=cash", *TINY)

    assert ran.returncode == DONE, ran.stderr
    assert len(list((tmp_path / "results" / "run").iterdir())) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["sweep", "compare"])
def test_each_of_several_hydra_jobs_is_an_ensemble_of_its_own(verb, tmp_path):
    arms, given = ["arms=[none,cash]", "seeds=1", "executor=serial"], ["budget=0.01,0.02"]
    own = {"sweep": "parameters={behaviour.accept.barrier: [0.3, 0.9]}", "compare": "matched=false"}

    ran = in_a_shell(verb, "-m", *arms, *given, own[verb], *TINY)

    assert ran.returncode == DONE, ran.stderr
    pages = sorted(tmp_path.glob(f"results/{verb}/*/seed_0/report.html"))
    assert len(pages) == 2
    told = [yaml.safe_load((page.parent / "manifest.json").read_text()) for page in pages]
    assert {each["config"]["budget"] for each in told} == {0.01, 0.02}
    assert {each["status"] for each in told} == {"done"}
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_a_shell_completes_presets_after_a_verb():
    asked = {"COMP_LINE": "faireville run city=vil"}

    completed = in_a_shell("-sc", "query=bash", **asked)

    assert completed.stdout.split() == ["city=village"]

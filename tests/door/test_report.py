"""`faireville report` shows a kept result again from its tables alone."""

from __future__ import annotations

import json
import shutil

import pytest

from sim.__main__ import DONE, REFUSED, main
from tests.report.test_blind import names_in

TINY = ["city=village", "burn_in=2", "months=3", "quiet=true"]
COMPARISON = [*TINY, "seeds=2", "arms=[none,cash]", "executor=serial"]
SWEEP = [
    *COMPARISON, "design=morris", "points=2",
    "parameters={behaviour.accept.barrier: null, behaviour.learn.rule: null}",
]  # fmt: skip


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Return the folder in which a comparison and a run were asked for; copy, never change."""
    out = tmp_path_factory.mktemp("lived")
    assert main(["compare", *COMPARISON, f"out={out}"]) == DONE
    assert main(["run", *TINY, "policy=cash", f"out={out}"]) == DONE
    assert main(["sweep", *SWEEP, f"out={out}"]) == DONE
    return out


@pytest.fixture
def comparison(lived, tmp_path):
    """Return a copy of the comparison with nothing beside it: no runs are kept there."""
    return shutil.copytree(next((lived / "compare").glob("*/*")), tmp_path / "comparison")


@pytest.fixture
def sweep(lived, tmp_path):
    return shutil.copytree(next((lived / "sweep").glob("*/*")), tmp_path / "sweep")


@pytest.fixture
def run(lived, tmp_path):
    return shutil.copytree(next((lived / "run").glob("*")), tmp_path / "run")


@pytest.fixture
def nothing_lives(monkeypatch):
    """Let whatever lives a city fail."""

    def fails(*_, **__):
        raise AssertionError("a city was lived")

    monkeypatch.setattr("sim.recorder.run.rehearse", fails)
    monkeypatch.setattr("sim.model.model.CityModel.__init__", fails)


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def without(folder, *names):
    for name in names:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_lives")
def test_a_comparison_is_shown_again_byte_for_byte(comparison, capsys):
    before = contents(comparison)
    without(comparison, "report.html", "figures", "tables", "contrasts.parquet")

    assert main(["report", str(comparison), "workers=1"]) == DONE

    assert capsys.readouterr().out.strip() == str(comparison / "report.html")
    assert contents(comparison) == before


@pytest.mark.usefixtures("nothing_lives")
def test_a_sweep_is_shown_again_byte_for_byte(sweep, capsys):
    before = contents(sweep)
    assert {"report.html", "sensitivity.parquet", "tables/design.csv"} <= set(before)
    without(sweep, "report.html", "figures", "tables", "sensitivity.parquet")

    assert main(["report", str(sweep)]) == DONE

    assert capsys.readouterr().out.strip() == str(sweep / "report.html")
    assert contents(sweep) == before


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_lives")
def test_a_sensitivity_that_is_kept_is_shown_and_not_made_again(sweep):
    kept = (sweep / "sensitivity.parquet").stat()

    assert main(["report", str(sweep)]) == DONE

    assert (sweep / "sensitivity.parquet").stat().st_mtime_ns == kept.st_mtime_ns


@pytest.mark.usefixtures("nothing_lives")
def test_a_run_is_drawn_again_byte_for_byte(run, capsys):
    before = contents(run)
    without(run, "figures")

    assert main(["report", str(run)]) == DONE

    assert capsys.readouterr().out.strip() == str(run)
    assert contents(run) == before


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(comparison, run, capsys):
    without(comparison, "report.html")
    before = contents(comparison)

    assert main(["report", str(comparison), "--dry-run"]) == DONE
    assert str(comparison / "report.html") in capsys.readouterr().out
    assert main(["report", str(run), "--dry-run"]) == DONE
    assert str(run / "figures") in capsys.readouterr().out
    assert contents(comparison) == before


def refused(capsys, *words):
    capsys.readouterr()
    assert main(["report", *map(str, words)]) == REFUSED
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    return said


def test_what_has_no_report_is_refused_in_a_sentence(lived, comparison, tmp_path, capsys):
    other = tmp_path / "other"
    other.mkdir()

    assert "needs the folder of a result" in refused(capsys)
    assert "one report is written at a time" in refused(capsys, comparison, other)
    assert "there is nothing at" in refused(capsys, tmp_path / "nowhere")
    assert "holds no manifest.json" in refused(capsys, other)
    assert f"such as {lived / 'compare'}" in refused(capsys, lived)
    assert "which has no report" in refused(capsys, next((lived / "runs").glob("[!.]*")))
    assert "no language 'xx'" in refused(capsys, comparison, "lang=xx")
    assert "workers" in refused(capsys, comparison, "workers=0")


def test_an_answer_that_is_not_finished_is_refused(comparison, capsys):
    told = json.loads((comparison / "manifest.json").read_text())
    (comparison / "manifest.json").write_text(json.dumps(told | {"status": "interrupted"}))

    assert "its manifest says 'interrupted'" in refused(capsys, comparison)


def test_a_table_that_is_missing_or_cut_short_is_named(comparison, capsys):
    table = comparison / "timeline.parquet"
    table.write_bytes(table.read_bytes()[:-100])
    assert f"{table} is not a whole Parquet file" in refused(capsys, comparison)
    table.unlink()
    assert f"there is no table {table}" in refused(capsys, comparison)


@pytest.mark.usefixtures("nothing_lives")
def test_only_policies_of_a_comparison_can_be_called_by_letters(sweep, run, capsys):
    before = contents(sweep), contents(run)

    assert "blind: true was given for an answer of sweep" in refused(capsys, sweep, "blind=true")
    assert "policies of a comparison" in refused(capsys, run, "blind=true")
    assert "désignées par des lettres" in refused(capsys, run, "blind=true", "lang=fr")
    assert (contents(sweep), contents(run)) == before


@pytest.mark.slow
def test_a_report_by_letters_lies_beside_the_other_and_changes_nothing_of_it(tmp_path, capsys):
    arms = ["arms=[cash,smart_city,collaboration]", "seeds=2", "executor=serial"]
    assert main(["compare", *TINY, *arms, f"out={tmp_path}"]) == DONE
    folder = next((tmp_path / "compare").glob("*/*"))
    before, page = contents(folder), folder / "blind" / "report.html"
    capsys.readouterr()

    assert main(["report", str(folder), "blind=true", "--dry-run"]) == DONE
    assert str(page) in capsys.readouterr().out
    assert contents(folder) == before
    assert main(["report", str(folder), "blind=true", "workers=1"]) == DONE

    assert capsys.readouterr().out.strip() == str(page)
    assert "Names are withheld" in page.read_text("utf-8")
    assert not names_in(folder / "blind")
    assert {"tables/runs.csv", "figures/maps.svg"} <= set(contents(folder / "blind"))
    shutil.rmtree(folder / "blind")
    assert contents(folder) == before

"""What is asked again: beside somebody who asks the same, or over an older answer."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from sim.__main__ import DONE, INTERRUPTED, SOME_FAILED, main
from sim.ensemble.designs import Design
from sim.ensemble.lock import alone_in
from sim.ensemble.store import Store
from sim.ensemble.sweep import sweep
from sim.recorder import manifest
from tests.ensemble.asking import hashes
from tests.ensemble.sweeping import barriers, nothing_happens, sweep_of
from tests.ensemble.test_compare import stumble

TINY = ["city=village", "burn_in=2", "months=3", "quiet=true", "executor=serial", "seeds=2"]


def runs_kept(asked) -> list[str]:
    return [run for part in Store(asked.store).parts() for run in part.runs]


@pytest.mark.parametrize("points_before", [0, 3])
def test_nothing_is_lived_that_another_sweep_has_kept_since_this_one_was_planned(
    tmp_path, monkeypatch, points_before
):
    def counted(scenarios, **told):
        lived.extend(scenarios)
        return nothing_happens(scenarios, **told)

    def after_another(folder):
        monkeypatch.setattr("sim.ensemble.sweep.alone_in", alone_in)
        sweep(asked)
        return alone_in(folder)

    lived: list[str] = []
    asked = sweep_of(tmp_path / "out", design=barriers(8), life=counted)
    whole = sweep(replace(asked, out=tmp_path / "whole"))
    if points_before:
        design = barriers(8)
        sweep(replace(asked, design=Design("grid", design.factors, design.points[:points_before])))
    lived.clear()
    monkeypatch.setattr("sim.ensemble.sweep.alone_in", after_another)

    answer = sweep(asked)

    assert len(lived) == len(set(lived)) == 4 * (8 - points_before)
    assert len(runs_kept(asked)) == len(set(runs_kept(asked))) == 32
    assert hashes(answer.folder) == hashes(whole.folder)


def test_a_plan_is_made_once_where_nobody_has_kept_anything_since(tmp_path, monkeypatch):
    from sim.ensemble import engine

    asked = sweep_of(tmp_path, design=barriers(2), life=nothing_happens)
    plan = engine.planned(asked)
    (asked.store / ".writing-elsewhere").mkdir()

    assert plan.up_to_date() is plan


@pytest.mark.parametrize("moment", ["killed", "done"])
def test_what_was_made_of_older_tables_is_gone_before_new_ones_are_done(
    tmp_path, monkeypatch, moment
):
    def killed(*_):
        raise KeyboardInterrupt

    asked = sweep_of(tmp_path, design=barriers(2), life=nothing_happens)
    folder = sweep(asked).folder
    (folder / "sensitivity.parquet").write_bytes(b"of older runs")
    if moment == "killed":
        monkeypatch.setattr("sim.ensemble.sweep._written", killed)

    with suppress(KeyboardInterrupt):
        sweep(asked)

    said = {"killed": "being written", "done": "done"}
    assert manifest.read(folder)["status"] == said[moment]
    assert not (folder / "sensitivity.parquet").exists()


def test_a_report_never_shows_contrasts_of_runs_that_failed_before(tmp_path, monkeypatch, capsys):
    def killed(*_):
        raise KeyboardInterrupt

    def written(tables, told, folder, *_):
        seeds.append(tables["contrasts"]["n"].max())
        return folder

    seeds: list[int] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.report.write", written)
    with monkeypatch.context() as once:
        stumble(once)
        assert main(["compare", *TINY, "arms=[none,cash]"]) == SOME_FAILED
    folder = capsys.readouterr().out.splitlines()[-1]
    with monkeypatch.context() as once:
        once.setattr("sim.door.keeping.keep_report", killed)
        assert main(["compare", *TINY, "arms=[none,cash]"]) == INTERRUPTED

    assert main(["report", folder]) == DONE

    assert seeds == [1, 2]

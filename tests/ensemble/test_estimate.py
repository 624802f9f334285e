"""What a question will take is told before anything is lived."""

from __future__ import annotations

import pytest

from sim.config.refusal import Refusal
from sim.ensemble import estimate
from sim.ensemble.compare import compare
from sim.ensemble.estimate import forecast
from tests.ensemble.asking import question


def test_a_forecast_lists_every_run_and_writes_nothing(tmp_path):
    told = forecast(question(tmp_path / "out", seeds=3))

    assert len(told.missing) == 6
    assert told.seconds is None
    assert told.bytes_needed > 0
    assert told.bytes_free > 0
    assert not (tmp_path / "out").exists()


def test_a_forecast_knows_what_is_there_and_how_long_such_runs_took_here(tmp_path):
    compare(question(tmp_path, seeds=1))

    told = forecast(question(tmp_path, seeds=3))

    assert len(told.runs) == 6
    assert len(told.missing) == 4
    assert told.seconds > 0
    assert forecast(question(tmp_path, seeds=1)).seconds == 0
    assert forecast(question(tmp_path, seeds=1)).bytes_needed == 0


def test_runs_timed_on_another_machine_say_nothing_about_this_one(tmp_path, monkeypatch):
    compare(question(tmp_path, seeds=1))
    monkeypatch.setattr("sim.recorder.provenance.machine", lambda: {"host": "elsewhere"})

    assert forecast(question(tmp_path, seeds=2)).seconds is None


def test_what_does_not_fit_on_the_disk_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(estimate.shutil, "disk_usage", lambda _: type("Disk", (), {"free": 1000}))

    with pytest.raises(Refusal, match="make room or choose another folder"):
        compare(question(tmp_path / "out"))
    assert not (tmp_path / "out").exists()

"""One city lives until it has settled, then once under each policy, and is remembered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model.model import CityModel
from sim.model.scenario import Scenario
from sim.recorder.outcomes import OUTCOMES
from sim.recorder.record import mean_of_known
from sim.recorder.run import rehearse, run, run_arms
from tests.ensemble.asking import scenario
from tests.recorder.rows import rows_of


@pytest.fixture(scope="module")
def arms():
    return {name: Scenario.of(scenario(name)) for name in ("none", "cash")}


def test_every_arm_remembers_the_burn_in_and_its_own_months(arms):
    for record in run_arms(arms):
        assert record.months.tolist() == [-1, 0, 1, 2, 3]
        assert record.series.shape == (5, len(record.names))
        assert record.timeline.index.tolist() == record.months.tolist()


def test_all_arms_share_one_burn_in(arms):
    none, cash = run_arms(arms)

    assert np.array_equal(none.series[:2], cash.series[:2], equal_nan=True)


def test_an_arm_is_the_same_alone_and_among_others(arms):
    alone = run(arms["cash"])
    among = run_arms({"cash": arms["cash"], "none": arms["none"]})[0]
    after = run_arms(arms)[1]

    for other in (among, after):
        assert np.array_equal(alone.series, other.series, equal_nan=True)
        assert rows_of(alone.groups) == rows_of(other.groups)
        assert alone.ledger == other.ledger
        assert alone.ties.keys() == other.ties.keys()
        assert all(np.array_equal(ties, other.ties[name]) for name, ties in alone.ties.items())
        for layer, squares in alone.maps.items():
            assert np.array_equal(squares, other.maps[layer], equal_nan=True)


def test_maps_are_kept_once_a_year(arms):
    longer = replace(arms["none"], months=13)

    record = run(longer)

    assert record.mapped_months == (0, 12)
    assert all(len(squares) == 2 for squares in record.maps.values())
    assert {place["month"] for place in record.places} <= {0, 12}


def test_a_city_of_one_month_before_and_one_after_is_remembered():
    short = run(Scenario.of(scenario(burn_in=1, months=1)))

    assert short.months.tolist() == [0, 1]
    assert short.mapped_months == (0,)


def test_outcomes_are_means_over_the_last_months_or_last_values(arms):
    record = run(arms["cash"])

    lived = record.timeline[record.timeline.index > 0]
    for name, outcome in OUTCOMES.items():
        expected = lived[name].iloc[-1] if outcome.window == "end" else lived[name].mean()
        assert record.outcomes[name] == pytest.approx(expected, nan_ok=True)


def test_a_mean_leaves_out_months_without_a_value():
    window = np.array([[1.0, np.nan, np.nan], [3.0, 5.0, np.nan]])

    assert np.array_equal(mean_of_known(window), [2.0, 5.0, np.nan], equal_nan=True)


def test_every_month_is_told(arms):
    told = []

    run_arms(arms, each_month=lambda lived, months: told.append((lived, months)))

    assert told == [(month, 8) for month in range(1, 9)]


def test_an_arm_that_stops_does_not_stop_the_others(arms, monkeypatch):
    step = CityModel.step

    def stumbling(self):
        if self.scenario.policy.instruments:
            raise ValueError("the money is gone")
        step(self)

    monkeypatch.setattr(CityModel, "step", stumbling)
    failures = []
    records = run_arms(arms, on_failure=failures.append)

    assert [record.arm for record in records] == ["none"]
    assert [(failure.arm, failure.stage) for failure in failures] == [("cash", "month 1")]
    assert failures[0].problem == "the money is gone"
    with pytest.raises(ValueError, match="the money is gone"):
        run_arms(arms)


def test_a_rehearsal_leaves_nothing_and_never_fails(arms, monkeypatch):
    rehearse(arms)
    monkeypatch.setattr("sim.model.model.build_city", None)

    assert rehearse(arms) is None

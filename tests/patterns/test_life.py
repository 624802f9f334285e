"""Whether the town without policy is alive: signs in ranges committed before any tuning."""

from __future__ import annotations

import pandas as pd
import pytest

from experiments.life.__main__ import SHOWN, STEADY, trends, yearly
from experiments.life.living import (
    MONTHS,
    SEEDS,
    live_all,
    matching,
    numbers,
    ranges,
    settled_means,
    turned,
)
from sim.model.scenario import Scenario
from sim.recorder.outcomes import LIFE, OUTCOMES

RANGES = ranges()
KNOB_SEEDS = 2
MOST_TREND = 0.01  # a year
each_sign = pytest.mark.parametrize("sign", list(RANGES))


@pytest.fixture(scope="module")
def towns():
    """Sixteen towns of 300 months without policy, lived once for all tests here."""
    town = numbers()
    return live_all([(town, seed, MONTHS) for seed in range(SEEDS)])


@pytest.fixture(scope="module")
def turned_towns():
    """Two towns for every knob; signs that share a knob share its towns."""
    town = numbers()
    knobs = sorted({(given["knob"]["path"], given["knob"]["factor"]) for given in RANGES.values()})
    lived = live_all(
        [
            (turned(town, {"path": path, "factor": factor}), seed, MONTHS)
            for path, factor in knobs
            for seed in range(KNOB_SEEDS)
        ]
    )
    return {
        knob: settled_means(lived[KNOB_SEEDS * place : KNOB_SEEDS * (place + 1)]).mean()
        for place, knob in enumerate(knobs)
    }


@each_sign
def test_every_range_says_its_source_and_the_rate_behind_it(sign):
    given = RANGES[sign]

    assert given["low"] < given["high"]
    assert given["source"].strip()
    assert given["unit"].strip()
    assert given["knob"]["factor"] in (0.5, 2)
    assert matching(numbers(), given["knob"]["path"])


@each_sign
def test_every_knob_changes_the_town_and_leaves_one_that_may_be_lived_in(sign):
    town = numbers()

    changed = turned(town, RANGES[sign]["knob"])

    assert changed != town
    assert Scenario.of(changed) != Scenario.of(town)


def test_a_star_in_a_knob_stands_for_every_kind():
    town = numbers()

    paths = matching(town, "population.kinds.*.drive")

    assert len(paths) == len(town["population"]["kinds"])


def test_every_sign_is_something_the_recorder_observes():
    observed = {*OUTCOMES, *(outcome.name for outcome in LIFE.values())}

    assert set(RANGES) <= observed
    assert set(RANGES) == set(SHOWN)


@pytest.mark.slow
@each_sign
def test_without_policy_the_sign_stays_in_its_range(towns, sign):
    mean = settled_means(towns)[sign].mean()

    assert RANGES[sign]["low"] <= mean <= RANGES[sign]["high"]


@pytest.mark.slow
@each_sign
def test_doubling_or_halving_the_rate_behind_a_sign_takes_it_out_of_its_range(turned_towns, sign):
    knob = RANGES[sign]["knob"]

    mean = turned_towns[knob["path"], knob["factor"]][sign]

    assert not RANGES[sign]["low"] <= mean <= RANGES[sign]["high"]


@pytest.mark.slow
@pytest.mark.parametrize("sign", STEADY)
def test_population_and_kinds_change_by_less_than_one_per_cent_a_year(towns, sign):
    change = trends(yearly(pd.concat(towns))).loc[sign, "per_year"]

    assert abs(change) < MOST_TREND


@pytest.mark.slow
def test_at_the_end_kinds_still_differ_by_seven_tenths_of_what_they_did(towns):
    months = pd.concat(towns)

    last = months.loc[months["month"] == MONTHS, "field_spread"].mean()

    assert RANGES["field_spread"]["low"] <= last <= RANGES["field_spread"]["high"]

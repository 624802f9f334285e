"""Every preset of every group composes and builds."""

import pytest
import yaml

from sim.config import build
from sim.config.compose import compose
from sim.config.home import home
from sim.config.presets import groups, options
from sim.config.register import register
from sim.door.asking import asked_comparison
from sim.door.explanation import parameters
from sim.door.requests import CompareRequest

OF_A_SCENARIO = ("city", "population", "economy", "behaviour", "policy")
CHOICES = [(group, name) for group in OF_A_SCENARIO for name in options(group)]


def scenario(*overrides):
    return build(compose(overrides))


@pytest.mark.parametrize(("group", "name"), CHOICES)
def test_every_preset_of_a_city_composes_and_builds(group, name):
    assert getattr(scenario(f"{group}={name}"), group)


@pytest.mark.parametrize("name", options("accepted"))
def test_every_accepted_set_composes_and_builds_over_every_population(name):
    for population in options("population"):
        assert scenario(f"accepted={name}", f"population={population}").behaviour


@pytest.mark.parametrize("name", options("instrument"))
def test_every_instrument_composes_and_builds(name):
    composed = compose([f"+instrument@policy.instruments.{name}={name}"])

    assert build(composed["policy"]["instruments"][name])


@pytest.mark.parametrize("name", options("worlds"))
def test_every_world_of_every_seed_is_a_city_that_may_be(name, tmp_path):
    asked = asked_comparison([f"worlds={name}", "seeds=32", f"out={tmp_path}"])

    assert len({run.run_id for run in asked.question.runs}) == len(asked.question.runs)


@pytest.mark.parametrize("name", options("executor"))
def test_every_executor_is_one_the_ensemble_knows(name):
    from sim.ensemble.executors import EXECUTORS

    assert compose([f"executor={name}"], question="compare")["executor"]["kind"] in EXECUTORS


@pytest.mark.parametrize("name", options("experiment"))
def test_every_experiment_is_a_comparison_that_can_be_asked(name, tmp_path):
    asked = asked_comparison([f"+experiment={name}", "seeds=2", f"out={tmp_path}"])

    assert len({run.run_id for run in asked.question.runs}) == 2 * len(asked.question.arms)


def test_the_six_models_live_in_a_population_that_holds_their_figures(tmp_path):
    asked = asked_comparison(["+experiment=six_models", "seeds=1", f"out={tmp_path}"])
    arms = asked.question.arms
    figures = {
        figure
        for arm in arms.values()
        for figure in arm["policy"].get("about", {}).get("en", {}).get("figures", [])
    }

    assert len(arms) == 2 + 6
    assert figures == {"expert", "engineer", "artist", "citizen", "maker", "artisan"}
    assert all(figures < set(arm["population"]["kinds"]) for arm in arms.values())


def test_arms_and_numbers_may_be_set_beside_an_experiment(tmp_path):
    asked = asked_comparison(
        ["+experiment=six_models", "arms=[cash,fab_city]", "budget=0.02", f"out={tmp_path}"]
    )

    assert set(asked.question.arms) == {"cash", "fab_city"}
    assert asked.question.arms["cash"]["budget"] == 0.02
    assert "engineer" in asked.question.arms["cash"]["population"]["kinds"]


@pytest.mark.parametrize("name", options("design"))
def test_every_design_is_one_the_ensemble_lays_out(name):
    from sim.ensemble.designs import KINDS

    design = yaml.safe_load((home() / "design" / f"{name}.yaml").read_text(encoding="utf-8"))

    assert design["kind"] == name
    assert set(options("design")) == set(KINDS)


def test_every_group_is_tested_here():
    others = {"accepted", "instrument", "worlds", "executor", "design", "experiment"}

    assert {*OF_A_SCENARIO, *others} == set(groups())


def test_every_parameter_has_a_meaning_and_says_what_it_may_be():
    rows = parameters()

    assert len(rows) > 100
    assert not [row.path for row in rows if not (row.meaning and row.allowed)]


def test_every_number_has_bounds_and_a_source():
    numbers = [row for row in parameters() if row.low is not None]

    assert not [row.path for row in numbers if not row.low < row.high]
    assert not [row.path for row in numbers if not row.source]


def test_every_default_lies_within_its_bounds():
    composed = compose([], question="compare")
    for row in register(composed, CompareRequest):
        values = row.default.values() if isinstance(row.default, dict) else row.default
        for value in values if isinstance(row.default, (dict, list)) else [row.default]:
            assert row.low is None or value is None or row.low <= value <= row.high, row.path

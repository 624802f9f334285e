"""One sampled world per seed, the same for every arm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.refusal import Refusal
from sim.ensemble.moving import moved as in_world
from sim.ensemble.moving import value_at
from sim.ensemble.worlds import (
    Sampled,
    draw_world,
    free_of,
    sampled_parameters,
)
from tests.ensemble.asking import PATH, question

luck = st.floats(0, 1, exclude_max=True)


def test_every_arm_of_a_seed_lives_in_the_same_world_and_every_seed_in_another(tmp_path):
    asked = question(tmp_path, "none", "cash", seeds=3)

    worlds = {run.seed: set() for run in asked.runs}
    for run in asked.runs:
        worlds[run.seed].add(value_at(asked.scenario_of(run), PATH))

    assert all(len(values) == 1 for values in worlds.values())
    assert len(set.union(*worlds.values())) == 3


def test_a_default_world_samples_nothing(tmp_path):
    asked = question(tmp_path, worlds={})

    assert set(map(str, asked.worlds_of_seeds.values())) == {"{}"}


def test_paths_that_are_joined_receive_one_draw():
    sampled = sampled_parameters(
        {"sampled": [{"paths": ["a.b", "c"], "kind": "uniform", "low": 0, "high": 1}]}
    )

    world = draw_world(sampled, seed=5)

    assert set(world) == {"a.b", "c"}
    assert world["a.b"] == world["c"]


def test_leaving_one_parameter_out_changes_no_other():
    listed = {
        "sampled": {
            name: {"kind": "uniform", "low": 0, "high": 1} for name in ("one", "two", "three")
        }
    }
    sampled = sampled_parameters(listed)

    kept, said = free_of(sampled, {"arm": {"two": 1}}, fixed=["two"])

    assert draw_world(kept, 3).items() < draw_world(sampled, 3).items()
    assert said == ["two is set by the question and therefore not sampled."]


def test_what_the_command_line_sets_is_not_sampled(tmp_path):
    asked = question(tmp_path, overrides=[f"{PATH}=3"])

    assert all(not world for world in asked.worlds_of_seeds.values())
    assert PATH in asked.remarks[0]


def test_what_the_arms_differ_in_is_not_sampled():
    sampled = sampled_parameters({"sampled": {"x": {"kind": "uniform", "low": 0, "high": 1}}})

    kept, _ = free_of(sampled, {"low": {"x": 1}, "high": {"x": 2}}, fixed=[])

    assert kept == []


@given(luck, st.integers(-5, 5), st.integers(0, 9))
def test_draws_stay_in_their_range(number, low, width):
    high = low + width

    assert low <= Sampled(0, ("x",), "uniform", low, high).value(number) <= high
    assert Sampled(0, ("x",), "integer", low, high).value(number) in range(low, high + 1)
    assert Sampled(0, ("x",), "choice", values=("a", "b")).value(number) in ("a", "b")


@given(luck, st.floats(1e-6, 1e3), st.floats(1, 1e3))
def test_log_uniform_draws_stay_in_their_range(number, low, factor):
    drawn = Sampled(0, ("x",), "log_uniform", low, low * factor).value(number)

    assert low * (1 - 1e-9) <= drawn <= low * factor * (1 + 1e-9)


def test_a_world_moves_a_scenario_and_leaves_the_given_one_alone():
    plain = {"city": {"lambda": 1.0}, "seed": 0}

    moved = in_world(plain, {"city.lambda": 2.0, "policy.instruments.trust.share": 1})

    assert moved == {"city": {"lambda": 2.0}, "seed": 0}
    assert plain["city"]["lambda"] == 1.0


def test_a_draw_can_be_a_multiple_of_other_numbers_of_the_scenario():
    drawn = {"kind": "uniform", "low": 0.1, "high": 0.2}
    plain = {"city": {"side": 20, "cell_km": 0.1}}

    share = draw_world(sampled_parameters({"sampled": {"reach": drawn}}), 4)["reach"]
    drawn["times"] = ["city.side", "city.cell_km"]
    reach = draw_world(sampled_parameters({"sampled": {"reach": drawn}}), 4, plain)["reach"]

    assert reach == pytest.approx(2 * share)


def test_a_world_that_names_no_parameter_is_refused():
    with pytest.raises(Refusal, match=r"no such parameter"):
        in_world({"city": {}}, {"city.lambd": 2.0})


@pytest.mark.parametrize(
    ("drawn", "sentence"),
    [
        ({"kind": "unifrom", "low": 0, "high": 1}, "did you mean 'uniform'"),
        ({"kind": "uniform", "low": 2, "high": 1}, "low may not be above high"),
        ({"kind": "log_uniform", "low": 0, "high": 1}, "one above 0"),
        ({"kind": "choice"}, "values to choose from"),
    ],
)
def test_a_world_that_cannot_be_drawn_is_refused_in_a_sentence(drawn, sentence):
    with pytest.raises(Refusal, match=sentence):
        sampled_parameters({"sampled": {"x": drawn}})

"""What a policy is called decides nothing (model.md part 9: 1, 2 and 7)."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from sim.config.presets import home, options
from sim.ensemble.identity import run_identity
from sim.model.scenario import Scenario
from sim.policy.policy import Policy
from sim.recorder.run import run
from tests.recorder.rows import rows_of
from tests.villages import changed, lived, scenario, series

ROOT = Path(__file__).parents[2]
FEW = ("city=village", "burn_in=2", "months=4")
SWAPPED = {"attraction": "collaboration", "collaboration": "attraction"}


def composed(policy, folder=None):
    from sim.config.compose import compose

    return Scenario.of(compose([*FEW, f"policy={policy}"], config_dirs=[folder] if folder else []))


@pytest.fixture
def relabelled(tmp_path):
    """Return a folder in which every preset of policy bears another name."""
    folder = tmp_path / "policy"
    folder.mkdir()
    for name in SWAPPED:
        text = (home() / "policy" / f"{name}.yaml").read_text(encoding="utf-8")
        (folder / f"plan_{SWAPPED[name]}.yaml").write_text(text, encoding="utf-8")
        (folder / f"{name[::-1]}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("policy", SWAPPED)
def test_a_preset_under_another_name_is_the_same_run_to_the_bit(policy, relabelled):
    own = composed(policy)
    # the name says the contrary of what the plan is
    other = composed(f"plan_{SWAPPED[policy]}", relabelled)

    assert own == other
    assert run_identity(own) == run_identity(other)
    one, two = run(own), run(other)
    assert np.array_equal(one.series, two.series, equal_nan=True)
    assert one.ledger == two.ledger
    assert one.places == two.places
    assert rows_of(one.groups) == rows_of(two.groups)


def test_two_presets_with_one_vector_are_one_run(relabelled):
    one, two = (composed(name, relabelled) for name in ("noitcartta", "plan_collaboration"))

    assert run_identity(one) == run_identity(two)
    assert run_identity(one) != run_identity(composed("collaboration"))


@pytest.mark.parametrize("policy", SWAPPED)
def test_instruments_under_other_names_do_the_same_to_the_bit(policy):
    given = scenario(policy)
    renamed = changed(
        given,
        policy=Policy(
            instruments={
                f"x{at}": each for at, each in enumerate(given.policy.instruments.values())
            },
            split={f"x{at}": each for at, each in enumerate(given.policy.split.values())},
        ),
    )
    settled = lived(scenario(), 3)

    assert run_identity(given) == run_identity(renamed)
    assert np.array_equal(
        series(settled.branch(given), 6), series(settled.branch(renamed), 6), equal_nan=True
    )


def test_kinds_of_people_under_other_names_live_the_same_to_the_bit():
    given = scenario("attraction")
    kinds = given.population.kinds
    renamed = changed(
        given, population__kinds={f"kind {at}": each for at, each in enumerate(kinds.values())}
    )

    one, two = (lived(each, 2).branch(each) for each in (given, renamed))

    assert np.array_equal(series(one, 4), series(two, 4), equal_nan=True)


RULES = sorted(
    path for layer in ("kernels", "city", "model") for path in (ROOT / "sim" / layer).rglob("*.py")
)
COLUMNS = {"equipment", "cash", "none", "mixed"}
"""Columns of the city, words of Python or of a rule with which a preset shares its name."""
PLANNING = {"planner.py", "scenario.py"}
"""The two that hand a policy on: one reads it, one lets it act."""


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", RULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_below_the_planner_knows_that_there_are_policies(path):
    knows = {name for name in imported(path) if name.startswith("sim.policy")}

    assert not knows or path.name in PLANNING


@pytest.mark.parametrize("path", RULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_rule_names_an_instrument_a_scenario_or_an_arm(path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    texts = {
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare
    }
    names = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    presets = {*options("instrument"), *options("policy")} - COLUMNS

    assert not texts & presets
    assert not names & presets


def test_the_model_never_asks_which_policy_is_on():
    """Only whether there are instruments at all, since a planner without any is nobody."""
    for path in RULES:
        if path.name in PLANNING:
            continue
        asked = [
            ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and node.attr in ("policy", "instruments")
        ]
        assert set(asked) <= {"scenario.policy", "scenario.policy.instruments"}, path

"""Every declared value and every outcome is described whole; a reviewer's page keeps its word."""

import pkgutil
import re
import shlex
from dataclasses import fields
from importlib import import_module

import pytest

import sim
from docs.build import parameters_page
from sim.__main__ import DONE, main
from sim.config.compose import compose
from sim.config.presets import options
from sim.config.quantity import Declared
from sim.config.register import register
from sim.door.explanation import parameters
from sim.door.requests import CompareRequest, RunRequest
from sim.door.verifying import VerifyRequest
from sim.recorder.outcomes import LIFE, OUTCOMES
from tests.docs.pages import ROOT, blocks, text_of

WITHOUT_UNIT = {"seed", "design_seed"}
ROWS = [
    *parameters(),
    *register(compose([], (), "run"), RunRequest),
    *register(compose([], (), "report")),
    *register(compose([], (), "verify")),
    *(row for name in options("policy") for row in register(compose([f"policy={name}"]))),
]
MODEL = ROOT / "docs/model.md"
CONCEPTS = (
    "Theoretical and empirical background",
    "Individual decisions",
    "Learning and adaptation",
    "Sensing",
    "Prediction",
    "Interaction",
    "Collectives",
    "Heterogeneity",
    "Stochasticity",
    "Emergence",
    "Observation",
)
REVIEW = ROOT / "docs/comses.md"
ASKED = [
    line.partition("faireville ")[2]
    for block in blocks(REVIEW, "sh")
    for line in block.splitlines()
    if "faireville run" in line or "faireville compare" in line
]


def declared_classes(made=Declared):
    """Yield every class of the package that declares values, whoever asks for them."""
    for below in made.__subclasses__():
        if below.__module__.startswith("sim."):
            yield below
        yield from declared_classes(below)


def name_of(made):
    return f"{made.__module__}.{made.__qualname__}"


def test_every_declared_value_has_meaning_range_and_source():
    bare = {row.path for row in ROWS if not (row.meaning and row.allowed and row.source)}

    assert not bare


def test_every_declared_number_has_a_unit():
    numbers = [row for row in ROWS if row.low is not None]

    assert numbers
    assert {row.path for row in numbers if not row.unit} <= WITHOUT_UNIT
    assert all(row.unit in row.allowed for row in numbers)


def test_no_class_declares_a_value_that_the_register_does_not_know():
    for module in pkgutil.walk_packages(sim.__path__, "sim."):
        if module.name != "sim.__main__":
            import_module(module.name)
    read = {row.reader for row in ROWS}
    values = {
        name_of(made)
        for made in declared_classes()
        if any(each.metadata["form"] != "part" for each in fields(made))
        and not made.__subclasses__()  # presets name the classes below
    }

    assert {name_of(made) for made in (CompareRequest, VerifyRequest)} < values
    assert values <= read


def test_every_declared_value_is_on_the_page_with_its_range_and_source():
    page = parameters_page()

    for row in ROWS:
        name = row.path.rsplit(".", 1)[-1]
        assert f"| `{name}` |" in page, row.path
        assert row.allowed.replace("|", "/") in page, row.path
        assert row.source.replace("|", "/") in page, row.path


@pytest.mark.parametrize("outcome", [*OUTCOMES.values(), *LIFE.values()], ids=lambda one: one.name)
def test_an_outcome_has_unit_formula_meaning_and_direction(outcome):
    assert outcome.unit
    assert outcome.formula
    assert outcome.meaning.endswith(".")
    assert outcome.direction in (-1, 0, 1)
    assert outcome.window in ("mean", "end")


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_model_says_what_odd_d_asks_of_every_concept(concept):
    said = text_of(MODEL).partition("## 2 Design concepts")[2].partition("\n## 3")[0]

    assert len(said.partition(f"**{concept}.**")[2].partition("\n**")[0].split()) > 5


def test_every_phase_of_the_model_says_where_its_rule_and_its_tests_are():
    phases = re.split(r"^### 4\.\d+ ", text_of(MODEL).partition("\n## 5")[0], flags=re.MULTILINE)

    assert len(phases) > 1
    for phase in phases[1:]:
        assert "*Code* `" in phase, phase.splitlines()[0]
        assert "*Tests* `" in phase, phase.splitlines()[0]


@pytest.mark.parametrize("command", ASKED)
def test_a_reviewer_can_ask_what_the_page_says(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main([*shlex.split(command), "--dry-run"]) == DONE
    assert capsys.readouterr().out

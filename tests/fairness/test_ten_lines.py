"""Every line of fairness and every negative control is held by a test that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from sim.config.home import home
from sim.recorder.outcomes import OUTCOMES
from tests.docs.pages import ROOT, names, text_of

PAGE = ROOT / "docs" / "fairness.md"
SECTIONS = {"The ten lines": 10, "The negative controls": 10}
LIVED_IN = ("policy", "limits", "fairness", "model", "identities")
"""Where tests live a city under a policy."""
PRIMARY = {name for name, outcome in OUTCOMES.items() if outcome.primary}
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
CONTESTED = {
    "returns to size": "economy.work.agglomeration",
    "and in a place": "behaviour.meet.place_exponent",
    "from whom one learns": "behaviour.learn.rule",
    "reach over the size of the city": "behaviour.gather.catchment",
    "crowding": "behaviour.meet.crowding",
    "saturation of seats": "economy.public.seats_law",
    "artists in everybody's rent": "behaviour.move.creative_share",
    "what is tacit": "economy.ideas.tacit",
    "supply": "economy.housing.supply_elasticity",
}


def rows(section):
    """Return the rows of a section's table, cell by cell, without its head."""
    _, _, after = text_of(PAGE).partition(f"\n## {section}\n")
    lines = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines[1:]]


@pytest.mark.parametrize(("section", "count"), SECTIONS.items(), ids=SECTIONS)
def test_every_line_is_there_and_says_what_holds_it(section, count):
    told = rows(section)

    assert len(told) == count
    assert not [line for line in told if "::" not in line[2] and "](#" not in line[2]]


def test_every_test_that_is_named_is_there():
    named = [name.partition("::") for name in names(PAGE) if "::" in name]
    missing = []
    for file, _, test in named:
        module = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        functions = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
        missing += [f"{file}::{test}"] if test not in functions else []

    assert len(named) > 20
    assert not missing


def signs(path: Path) -> list[str]:
    """Return the claims of a file that one primary outcome is more or less than something."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    return [
        ast.unparse(node)
        for claim in ast.walk(module)
        if isinstance(claim, ast.Assert)
        for node in ast.walk(claim)
        if isinstance(node, ast.Compare)
        and any(isinstance(way, ORDERED) for way in node.ops)
        and any(isinstance(word, ast.Constant) and word.value in PRIMARY for word in ast.walk(node))
    ]


def test_no_test_of_a_policy_says_which_way_a_primary_outcome_goes():
    files = [path for room in LIVED_IN for path in (ROOT / "tests" / room).rglob("*.py")]

    assert len(files) > 20
    assert not {path.name: signs(path) for path in files if signs(path)}


def test_such_a_claim_would_be_seen(tmp_path):
    claim = 'assert observe(one)["founder_welfare"] > observe(other)["founder_welfare"]\n'
    (tmp_path / "claim.py").write_text(claim, encoding="utf-8")

    assert len(signs(tmp_path / "claim.py")) == 1


def test_which_outcomes_are_primary_is_written_down_once():
    told = text_of(ROOT / "docs" / "outcomes.md").partition("## Primary outcomes")[2]
    written = re.findall(r"^\| `(\w+)`", told.partition("\n## ")[0], re.MULTILINE)

    assert len(PRIMARY) == 5
    assert set(written) == PRIMARY


@pytest.mark.parametrize("path", CONTESTED.values(), ids=CONTESTED)
def test_what_is_contested_is_sampled(path):
    worlds = yaml.safe_load((home() / "worlds" / "sampled.yaml").read_text(encoding="utf-8"))

    assert path in worlds["sampled"]

"""What was committed before measuring is whole: patterns, bands, the split, the ranges."""

import math
import re

import pytest
import yaml

from experiments.life.living import numbers
from experiments.patterns import fitting, measures, splitting
from experiments.patterns.given import HALVES, LEVELS, SPLIT, Pattern, criteria, half_of, patterns
from sim.config.compose import compose
from sim.config.presets import home
from sim.config.register import register
from sim.model.scenario import Scenario

NOT_THERE = (14, 20, 29, 46, 59, 64)
EVIDENCE = [number for number in range(3, 69) if number not in NOT_THERE]
each_pattern = pytest.mark.parametrize("pattern", patterns().values(), ids=lambda one: one.name)
each_criterion = pytest.mark.parametrize("one", criteria().values(), ids=lambda one: one.name)
each_parameter = pytest.mark.parametrize("path", fitting.parameters())


def test_every_pattern_of_the_evidence_is_there():
    assert list(patterns()) == [f"P{number:02d}" for number in EVIDENCE]


@each_pattern
def test_a_pattern_speaks_or_says_why_not(pattern):
    assert pattern.level in LEVELS
    assert len(pattern.says) > 10
    assert pattern.speaks or len(pattern.why) > 5
    assert not (pattern.speaks and pattern.why)


@each_criterion
def test_a_band_has_an_edge_and_a_source(one):
    assert one.low < one.high
    assert math.isfinite(one.low) or math.isfinite(one.high)
    assert f"evidence {one.pattern}" in one.source
    assert len(one.formula) > 10


def test_every_criterion_is_measured_and_nothing_else_is():
    assert set(measures.FIGURES) == set(criteria())


def test_every_part_is_read_for_some_criterion():
    read = {name for parts in measures.PARTS.values() for name in parts}

    assert {part for part, _ in measures.FIGURES.values()} == read


def test_the_split_is_the_one_its_seed_draws():
    assert SPLIT.read_text(encoding="utf-8") == splitting.text()


def test_every_pattern_that_speaks_is_in_one_half_and_no_other_is():
    halves = yaml.safe_load(SPLIT.read_text(encoding="utf-8"))
    both = [name for half in HALVES for name in halves[half]]

    assert sorted(both) == sorted(name for name, one in patterns().items() if one.speaks)


@pytest.mark.parametrize("level", LEVELS)
def test_half_of_each_level_calibrates(level):
    names = [name for name, one in patterns().items() if one.speaks and one.level == level]

    calibrates = [name for name in names if half_of(name) == HALVES[0]]

    assert len(calibrates) == len(names) // 2


def test_another_seed_draws_another_half():
    given = [Pattern(f"P{k}", "pair", "says", tuple(criteria().values()), "") for k in range(40)]

    one, again, other = (splitting.split(given, seed) for seed in (1, 1, 2))

    assert one == again
    assert one != other


@each_parameter
def test_what_the_fit_moves_is_an_assumption_that_no_world_samples(path):
    rows = {row.path: row for row in register(compose([]))}
    sampled = yaml.safe_load((home() / "worlds" / "sampled.yaml").read_text(encoding="utf-8"))

    assert rows[path].source.startswith("assumption")
    assert path not in sampled["sampled"]


@each_parameter
@pytest.mark.parametrize("edge", ["low", "high"])
def test_a_town_may_be_lived_in_at_either_end_of_a_range(path, edge):
    town, given = numbers(), fitting.parameters()[path]

    values = {path: fitting._value(town, path, given, given[edge])}

    assert Scenario.of(fitting.with_values(town, values)) != Scenario.of(town)


@each_parameter
def test_the_number_as_it_stands_lies_in_its_range_and_the_range_has_a_source(path):
    given = fitting.parameters()[path]
    stands = fitting.value_at(numbers(), path)
    stands = stands[given["moves"][0]] if "moves" in given else stands

    assert given["low"] < stands < given["high"]
    assert re.match(r"assumption|evidence", given["source"])


def test_no_pattern_is_measured_on_a_policy():
    assert numbers()["policy"].get("instruments", {}) == {}

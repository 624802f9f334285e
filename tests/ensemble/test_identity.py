"""Two runs are the same run when their numbers, seed and sources are the same."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from sim.ensemble import identity
from sim.ensemble.identities import Identities
from sim.ensemble.identity import burn_in_identity, question_identity, run_identity
from sim.ensemble.moving import has_path, moved, value_at
from sim.model.scenario import Scenario
from sim.recorder import provenance
from tests.ensemble.asking import scenario


def identity_of(plain: dict) -> str:
    return run_identity(Scenario.of(plain))


def with_instruments(plain: dict, name: Callable[[str], str], step: int = 1) -> dict:
    """Return the same policy with other names for its instruments, or in another order."""
    other = copy.deepcopy(plain)
    policy = other["policy"]
    for part in ("instruments", "split"):
        policy[part] = {name(key): item for key, item in list(policy[part].items())[::step]}
    return other


def test_renaming_the_instruments_of_a_policy_leaves_the_run_what_it_is():
    plain = scenario("collaboration")

    renamed = with_instruments(plain, lambda name: f"another_{name}")

    assert identity_of(renamed) == identity_of(plain)


def test_instruments_that_act_in_another_order_make_another_run():
    plain = scenario("collaboration")

    reordered = with_instruments(plain, str, step=-1)

    assert identity_of(reordered) != identity_of(plain)


def test_a_run_does_not_depend_on_sources_and_comments():
    plain = scenario("cash")

    with_sources = plain | {"sources": {"budget": "assumption"}}

    assert identity_of(with_sources) == identity_of(plain)


def test_a_whole_number_given_for_a_real_one_is_the_same_run():
    assert identity_of(scenario(budget=0)) == identity_of(scenario(budget=0.0))


@pytest.mark.parametrize(
    "change", [{"seed": 1}, {"months": 4}, {"burn_in": 1}, {"budget": 0.011}], ids=str
)
def test_every_number_and_the_seed_make_another_run(change):
    assert identity_of(scenario("cash", **change)) != identity_of(scenario("cash"))


def test_other_instruments_make_another_run():
    assert identity_of(scenario("cash")) != identity_of(scenario("none"))


def test_other_source_code_makes_another_run(monkeypatch):
    before = identity_of(scenario())

    identity.sources.cache_clear()
    monkeypatch.setattr(provenance, "sources_hash", lambda: "other code")
    after = identity_of(scenario())
    identity.sources.cache_clear()

    assert after != before


def test_a_question_stays_the_same_question_in_another_order_and_with_other_seeds():
    none, cash = Scenario.of(scenario()), Scenario.of(scenario("cash"))
    later = Scenario.of(scenario("cash", seed=9))

    asked = question_identity({"none": none, "cash": cash}, [])

    assert question_identity({"cash": later, "none": none}, []) == asked
    assert question_identity({"nothing": none, "cash": cash}, []) != asked
    assert question_identity({"none": none, "cash": cash}, ["a world"]) != asked


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"seed": 3},
        {"behaviour.accept.barrier": 0.4, "behaviour.learn.rule": "conform"},
        {"budget": 0.02, "months": 7},
        {"policy.instruments.equipment.seats": 3, "city.side": 40},
        {"population.kinds.maker.income": 2001, "economy.work.agglomeration": 1},
    ],
    ids=str,
)
def test_runs_named_many_at_once_bear_the_names_they_have_one_by_one(values):
    first = [Scenario.of(scenario(policy)) for policy in ("none", "collaboration")]
    identities = Identities(first)

    for arm in first:
        there = {path: value for path, value in values.items() if has_path(arm, path)}
        lived = moved(arm, there)

        assert identities.of(lived) == (run_identity(lived), burn_in_identity(lived))
        assert all(value_at(lived, path) == value for path, value in there.items())

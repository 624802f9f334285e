"""Coalitions of instruments are lived beside the arms, on the same luck and with the same money."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pytest

from sim.config.refusal import Refusal
from sim.ensemble.coalitions import (
    ABLATION,
    SHAPLEY,
    Attribution,
    between,
    number_of,
    players_of,
    with_policy_of,
)
from sim.ensemble.identity import run_identity
from sim.ensemble.question import Question
from sim.model.scenario import Scenario
from sim.recorder.run import run
from tests.ensemble.asking import question, scenario
from tests.recorder.rows import rows_of

CASH = "cash_transfer"
BY_SHAPLEY = Attribution(SHAPLEY, "cash", 1000)
BY_ABLATION = Attribution(ABLATION, "cash", 1000)
ARMS = ("none", "cash", "collaboration")


def asked(out: Path, *policies: str, attribution: Attribution = BY_ABLATION, **how) -> Question:
    """Ask for a few arms in a few small cities, and which instrument carried what."""
    from dataclasses import replace

    return replace(question(out, *(policies or ARMS), **how), attribution=attribution)


def identity(plain) -> str:
    return run_identity(Scenario.of(dict(plain)))


def policy(names, shares) -> dict:
    """Return the plain scenario of a policy put together from instruments of the presets."""
    known = scenario("cash")["policy"]["instruments"] | (
        scenario("collaboration")["policy"]["instruments"]
        | scenario("attraction")["policy"]["instruments"]
    )
    plain = scenario("cash")
    plain["policy"]["instruments"] = {name: known[name] for name in names}
    plain["policy"]["split"] = dict(zip(names, shares, strict=True))
    return plain


def test_with_no_instrument_it_is_the_reference_and_with_all_the_arm_itself():
    cash = scenario("cash")
    for name in ("attraction", "collaboration", "attraction_matched"):
        arm = scenario(name)
        assert identity(with_policy_of(arm, cash, ())) == identity(cash)
        assert identity(with_policy_of(arm, cash, players_of(arm, cash))) == identity(arm)


def test_who_stays_keeps_place_and_money_and_the_rest_is_cash():
    cash, arm = scenario("cash"), scenario("collaboration")
    names, split = list(arm["policy"]["instruments"]), arm["policy"]["split"]

    made = with_policy_of(arm, cash, (names[1], names[3]))["policy"]

    assert list(made["instruments"].values()) == [
        cash["policy"]["instruments"][CASH],
        arm["policy"]["instruments"][names[1]],
        cash["policy"]["instruments"][CASH],
        arm["policy"]["instruments"][names[3]],
    ]
    kept = (split[names[1]], split[names[3]])
    assert list(made["split"].values()) == [1 - sum(kept), kept[0], 0, kept[1]]


def test_a_place_that_is_held_without_money_changes_nothing():
    held = scenario("cash")
    held["policy"]["instruments"] |= {"held": held["policy"]["instruments"][CASH]}
    held["policy"]["split"] |= {"held": 0.0}

    one, two = (run(Scenario.of(plain | {"seed": 3})) for plain in (held, scenario("cash")))

    assert np.array_equal(one.series, two.series, equal_nan=True)
    assert rows_of(one.groups) == rows_of(two.groups)


def test_cash_that_an_arm_holds_already_is_no_part_and_joins_the_rest():
    cash, arm = scenario("cash"), policy(["third_place_grant", CASH, "equipment"], [0.5, 0.3, 0.2])

    made = with_policy_of(arm, cash, ("third_place_grant",))

    assert players_of(arm, cash) == ("third_place_grant", "equipment")
    assert list(made["policy"]["split"].values()) == [0.5, 0.5]
    assert identity(with_policy_of(arm, cash, ())) == identity(cash)


def test_what_instruments_and_arms_are_called_decides_nothing(tmp_path):
    arm = scenario("collaboration")
    named = copy.deepcopy(arm)
    renamed = {name: f"x{at}" for at, name in enumerate(arm["policy"]["instruments"])}
    for key in ("instruments", "split"):
        named["policy"][key] = {renamed[name]: it for name, it in arm["policy"][key].items()}
    money = scenario("cash")
    instrument = money["policy"]["instruments"][CASH]
    money["policy"] |= {"instruments": {"y": instrument}, "split": {"y": 1.0}}

    own = asked(tmp_path, arms={"cash": scenario("cash"), "plan": arm}, attribution=BY_SHAPLEY)
    other = asked(
        tmp_path, arms={"m": money, "p": named}, attribution=Attribution(SHAPLEY, "m", 1000)
    )

    assert [each.run_id for each in own.runs] == [each.run_id for each in other.runs]
    assert len({each.run_id for each in own.runs}) == 2 * (2 + 14)


def test_every_coalition_shares_the_city_and_the_luck_of_its_arm(tmp_path):
    runs = asked(tmp_path, attribution=BY_SHAPLEY).runs

    assert len({(each.seed, each.burn_in) for each in runs}) == 2
    worlds = asked(tmp_path).worlds_of_seeds
    assert worlds == question(tmp_path, *ARMS).worlds_of_seeds


def test_every_coalition_has_the_same_money(tmp_path):
    asking = asked(tmp_path)
    granted = set()
    for each in asking.runs:
        if each.seed == 0 and each.arm != "none":
            ledger = run(asking.scenario_of(each)).ledger
            granted.add(sum(row["euros"] for row in ledger if row["account"] == "grant"))

    assert len(granted) == 1
    assert min(granted) > 0


@pytest.mark.parametrize(("method", "players", "count"), [
    (SHAPLEY, 1, 0), (SHAPLEY, 2, 2), (SHAPLEY, 4, 14), (ABLATION, 1, 0), (ABLATION, 2, 2),
    (ABLATION, 4, 4),
])  # fmt: skip
def test_so_many_coalitions_are_between_an_arm_and_its_reference(method, players, count):
    assert number_of(players, method) == count
    assert len(list(between("arm", "abcd"[:players], method))) == count


def refused(attribution, **arms) -> str:
    with pytest.raises(Refusal) as refusal:
        asked(Path("nowhere"), arms=arms, attribution=attribution).runs  # noqa: B018
    said = str(refusal.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


def test_what_cannot_be_attributed_is_refused_in_a_sentence():
    arms = {"cash": scenario("cash"), "plan": scenario("collaboration")}
    other = scenario("collaboration", budget=0.5)

    many = refused(Attribution(SHAPLEY, "cash", 20), **arms)
    assert many.startswith("attribution: ")
    assert "28 runs more" in many
    assert "20" in many
    assert "needs 8" in many
    assert "8 runs more" in refused(Attribution(ABLATION, "cash", 7), **arms)
    assert "'money'" in refused(Attribution(SHAPLEY, "money", 9), **arms)
    assert "4 instruments" in refused(Attribution(SHAPLEY, "plan", 9), **arms)
    assert "nothing to attribute" in refused(
        BY_SHAPLEY, cash=scenario("cash"), none=scenario("none"), plan=other
    )


def test_an_arm_with_other_money_is_left_out_and_named(tmp_path):
    arms = {"cash": scenario("cash"), "plan": scenario("collaboration"),
            "rich": scenario("collaboration", budget=0.02)}  # fmt: skip

    asking = asked(tmp_path, arms=arms)

    assert list(asking.coalitions.players) == ["plan"]
    assert any("rich is not attributed" in remark for remark in asking.remarks)


def test_a_question_without_attribution_is_what_it_was(tmp_path):
    plain, told = question(tmp_path, *ARMS), asked(tmp_path)

    assert plain.coalitions.members == {}
    assert plain.runs == plain.runs_of_arms == told.runs_of_arms
    assert plain.identity != told.identity
    assert told.identity != asked(tmp_path, attribution=BY_SHAPLEY).identity

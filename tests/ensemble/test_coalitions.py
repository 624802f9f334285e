"""Coalitions of instruments are lived beside the arms, on the same luck and with the same money."""

from __future__ import annotations

import copy
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
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
from sim.ensemble.compare import compare
from sim.ensemble.engine import planned
from sim.ensemble.identity import run_identity
from sim.ensemble.question import Question
from sim.ensemble.store import Store
from sim.model.model import CityModel
from sim.model.scenario import Scenario
from sim.recorder.run import run
from tests.ensemble.altering import change_table, change_told, difference, verified
from tests.ensemble.asking import hashes, question, scenario
from tests.ensemble.test_compare import is_alive

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
    assert one.groups == two.groups


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


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return an answer with coalitions, and the same question without; look, never change."""
    out = tmp_path_factory.mktemp("attributed")
    return compare(asked(out / "told")), compare(question(out / "plain", *ARMS))


@pytest.fixture
def folder(kept, tmp_path):
    import shutil

    return shutil.copytree(kept[0].folder, tmp_path / "answer")


def test_the_ordinary_tables_do_not_know_of_coalitions(kept):
    told, plain = kept
    beside = hashes(told.folder)

    assert beside.pop("coalitions")
    assert beside == hashes(plain.folder)
    assert list(told.manifest["arms"]) == list(ARMS)
    assert told.manifest["runs"] == plain.manifest["runs"]


def test_every_coalition_has_a_row_on_every_seed(kept):
    rows = kept[0].tables["coalitions"]

    assert len(rows) == 2 * 4
    assert set(rows["arm"]) == {"collaboration"}
    assert set(rows["status"]) == {"done"}
    assert rows["kept"].str.count(r" \+ ").eq(2).all()
    assert rows["new_ideas_per_1000"].notna().all()


def test_what_was_lived_without_attribution_is_not_lived_again(tmp_path):
    compare(question(tmp_path, *ARMS))

    assert planned(asked(tmp_path)).tasks.runs == 2 * 4
    compare(asked(tmp_path))
    assert planned(asked(tmp_path, attribution=BY_SHAPLEY)).tasks.runs == 2 * (14 - 4)


def test_coalitions_are_lived_again_by_verify(folder):
    assert verified(folder) == 2 * (3 + 4)


def test_a_changed_outcome_of_a_coalition_is_found_and_named(folder):
    change_table(folder / "coalitions.parquet", "rent", 1, lambda rent: rent + 1)

    said = difference(folder, sample=1)

    assert "table coalitions" in said
    assert "column rent" in said
    assert "collaboration[" in said


def test_a_coalition_that_is_not_one_is_found(folder):
    before = change_table(folder / "coalitions.parquet", "kept", 0, lambda _: "equipment")
    assert "table coalitions: there are rows of run" in difference(folder)

    change_table(folder / "coalitions.parquet", "kept", 0, lambda _: before)
    change_told(folder, "coalitions", lambda listed: listed[1:])
    assert "lists no run of arm collaboration[" in difference(folder)


def test_a_manifest_whose_attribution_is_not_whole_is_refused(folder):
    change_told(folder, "attribution/players/collaboration", lambda own: own[1:])

    with pytest.raises(Refusal, match=r"attribution\.players"):
        verified(folder)


def test_a_coalition_that_fails_is_told_beside_the_arms(tmp_path, monkeypatch):
    step = CityModel.step

    def stumbling(self):
        instruments = self.scenario.policy.instruments
        if len(instruments) > 1 and "equipment" not in instruments:
            raise ValueError("the books do not add up")
        step(self)

    monkeypatch.setattr(CityModel, "step", stumbling)

    answer = compare(asked(tmp_path))

    rows = answer.tables["coalitions"]
    failed = rows[rows["status"] == "failed"]
    assert set(answer.tables["runs"]["status"]) == {"done"}
    assert len(failed) == answer.failed == 2
    assert not failed["kept"].str.contains("equipment").any()
    assert set(answer.manifest["failed"]) == set(failed["run_id"])


def test_two_processes_give_the_same_bytes(kept, tmp_path):
    two = compare(asked(tmp_path, executor={"kind": "processes"}))

    assert hashes(two.folder) == hashes(kept[0].folder)
    assert len(parquet.read_table(two.folder / "coalitions.parquet")) == 8


COMMAND = """
import sys
from pathlib import Path
from sim.ensemble.compare import compare
from tests.ensemble.test_coalitions import MANY, asked
compare(asked(Path(sys.argv[1]), seeds=MANY))
"""
MANY = 20
"""Seeds whose coalitions take several seconds, while parts are closed each second."""


@pytest.mark.slow
def test_an_attribution_killed_after_some_coalitions_goes_on_and_gives_the_same_bytes(tmp_path):
    undisturbed = compare(asked(tmp_path / "undisturbed", seeds=MANY))
    store = tmp_path / "killed" / "runs"
    living = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(tmp_path / "killed")], cwd=Path(__file__).parents[2]
    )
    while living.poll() is None and len(list(store.glob("[!.]*"))) < 2:
        time.sleep(0.005)
    os.kill(living.pid, signal.SIGKILL)
    living.wait()
    while any(is_alive(part.log["process"]) for part in Store(store).parts()):
        time.sleep(0.05)

    left = planned(asked(tmp_path / "killed", seeds=MANY)).tasks.runs
    assert 0 < left < MANY * 7
    resumed = compare(asked(tmp_path / "killed", seeds=MANY))

    assert hashes(resumed.folder) == hashes(undisturbed.folder)

"""Everyone is followed by name, and every ledger and side adds up to the city it is of."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.fates import candidates_against_themselves, founders_against_themselves
from sim.city import born
from sim.city.people import Status
from sim.ensemble.part_tables import part_tables
from sim.model.scenario import Scenario
from sim.recorder.endings import ENDINGS
from sim.recorder.memory import Memory
from sim.recorder.outcomes import LIFE, OUTCOMES
from sim.recorder.run import run_arms
from sim.recorder.sides import gain_over_outside, observe_sides
from sim.recorder.worth import Worth
from tests.recorder.rows import rows_of
from tests.villages import branch

MONTHS = 14
ARMS = {"none": "none", "again": "none", "attraction": "attraction"}


@pytest.fixture(scope="module")
def records():
    asked = {
        arm: Scenario.compose("city=village", f"policy={policy}", "burn_in=6", f"months={MONTHS}")
        for arm, policy in ARMS.items()
    }
    return {record.arm: record for record in run_arms(asked)}


@pytest.fixture(scope="module")
def frames(records):
    pages = part_tables(records)
    return {
        name: pages[name].to_pandas().rename(columns={"run_id": "arm"}).assign(seed=0)
        for name in ("founders", "candidates", "worth")
    }


@pytest.fixture(scope="module")
def remembered():
    memory, model = Memory(), branch("attraction", burn_in=6)
    memory.look_at_founders(model)
    for month in range(1, MONTHS + 1):
        model.step()
        memory.look(model, month)
    memory.look_back(model, MONTHS)
    return memory, model


def test_the_same_people_are_followed_and_knock_under_every_arm(frames):
    for name in ("founders", "candidates"):
        who = {arm: own["person"].to_list() for arm, own in frames[name].groupby("arm")}

        assert who["none"] == who["attraction"] == sorted(set(who["none"]))
    kinds = {arm: own["kind"].to_list() for arm, own in frames["candidates"].groupby("arm")}
    assert kinds["none"] == kinds["attraction"]


def test_a_founder_is_told_as_she_is(remembered):
    memory, model = remembered
    people, told = model.city.people, memory.founders
    row_of = {int(who): row for row, who in enumerate(people.identity[: people.size])}

    for at, who in enumerate(told["person"].tolist()):
        row = row_of[who]
        inside = told["whereabouts"].words[at] == "city"
        assert inside == (people.status[row] == Status.PRESENT)
        assert told["forced_moves"][at] == people.moves_forced[row]
        assert told["kind"].words[at] == model.city.population.names[people.kind[row]]
    welfare = memory.seen[-1]["founder_welfare"]
    assert told["welfare"].astype(float).mean() == pytest.approx(welfare, abs=1e-6)


def test_founders_groups_are_of_the_start_and_hold_every_founder(remembered):
    memory, model = remembered
    counted = {}
    for line in rows_of(memory.groups):
        if line["outcome"] == "people" and line["grouping"].startswith("founder_"):
            counted.setdefault(line["grouping"], []).append(line["people"])

    assert set(counted) == {"founder_kind", "founder_third", "founder_district"}
    assert {sum(each) for each in counted.values()} == {model.city.people.founder.sum()}
    assert max(counted["founder_third"]) - min(counted["founder_third"]) <= 1


def test_a_run_without_policy_held_against_its_twin_is_nothing(frames):
    founders = founders_against_themselves(frames["founders"], MONTHS)
    candidates = candidates_against_themselves(frames["candidates"])
    only = candidates["outcome"].str.endswith("_here_only_share")

    for told in (founders, candidates[only]):
        assert (told.loc[told["arm"].isin(["none", "again"]), "value"] == 0).all()
    assert (founders.loc[founders["arm"] == "attraction", "value"] != 0).any()


def test_candidates_who_entered_are_those_the_city_counts(remembered):
    memory, model = remembered
    fate = memory.knocked["fate"].words
    entered = memory.knocked["person"][fate == "entered"]
    people = model.city.people
    here = people.identity[people.order][~people.founder[people.order]]

    assert set(here.tolist()) <= set(entered.tolist())
    assert (fate == "entered").sum() > 0
    kinds = born.kinds_by_luck(
        model.city.seed,
        memory.knocked["person"].astype(np.int64),
        model.city.population.array("pool_share"),
    )
    assert memory.knocked["kind"].codes.tolist() == kinds.tolist()


def whole(rows, ledger, grouping):
    own = [row for row in rows if (row["ledger"], row["grouping"]) == (ledger, grouping)]
    return sum(row["value"] for row in own)


@pytest.mark.parametrize("grouping", ["kind", "cohort", "place"])
def test_the_parts_of_every_ledger_are_what_the_city_had(remembered, grouping):
    memory, model = remembered
    people = model.city.people
    outcome = {"market": "market_value_per_head", "commons": "commons_use_per_head"}
    had = {
        ledger: sum(seen[name] * max(1, seen["population"]) / 12 for seen in memory.seen)
        for ledger, name in outcome.items()
    }
    held = people.recognition[: people.size][people.status[: people.size] != Status.FREE].sum()

    for ledger, euros in (had | {"recognition": held}).items():
        assert whole(memory.had, ledger, grouping) == pytest.approx(euros), ledger
        assert euros > 0


def test_own_city_is_founders_who_stayed_and_those_who_came(remembered):
    _, model = remembered
    told = {line["outcome"]: line for line in rows_of(observe_sides(model))}
    stayed, newcomers = told["founders_inside_welfare"], told["newcomer_gain"]
    left = told["founders_outside_welfare"]
    founders = stayed["people"] + left["people"]

    assert told["city_welfare"]["people"] == stayed["people"] + newcomers["people"]
    assert told["founders_outside_share"]["value"] == pytest.approx(left["people"] / founders)
    of_founders = stayed["value"] * stayed["people"] + left["value"] * left["people"]
    gained = newcomers["value"] * newcomers["people"]
    assert told["system_welfare"]["value"] == pytest.approx((of_founders + gained) / founders)


def test_whoever_lives_as_she_would_outside_gains_nothing_by_coming():
    model = branch("none", burn_in=6)
    model.live(3)
    city, people = model.city, model.city.people
    rows = people.order[~people.founder[people.order]]
    people.income[rows] = born.income_from_outside(
        city.population, people.kind[rows], people.standing[rows]
    )
    people.rent[rows], people.fees[rows] = city.outside_rent, 0

    assert len(rows)
    assert (gain_over_outside(model, rows) == 0).all()


def test_firms_that_came_are_no_jobs_of_the_system(remembered):
    _, model = remembered
    told = {line["outcome"]: line["value"] for line in rows_of(observe_sides(model))}
    jobs = model.city.firms.jobs[: model.city.firms.size].sum()

    assert told["jobs_from_elsewhere"] + told["jobs_without_moved"] == jobs


def test_what_is_told_at_the_end_has_a_definition_of_its_own(remembered, frames):
    memory, _ = remembered
    told = {line["outcome"] for line in rows_of(memory.groups) if line["grouping"] == "side"}
    told |= set(founders_against_themselves(frames["founders"], MONTHS)["outcome"])
    told |= set(candidates_against_themselves(frames["candidates"])["outcome"])
    told |= {f"{ledger}_ledger" for ledger in frames["worth"]["ledger"]}

    assert told == set(ENDINGS)
    assert not set(ENDINGS) & (set(OUTCOMES) | set(LIFE))


def test_makers_share_a_sale_equally_wherever_they_are_and_the_firm_keeps_the_rest():
    model = branch("none", burn_in=6)
    model.step()
    city, people = model.city, model.city.people
    founder, other = people.order[people.founder[people.order]][:2]
    row = city.ideas.size - 1
    new, old = 10**7, -2  # a newcomer whose row has another owner now; one gone before policy
    seats = ((founder, people.identity[founder]), (other, new), (other, old))
    city.ideas.shares[row] = 1
    city.ideas.member[row], city.ideas.member_identity[row] = -1, -1
    for seat, (where, who) in enumerate(seats):
        city.ideas.member[row, seat], city.ideas.member_identity[row, seat] = where, who
    now = city.now
    now.sold, now.paid_team = np.array([row]), np.array([600_00])
    now.counts["market_value"], now.counts["market_outside"] = 1300.0, 400.0

    worth = Worth()
    worth.note(model)

    had = {
        group: euros
        for (ledger, by, group), euros in worth.had.items()
        if (ledger, by) == ("market", "cohort")
    }
    assert had == {"founders": 200.0, "newcomers": 200.0, "gone_before": 200.0, "firms": 700.0}
    assert worth.had["market", "place", "people_outside"] == 400.0
    assert worth.had["market", "place", "people_here"] == 200.0
    assert worth.had["market", "kind", "gone_before"] == 200.0
    share = city.population.array("pool_share")
    kind = city.population.names[born.kinds_by_luck(city.seed, np.array([new]), share)[0]]
    assert worth.had["market", "kind", kind] >= 200.0

"""The same city, the same luck, the same money (model.md part 9: 3, 4 and 5)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.config.presets import options
from sim.recorder.portraits import observe_ledger
from sim.recorder.run import run_arms
from tests.villages import (
    ARMS,
    MATCHED,
    branch,
    changed,
    columns,
    everything,
    fingerprint,
    lived,
    scenario,
    series,
    settled,
)

EVERY = [*ARMS, *MATCHED, *sorted({*options("policy")} - {*ARMS, *MATCHED})]
IN_KIND = ("grant", "participation_time", "volunteer_time")


def spending(model):
    """Return the ledger without what was given in kind."""
    ledger = model.city.books.ledger
    return {line: cents for line, cents in ledger.items() if line[1] not in IN_KIND}


@pytest.fixture(scope="module")
def without():
    model = branch("none")
    return series(model, 12), columns(model.city)


@pytest.mark.parametrize("policy", EVERY)
def test_an_arm_without_money_is_the_city_without_policy_bit_for_bit(policy, without):
    model = branch(policy, budget=0)

    lived_through = series(model, 12)

    assert np.array_equal(lived_through, without[0], equal_nan=True)
    city = columns(model.city)
    assert fingerprint(city) == fingerprint(without[1])
    assert not any(spending(model).values())


@pytest.mark.parametrize("policy", EVERY)
def test_all_arms_share_the_burn_in_to_the_byte(policy):
    before = everything(settled().city)

    after = everything(branch(policy).city)

    # a planner brings empty purses and opens a ledger; those present are now the founders
    assert not after.pop("city.books.ledger")
    before.pop("city.books.ledger")
    for name in ("city.purses", "city.reserved"):
        assert not any(after.pop(name).values())
        assert not before.pop(name)
    assert after.pop("people.founder").sum() == len(settled().city.people.order)
    before.pop("people.founder")
    # from now on forced moves and ideas are counted afresh
    for name in ("people.moves_forced", "people.made_before"):
        before.pop(name)
        after.pop(name)
    assert fingerprint(before) == fingerprint(after)


def test_all_arms_are_remembered_with_one_burn_in():
    few = {"burn_in": 3, "months": 2}
    records = run_arms({policy: changed(scenario(policy), **few) for policy in EVERY})

    first = records[0].series[:3]
    assert all(np.array_equal(record.series[:3], first, equal_nan=True) for record in records)


def test_what_one_arm_does_never_reaches_another():
    alone = series(branch("attraction"), 4)
    for policy in EVERY:
        branch(policy).live(4)

    assert np.array_equal(series(branch("attraction"), 4), alone, equal_nan=True)


@pytest.mark.parametrize("policy", EVERY[1:])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_grant_is_accounted_for_to_the_cent_every_month(policy, seed):
    model = branch(policy, seed)
    people = settled(seed).city.people
    grant = int(scenario(policy).budget * int(people.income[people.order].sum()))
    received = spent = 0
    for month in range(1, 25):
        model.step()
        page = model.city.books.month
        received += sum(
            cents
            for (payer, payee, _), cents in page.items()
            if (payer, payee) == ("outside", "purse")
        )
        spent += sum(cents for (payer, _, _), cents in page.items() if payer == "purse")
        held = sum(model.city.purses.values()) + sum(model.city.reserved.values())
        assert received == month * grant
        assert received == spent + held
        assert held >= 0
        assert min(model.city.purses.values()) >= 0
        assert min(model.city.reserved.values()) >= 0


def test_every_arm_receives_the_same_grant_whatever_it_does_with_it():
    grants = set()
    for policy in EVERY[1:]:
        model = branch(policy)
        model.live(6)
        grants.add(model.city.books.ledger["purse", "grant"])

    assert len(grants) == 1
    assert grants.pop() > 0


@pytest.mark.parametrize("policy", EVERY[1:])
def test_the_ledger_one_reads_adds_up_to_the_grant(policy):
    model = branch(policy)
    model.live(18)
    lines = observe_ledger(model)
    grant = sum(line["euros"] for line in lines if line["account"] == "grant")
    rest = sum(line["euros"] for line in lines if line["account"] not in IN_KIND)

    assert rest == pytest.approx(grant, abs=0.005)


@pytest.mark.parametrize("after", ["none", "attraction", "collaboration"])
@pytest.mark.parametrize("before", ["cash", "attraction", "collaboration"])
def test_what_one_policy_leaves_is_accounted_for_under_the_next(before, after):
    model = branch(before)
    model.live(5)
    left = model.city.books.balance["purse"]

    later = model.branch(scenario(after))
    later.live(3)

    grant = later.city.books.ledger["purse", "grant"]
    assert grant >= left
    spent = sum(cents for cents in spending(later).values())
    assert spent + later.city.books.balance["purse"] == grant


@pytest.mark.parametrize("after", ["none", "collaboration", "smart_city"])
@pytest.mark.parametrize("before", ["attraction", "collaboration", "smart_city"])
def test_a_city_goes_on_after_a_policy_of_years_and_nothing_of_it_is_held_out(before, after):
    model = branch(before)
    model.live(18)
    people = model.city.people
    promised = people.incentive[people.order].any()
    courting = [hasattr(each, "courts") for each in scenario(before).policy.instruments.values()]
    assert promised == any(courting)

    later = model.branch(scenario(after))
    city = later.city

    for months in (0, 12) if after == "none" else (0,):
        later.live(months)
        assert not city.people.incentive.any()
        assert not city.places.programming.any()
        assert city.offers.payer == {}
        assert not city.offers.talent.any()
        assert city.offers.zone_discount == city.offers.online == city.offers.stay_home == 0
    later.live(6)
    spent = sum(spending(later).values())
    assert spent + city.books.balance["purse"] == later.city.books.ledger["purse", "grant"]


def test_the_city_without_policy_receives_nothing():
    model = branch("none")
    model.live(6)

    assert not spending(model)
    assert "grant" not in {account for _, account in model.city.books.ledger}
    assert model.city.books.balance["purse"] == 0


def test_candidates_and_their_luck_are_the_same_in_every_arm():
    """Who knocks does not depend on policy; who enters may."""
    kinds = {}
    for policy in EVERY:
        model = branch(policy)
        model.live(12)
        people = model.city.people
        for row in people.order:
            what = (int(people.kind[row]), float(people.standing[row]), int(people.cohort[row]))
            known = kinds.setdefault(int(people.identity[row]), what)
            assert known == what


def test_a_shorter_burn_in_is_another_city_but_the_same_first_day():
    one, two = lived(scenario(), 0), lived(changed(scenario(), burn_in=7), 0)

    assert fingerprint(everything(one.city)) == fingerprint(everything(two.city))


@pytest.mark.parametrize("policy", EVERY[1:])
def test_administration_takes_the_same_part_of_every_arm_and_leaves_the_rest_to_its_works(policy):
    months, part = 6, 0.07
    model = branch(policy, economy__public__administration=part)
    model.live(months)
    planner = next(iter(model.registered))

    ledger = model.city.books.ledger
    kept = sum(cents for (_, account), cents in ledger.items() if account == "administration")
    given = sum(planner.share.values())

    # each instrument's part is rounded to the cent
    assert kept == pytest.approx(months * part * planner.grant, abs=months * len(planner.share))
    assert ledger["purse", "grant"] == months * planner.grant == months * given + kept


@pytest.mark.parametrize("part", [0.1, 0.5])
def test_less_is_left_for_the_works_where_administration_costs_more(part):
    paid = []
    for kept in (0.0, part):
        model = branch("cash", economy__public__administration=kept)
        model.live(3)
        ledger = model.city.books.ledger
        paid.append(sum(cents for (_, account), cents in ledger.items() if account == "transfer"))

    # in whole cents a head, and what is over waits
    assert paid[1] == pytest.approx((1 - part) * paid[0], rel=1e-3)

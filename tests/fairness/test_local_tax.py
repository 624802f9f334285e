"""The same grant raised from those who live there: to the cent, and felt by those who pay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.config.refusal import Refusal
from sim.model.identities import CHECKS
from sim.policy.grant import SOURCES, CannotBeRaised, local_tax
from sim.recorder.portraits import observe_ledger
from tests.naive.books import in_proportion
from tests.villages import ARMS, branch, columns, fingerprint, scenario, series, settled

TAX = {"budget_source": "local_tax"}
PAYING = ARMS[1:]


def incomes(model):
    people = model.city.people
    return people.income[people.order]


def test_each_pays_in_proportion_to_last_months_income():
    model = branch("attraction", **TAX)
    people = model.city.people
    rows, before = people.order, incomes(model).copy()
    grant = int(scenario().budget * int(before.sum()))

    model.govern()

    paid = -people.transfer[rows]
    assert paid.tolist() == in_proportion(grant, before, people.identity[rows])
    assert int(paid.sum()) == grant == model.city.books.month["people", "purse", "tax"]
    assert (np.abs(paid - grant * before / before.sum()) <= 1).all()


@pytest.mark.parametrize("policy", PAYING)
def test_the_grant_is_the_one_fixed_at_the_branch_and_comes_from_nobody_else(policy):
    model, granted = branch(policy, **TAX), branch(policy)
    grant = int(scenario().budget * int(incomes(model).sum()))
    for month in range(1, 13):
        model.step()
        page = model.city.books.month
        assert page["people", "purse", "tax"] == grant
        assert ("outside", "purse", "grant") not in page
        assert model.city.books.ledger["people", "grant"] == month * grant
    granted.live(12)

    assert granted.city.books.ledger["purse", "grant"] == 12 * grant
    assert ("purse", "grant") not in model.city.books.ledger


@pytest.mark.parametrize("policy", PAYING)
def test_two_years_of_a_taxed_arm_add_up(policy):
    model = branch(policy, **TAX)
    model.live(24)

    for check in CHECKS:
        check(model.city)
    lines = observe_ledger(model)
    grant = sum(line["euros"] for line in lines if line["account"] == "grant")
    in_kind = ("grant", "participation_time", "volunteer_time")
    rest = sum(line["euros"] for line in lines if line["account"] not in in_kind)
    assert rest == pytest.approx(grant, abs=0.005)


def test_cash_under_local_tax_takes_from_some_what_it_gives_to_others():
    taxed, without = branch("cash", **TAX), branch("none")
    for model in (taxed, without):
        model.govern()
    people = taxed.city.people
    rows = people.order
    given = people.transfer[rows]
    # what does not divide by heads waits in the purse
    assert int(given.sum()) + taxed.city.books.balance["purse"] == 0
    assert taxed.city.books.balance["purse"] < len(rows)
    before = incomes(without)
    poorer, richer = np.argmin(before), np.argmax(before)
    assert given[poorer] > 0 > given[richer]

    for verb in ("gather", "meet", "accept", "learn", "make", "release", "work"):
        for model in (taxed, without):
            getattr(model, verb)()

    waits = taxed.city.books.balance["purse"]
    assert int(incomes(taxed).sum()) == int(incomes(without).sum()) - waits
    assert np.array_equal(incomes(taxed) - given, incomes(without))


def test_whoever_pays_earns_that_much_less_than_where_the_grant_is_given():
    taxed, granted = branch("attraction", **TAX), branch("attraction")
    for model in (taxed, granted):
        for verb in ("govern", "gather", "meet", "accept", "learn", "make", "release", "work"):
            getattr(model, verb)()

    grant = taxed.city.books.month["people", "purse", "tax"]
    assert grant > 0
    assert int(incomes(granted).sum()) - int(incomes(taxed).sum()) == grant
    assert (incomes(taxed) < incomes(granted)).all()


@pytest.mark.parametrize("policy", ARMS)
def test_no_policy_or_no_budget_is_untouched_by_where_it_would_come_from(policy):
    budget = {} if policy == "none" else {"budget": 0}
    taxed, granted = branch(policy, **TAX, **budget), branch(policy, **budget)

    lived = [series(model, 6) for model in (taxed, granted)]

    assert np.array_equal(*lived, equal_nan=True)
    assert fingerprint(columns(taxed.city)) == fingerprint(columns(granted.city))
    assert taxed.city.books.month["people", "purse", "tax"] == 0


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_gives_the_purse_what_it_is_asked_for(source):
    city = settled().city.copy()
    city.books.ledger.clear()

    SOURCES[source](city, 12_345)

    assert city.books.balance["purse"] == 12_345
    assert sum(city.books.ledger.values()) == 12_345


def test_more_than_there_is_cannot_be_raised_and_a_sentence_says_so():
    city = settled().city.copy()
    there = int(city.people.income[city.people.order].sum())

    with pytest.raises(CannotBeRaised, match=r"to be raised by local tax, but all incomes togeth"):
        local_tax(city, there + 1)

    assert city.books.balance["purse"] == 0
    local_tax(city, there)
    assert (city.people.transfer[city.people.order] == -city.people.income[city.people.order]).all()


def test_a_tax_that_who_loses_her_job_could_not_pay_is_refused():
    given = scenario("cash", "budget=0.2", "economy.work.unemployed_income=400")

    with pytest.raises(Refusal, match=r"0\.2 of a median income of 2,200 euros is 440 a month"):
        replace(given, **TAX)

    assert replace(given, budget=0.18, **TAX).budget_source == "local_tax"
    assert replace(scenario("none", "economy.work.unemployed_income=400"), budget=0.2, **TAX)


def test_who_loses_more_than_she_has_is_spared_the_rest():
    model = branch("cash", budget=0.2, **TAX)
    city = model.city
    people = city.people
    at_work = people.order[people.workplace[people.order] >= 0][0]
    people.income[at_work] = 10_000_000
    people.workplace[at_work] = -1
    city.firms.jobs[:] = 0
    people.workplace[people.order] = -1
    city.cells.workspace_used[:] = 0
    model.govern()
    tax = -people.transfer[at_work]
    assert tax > 110_000

    from sim.model.phases.work import _earn

    held = city.books.balance["people"]
    _earn(city, scenario().economy.work)

    assert people.income[at_work] == 0
    assert city.books.month["outside", "people", "help"] == tax - 110_000
    assert city.books.balance["people"] - held == int(
        (people.income - people.transfer)[people.order].sum()
    )

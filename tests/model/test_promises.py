"""Firms that come for an incentive are paid for the jobs they fill, and for no other."""

from __future__ import annotations

import numpy as np
import pytest

from sim.city.firms import FirmOrigin
from sim.model.identities import CHECKS
from sim.model.phases.employ import close_firm, hire
from sim.policy.attraction import FirmAttraction
from sim.policy.policy import Policy
from tests.villages import changed, lived, scenario

PER_JOB = 300_000
ROOMY = {
    "city__workspace_slack": 3.0,
    "behaviour__come_and_go__firms_knock": 20,
    "behaviour__come_and_go__firm_outside": 0.12,
    "economy__work__starting_employment": 0.5,
}
POLICY = Policy(instruments={"firms": FirmAttraction(per_job=PER_JOB / 100)}, split={"firms": 1.0})


def courting(budget=0.02, months=3, **changes):
    """Return a village with room for firms, which has courted them for some months."""
    given = changed(scenario(), **ROOMY, **changes)
    model = lived(given, 2).branch(changed(given, policy=POLICY, budget=budget))
    model.live(months)
    return model


def outstanding(city):
    firms = city.firms
    here = slice(0, firms.size)
    return int((firms.promised[here] * firms.per_job[here]).sum())


def relocated(city):
    firms = city.firms
    here = slice(0, firms.size)
    return np.flatnonzero(firms.open[here] & (firms.origin[here] == FirmOrigin.RELOCATED))


def test_what_a_firm_is_promised_is_set_aside_when_it_comes_and_paid_as_it_hires():
    model = courting(months=0)
    city, jobs = model.city, scenario().behaviour.come_and_go.firm_jobs
    came = paid = 0
    for _ in range(18):
        model.step()
        came += city.now.counts["firms_bonus"]
        paid += city.now.counts["jobs_paid"]
        assert city.books.ledger["firms", "incentive"] == paid * PER_JOB
        assert city.reserved["firms"] == outstanding(city) >= 0
        assert paid <= came * jobs

    assert came > 0
    assert paid > 0


def test_a_firm_that_has_just_come_has_been_paid_nothing():
    with_it, without = courting(months=1), courting(budget=0, months=1)
    city = with_it.city
    new = relocated(city)[city.firms.promised[relocated(city)] > 0]

    assert len(new)
    assert city.books.ledger["firms", "incentive"] == 0
    assert (city.firms.promised[new] == scenario().behaviour.come_and_go.firm_jobs).all()
    assert (city.firms.per_job[new] == PER_JOB).all()
    # the same firms bring the same capital where nothing is held out
    own = dict(zip(without.city.firms.identity, without.city.firms.capital, strict=True))
    both = [firm for firm in new if city.firms.identity[firm] in own]
    assert all(city.firms.capital[firm] == own[city.firms.identity[firm]] for firm in both)
    assert both


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_each_job_filled_is_paid_once_as_long_as_any_are_promised(seed):
    city = courting(seed=seed).city
    firms = city.firms
    for _ in range(10):
        jobs, promised = firms.jobs.copy(), firms.promised.copy()
        capital, purse = firms.capital.copy(), city.books.balance["purse"]

        hire(city, scenario().economy.work)

        filled = np.minimum(firms.jobs - jobs, promised)
        assert (promised - firms.promised == filled).all()
        assert (firms.capital - capital == filled * PER_JOB).all()
        assert purse - city.books.balance["purse"] == filled.sum() * PER_JOB
        assert (firms.promised >= 0).all()
        # nobody looks for a job for long where everyone may hire, so some lose theirs
        city.people.workplace[city.people.order[firms.promised.sum() % 7 :: 3]] = -1
        city.firms.jobs[:] = np.bincount(
            city.people.workplace[city.people.order][city.people.workplace[city.people.order] >= 0],
            minlength=firms.capacity,
        )


def test_a_firm_that_loses_a_worker_is_not_promised_another():
    city = courting(months=12).city
    firm = next(row for row in relocated(city) if city.firms.promised[row] == 0)
    staff = city.people.order[city.people.workplace[city.people.order] == firm]
    city.people.workplace[staff] = -1
    city.firms.jobs[firm] = 0
    spent = city.books.ledger["firms", "incentive"]
    left = outstanding(city)

    for _ in range(3):
        hire(city, scenario().economy.work)

    assert city.firms.promised[firm] == 0
    assert city.books.ledger["firms", "incentive"] - spent == left - outstanding(city)


def test_what_a_firm_that_closes_will_not_get_goes_back_to_the_purse():
    model = courting()
    city = model.city
    firm = next(row for row in relocated(city) if city.firms.promised[row] > 0)
    due = int(city.firms.promised[firm]) * PER_JOB
    purse, reserved = city.purses["firms"], city.reserved["firms"]
    held = city.books.balance["purse"]

    close_firm(city, scenario().economy.work, int(firm))

    assert city.purses["firms"] == purse + due
    assert city.reserved["firms"] == reserved - due == outstanding(city)
    assert city.books.balance["purse"] == held


def test_a_firm_is_promised_nothing_that_the_purse_cannot_keep():
    jobs = scenario().behaviour.come_and_go.firm_jobs
    for cents, times in ((jobs * PER_JOB - 1, 0), (jobs * PER_JOB, 1), (3 * jobs * PER_JOB + 1, 3)):
        model = courting(months=0)
        city = model.city
        city.offers.firm, city.offers.payer["firm"] = PER_JOB, "firms"
        city.purses["firms"] += cents
        city.books.pay("outside", "purse", "grant", cents)
        city.books.note("purse", "grant", cents)
        for agent in list(model.registered):
            agent.remove()

        model.step()

        assert city.now.counts["firms_bonus"] == times
        assert city.purses["firms"] == cents - times * jobs * PER_JOB


def test_a_promise_is_kept_under_the_next_policy():
    before = courting()
    promised = outstanding(before.city)
    assert promised > 0

    after = before.branch(changed(before.scenario, policy=scenario("none").policy))
    after.live(6)

    assert after.city.books.ledger["firms", "incentive"] > 0
    assert after.city.now.counts["firms_bonus"] == 0
    for check in CHECKS:
        check(after.city)


def test_two_years_of_courting_add_up_where_many_firms_fail():
    model = courting(months=0, economy__work__closing_lag=0, economy__work__starting_wages=0.2)
    jobs = scenario().behaviour.come_and_go.firm_jobs
    promised = paid = 0
    for _ in range(24):
        model.step()
        promised += model.city.now.counts["firms_bonus"] * jobs * PER_JOB
        paid += model.city.now.counts["jobs_paid"] * PER_JOB

    # what is neither paid nor still promised went back with the firms that closed
    assert promised - paid - outstanding(model.city) > 0
    assert model.city.reserved["firms"] == outstanding(model.city)

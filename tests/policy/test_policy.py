"""A policy that makes no sense is refused in a sentence, and a building is paid off to the cent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.refusal import Refusal
from sim.model.planner import shares
from sim.policy.instrument import Commitment, annuity, annuity_months, fundable, pay_commitments
from sim.policy.policy import Policy
from sim.policy.soft import CashTransfer, CommonsFund
from tests.villages import changed, scenario, settled

CASH, EVENTS = CashTransfer(), CommonsFund(bounty=400)


def test_shares_that_do_not_add_up_to_one_are_refused():
    with pytest.raises(Refusal, match=r"the shares of the split add up to 0\.9, but they must"):
        Policy(instruments={"one": CASH, "two": EVENTS}, split={"one": 0.5, "two": 0.4})


@pytest.mark.parametrize("split", [{}, {"one": 1.0}, {"one": 0.5, "two": 0.3, "three": 0.2}])
def test_an_instrument_without_a_share_or_a_share_without_one_is_refused(split):
    with pytest.raises(Refusal, match="each instrument needs one share of the money"):
        Policy(instruments={"one": CASH, "two": EVENTS}, split=split)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), float("inf"), "half", True, None])
def test_a_share_that_is_no_share_is_refused(share):
    with pytest.raises(Refusal, match="split"):
        Policy(instruments={"one": CASH}, split={"one": share})


def test_something_that_is_no_instrument_is_refused():
    with pytest.raises(Refusal, match="instruments"):
        Policy(instruments={"one": scenario().city}, split={"one": 1.0})


def test_no_policy_is_a_policy_with_no_instruments():
    none = Policy(instruments={}, split={})

    assert none == scenario("none").policy
    assert shares(none, 100) == {}


@pytest.mark.parametrize("policy", ["attraction", "collaboration"])
def test_a_budget_that_cannot_fund_its_policy_is_refused_saying_what_would(policy):
    given_ = scenario(policy)

    with pytest.raises(Refusal, match=r"euros a month, but it needs .* to do anything") as refused:
        replace(given_, budget=1e-5)

    advice = str(refused.value).split("raise the budget to ")[1]
    times = float(advice.split(" times")[0].replace(",", ""))
    assert times > 1
    replace(given_, budget=min(0.2, 1e-5 * times * 1.1))


@pytest.mark.parametrize("policy", ["attraction", "collaboration", "cash"])
def test_no_budget_at_all_is_no_refusal(policy):
    assert replace(scenario(policy), budget=0).budget == 0


@given(
    st.integers(0, 10**12),
    st.lists(st.integers(1, 100), min_size=1, max_size=6),
)
def test_a_grant_is_split_to_the_cent(grant, weights):
    split = {str(at): weight / sum(weights) for at, weight in enumerate(weights)}
    policy = Policy(
        instruments={name: CommonsFund(bounty=1) for name in split},
        split=split,
    )

    parts = shares(policy, grant)

    assert sum(parts.values()) == grant
    for at, (name, cents) in enumerate(parts.items()):
        # the odd cents, one an instrument at most, go to the first
        assert abs(cents - split[name] * grant) <= (len(split) if at == 0 else 1) + 1e-9 * grant


@pytest.mark.parametrize("interest", [0.0, 0.01, 0.03, 0.2])
@pytest.mark.parametrize("years", [1, 20, 40])
def test_a_building_is_paid_off_with_its_last_annuity(years, interest):
    economy = changed(scenario().economy, public__annuity_years=years, public__interest=interest)
    euros = 1_000_000
    payment = annuity(economy, euros) / 100
    owed = float(euros)
    for _ in range(annuity_months(economy)):
        owed = owed * (1 + interest / 12) - payment

    # each payment is rounded to the cent, and the rounding bears interest too
    grown = sum((1 + interest / 12) ** month for month in range(annuity_months(economy)))
    assert abs(owed) <= 0.005 * grown + 1e-3


def test_the_annuity_of_a_building_is_the_textbooks():
    # 2,500 euros a square metre, 100 m2, 20 years at 3 %: PMT(0.03/12, 240, 250000)
    economy = changed(scenario().economy, public__annuity_years=20, public__interest=0.03)

    assert annuity(economy, 250_000) == 138_649


@given(st.integers(0, 10**9), st.floats(100, 10**6))
def test_as_much_is_built_as_can_be_paid_for_and_no_more(cents, euros):
    economy = scenario().economy

    count = fundable(economy, cents, euros)

    assert annuity(economy, count * euros) <= cents
    # one more would cost more, but for cents of rounding
    assert annuity(economy, (count + 2) * euros) > cents - count - 2


def test_a_promise_is_kept_for_as_many_months_as_it_was_made_for():
    city = settled().city.copy()
    city.purses["rooms"] = 1000
    city.books.pay("outside", "purse", "grant", 1000)
    city.commitments = [Commitment("rooms", "building", 300, 2)]

    pay_commitments(city)
    pay_commitments(city)
    pay_commitments(city)

    assert city.purses["rooms"] == 400
    assert city.commitments == []
    assert city.books.ledger["rooms", "building"] == 600


def test_a_promise_beyond_the_purse_is_paid_as_far_as_it_goes():
    city = settled().city.copy()
    city.purses["rooms"] = 100
    city.books.pay("outside", "purse", "grant", 100)
    city.commitments = [Commitment("rooms", "building", 300, 5)]

    pay_commitments(city)

    assert city.purses["rooms"] == 0
    assert city.books.ledger["rooms", "building"] == 100


def test_what_a_purse_cannot_carry_over_returns_as_cash():
    settled_ = settled()
    idle = Policy(instruments={"fund": CommonsFund(bounty=0)}, split={"fund": 1.0})
    given_ = changed(scenario(), policy=idle, budget=0.01, economy__public__carry_months=2)
    model = settled_.branch(given_)
    planner = next(iter(model.registered))

    model.live(4)

    assert model.city.purses["fund"] <= 2 * planner.grant + len(model.city.people.order)
    returned = model.city.books.ledger["fund", "returned"]
    assert returned + model.city.books.balance["purse"] == 4 * planner.grant
    assert returned > 0

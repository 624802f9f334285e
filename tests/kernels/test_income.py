"""Whatever people and firms earn and pay adds up, and nobody ends below zero."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.kernels import income
from tests.kernels.crowds import another_order, crowds, renamed, shuffled
from tests.naive import income as naive_income

N_FIRMS = 3
JOBLESS = 900
EARNS_WAGE = np.array([True, False, True])


@st.composite
def months(draw):
    """Draw people, and what each of them is owed, owes and has."""
    crowd = draw(crowds(most=16))
    chance = np.random.default_rng(crowd.seed + 11)
    columns = {
        "usual": chance.integers(0, 5000, crowd.size),
        "incentive": chance.integers(0, 500, crowd.size),
        "incentive_end": crowd.month + chance.integers(-2, 3, crowd.size),
        "transfer": chance.integers(-3000, 500, crowd.size),
        "rent": chance.integers(0, 4000, crowd.size),
        "fees": chance.integers(0, 500, crowd.size),
        "savings": chance.integers(0, 3000, crowd.size),
        "housed": chance.random(crowd.size) < 0.7,
    }
    return crowd, columns


def moved(month):
    crowd, columns = month
    row = another_order(crowd)
    return row, (renamed(crowd, row), {name: shuffled(c, row) for name, c in columns.items()})


def earned(way, month):
    crowd, own = month
    got, wages = crowd.income.copy(), np.zeros(N_FIRMS, np.int64)
    told = way.earn(
        crowd.month, crowd.order, own["usual"], crowd.kind, EARNS_WAGE, JOBLESS, crowd.workplace,
        own["incentive"], own["incentive_end"], own["transfer"], got, wages,
    )  # fmt: skip
    return tuple(told), got.tolist(), wages.tolist()


@given(months())
def test_incomes_agree_with_their_naive_twin(month):
    assert earned(income, month) == earned(naive_income, month)


@given(months())
def test_incomes_are_paid_by_firms_by_outside_and_by_planners(month):
    crowd, own = month

    (all_earned, paid, spared), got, wages = earned(income, month)

    helped = own["incentive"] * (own["incentive_end"] >= crowd.month) + own["transfer"]
    assert sum(np.array(got)[crowd.order]) == all_earned + spared + helped[crowd.order].sum()
    assert sum(wages) == paid <= all_earned
    assert min(np.array(got)[crowd.order]) >= 0
    without = (crowd.workplace < 0) & EARNS_WAGE[crowd.kind]
    in_hand = JOBLESS + helped
    for person in crowd.order[without[crowd.order]]:
        assert got[person] == max(in_hand[person], 0)


@given(months())
def test_incomes_do_not_hang_on_rows(month):
    row, same = moved(month)

    told, got, wages = earned(income, month)

    assert earned(income, same) == (told, shuffled(np.array(got), row).tolist(), wages)


def spent(way, month, share=0.05):
    crowd, own = month
    savings = own["savings"].copy()
    bill = crowd.income // 50, own["rent"], own["fees"], own["housed"]
    return tuple(way.spend(crowd.order, *bill, share, savings)), savings.tolist()


@given(months(), st.floats(0, 1))
def test_spending_agrees_with_its_naive_twin(month, share):
    assert spent(income, month, share) == spent(naive_income, month, share)


@given(months(), st.floats(0, 1))
def test_what_comes_in_is_spent_or_saved(month, share):
    crowd, own = month

    (helped, *paid), savings = spent(income, month, share)

    more = (np.array(savings) - own["savings"])[crowd.order].sum()
    assert (crowd.income // 50)[crowd.order].sum() + helped == sum(paid) + more
    assert min([helped, *paid, *savings]) >= 0


@given(months())
def test_spending_does_not_hang_on_rows(month):
    row, same = moved(month)

    paid, savings = spent(income, month)

    assert spent(income, same) == (paid, shuffled(np.array(savings), row).tolist())


def met(way, month, chance):
    crowd, _ = month
    standing = np.arange(crowd.size) / 2
    known = np.where(chance.random(crowd.size) < 0.5, crowd.kind, -1).astype(np.int8)
    known_standing = standing + (chance.random(crowd.size) < 0.3)
    rows = way.newcomers(crowd.order, crowd.kind, standing, known, known_standing)
    again = way.newcomers(crowd.order, crowd.kind, standing, known, known_standing)
    return list(rows), list(again), known.tolist(), known_standing.tolist()


@given(months())
def test_whom_one_meets_agrees_with_the_naive_twin(month):
    twins = (met(way, month, np.random.default_rng(3)) for way in (income, naive_income))

    assert next(twins) == next(twins)


@given(months())
def test_everyone_met_once_is_known(month):
    rows, again, known, _ = met(income, month, np.random.default_rng(3))

    assert not again
    assert {*rows} <= {*month[0].order}
    assert [known[person] for person in month[0].order] == month[0].kind[month[0].order].tolist()


@st.composite
def businesses(draw):
    """Draw firms, some of them closed, some in a zone."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, 8))
    rows = np.sort(chance.permutation(count)[: draw(st.integers(0, count))])
    jobs = chance.integers(0, 5, count)
    return {
        "firms": rows,
        "cell": chance.integers(0, 4, count),
        "jobs": jobs,
        "wages": jobs * chance.integers(100_000, 400_000, count),
        "around": chance.uniform(0.8, 1.2, len(rows)),
        "good": chance.uniform(0.8, 1.2, len(rows)),
        "in_zone": chance.random(count) < 0.5,
        "workspace_rent": chance.uniform(0, 2000, 4),
    }


PRICES = 2300.0, 100, 3300.0, 700.0, 600.0, 20, 0.25, 6.25


def traded(way, business):
    count = len(business["cell"])
    capital, margin = np.arange(count) * 500_000, np.zeros(count)
    return way.trade(*business.values(), *PRICES, capital, margin), capital, margin


@given(businesses())
def test_trade_agrees_with_its_naive_twin(business):
    told, capital, margin = traded(income, business)
    twin, twin_capital, twin_margin = traded(naive_income, business)

    assert tuple(told) == twin
    assert_array_equal(capital, twin_capital)
    assert_allclose(margin, twin_margin, rtol=1e-12)


@given(businesses())
def test_what_firms_sell_goes_to_suppliers_workers_landlords_and_owners(business):
    (sold, bought, rent, profit), capital, margin = traded(income, business)

    rows = business["firms"]
    before = np.arange(len(capital)) * 500_000
    wages = business["wages"][rows].sum()
    assert (capital - before).sum() == sold - bought - rent - profit - wages
    assert profit >= 0
    assert (margin < 1).all()
    closed = np.setdiff1d(np.arange(len(capital)), rows)
    assert_array_equal(capital[closed], before[closed])
    assert not margin[closed].any()


@given(businesses())
def test_a_firm_in_a_zone_pays_no_more_rent_and_earns_no_less(business):
    nowhere = business | {"in_zone": np.zeros(len(business["cell"]), bool)}

    (_, _, rent, _), _, margin = traded(income, business)
    (_, _, more, _), _, less = traded(income, nowhere)

    assert rent <= more
    assert (margin >= less).all()

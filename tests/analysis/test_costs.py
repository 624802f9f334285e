"""The books say what each arm cost, and what it did for each euro and hour."""

import pandas as pd
import pytest

from sim.analysis.costs import (
    at_equal_resources,
    by_account,
    by_instrument,
    resources,
    with_volunteer_time,
)


def ledger_of(**arms):
    """Lay out books: arm -> account -> euros, the same in seeds 0 and 1."""
    rows = [
        {
            "run_id": f"{arm}{seed}",
            "seed": seed,
            "arm": arm,
            "instrument": "purse" if account in ("grant", "balance") else "rooms",
            "account": account,
            "euros": float(euros),
        }
        for arm, accounts in arms.items()
        for account, euros in accounts.items()
        for seed in (0, 1)
    ]
    return pd.DataFrame(rows)


BOOKS = ledger_of(
    none={"volunteer_time": 10},
    cash={"grant": 100, "transfer": 100, "volunteer_time": 10},
    collaboration={"grant": 100, "building": 60, "operation": 30, "balance": 10}
    | {"volunteer_time": 35, "participation_time": 5},
)


def runs_of(**arms):
    rows = [
        {"run_id": f"{arm}{seed}", "seed": seed, "arm": arm, "status": "done", "joy": value}
        for arm, values in arms.items()
        for seed, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


def test_money_spent_returned_and_kept_adds_up_to_the_grant():
    books = resources(BOOKS)

    assert books["gap"].abs().max() == 0.0
    assert books.loc[("collaboration", 0), "spent"] == 90.0
    assert books.loc[("collaboration", 0), "in_kind"] == 40.0


def test_a_missing_euro_shows():
    books = resources(ledger_of(cash={"grant": 100, "transfer": 99}))

    assert books["gap"].tolist() == [-1.0, -1.0]


def test_accounts_are_means_over_seeds():
    assert by_account(BOOKS).loc["collaboration", "building"] == 60.0
    table = by_instrument(BOOKS).set_index(["arm", "account"])
    assert table.loc[("collaboration", "operation"), "euros"] == 30.0


def test_hours_beyond_those_under_cash_thin_the_effect_out():
    runs = runs_of(cash=[0.0, 0.0], collaboration=[13.0, 26.0])

    row = at_equal_resources(runs, BOOKS, "cash", [("collaboration", "cash")]).iloc[0]

    assert row["difference"] == pytest.approx((13 + 26) / 2 * 100 / (100 + 40 - 10))


def test_an_arm_without_a_grant_has_no_effect_per_euro():
    runs = runs_of(none=[0.0, 0.0], cash=[0.0, 0.0])

    assert at_equal_resources(runs, BOOKS, "cash", [("none", "cash")]).empty


def test_two_arms_can_be_held_against_each_other_at_equal_resources():
    runs = runs_of(cash=[0.0, 0.0], collaboration=[13.0, 13.0], attraction=[4.0, 4.0])
    books = pd.concat([BOOKS, ledger_of(attraction={"grant": 100, "building": 100})])

    row = at_equal_resources(runs, books, "cash", [("collaboration", "attraction")]).iloc[0]

    assert row["difference"] == pytest.approx(13 / 1.3 - 4 / 0.9)


def test_hours_given_to_places_are_counted_where_the_books_lack_them():
    books = BOOKS[BOOKS["account"] != "volunteer_time"]
    timeline = pd.DataFrame(
        {
            "run_id": "cash0",
            "seed": 0,
            "arm": "cash",
            "month": [0, 1, 2],
            "volunteer_hours_per_head": [99.0, 12.0, 24.0],
            "population": [10.0, 10.0, 10.0],
        }
    )

    added = with_volunteer_time(books, timeline, 12.0)

    given = added[added["account"] == "volunteer_time"]
    assert given["euros"].tolist() == [12.0 * 10 * (1 + 2)]
    assert with_volunteer_time(BOOKS, timeline, 12.0) is BOOKS

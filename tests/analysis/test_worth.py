"""Ledgers stand side by side, each whole in itself."""

import pandas as pd
import pytest

from sim.analysis.worth import by_receiver

ROWS = [
    (0, "cash", "market", "kind", "artist", 30.0), (0, "cash", "market", "kind", "firms", 30.0),
    (1, "cash", "market", "kind", "artist", 10.0), (1, "cash", "market", "kind", "firms", 30.0),
    (0, "tower", "market", "kind", "firms", 20.0), (1, "tower", "market", "kind", "artist", 20.0),
    (0, "cash", "commons", "kind", "artist", 7.0), (0, "tower", "recognition", "kind", "artist", 2),
]  # fmt: skip


@pytest.fixture(scope="module")
def shown():
    names = ["seed", "arm", "ledger", "grouping", "group", "value"]
    told = by_receiver(pd.DataFrame(ROWS, columns=names))
    return told.set_index(["ledger", "group", "arm"])


def test_who_has_what_is_a_mean_over_seeds_and_nothing_is_nothing(shown):
    assert shown.loc[("market", "artist", "cash"), "value"] == 20.0
    assert shown.loc[("market", "artist", "cash"), "share"] == (0.5 + 0.25) / 2
    assert shown.loc[("market", "artist", "tower"), "value"] == 10.0
    assert shown.loc[("market", "artist", "tower"), "share"] == 0.5


def test_the_parts_of_a_ledger_are_its_whole(shown):
    parts = shown.groupby(["ledger", "arm"])

    assert (parts["value"].sum() == parts["whole"].first()).all()


def test_no_ledger_has_anything_of_another(shown):
    whole = shown["whole"].groupby(["ledger", "arm"]).first()

    assert whole["market", "cash"] == 50.0
    assert whole["commons", "cash"] == 3.5
    assert whole["commons", "tower"] == 0.0
    assert whole["recognition", "tower"] == 1.0

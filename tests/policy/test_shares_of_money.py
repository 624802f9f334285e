"""How much of the money can be bound in walls and how much draws others: computed, never set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.config.catalogue import speaking
from sim.door.explanation import explanation
from sim.policy.policy import Policy
from tests.docs.pages import ROOT, text_of
from tests.policy.test_instruments import NAMES, armed, preset
from tests.villages import changed, scenario

ECONOMY = scenario().economy
MUCH = 5_000_000
"""Cents a month: so much that a square metre or a home more or less hardly counts."""
SOURCED = {"sustainable_city", "smart_city", "creative_city"} | {
    "transition_city", "fab_city", "collaborative_city"
}  # fmt: skip
PAIRS = {"attraction", "collaboration", "attraction_matched", "collaboration_matched"}


def bound(instrument, name, economy=ECONOMY):
    """Return the share of a month's money that an instrument binds where there is much to buy."""
    model, purse = armed(name, MUCH, city__dwellings_per_person=1.4)
    instrument.apply(model.city, economy, purse)
    return purse.committed() / MUCH


@pytest.mark.parametrize("name", NAMES)
def test_no_instrument_binds_more_than_it_says(name):
    # an annuity is rounded to the cent
    assert bound(preset(name), name) <= preset(name).hard_share(ECONOMY) + 1 / MUCH


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("flagship_building", {}),
        ("third_place_grant", {}),
        ("cluster_zone", {}),
        ("cluster_zone", {"build_share": 0.9}),
        ("land_trust", {"homes": 1.0}),
    ],
)
def test_an_instrument_that_builds_binds_nearly_all_that_it_says(name, changes):
    instrument = replace(preset(name), **changes)

    assert bound(instrument, name) == pytest.approx(instrument.hard_share(ECONOMY), rel=0.05)


def test_what_may_be_committed_is_read_from_the_economy():
    strict = changed(ECONOMY, public__commitments=0.3)

    for name in NAMES:
        assert preset(name).hard_share(strict) == min(0.3, preset(name).hard_share(ECONOMY))


def test_a_trust_that_buys_outright_may_spend_everything_on_land():
    assert replace(preset("land_trust"), on_credit=False).hard_share(ECONOMY) == 1.0


@pytest.mark.parametrize("name", NAMES)
def test_what_draws_people_and_firms_from_outside_holds_something_out_to_them(name):
    written = set(preset(name).writes)
    courts = {"city.offers.firm", "city.offers.talent"} & written

    assert preset(name).attraction_share == float(bool(courts))


def test_the_shares_of_a_policy_are_those_of_its_instruments_weighed_by_the_split():
    policy = Policy(
        instruments={"x": preset("third_place_grant"), "y": preset("firm_attraction")},
        split={"x": 0.75, "y": 0.25},
    )

    assert policy.hard_share(ECONOMY) == pytest.approx(0.75 * ECONOMY.public.commitments)
    assert policy.attraction_share == 0.25


def told():
    """Return the table of the page: by policy s, s of what e leaves, and e, as written."""
    page = text_of(ROOT / "docs/policies.md").partition("| policy | s |")[2]
    rows = [line.strip("| ").split(" | ") for line in page.partition("\n\n")[0].splitlines()[2:]]
    return {row[0].strip("`"): [float(row[at]) for at in (1, 2, 4)] for row in rows}


@pytest.mark.parametrize("name", sorted(SOURCED | PAIRS))
def test_the_page_tells_the_shares_that_are_computed(name):
    policy = scenario(name).policy
    hard, outside = policy.hard_share(ECONOMY), policy.attraction_share

    assert told()[name] == pytest.approx([hard, hard / (1 - outside), outside], abs=0.0005)


def test_the_page_tells_them_of_the_six_and_of_the_pairs():
    assert set(told()) == SOURCED | PAIRS


def test_who_binds_more_and_who_less_is_as_the_page_says():
    hard = {name: row[0] for name, row in told().items()}

    assert hard["creative_city"] < min(hard["transition_city"], hard["collaborative_city"])
    assert min(hard, key=hard.get) == "fab_city"
    assert hard["attraction"] == pytest.approx(hard["collaboration"], abs=0.03)
    assert max(hard.values()) < 0.6


@pytest.mark.parametrize(
    ("lang", "hard", "outside"),
    [("en", "at most 29.8 % of", "42.0 % of"), ("fr", "au plus 29,8\u00a0% de", "42,0\u00a0% de")],
)
def test_an_explanation_of_a_policy_shows_both(lang, hard, outside):
    with speaking(lang):
        shown = [*explanation(["creative_city"], [])]
        nothing = [*explanation(["none"], [])]

    assert hard in shown[-2]
    assert outside in shown[-1]
    # where nothing is paid for there are no shares
    assert len(nothing) == 1

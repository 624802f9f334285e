"""Ways in which what is no building fails: events, machines, a fund for ideas, cash.

As in `test_failure_modes.py`: the same arm with the mode on and off. What is compared is what its
money adds, against the same arm without money, for rents and meetings are there without it too.
"""

from __future__ import annotations

import re

import numpy as np
import pytest

from sim.config.presets import options
from sim.kernels.meet import PLACE
from tests.docs.pages import ROOT, text_of
from tests.policy.test_failure_modes import SEEDS, arm, lost, summed
from tests.policy.test_instruments import preset
from tests.villages import scenario

ONE_PLACE = {"city__places_per_1000": 1, "economy__places__founding_chance": 0}
MANY_PLACES = {"city__places_per_1000": 12, "economy__places__founding_chance": 0}
FEW_HOMES = {
    "city__dwellings_per_person": 1.0,
    "city__regulated_share": 0.0,
    "economy__housing__target_vacancy": 0.3,
    "economy__housing__supply_elasticity": 0,
    "economy__housing__lease_months": 6,
}


def added(name, measure, months, budget, **changes):
    """Return what the money of an instrument adds in each village."""
    return [
        summed(arm(preset(name), seed, budget, **changes), measure, months)
        - summed(arm(preset(name), seed, 0, **changes), measure, months)
        for seed in SEEDS
    ]


def costs(name, measure, off, months, on=None, budget=0.02, common=None):
    common = common or {}
    lost(
        *(
            added(name, measure, months, budget, **common, **switched)
            for switched in (on or {}, off)
        )
    )


# events


def meetings_taken_up_in_places(city):
    return int(city.now.by_channel[PLACE].sum())


def test_of_meetings_that_events_bring_fewer_are_taken_up_where_fields_are_apart():
    costs(
        "event_programming",
        meetings_taken_up_in_places,
        {"behaviour__accept__barrier": 0},
        months=10,
        common=ONE_PLACE,
    )


# machines


def machines_in_open_places(city):
    places = city.places
    here = slice(0, places.size)
    return int(np.bitwise_count(places.equipment[here][places.open[here]]).sum())


def test_machines_to_keep_running_leave_money_for_fewer():
    costs(
        "equipment",
        machines_in_open_places,
        {"economy__places__equipment_upkeep": 0},
        months=18,
        on={"economy__places__equipment_upkeep": 0.06},
        budget=0.005,
        common=MANY_PLACES,
    )


def test_machines_go_with_the_place_that_gives_up():
    costs(
        "equipment",
        machines_in_open_places,
        {"economy__places__notice": 60},
        months=18,
        budget=0.005,
        common=MANY_PLACES,
    )


# a fund for open ideas


def worth_left_to_those_who_use_open_ideas(city):
    return city.now.counts["commons_value"] - city.now.counts["captured"]


def test_firms_take_part_of_what_a_fund_opened_for_all():
    costs(
        "commons_fund",
        worth_left_to_those_who_use_open_ideas,
        {"economy__ideas__captured": 0},
        months=12,
    )


# cash


def left_in_the_hand_after_rent(city):
    people = city.people
    rows = people.order
    return float((people.transfer[rows] - people.rent[rows] * people.housed[rows]).mean())


@pytest.mark.parametrize(
    ("off", "months", "common"),
    [
        ({"economy__housing__regulated_rent": 0}, 8, {}),
        ({"economy__housing__rent_speed": 0}, 18, FEW_HOMES),
    ],
    ids=["a share of income", "following vacancy"],
)
def test_landlords_take_part_of_what_is_paid_out(off, months, common):
    costs("cash_transfer", left_in_the_hand_after_rent, off, months, budget=0.05, common=common)


# the page that tells of them


def modes():
    """Return the part of the page that tells how each family and each instrument can fail."""
    page = text_of(ROOT / "docs/policies.md").partition("\n## How each family can fail\n")[2]
    return page.partition("\n## ")[0]


def test_every_instrument_stands_among_the_modes():
    assert not [name for name in options("instrument") if f"`{name}`" not in modes()]


def test_every_test_of_a_mode_is_there():
    written = "".join(text_of(path) for path in (ROOT / "tests/policy").glob("test_*.py"))
    rows = [line for line in modes().splitlines() if line.startswith("| ") and "`" in line]
    missing = [
        row
        for row in rows
        if not re.search(r"`(test_\w+)` \|$", row)
        or f"def {re.findall(r'`(test_[a-z_]+)`', row)[-1]}(" not in written
    ]

    assert len(rows) > 20
    assert not missing


def test_the_switches_stand_where_nobody_turns_them():
    economy, behaviour = scenario().economy, scenario().behaviour

    assert behaviour.accept.barrier > 0
    assert economy.places.equipment_upkeep > 0
    assert economy.places.notice < 60
    assert economy.ideas.captured > 0
    assert economy.housing.regulated_rent > 0
    assert economy.housing.rent_speed > 0

"""A city in which every rate is zero stands still, however long it lives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model.identities import CHECKS
from sim.recorder.observe import observe
from tests.villages import changed, everything, lived, scenario

CLOCKS = {"city.month", "people.lease_end", "places.lease_end"}
"""A lease that ends is renewed on the same terms; nothing but its date moves."""


def still(**rates):
    """Return a village in which nobody does anything but earn, pay and stay."""
    given = changed(
        scenario(),
        # one firm of many equal workers each, so that every firm earns alike
        city__firms_per_1000=5,
        behaviour__gather__going_out=0,
        behaviour__meet__work_share=0,
        behaviour__meet__home_chance=0,
        behaviour__accept__fading=0,
        behaviour__accept__forgotten=0,
        behaviour__learn__chance=0,
        behaviour__learn__discovery=0,
        behaviour__make__recognition_fading=0,
        behaviour__move__search=0,
        behaviour__come_and_go__knock=0,
        behaviour__come_and_go__firms_knock=0,
        behaviour__come_and_go__leaving=0,
        behaviour__drift__pull=0,
        behaviour__drift__anchor=0,
        economy__housing__rent_speed=0,
        economy__housing__supply_elasticity=0,
        economy__work__agglomeration=1,
        economy__work__overhead=0,
        economy__work__productivity_sd=0,
        economy__work__hire_margin=1,
        economy__work__shed_margin=-1,
        economy__work__starting_wages=3,
        economy__work__kept_wages=3,
        economy__work__saved=0,
        economy__work__founding_chance=0,
        economy__places__upkeep_hours=0,
        economy__places__state_credit_share=1,
        economy__places__grant_share=1,
        economy__places__price_step=0,
        economy__places__lease_loss=0,
        economy__places__founding_chance=0,
        economy__ideas__leak=0,
    )
    kinds = {
        name: replace(kind, drive=0, income_log_sd=0)
        for name, kind in given.population.kinds.items()
    }
    return changed(changed(given, population__kinds=kinds), **rates)


def moved(given, months=12):
    """Return the names of what changes over so many months, after the first."""
    model = lived(given, 1)
    before = everything(model.city)
    model.live(months)
    after = everything(model.city)
    names = set()
    for name, value in before.items():
        same = (
            np.array_equal(value, after[name])
            if isinstance(value, np.ndarray)
            else (value == after[name])
        )
        if not same:
            names.add(name)
    return names - CLOCKS


def test_when_every_rate_is_zero_nothing_moves():
    # money goes round, so the books' account of Outside and landlords does move
    assert moved(still()) <= {"city.books.balance"}


def test_in_the_steady_state_money_still_goes_round():
    model = lived(still(), 13)
    month = model.city.books.month

    for what_for in ("wages", "incomes", "rents", "sales", "state credit", "consumption"):
        assert sum(cents for (_, _, named), cents in month.items() if named == what_for) > 0
    for check in CHECKS:
        check(model.city)


def test_in_the_steady_state_everything_observed_is_constant():
    model = lived(still(), 1)
    first = observe(model)
    model.live(12)

    last = observe(model)
    # ties that nothing feeds or wears only grow older
    assert last.pop("tie_age") == first.pop("tie_age") + 12
    assert last == first


@pytest.mark.parametrize(
    ("rate", "value", "moving"),
    [
        ("behaviour__gather__going_out", 0.2, "places.visits"),
        ("behaviour__meet__home_chance", 0.2, "ties.strength"),
        ("behaviour__meet__work_share", 0.2, "ties.strength"),
        ("behaviour__accept__fading", 0.2, "ties.strength"),
        ("behaviour__learn__discovery", 0.2, "people.skills"),
        ("behaviour__move__search", 0.2, "people.home"),
        ("behaviour__come_and_go__knock", 20, "people.identity"),
        ("behaviour__come_and_go__leaving", 0.2, "people.status"),
        ("economy__housing__rent_speed", 0.2, "cells.rent"),
        ("economy__work__productivity_sd", 0.2, "firms.productivity"),
        ("economy__work__saved", 0.2, "people.savings"),
    ],
)
def test_every_rate_that_is_not_zero_moves_something(rate, value, moving):
    assert moving in moved(still(**{rate: value}), 6)


def test_drift_alone_brings_people_back_to_where_they_came_from():
    model = lived(still(behaviour__drift__anchor=0.5), 1)
    people = model.city.people
    people.openness[people.order] = 0.0
    model.live(24)

    gap = np.abs(people.openness - people.openness_origin)[people.order]
    assert gap.max() < 1e-6

"""Every column is written by the phases that say so, and by no other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from sim.city.build import build_city
from sim.model.columns import WRITTEN_BY
from tests.villages import (
    ARMS,
    TABLES,
    VERBS,
    changed,
    columns,
    everything,
    lived,
    scenario,
    written,
)

BEFORE_THE_FIRST_MONTH = ("start", "branch")


def restless(policy):
    """Return a village in which everything that can happen does within two years."""
    few = (1.0, 1.0, 1.0) + (0.0,) * 13
    given = changed(
        scenario(policy),
        burn_in=2,
        budget=0.03,
        city__place_seats=(2,),
        city__places_per_1000=12,
        city__regulated_share=0.3,
        population__fewest_skills=6,
        population__most_skills=6,
        economy__housing__rent_speed=0.5,
        economy__housing__target_vacancy=0.5,
        economy__housing__rent_step=0.1,
        economy__housing__supply_elasticity=5,
        economy__housing__build_trigger=1,
        economy__housing__build_most=1,
        economy__housing__build_lot=1,
        economy__housing__lease_months=3,
        economy__housing__homeless_months=2,
        economy__work__founding_chance=1,
        economy__work__founding_capital=100,
        economy__work__closing_lag=1,
        economy__work__starting_wages=0.1,
        economy__places__lease_months=2,
        economy__places__lease_loss=1,
        economy__places__seat_cost=200,
        economy__places__upkeep_hours=20,
        economy__places__rest=0,
        economy__places__founding_chance=0.3,
        economy__places__founding_savings=500,
        economy__places__founding_group=2,
        economy__places__founding_reach=1,
        economy__places__founding_distance=0,
        economy__places__founding_seats=1,
        economy__public__rejected_sites=True,
        economy__public__support_needed=1,
        economy__places__commons_governed=True,
        behaviour__gather__going_out=10,
        behaviour__come_and_go__leaving=0.02,
        behaviour__come_and_go__firms_knock=5,
        behaviour__come_and_go__firm_outside=-1,
    )
    eager = {
        name: replace(kind, drive=1.0, families=few)
        for name, kind in given.population.kinds.items()
    }
    given = changed(given, population__kinds=eager)
    if "cluster_zone" in given.policy.instruments:
        return changed(given, policy__instruments__cluster_zone__radius=20)
    return given


@pytest.fixture(scope="module")
def writers():
    """Return which verbs were seen to write each column, over some months in every arm."""
    seen = defaultdict(set)
    settled = lived(restless("none"), 2)
    for policy in (*ARMS, "collaborative_city"):
        model = settled.branch(restless(policy))
        for _ in range(15):
            before = everything(model.city)
            for verb in VERBS:
                getattr(model, verb)()
                after = everything(model.city)
                for name in written(model.city, before, after):
                    seen[name].add(verb)
                before = after
    return seen


def test_every_column_says_who_writes_it():
    city = lived(scenario(), 0).city

    assert set(WRITTEN_BY) == set(everything(city))
    assert {verb for verbs in WRITTEN_BY.values() for verb in verbs} <= {
        *VERBS,
        *BEFORE_THE_FIRST_MONTH,
    }


@pytest.mark.parametrize("table", [*TABLES, "city"])
def test_a_phase_writes_only_what_it_declares(writers, table):
    beyond = {
        name: verbs - set(WRITTEN_BY[name])
        for name, verbs in writers.items()
        if name.startswith(f"{table}.") and verbs - set(WRITTEN_BY[name])
    }

    assert not beyond


@pytest.mark.parametrize("table", [*TABLES, "city"])
def test_what_a_phase_declares_it_writes_in_a_city_where_everything_happens(writers, table):
    idle = {
        name: set(verbs) - writers[name] - set(BEFORE_THE_FIRST_MONTH)
        for name, verbs in WRITTEN_BY.items()
        if name.startswith(f"{table}.") and set(verbs) - writers[name] - set(BEFORE_THE_FIRST_MONTH)
    }

    assert not idle


def test_a_column_says_whether_it_is_set_when_the_city_is_built():
    given = changed(scenario(), city__places_per_1000=12)
    city = build_city(given.city, given.population, given.economy, given.seed)
    built = {
        name
        for name, column in columns(city).items()
        if (column != getattr(city, name.split(".")[0]).COLUMNS[name.split(".")[1]][2]).any()
    }
    declared = {
        name
        for name, verbs in WRITTEN_BY.items()
        if "start" in verbs and not name.startswith("city.")
    }

    assert built == declared


def test_only_founders_what_is_counted_from_then_and_what_was_held_out_is_set_at_the_branch():
    written = set()
    for earlier in ("none", "attraction", "collaboration"):
        settled = lived(restless("none"), 3).branch(restless(earlier))
        settled.live(12)
        before = columns(settled.city)

        after = columns(settled.branch(restless("cash")).city)

        written |= {name for name in before if not np.array_equal(before[name], after[name])}
    assert written == {
        name for name, verbs in WRITTEN_BY.items() if "branch" in verbs and name in before
    }


def test_rows_are_born_only_where_people_firms_places_and_ideas_come_from():
    given = changed(restless("collaboration"), economy__housing__rent_step=0)
    model = lived(given, 2).branch(given)
    born = {
        "people": {"come_and_go"},
        "ties": {"come_and_go"},
        "firms": {"work", "come_and_go"},
        "places": {"govern"},
        "cells": set(),
        "ideas": {"make"},
    }
    grown = {table: set() for table in TABLES}

    for _ in range(12):
        for verb in VERBS:
            before = {table: getattr(model.city, table).size for table in TABLES}
            getattr(model, verb)()
            for table in TABLES:
                if getattr(model.city, table).size > before[table]:
                    grown[table].add(verb)

    assert grown == born

"""Portraits show everybody once, and their sums are the city's."""

from __future__ import annotations

import numpy as np
import pytest

from sim.city.people import Status
from sim.kernels.arithmetic import STEP
from sim.recorder.observe import observe
from sim.recorder.portraits import (
    observe_groups,
    observe_ledger,
    observe_map,
    observe_places,
    observe_ties,
)
from tests.recorder.rows import rows_of
from tests.villages import branch, everything, fingerprint

GROUPINGS = {"kind", "income_third", "district", "cohort"}
MEASURES = {
    "welfare", "rent_burden", "forced_moves_per_1000_year", "ideas_per_1000", "ties",
    "cross_field_tie_share", "participation", "visits_per_head", "people",
}  # fmt: skip


@pytest.fixture(scope="module")
def model():
    kept = branch("collaboration", burn_in=6)
    kept.live(14)
    return kept


@pytest.fixture(scope="module")
def groups(model):
    return rows_of(observe_groups(model))


def of(groups, grouping, outcome):
    return {
        line["group"]: line
        for line in groups
        if (line["grouping"], line["outcome"]) == (grouping, outcome)
    }


def test_portraits_write_nothing(model):
    before = fingerprint(everything(model.city))

    observe_groups(model)
    observe_map(model)
    observe_places(model)
    observe_ties(model, 100)
    observe_ledger(model)

    assert fingerprint(everything(model.city)) == before


def test_every_group_is_measured_in_every_way(groups):
    assert {line["grouping"] for line in groups} == GROUPINGS
    for grouping in GROUPINGS:
        measured = {}
        for line in groups:
            if line["grouping"] == grouping:
                measured.setdefault(line["group"], set()).add(line["outcome"])
        assert all(outcomes == MEASURES for outcomes in measured.values())
    assert all(np.isfinite(line["value"]) for line in groups)


@pytest.mark.parametrize("grouping", sorted(GROUPINGS - {"cohort"}))
def test_everybody_present_is_in_one_group(model, groups, grouping):
    counted = of(groups, grouping, "people")

    assert sum(line["people"] for line in counted.values()) == len(model.people)
    assert all(line["value"] == line["people"] for line in counted.values())


def test_thirds_by_income_take_part_as_those_in_them_do(model, groups):
    city, people = model.city, model.city.people
    there = sorted(people.order.tolist(), key=lambda row: people.income[row])
    size = len(there)

    for at, third in enumerate(("lower", "middle", "upper")):
        rows = [row for rank, row in enumerate(there) if rank * 3 // size == at]
        ready = [people.participation[row] * STEP for row in rows]
        been = [
            sum(place >= 0 for place in city.now.place[row].tolist())
            for row in rows
            if people.cohort[row] < city.month
        ]
        told = {name: of(groups, "income_third", name)[third]["value"] for name in MEASURES}
        assert told["participation"] == pytest.approx(np.mean(ready), rel=1e-12)
        assert told["visits_per_head"] == pytest.approx(np.mean(been), rel=1e-12)
        assert np.mean(been) > 0


def test_founders_who_left_the_city_do_not_count_as_staying_at_home(model, groups):
    city, people = model.city, model.city.people
    used = np.arange(people.size)
    here = used[people.founder[used] & (people.status[used] == Status.PRESENT)]
    told = of(groups, "cohort", "visits_per_head")["founders"]

    assert told["people"] > len(here) > 0
    assert told["value"] == pytest.approx((city.now.place[here] >= 0).sum() / len(here), rel=1e-12)
    ready = of(groups, "cohort", "participation")["founders"]["value"]
    assert ready == pytest.approx(np.mean(people.participation[here] * STEP), rel=1e-12)


def test_founders_are_counted_wherever_they_live_now(model, groups):
    people = model.city.people
    counted = of(groups, "cohort", "people")
    known = people.status[: people.size] != Status.FREE

    assert counted["founders"]["people"] == people.founder.sum()
    assert sum(line["people"] for line in counted.values()) == known.sum()
    welfare = of(groups, "cohort", "welfare")["founders"]["value"]
    assert welfare == pytest.approx(observe(model)["founder_welfare"])


def test_forced_moves_are_counted_from_the_month_in_which_policy_began(model, groups):
    people = model.city.people
    rows = people.order[~people.founder[people.order]]
    years = sum(model.month - max(6, int(people.cohort[row])) for row in rows) / 12
    line = of(groups, "cohort", "forced_moves_per_1000_year")["newcomers"]

    assert line["value"] == pytest.approx(1000 * people.moves_forced[rows].sum() / years)
    assert not branch("none").city.people.moves_forced.any()


def test_ideas_of_founders_are_those_made_since_policy_began(model, groups):
    people = model.city.people
    rows = np.flatnonzero(people.founder[: people.size])
    line = of(groups, "cohort", "ideas_per_1000")["founders"]
    before = {
        int(who): int(made)
        for who, made in zip(
            branch("none").city.people.identity, branch("none").city.people.made, strict=True
        )
    }
    made = sum(int(people.made[row]) - before[int(people.identity[row])] for row in rows)

    assert line["value"] == pytest.approx(1000 * made / (len(rows) * 14 / 12))


def test_thirds_are_equal_and_ordered_by_income(model, groups):
    counted = of(groups, "income_third", "people")
    size = [counted[third]["people"] for third in ("lower", "middle", "upper")]
    welfare = of(groups, "income_third", "welfare")

    assert max(size) - min(size) <= 1
    assert welfare["lower"]["value"] < welfare["upper"]["value"]


def test_maps_add_up_to_the_city(model):
    city = model.city
    layers = observe_map(model)

    assert set(layers) == {"rent", "people", "creative", "visits", "amenity"}
    for layer in layers.values():
        assert layer.dtype == np.float32
        assert layer.shape == (city.plan.side, city.plan.side)
        assert np.isfinite(layer).all()
    assert layers["people"].sum() == len(model.people)
    assert (layers["creative"] <= layers["people"]).all()
    assert layers["visits"].sum() == city.now.counts["visits"]
    place = next(iter(model.places))
    assert layers["rent"][place.where.y, place.where.x] == pytest.approx(place.where.rent / 100)


def test_places_are_told_as_they_are(model):
    told = observe_places(model)

    assert len(told) == len(model.places)
    for place, line in zip(sorted(model.places, key=lambda each: each.row), told, strict=True):
        assert (line["x"], line["y"]) == (place.where.x, place.where.y)
        assert (line["seats"], line["users"]) == (place.seats, place.users)
        assert line["open_since"] == place.opened - 6
        assert line["origin"] in ("grassroots", "public", "firm")
        assert line["tenure"] in ("public", "private", "commons")
    assert any(line["open_since"] > 0 for line in told)


@pytest.mark.parametrize("limit", [1, 10, 500, 10**6])
def test_ties_are_a_sample_no_larger_than_asked_for(model, limit):
    told = observe_ties(model, limit)
    city = model.city
    held = (city.ties.other[city.people.order] >= 0).sum()

    assert 0 < len(told["x1"]) <= limit
    assert limit < held or len(told["x1"]) == held
    side = city.plan.side
    for axis in ("x1", "y1", "x2", "y2"):
        assert np.all((told[axis] >= 0) & (told[axis] < side))
    assert np.all((told["strength"] >= 0) & (told["strength"] <= 1))


def test_a_tie_is_told_with_both_its_homes_one_by_one(model):
    city, told = model.city, observe_ties(model, 10**6)
    people, ties, side, pole = city.people, city.ties, city.plan.side, city.poles()
    lines = zip(*(column.tolist() for column in told.values()), strict=True)

    for one in people.order.tolist():
        for other, strength in zip(ties.other[one].tolist(), ties.strength[one], strict=True):
            if other >= 0:
                here, there = divmod(int(people.home[one]), side), divmod(people.home[other], side)
                differs = pole[one] != pole[other]
                homes = (here[1], here[0], there[1], there[0])
                assert next(lines) == (*homes, float(strength * STEP), differs)
    assert next(lines, None) is None


def test_all_ties_together_have_the_share_that_is_observed(model):
    told = observe_ties(model, 10**6)

    assert np.mean(told["cross_field"]) == pytest.approx(observe(model)["cross_field_tie_share"])


def test_the_ledger_names_every_instrument_once_an_account(model):
    told = observe_ledger(model)
    lines = [(line["instrument"], line["account"]) for line in told]

    assert len(set(lines)) == len(lines)
    assert ("purse", "grant") in lines
    assert ("purse", "balance") in lines
    assert {line["instrument"] for line in told} - {"purse", "places"} <= set(
        model.scenario.policy.instruments
    )

"""Where one choice decides everything, the city does what a pencil says (evidence.md 6.2).

A city of L = 6 km with people spread evenly and k places at the centres of k equal squares: with
nothing but distance, a person goes out with chance exp(-d / lambda), d to the nearest place. M(k)
is the mean of it. Meetings in a place of m visitors grow as m^gamma.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import dblquad

from sim.kernels import gather as kernels
from sim.kernels import luck, meet, space
from sim.kernels.luck import Purpose
from sim.model.phases.gather import pull_of_places
from tests.villages import changed, lived, scenario

SIDE_KM = 6.0
TABLE = {  # lambda: M(1), R(4) = M(4) / M(1), break-even exponent, as published
    0.5: (0.043, 3.41, 8.8),
    1.0: (0.147, 2.37, 2.6),
    2.0: (0.349, 1.65, 1.57),
    3.0: (0.485, 1.42, 1.34),
    5.0: (0.641, 1.24, 1.19),
    10.0: (0.798, 1.12, 1.09),
}
SIDES = {1: 121, 4: 122}
"""Cells along a side, so that the centre of each square is the centre of a cell."""


def sites(k):
    """Return side and cells of k places at the centres of k equal squares."""
    side, across = SIDES[k], round(k**0.5)
    centres = [(2 * each + 1) * side // (2 * across) for each in range(across)]
    return side, np.array([row * side + column for row in centres for column in centres])


def layout(side, cells, catchment, cell_km=None):
    """Return what the kernels ask about places on these cells."""
    near = space.nearness_table(side, cell_km or SIDE_KM / side, catchment, np.inf)
    is_open = np.ones(len(cells), bool)
    return near, *space.list_places(cells, is_open, near, side, 1), cells, side


def chances(k, catchment):
    """Return every cell's chance to go out, summed from this code's own kernels."""
    side, cells = sites(k)
    near, start, place, cells, side = there = layout(side, cells, catchment)
    everywhere = np.arange(side * side)
    welcome = np.ones((len(cells), 1))
    asked = everywhere, np.zeros_like(everywhere), near, start, place, cells, welcome, side, 1
    pull = space.pull_of_places(*asked)
    worth = [kernels.appeal(each, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0) for each in pull]
    return there, np.array(worth)


def pencil(k, catchment):
    """Return M(k) by integrating over a quarter of one square, by another's code."""
    half = SIDE_KM / (2 * round(k**0.5))
    total, _ = dblquad(
        lambda y, x: np.exp(-np.hypot(x, y) / catchment), 0, half, 0, half, epsrel=1e-6
    )
    return total / half**2


def outings(there, month=1, **changes):
    """Let one person in every cell decide; return whether she goes out in each round, and where."""
    near, start, listed, cells, side = there
    n, places = side * side, len(cells)
    asked = {
        "identity": np.arange(n),
        "usual": np.full(n, -1),
        "income": np.ones(n, np.int64),
        "sharpness": 3.0,
        "place_company": np.zeros((places, 3)),
        "habit": 0.0,
        "company": 0.0,
    } | changes
    place, slot = (np.full((n, 4), -1, kind) for kind in (np.int32, np.int8))
    kernels.choose_places(
        0,
        month,
        np.arange(n),
        asked["identity"],
        np.zeros(n, np.int64),
        np.arange(n),
        asked["usual"],
        np.zeros(n, np.int8),
        np.full(n, 65535, np.uint16),
        np.zeros(n, np.uint16),
        asked["income"],
        near,
        start,
        listed,
        cells,
        np.zeros(places),
        np.ones((places, 1)),
        space.best_of_blocks(start, listed, cells, np.ones((places, 1)), near, side, 1),
        asked["place_company"],
        side,
        1,
        1.0,
        asked["habit"],
        asked["company"],
        1.0,
        asked["sharpness"],
        10,
        0.5,
        place,
        slot,
    )
    return place


@pytest.mark.parametrize("k", SIDES)
@pytest.mark.parametrize("catchment", TABLE)
def test_expected_visits_are_those_of_the_closed_form(k, catchment):
    _, worth = chances(k, catchment)

    assert worth.mean() == pytest.approx(pencil(k, catchment), rel=0.01)


@pytest.mark.parametrize("catchment", TABLE)
def test_the_closed_form_is_the_published_one(catchment):
    alone, ratio, even = TABLE[catchment]
    one, four = chances(1, catchment)[1].mean(), chances(4, catchment)[1].mean()
    reach = four / one

    assert one == pytest.approx(alone, abs=0.001)
    assert reach == pytest.approx(ratio, abs=0.02)
    assert np.log(4) / (np.log(4) - np.log(reach)) == pytest.approx(even, rel=0.02)


@pytest.mark.parametrize("catchment", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("k", SIDES)
def test_who_goes_out_is_who_has_the_luck_that_the_closed_form_asks_for(k, catchment):
    there, worth = chances(k, catchment)
    everyone = np.arange(len(worth))
    lucky = np.stack(
        [luck.uniforms(0, int(Purpose.GO_OUT), 1, everyone, draw) for draw in range(4)], axis=1
    )

    place = outings(there)

    assert np.array_equal(place >= 0, lucky < worth[:, None])
    # a sum of independent chances, so within four standard errors
    spread = np.sqrt((worth * (1 - worth)).sum() * 4)
    assert abs((place >= 0).sum() - 4 * worth.sum()) < 4 * spread


def test_a_city_of_the_model_reaches_what_the_kernels_say():
    model = lived(changed(scenario(), city__places_per_1000=4), 0)
    city, plan = model.city, model.scenario.city
    side = plan.side
    centres = [(2 * each + 1) * side // 4 for each in range(2)]
    city.places.cell[:4] = [row * side + column for row in centres for column in centres]

    everywhere = np.arange(side * side)
    pull = pull_of_places(city, 0.5, np.zeros_like(everywhere), everywhere)

    down, across = np.divmod(everywhere, side)
    row, column = np.divmod(city.places.cell[:4], side)
    distance = np.hypot(down[:, None] - row, across[:, None] - column) * plan.cell_km
    assert pull == pytest.approx(np.exp(-distance.min(axis=1) / 0.5))


def meetings(n, crowding, exponent, room, programming=0.0):
    """Return how many of n people in one place meet, over many months of luck."""
    met = 0
    for month in range(1, 41):
        partner = np.full((n, 4), -1)
        meet.meet_in_rooms(
            0, month, np.arange(n), np.array([0, n]), np.arange(n), 1,
            np.array([programming]), room, crowding, exponent, meet.PLACE, partner,
            np.zeros((n, 4), np.int64),
        )  # fmt: skip
        met += (partner[:, 0] >= 0).sum()
    return met / 40


@pytest.mark.parametrize("n", [2, 10, 24, 48, 96])
def test_without_crowding_everybody_in_a_place_meets_somebody(n):
    assert meetings(n, 0.0, 1.0, 24) == n


@pytest.mark.parametrize("gamma", [1.0, 1.15, 1.5])
def test_meetings_grow_with_the_visitors_of_a_place_as_the_exponent_says(gamma):
    # far below the room's size, so that no chance is held at one
    small, large = meetings(200, 0.0, gamma, 1000), meetings(800, 0.0, gamma, 1000)

    assert np.log(large / small) / np.log(4) == pytest.approx(gamma, abs=0.05)


@pytest.mark.parametrize("catchment", [1.0, 2.0, 3.0, 5.0])
def test_one_place_or_four_give_more_as_the_break_even_exponent_says(catchment):
    one, four = chances(1, catchment)[1].mean(), chances(4, catchment)[1].mean()
    even = TABLE[catchment][2]

    def output(k, reach, gamma):
        return k * (reach / k) ** gamma

    assert output(4, four, 0.97 * even) > output(1, one, 0.97 * even)
    assert output(4, four, 1.03 * even) < output(1, one, 1.03 * even)


def test_where_distance_is_nothing_all_layouts_are_one():
    people = 400
    layouts = [np.array([0]), np.array([210]), np.array([0, 19, 380, 399]), np.arange(25)]

    out = [outings(layout(20, cells, 1e12, 0.1)) >= 0 for cells in layouts]

    assert all(each.all() for each in out)
    assert len(out[0]) == people


def test_where_distance_is_all_only_those_next_door_go_out():
    place = outings(layout(20, np.array([210, 300]), 1e-3, 0.1))

    assert set(np.flatnonzero((place >= 0).any(axis=1))) == {210, 300}
    assert (place[210] == 0).all()
    assert (place[300] == 1).all()


@pytest.mark.parametrize("share", [0.2, 1.0, 5.0])
def test_splitting_a_place_in_two_halves_on_one_cell_changes_no_visit(share):
    one = layout(20, np.array([210, 300]), share, 0.1)
    halves = layout(20, np.array([210, 210, 300]), share, 0.1)
    n = 20 * 20
    usual = np.where(np.arange(n) % 3 == 0, 0, -1)
    field = np.array([[0.5, 0.2, 0.3], [0.1, 0.6, 0.3]])
    habits = {"habit": 1.0, "company": 1.0}

    whole = outings(one, usual=usual, place_company=field, **habits)
    split = outings(halves, usual=usual, place_company=field[[0, 0, 1]], **habits)

    assert np.array_equal(whole >= 0, split >= 0)


def test_in_a_city_where_distance_is_nothing_moving_every_place_changes_who_goes_out_by_little():
    given = changed(
        scenario(),
        city__places_per_1000=4,
        behaviour__gather__catchment=100,
        behaviour__gather__habit=0,
        behaviour__gather__company=0,
    )
    visits = []
    for corner in (True, False):
        model = lived(given, 0)
        places = model.city.places
        places.cell[:4] = [0, 1, 20, 21] if corner else [105, 114, 285, 294]
        places.seats[:4] = 1000
        model.govern()
        model.gather()
        visits.append(model.city.now.counts["visits"])

    # exp(-d / 100 km) over 2 km differs by two per cent at most
    assert visits[0] > 0
    assert abs(visits[0] / visits[1] - 1) < 0.03

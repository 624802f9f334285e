"""Measures of third places, on books and openings one can add up by hand."""

import numpy as np
import pandas as pd
import pytest

from experiments.patterns import measures
from experiments.patterns.ground import Ground
from experiments.patterns.measures import site_books, site_lives
from experiments.patterns.reading import PRIVATE, PUBLIC
from tests.patterns.small import firms, life, places, snapshot

WIDE = Ground(side=40, cell_km=0.1, block_cells=5)


def figure(name, part, read, *lives):
    return measures.figure(name, [{part: read(one)} for one in lives])


def test_states_of_places_are_shares_of_their_settled_months():
    lived = life(
        places=places(
            {"month": 60, "tenure": PUBLIC},
            {"tenure": PUBLIC, "owned": True},
            {"tenure": PRIVATE, "lease_left": 60, "machines": True},
            {"fee": 0.5},
            {},
        )
    )

    def found(name):
        return figure(name, "states", site_books.states, lived)

    assert found("places_public") == found("places_private") == 1 / 4
    assert found("places_commons") == 1 / 2
    assert found("lease_within_four_years") == 1 / 2
    assert found("places_with_machines") == 1 / 4
    assert found("places_without_fee") == 1 / 4


def test_a_year_is_in_deficit_where_income_falls_short_by_more_than_a_twentieth():
    months = range(61, 73)
    rows = [{"month": m, "place": 0, "fees": 90.0, "cost": 100.0} for m in months]
    rows += [{"month": m, "place": 1, "fees": 96.0, "cost": 100.0} for m in months]
    rows += [{"month": m, "place": 2, "fees": 60.0, "credit": 50.0, "cost": 100.0} for m in months]
    rows += [{"month": 61, "place": 3, "fees": 0.0, "cost": 100.0}]
    lived = life(places=places(*rows))

    def found(name):
        return figure(name, "money", site_books.money, lived)

    fees, credit, cost = 12 * (90 + 96 + 60), 12 * 50, 12 * 300 + 100
    assert found("places_in_deficit") == pytest.approx(1 / 3)
    assert found("subsidy_share") == pytest.approx(credit / (fees + credit))
    assert found("fees_of_income") == pytest.approx(fees / (fees + credit))
    assert found("fees_over_cost") == pytest.approx(fees / cost)


def test_members_have_a_tail_where_few_places_have_many():
    even = life(places=places(*[{"users": 20}] * 20))
    tailed = life(places=places(*[{"users": 10}] * 18, *[{"users": 200}] * 2))

    assert figure("tail_of_members", "members", site_books.members, even) == pytest.approx(1)
    # one place of ten falls to the trimming at each end: the mean is 29, that of the rest 10
    found = figure("tail_of_members", "members", site_books.members, tailed)
    assert found == pytest.approx(29 / 10)


def test_the_fee_is_that_of_grassroots_places():
    lived = life(places=places({"fee": 20.0}, {"fee": 40.0}, {"fee": 90.0, "grassroots": False}))

    assert figure("fee_of_grassroots", "fees", site_books.fees, lived) == pytest.approx(30)


def test_closures_are_counted_a_place_year():
    signs = pd.DataFrame({"month": [60, 61, 62], "places_closed": [5.0, 1.0, 0.0]})
    lived = life(signs=signs, places=places(*[{}] * 24))

    found = figure("closures_of_places", "closures", site_books.closures, lived)

    assert found == pytest.approx(1 / 2)


def openings(*cells, month=120):
    """Return a place that opens in the wide city, among others that were there all along."""
    rows = [
        {"month": m, "place": k, "cell": cell, "opened": 1, "grassroots": False}
        for m in range(100, 260)
        for k, cell in enumerate(cells[1:], start=1)
    ]
    rows += [
        {"month": m, "place": 99, "cell": cells[0], "opened": month} for m in range(month, 260)
    ]
    return places(*rows)


def startups(cell, months):
    return [{"month": m, "cell": cell} for m in months]


def test_startups_after_a_first_place_are_held_against_spots_without_one():
    middle = 20 * 40 + 20
    before, after = range(84, 120), range(120, 204)
    here = startups(middle, [*before[::9], *after[::7]])  # 4 before, 12 after
    far = [
        row
        for spot in WIDE.middle[WIDE.km(WIDE.middle, middle) > 1]
        for row in (
            startups(spot, [*before[::9], *after[::14]])  # 4 before, 6 after
        )
    ]
    lived = life(ground=WIDE, places=openings(middle), firms=firms(*here, *far))

    parts = site_lives.startups(lived)
    found = figure("startups_after_first_place", "startups", site_lives.startups, lived)

    assert parts["second"] == [0, 0, 0, 0]
    assert parts["first"][:2] == [4, 12]
    assert found == pytest.approx((12 / 4) / (6 / 4) - 1, abs=0.15)


def test_a_place_near_another_is_a_second_one_held_against_spots_with_one():
    middle = 20 * 40 + 20
    lived = life(
        ground=WIDE,
        places=openings(middle, middle + 5, 0),  # another stands 500 m away, one in the corner
        firms=firms(*startups(middle, range(90, 200, 10)), *startups(0, range(90, 200, 10))),
    )

    parts = site_lives.startups(lived)

    assert parts["first"] == [0, 0, 0, 0]
    assert parts["second"][:2] == [3, 8]
    assert parts["second"][2] > 0


def test_an_opening_without_room_for_its_window_is_left_out():
    lived = life(ground=WIDE, places=openings(820, month=90), last=300)

    assert site_lives.startups(lived) == {"first": [0] * 4, "second": [0] * 4}


def test_users_who_found_are_among_the_two_founders_within_half_a_year():
    one = snapshot(72, [0, 0, 0, 0], place=np.array([5, 5, -1, 5]))
    opened = firms(
        {"month": 75, "founders": np.array([0, 2])}, {"month": 90, "founders": np.array([1, 3])}
    )
    lived = life(one, firms=opened)

    found = figure("users_who_found", "founders", site_lives.founders, lived)

    assert found == pytest.approx(1 / 3)


def test_survival_by_density_is_above_nought_where_crowds_keep_places():
    crowd = snapshot(72, [0] * 30 + [99] * 3, ground=WIDE)
    rows = [{"month": 72, "place": k, "cell": 0 if k < 20 else 1590} for k in range(40)]
    last = [0, *range(2, 20), *range(20, 28)]
    rows += [{"month": 84, "place": k, "cell": 0} for k in last]
    lived = life(crowd, ground=WIDE, places=places(*rows))

    slope = figure("survival_by_density", "survival", site_lives.survival, lived)

    odds = np.log(19 / 1) - np.log(8 / 12)
    assert slope == pytest.approx(odds / np.log(30), rel=1e-3)


def path(counts):
    """Return places of which so many are open in each year, all founded when first seen."""
    rows = [
        {"month": 12 * year + m, "place": k, "opened": 12 * first + 1}
        for year, count in enumerate(counts)
        for m in range(1, 13)
        for k, first in [(k, next(y for y, c in enumerate(counts) if c > k)) for k in range(count)]
    ]
    return life(places=places(*rows), last=12 * len(counts))


def test_an_s_beats_a_line_and_a_line_beats_an_s():
    curve = [round(40 / (1 + np.exp(-(year - 7)))) for year in range(15)]
    s_shaped, straight = path(curve), path([2 * year + 1 for year in range(15)])
    read = site_lives.spread

    assert figure("logistic_beats_line", "spread", read, s_shaped) > 0
    assert figure("logistic_beats_line", "spread", read, straight) < 0
    assert figure("inflexion", "spread", read, s_shaped) == pytest.approx(0.5, abs=0.05)


def test_a_curve_pays_for_the_number_it_needs_more_than_a_line():
    still = path([3] * 8)

    beaten = figure("logistic_beats_line", "spread", site_lives.spread, still)

    assert beaten == pytest.approx(-2)


def test_foundings_that_rise_and_fall_have_a_peak():
    founded = [1, 2, 4, 6, 7, 6, 4, 2, 1]
    humped = path(list(np.cumsum(founded)))
    read = site_lives.spread

    assert site_lives.spread(humped)["founded"] == founded
    assert figure("foundings_rise_and_fall", "spread", read, humped) < 0
    assert figure("peak_of_foundings", "spread", read, humped) == pytest.approx(0.5, abs=0.02)
    assert np.isnan(figure("peak_of_foundings", "spread", read, path([1, 2, 4, 8, 16])))

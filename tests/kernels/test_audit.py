"""What is counted at a month's end is all there, and what is amiss shows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels import audit
from tests.kernels.crowds import SIDE, another_order, crowds, renamed, shuffled
from tests.naive import audit as naive_audit

CELLS = SIDE * SIDE
PRESENT = 1
N_FIRMS, N_PLACES, SLOTS = 3, 4, 3


@st.composite
def towns(draw):
    """Draw people in homes, and cells in which every dwelling is let or vacant."""
    crowd = draw(crowds(most=16))
    chance = np.random.default_rng(crowd.seed + 13)
    housed, regulated = chance.random(crowd.size) < 0.8, chance.random(crowd.size) < 0.3
    stocks = []
    for sort in (False, True):
        at_home = crowd.order[(housed & (regulated == sort))[crowd.order]]
        vacant = chance.integers(0, 3, CELLS)
        stocks += [vacant + np.bincount(crowd.home[at_home], minlength=CELLS), vacant]
    return crowd, housed, regulated, stocks


def missing(way, town):
    crowd, housed, regulated, stocks = town
    right, cells = way.homes_missing(crowd.order, housed, regulated, crowd.home, *stocks)
    return right, np.array(cells).tolist()


@given(towns(), st.integers(0, 3), st.integers(-1, 1), st.integers(0, CELLS - 1))
def test_missing_homes_agree_with_the_naive_twin_and_are_seen_where_they_are(town, at, more, cell):
    town[-1][at][cell] += more

    right, lacking = missing(audit, town)

    assert (right, lacking) == missing(naive_audit, town)
    assert right == (more == 0)
    assert lacking[at // 2][cell] == (more if at % 2 == 0 else -more)


@given(towns(), st.integers(0, 1))
def test_a_dwelling_fewer_than_none_is_seen(town, sort):
    for at in (2 * sort, 2 * sort + 1):
        town[-1][at] -= 5

    assert not missing(audit, town)[0]


@given(towns())
def test_missing_homes_do_not_hang_on_rows(town):
    crowd, housed, regulated, stocks = town
    row = another_order(crowd)
    moved = renamed(crowd, row), shuffled(housed, row), shuffled(regulated, row), stocks

    assert missing(audit, moved) == missing(audit, town)


def counted(way, crowd, order=None):
    gone = np.random.default_rng(crowd.seed).choice([0, 2], crowd.size)
    here = np.isin(np.arange(crowd.size), crowd.order)
    status = np.where(here, PRESENT, gone).astype(np.int8)
    order = crowd.order if order is None else order
    told = way.count_people(
        order, crowd.identity, crowd.home, crowd.workplace, status, PRESENT, N_FIRMS
    )
    return *told[:3], list(told[3])


crowd_of_many = crowds(most=16)


@given(crowd_of_many)
def test_people_counted_agree_with_the_naive_twin(crowd):
    distinct, settled, here, jobs = counted(audit, crowd)

    assert (distinct, settled, here, jobs) == counted(naive_audit, crowd)
    assert distinct
    assert settled
    assert here == len(crowd.order)
    assert sum(jobs) == (crowd.workplace[crowd.order] >= 0).sum()


@given(crowd_of_many)
def test_who_is_listed_twice_or_lives_nowhere_is_seen(crowd):
    twice = np.append(crowd.order, crowd.order[-1])
    crowd.home[crowd.order[0]] = -1

    told = counted(audit, crowd, twice)

    assert told == counted(naive_audit, crowd, twice)
    assert told[:2] == (False, False)


@given(crowd_of_many)
def test_who_is_listed_again_later_or_out_of_turn_is_seen(crowd):
    again, backwards = np.append(crowd.order, crowd.order[0]), crowd.order[::-1].copy()

    told, turned = counted(audit, crowd, again), counted(audit, crowd, backwards)

    assert told == counted(naive_audit, crowd, again)
    assert turned == counted(naive_audit, crowd, backwards)
    assert not told[0]
    assert turned[0] == (len(crowd.order) < 2)


@st.composite
def outings(draw):
    """Draw who was in which place in which half day of each round."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = draw(st.integers(0, 12)), 4
    place = chance.integers(-1, N_PLACES, shape).astype(np.int32)
    slot = np.where(place >= 0, chance.integers(0, SLOTS, shape), -1).astype(np.int8)
    return place, slot


@given(outings())
def test_the_fullest_half_day_agrees_with_the_naive_twin(outing):
    fullest = audit.fullest_half_days(*outing, N_PLACES, SLOTS).tolist()

    assert fullest == naive_audit.fullest_half_days(*outing, N_PLACES, SLOTS)


@given(outings())
def test_no_half_day_is_fuller_than_a_place_has_visits_nor_emptier_than_their_mean(outing):
    fullest = audit.fullest_half_days(*outing, N_PLACES, SLOTS)

    visits = np.bincount(outing[0][outing[0] >= 0], minlength=N_PLACES)
    assert (fullest <= visits).all()
    assert (fullest * 4 * SLOTS >= visits).all()


@given(st.integers(0, 2**32), st.integers(0, 6), st.integers(0, 6))
def test_floors_used_agree_with_the_naive_twin_and_add_up(seed, n_firms, n_places):
    chance = np.random.default_rng(seed)
    is_open, rented = chance.random(n_firms) < 0.7, chance.random(n_places) < 0.7
    jobs, floor = chance.integers(0, 4, n_firms), chance.integers(10, 90, n_places)
    cells = (chance.integers(0, CELLS, count) for count in (n_firms, n_places))
    stands = CELLS, is_open, next(cells), jobs, 20, rented, next(cells), floor

    used = audit.floors_used(*stands)

    assert used.tolist() == naive_audit.floors_used(*stands)
    assert used.sum() == 20 * np.maximum(jobs, 1)[is_open].sum() + floor[rented].sum()

"""One application a seeker, one hire a firm, and a firm knows what its people know."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.kernels import space, work
from tests.kernels.crowds import another_order, crowds, pointing, renamed, shuffled
from tests.kernels.markets import firms, masks
from tests.naive import work as naive_work
from tests.naive.arithmetic import held


@st.composite
def months(draw):
    """Draw people, some of whom look for a job, and firms, some of which hire."""
    crowd, market = draw(crowds(most=20)), draw(firms())
    chance = np.random.default_rng(crowd.seed + 6)
    seekers = crowd.order[chance.random(len(crowd.order)) < 0.8]
    return crowd, market, seekers, masks(chance, crowd.size, draw(st.integers(0, 4)))


def hired(twin, month):
    crowd, market, seekers, skills = month
    people = crowd.seed, crowd.month, seekers, crowd.identity, skills, crowd.home
    return list(twin.apply_for_jobs(*people, *market.here, *market.kernel))


@given(months())
def test_who_is_hired_agrees_with_the_naive_twin(month):
    assert hired(work, month) == hired(naive_work, month)


@given(months())
def test_nobody_is_hired_twice_and_only_hiring_firms_hire_seekers(month):
    _, market, seekers, _ = month

    new = hired(work, month)

    taken = [person for person in new if person >= 0]
    assert len(new) == len(market.skills)
    assert len(taken) == len({*taken})
    assert {*taken} <= {*seekers}
    assert {firm for firm, person in enumerate(new) if person >= 0} <= {*market.member}


@given(months())
def test_a_seeker_who_is_not_hired_lost_to_another(month):
    crowd, market, seekers, skills = month
    new = hired(work, month)

    for person in {*seekers} - {*new}:
        alone = hired(work, (crowd, market, np.array([person]), skills))
        where = [firm for firm, who in enumerate(alone) if who == person]
        for firm in where:
            known = held(market.skills[firm])
            assert len(known & held(skills[new[firm]])) >= len(known & held(skills[person]))


@given(months())
def test_which_rows_people_and_firms_have_decides_no_hire(month):
    crowd, market, seekers, skills = month
    row = another_order(crowd)
    firm_row = np.random.default_rng(crowd.seed).permutation(len(market.skills))
    moved = renamed(crowd, row), market.renamed(firm_row), row[seekers], shuffled(skills, row)

    new, new_moved = hired(work, month), hired(work, moved)

    assert new_moved == shuffled(pointing(np.array(new, np.int64), row), firm_row).tolist()


def pooled(twin, month):
    crowd, market, _, skills = month
    place = crowd.workplace % (len(market.skills) + 1) - 1
    return twin.pool_skills(crowd.order, place, skills, market.skills), place


@given(months())
def test_what_firms_know_agrees_with_the_naive_twin(month):
    assert list(pooled(work, month)[0]) == pooled(naive_work, month)[0]


@given(months())
def test_a_firm_knows_what_its_founders_and_its_workers_know(month):
    crowd, market, _, skills = month

    known, place = pooled(work, month)

    assert np.array_equal(known & market.skills, market.skills)
    for person in crowd.order:
        assert place[person] < 0 or held(skills[person]) <= held(known[place[person]])


@given(months())
def test_what_firms_know_does_not_hang_on_rows(month):
    crowd, market, _, skills = month
    row = another_order(crowd)
    moved = renamed(crowd, row), market, row[crowd.order], shuffled(skills, row)

    assert np.array_equal(pooled(work, moved)[0], pooled(work, month)[0])


@st.composite
def floors(draw):
    """Draw how much floor is free in each cell, and a firm that looks for some."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    block_cells = draw(st.integers(1, 2))
    side = block_cells * draw(st.integers(1, 4))
    free = chance.integers(0, 10, side * side) * 20
    offsets = space.reach_offsets(draw(st.sampled_from([0.2, 2.0])), 0.1, 3.0, side)
    cell, floor = int(chance.integers(0, side * side)), draw(st.integers(1, 200))
    most = work.most_free(free, side, block_cells)
    weight = space.weight_table(*offsets[:3])
    return cell, floor, free, most, weight, side, block_cells, float(chance.random())


@given(floors())
def test_a_firm_finds_room_as_the_naive_twin_does_and_only_where_there_is_some(floor):
    _, wanted, free, most, _, side, block_cells, _ = floor

    found = work.find_room(*floor)

    assert found == naive_work.find_room(*floor)
    assert found < 0 or free[found] >= wanted
    assert most.tolist() == naive_work.most_free(free, side, block_cells)

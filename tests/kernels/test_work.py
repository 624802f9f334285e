"""One application a seeker, one hire a firm, and a firm knows what its people know."""

import numpy as np
import pytest
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
    offsets = space.reach_offsets(draw(st.sampled_from([0.05, 0.2, 2.0])), 0.1, 3.0, side)
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


@pytest.mark.parametrize("luck", [0.01, 0.3, 0.6, 0.9])
def test_from_everywhere_a_firm_looks_as_far_as_the_kernel_reaches_and_no_farther(luck):
    side, block_cells = 6, 2
    free = np.random.default_rng(5).integers(0, 4, side * side)
    weight = space.weight_table(*space.reach_offsets(0.05, 0.1, 3.0, side)[:3])
    plan = 2, free, work.most_free(free, side, block_cells), weight, side, block_cells, luck

    found = [work.find_room(cell, *plan) for cell in range(side * side)]

    assert found == [naive_work.find_room(cell, *plan) for cell in range(side * side)]


SPACE = 20
EARNS_WAGE = np.array([True, False, True])


@st.composite
def floors_of_firms(draw):
    """Draw people at work in firms, and the floors that these stand on and might move to."""
    crowd = draw(crowds(most=16))
    chance = np.random.default_rng(crowd.seed + 19)
    block_cells = draw(st.integers(1, 2))
    side, count = block_cells * draw(st.integers(1, 3)), 5
    workplace = np.where(np.isin(np.arange(crowd.size), crowd.order), crowd.workplace, -1)
    jobs = np.bincount(workplace[workplace >= 0], minlength=count)
    cell, used = chance.integers(0, side * side, count), np.zeros(side * side, np.int64)
    np.add.at(used, cell, SPACE * np.maximum(jobs, 1))
    workspace = used + SPACE * chance.integers(0, 4, used.size)
    weight = space.weight_table(*space.reach_offsets(0.3, 0.1, 3.0, side)[:3])
    identity = chance.permutation(100)[:count]
    marked = chance.random((2, count)) < 0.7
    plan = weight, side, block_cells
    return crowd, identity, marked, workplace, jobs, cell, workspace, used, plan


def stands(cell, jobs, n_cells):
    used = np.zeros(n_cells, np.int64)
    np.add.at(used, cell, SPACE * np.maximum(jobs, 1))
    return used.tolist()


def moved_to_room(way, town):
    crowd, identity, (hiring, _), _, jobs, cell, workspace, used, plan = town
    cell, used, listed = cell.copy(), used.copy(), np.argsort(identity)
    firms = crowd.seed, crowd.month, listed, identity, hiring, jobs, cell
    moved = way.seek_room(*firms, workspace, used, *plan, SPACE)
    return moved, cell.tolist(), used.tolist()


@given(floors_of_firms())
def test_firms_seek_room_as_the_naive_twin_does_and_take_their_floor_along(town):
    _, _, (hiring, _), _, jobs, before, workspace, used, _ = town

    moved, cell, now = moved_to_room(work, town)

    assert (moved, cell, now) == moved_to_room(naive_work, town)
    assert now == stands(cell, jobs, len(used))
    assert (np.array(now) <= workspace).all()
    went = np.flatnonzero(cell != before)
    assert moved == len(went)
    assert hiring[went].all()
    assert (workspace - used < SPACE)[before[went]].all()


@given(st.integers(0, 2**32))
def test_in_a_cramped_city_one_firm_s_move_makes_or_takes_room_for_the_next_as_in_the_twin(seed):
    chance = np.random.default_rng(seed)
    side, count, block_cells = 4, 24, 2
    jobs, cell = chance.integers(1, 4, count), chance.integers(0, side * side, count)
    used = np.array(stands(cell, jobs, side * side))
    workspace = used + SPACE * chance.choice([0, 0, 1, 4], side * side)
    weight = space.weight_table(*space.reach_offsets(0.2, 0.1, 3.0, side)[:3])
    listed, hiring = chance.permutation(count), np.ones(count, bool)
    after = []
    for way in (work, naive_work):
        now, floors = cell.copy(), used.copy()
        firms = seed, 3, listed, np.argsort(listed), hiring, jobs, now
        moved = way.seek_room(*firms, workspace, floors, weight, side, block_cells, SPACE)
        after.append((moved, now.tolist(), floors.tolist()))

    assert after[0] == after[1]
    assert after[0][2] == stands(np.array(after[0][1]), jobs, side * side)


def grown(way, town):
    crowd, identity, _, workplace, jobs, cell, workspace, used, _ = town
    seekers, earners = way.job_seekers(crowd.order, crowd.kind, EARNS_WAGE, workplace)
    hired = np.full(len(jobs), -1, np.int64)
    chosen = np.array(seekers, np.int64)[: len(jobs)]
    hired[: len(chosen)] = chosen
    used, jobs, workplace = used.copy(), jobs.copy(), workplace.copy()
    floors = SPACE, workspace, cell, used, jobs, workplace
    firms = way.take_on(np.argsort(identity), hired, *floors)
    return list(seekers), earners, list(firms), used.tolist(), jobs.tolist(), workplace.tolist()


@given(floors_of_firms())
def test_those_without_a_job_are_taken_on_as_by_the_naive_twin_while_there_is_room(town):
    crowd, _, _, before, _, cell, workspace, used, _ = town

    seekers, earners, firms, now, jobs, workplace = grown(work, town)

    assert (seekers, earners, firms, now, jobs, workplace) == grown(naive_work, town)
    assert len(seekers) <= earners == EARNS_WAGE[crowd.kind[crowd.order]].sum()
    assert {*np.flatnonzero(workplace != before)} <= {*seekers}
    assert now == stands(cell, np.array(jobs), len(used))
    assert (np.array(now) <= workspace).all()
    assert jobs == np.bincount(np.array(workplace)[np.array(workplace) >= 0], minlength=5).tolist()


def shrunk(way, town):
    crowd, _, (losing, failing), workplace, jobs, cell, _, used, _ = town
    used, jobs, workplace = used.copy(), jobs.copy(), workplace.copy()
    who = crowd.seed, crowd.month, crowd.order, crowd.identity, losing & (jobs > 0), failing
    laid_off = way.lay_off(*who, SPACE, cell, used, jobs, workplace)
    return laid_off, used.tolist(), jobs.tolist(), workplace.tolist()


@given(floors_of_firms())
def test_who_is_laid_off_agrees_with_the_naive_twin(town):
    assert shrunk(work, town) == shrunk(naive_work, town)


@given(floors_of_firms())
def test_a_firm_that_loses_money_lets_one_go_and_one_that_fails_all(town):
    _, _, (losing, failing), before, jobs, cell, _, used, _ = town

    laid_off, now, left, workplace = shrunk(work, town)

    one_less = losing & (jobs > 0)
    assert laid_off == one_less.sum()
    assert left == (jobs - one_less).tolist()
    assert now == stands(cell, np.array(left), len(used))
    for person, firm in enumerate(before):
        if firm >= 0 and failing[firm]:
            assert workplace[person] == -1
        elif workplace[person] != firm:
            assert losing[firm]


@given(floors_of_firms())
def test_who_is_laid_off_does_not_hang_on_rows(town):
    crowd, identity, marked, workplace, *rest = town
    row = another_order(crowd)
    moved = renamed(crowd, row), identity, marked, shuffled(workplace, row), *rest

    *counts, at_work = shrunk(work, town)

    assert shrunk(work, moved) == (*counts, shuffled(np.array(at_work), row).tolist())

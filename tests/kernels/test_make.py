"""Teams of three to six, one project a person, ideas that no one could have had alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.city.ideas import Ideas
from sim.kernels import ideas as ideas_kernels
from sim.kernels import make
from sim.kernels.luck import Purpose
from sim.model.phases.make import _WRITTEN
from tests.kernels.crowds import another_order, crowds, pointing, renamed, share, shuffled
from tests.kernels.markets import encountered, ideas_of, masks
from tests.naive import arithmetic
from tests.naive import ideas as naive_ideas
from tests.naive import make as naive_make

EQUIPPED = np.uint64(sum(1 << technique for technique in range(0, 64, 4)))
LOG_SD = 1.2
TABLE = 64


@st.composite
def months(draw):
    """Draw a month: who was met and liked, who is driven, who has made something before."""
    crowd = draw(crowds(most=14))
    strangers = np.random.default_rng(crowd.seed + 29).random(crowd.tie_joint.shape) < draw(share)
    crowd = replace(crowd, tie_joint=np.where(strangers, -1, crowd.tie_joint).astype(np.int32))
    partner, accepted = encountered(crowd, draw(st.floats(0.5, 1)))
    chance = np.random.default_rng(crowd.seed + 3)
    drive = chance.random(crowd.size) * draw(st.sampled_from([0.5, 1.0, 2.0]))
    made = chance.integers(0, 3, crowd.size)
    return crowd, partner, accepted, drive, made, (draw(share), draw(share))


def invited(twin, month):
    crowd, partner, accepted, drive, made, rates = month
    who = crowd.seed, crowd.month, crowd.order, crowd.identity, drive
    return twin.invite(*who, partner, accepted, crowd.tie_other, crowd.tie_joint, made, *rates)


def joined(twin, crowd, initiator, guests):
    ties = crowd.tie_other, crowd.tie_strength
    return twin.join(crowd.seed, crowd.month, crowd.identity, initiator, guests, *ties, crowd.size)


def teams(month):
    return joined(make, month[0], *invited(make, month))


def moved_month(month, row):
    crowd, partner, accepted, drive, made, rates = month
    met = shuffled(pointing(partner, row), row)
    liked, keen, before = (shuffled(column, row) for column in (accepted, drive, made))
    there = renamed(crowd, row)
    return there, met, liked, keen, before, rates


@given(months())
def test_invitations_agree_with_their_naive_twin(month):
    initiator, guests = invited(make, month)

    assert (initiator.tolist(), guests.tolist()) == invited(naive_make, month)


@given(months())
def test_only_friends_of_this_month_and_former_coworkers_are_invited(month):
    crowd, partner, accepted, *_ = month

    for host, row in zip(*invited(make, month), strict=True):
        guests = row[row >= 0]
        friends = partner[host][accepted[host]]
        coworkers = crowd.tie_other[host][crowd.tie_joint[host] >= 0]
        assert {*guests} <= {*friends, *coworkers} - {host}
        assert len({*guests}) == len(guests)
        assert len({*friends}) >= 2


@given(months())
def test_whom_people_invite_does_not_hang_on_rows(month):
    row = another_order(month[0])

    initiator, guests = invited(make, month)
    initiator_moved, guests_moved = invited(make, moved_month(month, row))

    assert np.array_equal(initiator_moved, row[initiator])
    assert np.array_equal(guests_moved, pointing(guests, row))


@given(months())
def test_teams_agree_with_their_naive_twin(month):
    called = invited(make, month)

    assert joined(make, month[0], *called).tolist() == joined(naive_make, month[0], *called)


@given(months())
def test_nobody_joins_two_projects_in_a_month(month):
    team = teams(month)

    members = team[team >= 0].tolist()

    assert len(members) == len({*members})


@given(months())
def test_everyone_invited_joins_a_project_unless_she_starts_one(month):
    initiator, guests = invited(make, month)

    team = joined(make, month[0], initiator, guests)

    assert {*team[team >= 0]} == {*initiator, *guests[guests >= 0]}
    for members, host, called in zip(team, initiator, guests, strict=True):
        assert members[0] == host
        assert {*members[members >= 0]} <= {host, *called[called >= 0]}


@given(months())
def test_who_joins_whom_does_not_hang_on_rows(month):
    row = another_order(month[0])

    assert np.array_equal(teams(moved_month(month, row)), pointing(teams(month), row))


@given(crowds(least=7, most=14, ties=0.0))
def test_who_is_invited_by_two_strangers_joins_the_luckier(crowd):
    hosts, called = crowd.order[:2].copy(), np.array([crowd.order[2:7]] * 2)

    team = joined(make, crowd, hosts, called)

    assert team.tolist() == joined(naive_make, crowd, hosts, called)


@st.composite
def workshops(draw):
    """Draw teams with what their members know and the machines they have at hand."""
    month = draw(months())
    crowd, team = month[0], teams(month)
    chance = np.random.default_rng(crowd.seed + 4)
    skills = masks(chance, crowd.size, draw(st.integers(0, 3)))
    return crowd, team, skills, masks(chance, len(team), 0) & EQUIPPED


def composed(twin, workshop):
    crowd, team, skills, equipment = workshop
    who = crowd.seed, crowd.month, crowd.identity
    return twin.compose(*who, team, skills, EQUIPPED, equipment)


@given(workshops())
def test_ideas_agree_with_their_naive_twin(workshop):
    assert composed(make, workshop).tolist() == composed(naive_make, workshop)


@given(workshops())
def test_an_idea_draws_on_two_members_at_least_and_on_no_machine_that_is_not_there(workshop):
    _, team, skills, equipment = workshop

    for idea, row, at_hand in zip(composed(make, workshop), team, equipment, strict=True):
        members = row[row >= 0]
        known = [arithmetic.held(skills[member]) for member in members]
        used = arithmetic.held(idea)
        assert len(used) in (0, make.TECHNIQUES_IN_IDEA)
        assert not idea or len(members) >= make.SMALLEST_TEAM
        assert used <= set().union(*known)
        assert not idea or not any(used <= alone for alone in known)
        assert used & arithmetic.held(EQUIPPED) <= arithmetic.held(at_hand)


def test_a_team_in_which_one_knows_nearly_everything_tries_four_times_and_gives_up():
    lead, knows, adds = 2**12 - 1, range(13), 12
    identity, tries = np.arange(60, dtype=np.int64), range(4)
    skills, none = np.array([lead, 1 << adds, 0], np.uint64), np.zeros(1, np.uint64)
    team = np.array([[0, 1, 2, -1, -1, -1]])
    found_at = []
    for who in identity:
        names = np.full(3, who)
        (idea,) = make.compose(5, 1, names, team, skills, EQUIPPED, none | EQUIPPED)

        address = 5, Purpose.COMPOSE, 1, who
        drawn = [naive_make.put_together(address, {*knows}, attempt) for attempt in tries]
        new = [attempt for attempt in tries if adds in drawn[attempt]]
        assert arithmetic.held(idea) == (drawn[new[0]] if new else set())
        found_at += new[:1] or [None]

    assert {*found_at} == {*tries, None}


@given(workshops())
def test_what_teams_find_does_not_hang_on_rows(workshop):
    crowd, team, skills, equipment = workshop
    row = another_order(crowd)
    moved = renamed(crowd, row), pointing(team, row), shuffled(skills, row), equipment

    assert np.array_equal(composed(make, moved), composed(make, workshop))


@given(st.integers(0, 2**40), st.integers(0, 12), st.floats(0, 3))
def test_values_agree_with_their_naive_twin(seed, count, log_sd):
    ideas = ideas_of(np.random.default_rng(seed), count)

    values = ideas_kernels.idea_values(seed, ideas, log_sd)

    np.testing.assert_allclose(values, naive_ideas.idea_values(seed, ideas, log_sd), rtol=1e-12)


@given(st.integers(0, 2**40), st.integers(1, 12))
def test_what_an_idea_is_worth_hangs_on_the_seed_and_the_set_alone(seed, count):
    ideas = ideas_of(np.random.default_rng(seed), count)
    values = ideas_kernels.idea_values(seed, ideas, LOG_SD)

    assert np.array_equal(ideas_kernels.idea_values(seed, ideas[::-1].copy(), LOG_SD), values[::-1])
    assert np.array_equal(ideas_kernels.idea_values(seed, ideas[-1:].copy(), LOG_SD), values[-1:])
    assert np.all(values > 0)
    assert not np.any(ideas_kernels.idea_values(seed + 1, ideas, LOG_SD) == values)


@pytest.mark.parametrize("seed", [0, 7])
def test_values_have_about_the_spread_that_is_asked_for(seed):
    ideas = ideas_of(np.random.default_rng(seed), 500)

    logs = np.log(ideas_kernels.idea_values(seed, ideas, LOG_SD))

    assert logs.std() == pytest.approx(LOG_SD, rel=0.1)
    assert logs.mean() == pytest.approx(0, abs=0.2)


def test_ideas_that_share_techniques_are_worth_more_alike_than_strangers():
    chance = np.random.default_rng(1)
    drawn = [chance.choice(64, 7, replace=False) for _ in range(500)]
    one, other = (
        np.array([sum(1 << int(t) for t in seven[part]) for seven in drawn], np.uint64)
        for part in (slice(0, 6), slice(1, 7))
    )

    near, far = (
        np.corrcoef(*(np.log(ideas_kernels.idea_values(0, ideas, LOG_SD)) for ideas in pair))[0, 1]
        for pair in ((one, other), (one, other[::-1].copy()))
    )

    assert near == pytest.approx(0.5 * 10 / 15, abs=0.1)  # ten of fifteen pairs, half the variance
    assert far == pytest.approx(0, abs=0.12)


@st.composite
def findings(draw):
    """Draw batches of ideas, some found again and again."""
    known = ideas_of(np.random.default_rng(draw(st.integers(0, 2**32))), 30, draw(st.just(64)))
    which = st.lists(st.integers(0, len(known) - 1), max_size=20)
    return known, [known[batch] for batch in draw(st.lists(which, max_size=4))]


@given(findings())
def test_the_table_of_ideas_is_a_dictionary(finding):
    known, batches = finding
    tables = [(np.zeros(TABLE, np.uint64), np.zeros(TABLE, np.int64)) for _ in range(2)]
    plain, row = {}, 0

    for batch in batches:
        ideas_kernels.enter(*tables[0], batch, row)
        naive_ideas.enter(*tables[1], batch, row)
        for k, idea in enumerate(batch.tolist()):
            plain.setdefault(idea, row + k)
        row += len(batch)

    expected = [plain.get(idea, -1) for idea in known.tolist()]
    assert ideas_kernels.look_up(*tables[0], known).tolist() == expected
    assert naive_ideas.look_up(*tables[0], known) == expected
    assert naive_ideas.look_up(*tables[1], known) == expected
    assert naive_ideas.contents(*tables[0]) == plain


def test_a_full_table_still_finds_every_idea():
    ideas = ideas_of(np.random.default_rng(0), TABLE - 1)
    keys, rows = np.zeros(TABLE, np.uint64), np.zeros(TABLE, np.int64)

    ideas_kernels.enter(keys, rows, ideas, 5)

    assert ideas_kernels.look_up(keys, rows, ideas).tolist() == list(range(5, 5 + len(ideas)))


def remembered(twin, crowd, team, finished):
    joint, made = crowd.tie_joint.copy(), np.zeros(crowd.size, np.int64)
    twin.remember_joint_work(crowd.month, team, finished, crowd.tie_other, joint, made)
    return joint, made


@given(workshops())
def test_memories_of_joint_work_agree_with_their_naive_twin(workshop):
    crowd, team, *_ = workshop
    finished = composed(make, workshop) != 0

    for mine, twins in zip(
        remembered(make, crowd, team, finished),
        remembered(naive_make, crowd, team, finished),
        strict=True,
    ):
        assert np.array_equal(mine, twins)


@given(workshops())
def test_only_members_of_one_team_remember_each_other(workshop):
    crowd, team, *_ = workshop
    finished = np.ones(len(team), bool)

    joint, made = remembered(make, crowd, team, finished)

    changed = np.argwhere(joint != crowd.tie_joint)
    together = [{*members[members >= 0].tolist()} for members in team]
    for person, slot in changed:
        pair = {person, int(crowd.tie_other[person, slot])}
        assert any(pair <= members for members in together)
    assert made.sum() == (team >= 0).sum()


@given(workshops())
def test_who_remembers_whom_does_not_hang_on_rows(workshop):
    crowd, team, *_ = workshop
    finished = composed(make, workshop) != 0
    row = another_order(crowd)

    joint, made = remembered(make, crowd, team, finished)
    joint_moved, made_moved = remembered(make, renamed(crowd, row), pointing(team, row), finished)

    assert np.array_equal(joint_moved, shuffled(joint, row))
    assert np.array_equal(made_moved, shuffled(made, row))


@given(st.lists(st.integers(1, 6), max_size=12), st.lists(st.integers(1, 6), max_size=4))
def test_the_first_finders_of_a_set_agree_with_the_naive_twin(found, earlier):
    keys, rows = np.zeros(16, np.uint64), np.zeros(16, np.int32)
    ideas_kernels.enter(keys, rows, np.array(earlier, np.uint64), 0)
    sets = np.array(found, np.uint64)

    first = ideas_kernels.first_finders(keys, rows, sets).tolist()

    assert first == naive_ideas.first_finders(keys, rows, sets)
    assert [k for k, idea in zip(first, found, strict=True) if idea in earlier] == [
        -1 for idea in found if idea in earlier
    ]


def at_hand(way, workshop_of, needs):
    crowd, team, usual, is_open, machines, skills = workshop_of
    places = is_open, machines, skills
    return list(way.equipment_at_hand(team, usual, crowd.workplace, *places, needs))


@given(crowds(most=12), st.integers(0, 4))
def test_equipment_at_hand_agrees_with_the_naive_twin_and_is_none_without_places_and_firms(
    crowd, projects
):
    chance = np.random.default_rng(crowd.seed + 23)
    team = np.where(
        chance.random((projects, 6)) < 0.6, chance.integers(0, crowd.size, (projects, 6)), -1
    )
    usual, is_open = chance.integers(-1, 3, crowd.size), chance.random(3) < 0.7
    here = crowd, team, usual, is_open, masks(chance, 3, 1), masks(chance, 3, 1)
    needs = masks(chance, 1, 0)[0]

    usable = at_hand(make, here, needs)

    assert usable == at_hand(naive_make, here, needs)
    closed = crowd, team, usual, np.zeros(3, bool), *here[4:]
    assert not any(at_hand(make, closed, np.uint64(0)))


@given(crowds(most=12), st.lists(st.integers(1, 6), max_size=7), st.lists(st.integers(1, 6)))
def test_new_ideas_are_written_down_as_by_the_naive_twin(crowd, numbers, earlier):
    sets = ideas_of(np.random.default_rng(1), 8)
    known, found = np.unique(sets[earlier]), sets[numbers]
    chance = np.random.default_rng(crowd.seed + 41)
    team = chance.integers(-1, crowd.size, (len(found), 6))
    team[:, 0] = np.maximum(team[:, 0], 0)
    block_of = np.arange(100)[::-1].copy()
    done = []
    for way in (ideas_kernels, naive_ideas):
        keys, rows = np.zeros(64, np.uint64), np.zeros(64, np.int32)
        way.enter(keys, rows, known, 0)
        book = Ideas(len(known) + len(found))
        columns = [getattr(book, name) for name in _WRITTEN]
        told = way.write_down(
            crowd.seed, 7, found, team, LOG_SD, 1 << 16, crowd.identity, crowd.home, crowd.field,
            crowd.workplace, block_of, keys, rows, len(known), *columns,
        )  # fmt: skip
        done.append([*told, sorted(naive_ideas.contents(keys, rows).items()), *columns])

    (count, old, later, table, *columns), slow = done
    assert [count, old, later.tolist(), table] == slow[:4]
    assert count + old + len(later) == len(found)
    assert count == len({*found.tolist()} - {*known.tolist()})
    for name, column, other in zip(_WRITTEN, columns, slow[4:], strict=True):
        np.testing.assert_allclose(column, other, rtol=1e-12, err_msg=name)


@given(st.lists(st.integers(0, 9)), st.integers(0, 10), st.booleans(), st.booleans())
def test_recent_ideas_agree_with_their_naive_twin(months, since, whether_open, unsold):
    born = np.array(sorted(months), np.int16)
    chance = np.random.default_rng(len(months))
    is_open, sold = chance.random(len(born)) < 0.5, chance.integers(-1, 2, len(born))
    asked = born, since, is_open, sold.astype(np.int16), whether_open, unsold

    assert ideas_kernels.recent(*asked).tolist() == naive_ideas.recent(*asked)

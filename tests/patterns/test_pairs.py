"""Measures of pairs, in cities where one knows who came near whom and who is tied."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.patterns import measures
from experiments.patterns.measures import pair_learning, pair_near, pair_places
from tests.patterns.small import CORNER, life, snapshot, tied

HOMES = np.repeat(CORNER, 10)
MOVERS = range(5)


def figure(name, part, read, *lives):
    return measures.figure(name, [{part: read(one)} for one in lives])


def years(*, after=(), before=(), strength=0.5):
    """Return a city in which five people of block 0 move to block 1 in the first year."""
    moved = HOMES.copy()
    moved[list(MOVERS)] = CORNER[1]
    one = tied(snapshot(60, HOMES), *before, strength=strength)
    return life(one, snapshot(72, moved), tied(snapshot(84, moved), *after))


def test_odds_on_coming_near_are_those_one_counts():
    near = [(mover, 10 + mover) for mover in MOVERS] + [(mover, 15 + mover) for mover in MOVERS]
    third = [(mover, 20 + mover) for mover in MOVERS]
    odds = (10 / 40) / (5 / 95)

    lived = years(after=near + third)

    found = figure("ties_on_coming_near", "coming_near", pair_near.coming_near, lived)
    assert found == pytest.approx(odds)


def test_who_was_tied_before_she_came_near_does_not_count():
    lived = years(before=[(0, 10)], after=[(0, 10), (1, 11), (2, 22)])

    assert pair_near.coming_near(lived)["counts"] == [[49, 1], [100, 1]]


def test_old_neighbours_are_neither_near_nor_far():
    lived = years(after=[(0, 5)])

    assert pair_near.coming_near(lived)["counts"] == [[50, 0], [100, 0]]


def test_ties_that_part_are_held_against_those_that_stay_of_the_same_strength():
    parted = [(mover, 5 + mover) for mover in range(4)]
    stayed = [(30, 31), (32, 33)]
    lived = years(before=parted + stayed, after=[parted[0], *stayed])

    found = figure("ties_after_separation", "parting", pair_near.parting, lived)

    assert found == pytest.approx(1 / 4 - 1)


def test_ties_of_another_strength_are_no_control():
    lived = years(before=[(0, 5)], after=[])
    strong = replace(
        lived, snapshots=[tied(lived.snapshots[0], (30, 31), strength=0.9), *lived.snapshots[1:]]
    )

    assert np.isnan(figure("ties_after_separation", "parting", pair_near.parting, strong))


def test_pairs_that_come_near_grow_alike_where_they_do():
    lived = years()
    fields = np.random.default_rng(0).random((40, 3))
    drawn = fields.copy()
    drawn[list(MOVERS)] += 0.5 * (fields[10:15] - fields[list(MOVERS)])
    drawn[10:20] = drawn[10:15].mean(axis=0)
    drawn[list(MOVERS)] = 0.5 * drawn[list(MOVERS)] + 0.5 * drawn[10]
    first, second, third = lived.snapshots
    alike = replace(
        lived,
        snapshots=[replace(first, field=fields), second, replace(third, field=drawn)],
    )

    found = figure("likeness_on_coming_near", "growing_alike", pair_near.growing_alike, alike)
    still = replace(lived, snapshots=[replace(one, field=fields) for one in lived.snapshots])

    assert found > 0.05
    same = figure("likeness_on_coming_near", "growing_alike", pair_near.growing_alike, still)
    assert same == pytest.approx(0)


def test_ties_next_door_are_counted_per_pair_and_by_channel():
    one = tied(snapshot(60, HOMES), (0, 1), (10, 20), online=True)
    one = tied(one, (2, 3), (4, 5), (30, 39), (1, 11))

    lived = life(one)

    pairs = 4 * 10 * 9, 40 * 39 - 4 * 10 * 9
    digital = figure("near_ties_digital", "next_door", pair_near.next_door, lived)
    physical = figure("near_ties_physical", "next_door", pair_near.next_door, lived)
    assert digital == pytest.approx((2 / pairs[0]) / (2 / pairs[1]))
    assert physical == pytest.approx((6 / pairs[0]) / (2 / pairs[1]))


def test_fields_next_door_are_held_against_one_field():
    pole = np.arange(40) % 2  # five artistic and five of the market in every block
    one = tied(snapshot(60, HOMES, pole=pole), (0, 2), (0, 4), (1, 3), (0, 1))

    found = figure(
        "artistic_market_next_door", "fields_next_door", pair_near.fields_next_door, life(one)
    )

    assert found == pytest.approx((1 / (4 * 25)) / (3 / (4 * (10 + 10))))


def test_ties_between_fields_are_one_where_ties_meet_fields_at_random():
    pole = np.repeat([0, 1], 20)
    luck = np.random.default_rng(0)
    pairs = [tuple(sorted(luck.choice(40, 2, replace=False).tolist())) for _ in range(90)]
    one = tied(snapshot(60, HOMES, pole=pole), *set(pairs))
    apart = tied(snapshot(60, HOMES, pole=pole), (0, 1), (2, 3), (20, 21))

    def found(shown):
        return figure(
            "artistic_market_ties", "ties_of_fields", pair_near.ties_of_fields, life(shown)
        )

    assert found(one) == pytest.approx(1, abs=0.15)
    assert found(apart) == 0


def test_sharing_a_place_raises_the_odds_where_it_does():
    pole = np.arange(40) % 2
    place = np.arange(40) // 2 % 2
    one = snapshot(60, HOMES, pole=pole, place=place)
    left, right = np.triu_indices(40, 1)
    asked = (pole[left] != pole[right]) & (HOMES[left] != HOMES[right])
    same = np.flatnonzero(asked & (place[left] == place[right]))
    other = np.flatnonzero(asked & (place[left] != place[right]))
    new = [(int(left[k]), int(right[k])) for k in [*same[::5], *other[::15]]]
    two = tied(snapshot(72, HOMES), *new)

    counts = np.array(pair_places.sharing_a_place(life(one, two))["counts"]).sum(axis=0)
    found = figure(
        "cross_ties_without_events", "sharing_a_place", pair_places.sharing_a_place, life(one, two)
    )

    shared, apart = len(same[::5]), len(other[::15])
    odds = (shared / (len(same) - shared)) / (apart / (len(other) - apart))
    assert counts.tolist() == [[len(same), shared], [len(other), apart]]
    assert found == pytest.approx(odds, rel=0.3)


def test_who_was_tied_already_does_not_count_as_tied_by_sharing():
    one = snapshot(60, HOMES, pole=np.arange(40) % 2, place=np.zeros(40, int))
    before, after = tied(one, (0, 11), both=False), tied(snapshot(72, HOMES), (0, 11), (2, 13))

    counts = np.array(pair_places.sharing_a_place(life(before, after))["counts"]).sum(axis=0)

    assert counts.tolist() == [[299, 1], [0, 0]]


def test_a_tie_that_one_of_the_two_holds_is_a_tie():
    for pair in ((0, 10), (10, 0)):
        held = tied(snapshot(84, HOMES), pair, both=False)
        lived = years()

        counts = pair_near.coming_near(replace(lived, snapshots=[*lived.snapshots[:2], held]))

        assert counts["counts"][0][1] == 1


def test_workmates_and_neighbours_do_not_count_as_sharing_a_place():
    pole = np.arange(40) % 2
    one = snapshot(60, HOMES, pole=pole, place=np.zeros(40, int), employer=np.full(40, 7))

    counts = np.array(pair_places.sharing_a_place(life(one, snapshot(72, HOMES)))["counts"])

    assert counts.sum() == 0


def test_ties_in_a_place_are_best_at_a_middling_distance_where_they_are():
    luck = np.random.default_rng(0)
    skills = np.array([(1 << 4 * k) - 1 for k in range(1, 16)], np.uint64)[luck.integers(0, 15, 40)]
    from experiments.patterns import likeness

    left, right = np.triu_indices(40, 1)
    far = likeness.skill_distance(skills[left], skills[right])
    middling = [
        (int(a), int(b)) for a, b, d in zip(left, right, far, strict=True) if 0.4 <= d <= 0.6
    ]
    one = snapshot(60, HOMES, place=np.zeros(40, int), skills=skills)
    two = snapshot(72, HOMES)
    other = np.full((40, 12), -1)
    for a, b in middling:
        free = np.flatnonzero(other[a] < 0)
        if len(free):
            other[a, free[0]] = b
    two = replace(two, other=other)

    found = figure(
        "ties_by_distance_of_skills_with_events",
        "ties_in_a_place",
        pair_places.ties_in_a_place,
        life(one, two),
    )

    assert found < 0


def test_transfers_between_tied_are_a_share_of_all():
    lives = [life(transfers=(1.0, 4.0)), life(transfers=(5.0, 6.0))]

    found = figure("transfers_between_tied", "transfers", pair_learning.transfers, *lives)

    assert found == pytest.approx(0.6)


def test_learning_and_its_optima_are_those_of_the_parabola():
    far = np.tile(np.linspace(0, 1, 21), 10)
    explored, exploited = 0.1 + far * (1.4 - far), 0.1 + far * (0.6 - far)
    lessons = np.stack([far, explored + exploited, explored, exploited], axis=1)
    lived = life(lessons=lessons)

    curved = figure("learning_by_distance", "lessons", pair_learning.lessons, lived)
    further = figure("exploring_is_best_further_away", "lessons", pair_learning.lessons, lived)

    assert curved == pytest.approx(-2)
    assert further == pytest.approx(0.7 - 0.3)


def test_an_optimum_lies_among_distances_there_are():
    far = np.tile(np.linspace(0, 1, 21), 10)
    explored, exploited = 0.1 + far * (4 - far), 0.1 + far * (0.6 - far)
    lived = life(lessons=np.stack([far, explored + exploited, explored, exploited], axis=1))

    further = figure("exploring_is_best_further_away", "lessons", pair_learning.lessons, lived)

    assert further == pytest.approx(1 - 0.3)


def test_ideas_by_likeness_of_ties_peak_where_they_do():
    from tests.patterns.small import ideas, team

    # person k is tied to nobody but 30 + k, whose skills are the more like hers the larger k is
    skills = np.ones(40, np.uint64)
    skills[:10] = [sum(1 << 4 * family for family in range(10 - k)) for k in range(10)]
    one = tied(snapshot(60, HOMES, skills=skills), *[(k, 30 + k) for k in range(10)])
    made = [6 - abs(k - 5) for k in range(10)]
    rows = [{"month": 65, "members": team(k)} for k in range(10) for _ in range(made[k])] + [
        {"month": 65, "members": team(30 + k)} for k in range(10) for _ in range(made[k])
    ]
    lived = life(one, snapshot(72, HOMES), ideas=ideas(*rows))
    read = pair_learning.likeness_of_ties

    curved = figure("ideas_by_likeness_of_ties", "likeness_of_ties", read, lived)
    best = figure("optimum_of_likeness", "likeness_of_ties", read, lived)

    assert curved < 0
    assert 0.4 < best < 1

"""Measures of what is made: ideas of which one knows what is unusual and what builds on what."""

import numpy as np
import pytest

from experiments.patterns import measures
from experiments.patterns.measures import ideas as made
from experiments.patterns.months import NEITHER, PRESENT, REMOTE
from tests.patterns.small import CORNER, GROUND, ideas, life, snapshot, team

USUAL, OTHER = 0b111111, 0b111111 << 20
MIXED = 0b111 | 0b111 << 20


def figure(name, part, read, *lives):
    return measures.figure(name, [{part: read(one)} for one in lives])


def test_what_mixes_techniques_that_rarely_meet_is_unconventional():
    masks = np.array([USUAL] * 40 + [OTHER] * 40 + [MIXED] * 15, np.uint64)

    odd = made.unconventional(masks)

    assert odd[80:].all()
    assert not odd[:80].any()


def test_unconventional_ideas_are_found_where_people_are_many():
    homes = np.repeat(CORNER, [2, 4, 8, 64])
    rows = [{"techniques": np.uint64(USUAL), "block": k % 4} for k in range(40)]
    rows += [{"techniques": np.uint64(OTHER), "block": k % 4} for k in range(40)]
    rows += [{"techniques": np.uint64(MIXED), "block": 3} for _ in range(15)]
    lived = life(snapshot(60, homes), ideas=ideas(*rows))

    found = figure("atypical_share_by_density", "by_density", made.by_density, lived)

    density = np.log([2, 4, 8, 64] * 20 + [64] * 15)
    assert found == pytest.approx(np.polyfit(density, np.repeat([0, 1], [80, 15]), 1)[0])


def test_remote_teams_are_held_against_those_met_in_presence():
    rows = [{"techniques": np.uint64(USUAL), "lead_met": PRESENT} for _ in range(40)]
    rows += [{"techniques": np.uint64(OTHER), "lead_met": REMOTE} for _ in range(40)]
    rows += [{"techniques": np.uint64(MIXED), "lead_met": REMOTE} for _ in range(10)]
    rows += [{"techniques": np.uint64(MIXED), "lead_met": NEITHER} for _ in range(5)]
    lived = life(ideas=ideas(*rows))

    found = figure("atypical_when_remote", "by_presence", made.by_presence, lived)

    assert found == pytest.approx(10 / 50)


def test_what_builds_on_ideas_next_door_is_local_beyond_its_controls():
    # blocks of 500 m side by side are within 1 km, so the city is made longer than that
    ground = GROUND.__class__(40, 0.1, 5)
    far = ground.n_blocks - 1
    rows = [{"month": 61, "techniques": np.uint64(USUAL), "block": 0, "members": team(1, 2, 3)}]
    rows += [
        {"month": 70, "techniques": np.uint64(0b1111 | 0b11 << 30), "block": 1},
        {"month": 70, "techniques": np.uint64(OTHER), "block": far},
        {"month": 70, "techniques": np.uint64(OTHER << 8), "block": far},
    ]
    lived = life(ground=ground, ideas=ideas(*rows))

    assert made.citations(lived)["counts"] == [1, 1, 0]
    assert figure(
        "local_citations_above_control", "citations", made.citations, lived
    ) == pytest.approx(1)


def test_building_on_ones_own_idea_or_on_one_too_old_is_no_citation():
    own = {"techniques": np.uint64(USUAL), "members": team(1, 2, 3)}
    peer = {"month": 70, "techniques": np.uint64(OTHER)}
    later = {"month": 70, "techniques": np.uint64(USUAL), "members": team(3, 4, 5)}
    old = {**own, "month": 61, "members": team(7, 8, 9)}
    late = {"month": 130, "techniques": np.uint64(USUAL), "members": team(4, 5, 6)}

    mine = life(ideas=ideas({**own, "month": 61}, later, peer))
    aged = life(ideas=ideas(old, late, {**peer, "month": 130}))

    assert made.citations(mine)["counts"] == [0, 0, 0]
    assert made.citations(aged)["counts"] == [0, 0, 0]


def test_ideas_of_before_the_city_settled_do_not_count():
    lived = life(ideas=ideas({"month": 60}, {"month": 61}))

    assert len(made.settled(lived)["month"]) == 1

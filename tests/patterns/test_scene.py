"""Measures of the scene as one network, on teams one can draw."""

import numpy as np
import pytest

from experiments.patterns.measures import city_scene
from tests.patterns.small import ideas, life, team


def joined(*teams):
    return city_scene.belonging(np.array([team(*members) for members in teams]))


def random_teams(count, people, size, luck):
    return [luck.choice(people, size, replace=False).tolist() for _ in range(count)]


def test_belonging_says_who_made_what():
    assert joined((7, 3), (3, 9, 5)).toarray().tolist() == [[1, 0, 1, 0], [1, 1, 0, 1]]


def test_random_teams_are_no_small_world():
    luck = np.random.default_rng(0)

    quotient = city_scene.small_world(joined(*random_teams(600, 800, 4, luck)))

    assert quotient == pytest.approx(1, abs=0.15)


def test_cliques_joined_by_a_few_are_a_small_world():
    luck = np.random.default_rng(0)
    cliques = [range(8 * k, 8 * k + 8) for k in range(60)]
    inside = [luck.choice(one, 3, replace=False).tolist() for one in cliques for _ in range(12)]
    between = [[8 * k, 8 * luck.integers(60) + 1, 8 * luck.integers(60) + 2] for k in range(60)]

    assert city_scene.small_world(joined(*inside, *between)) > 1.8


def scene(*teams, value=1.0, month=110):
    rows = [{"month": month, "members": team(*members), "value": value} for members in teams]
    return life(ideas=ideas(*rows), last=120)


def test_the_largest_component_is_the_share_of_makers_in_it():
    lived = scene((0, 1, 2), (2, 3, 4), (5, 6, 7))

    assert city_scene.largest_component([city_scene.scene(lived)]) == pytest.approx(5 / 8)


def test_teams_of_more_than_five_years_ago_are_forgotten():
    rows = [
        {"month": 61, "members": team(0, 1, 2)},
        {"month": 70, "members": team(2, 3, 4)},
        {"month": 110, "members": team(5, 6, 7)},
        {"month": 110, "members": team(8, 9, 10)},
    ]
    lived = life(ideas=ideas(*rows), last=132)

    shares = [row[2] for row in city_scene.scene(lived)["rows"]]

    assert shares == pytest.approx([5 / 11, 1 / 2])


def test_hits_by_quotient_are_curved_where_they_are():
    q = np.linspace(1, 4, 15)
    curved = [[x, 0.2 - 0.05 * (x - 2.5) ** 2, 0.5] for x in q]
    straight = [[x, 0.1 * x, 0.5] for x in q]

    found = city_scene.hits_by_quotient([{"rows": curved}])

    assert found == pytest.approx(-0.05 * q.var())
    assert city_scene.hits_by_quotient([{"rows": straight}]) == pytest.approx(0, abs=1e-9)
    assert np.isnan(city_scene.hits_by_quotient([{"rows": [[None, 0.1, 0.5]] * 9}]))


def test_hits_are_the_best_tenth_of_the_citys_ideas():
    def hits(sign):
        rows = [
            {"month": 61 + k // 2, "value": sign * float(k), "members": team(k, k + 1, k + 2)}
            for k in range(120)
        ]
        return city_scene.scene(life(ideas=ideas(*rows), last=120))["rows"][0][1]

    assert hits(+1) == pytest.approx(12 / 24)
    assert hits(-1) == 0

"""Peeling takes away what a plain loop over every possible peel would take."""

from itertools import pairwise
from math import ceil

import numpy as np
import pandas as pd
import pytest

from sim.analysis.peeling import Box, Peeling, peeled

HOW = Peeling(share=0.05, least=0.05, most_numbers=3)


def worlds_of(seed, count=60):
    """Return worlds in which wins are common in one corner, and who wins."""
    luck = np.random.default_rng(seed)
    worlds = pd.DataFrame({name: luck.uniform(size=count) for name in ("a", "b", "c")})
    worlds["rule"] = luck.choice(["x", "y", "z"], count)
    worlds["step"] = luck.choice([0.0, 0.2], count)
    corner = (worlds["a"] < 0.5) & (worlds["rule"] != "x")
    return worlds, (luck.uniform(size=count) < 0.15 + 0.7 * corner).to_numpy()


def naive_peels(worlds, inside, share):
    """Give number and worlds left of every peel, from sorted lists of worlds."""
    for name in worlds:
        left = sorted(inside, key=lambda world: worlds[name][world])
        values = [worlds[name][world] for world in left]
        if len(set(worlds[name])) <= 6:
            for value in sorted(set(values)):
                yield name, {world for world in left if worlds[name][world] != value}
            continue
        taken = ceil(round(share * len(left), 9))
        if taken < len(left):
            yield name, set(left[:-taken])
            yield name, set(left[taken:])


def naive_peeled(worlds, wins, how):
    inside, numbers, path = set(range(len(wins))), set(), []
    while True:
        path.append((set(inside), set(numbers)))
        best = None
        before = sum(wins[world] for world in inside) / len(inside)
        for name, left in naive_peels(worlds, inside, how.share):
            restricted = numbers | {name}
            small = len(left) < how.least * len(wins) or not left
            if small or len(restricted) > how.most_numbers or len(left) == len(inside):
                continue
            share = sum(wins[world] for world in left) / len(left)
            worth = (round((share - before) / (len(inside) - len(left)), 12), -len(restricted))
            if (worth[0] > 0 or how.onward) and (best is None or worth > best[0]):
                best = worth, left, restricted
        if best is None:
            return path
        _, inside, numbers = best


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("most", "onward"), [(1, True), (3, False), (3, True), (9, False)])
def test_boxes_are_those_of_a_plain_loop(seed, most, onward):
    worlds, wins = worlds_of(seed)
    how = Peeling(HOW.share, HOW.least, most, onward)

    found = peeled(worlds, wins, how)

    assert [
        (set(np.flatnonzero(box.holds(worlds)).tolist()), set(box.numbers)) for box in found
    ] == naive_peeled(worlds.to_dict("list"), wins.tolist(), how)


def test_each_box_lies_in_the_last_and_wins_oftener():
    worlds, wins = worlds_of(3)

    held = [box.holds(worlds) for box in peeled(worlds, wins, HOW)]

    assert held[0].all()
    for larger, smaller in pairwise(held):
        assert not (smaller & ~larger).any()
        assert wins[smaller].mean() > wins[larger].mean()
    assert held[-1].mean() >= HOW.least


def test_the_corner_in_which_wins_are_is_found():
    worlds, _ = worlds_of(1, 400)
    wins = ((worlds["a"] < 0.5) & (worlds["rule"] != "x")).to_numpy()

    last = peeled(worlds, wins, HOW)[-1]

    assert set(last.numbers) == {"a", "rule"}
    assert last.without["rule"] == ("x",)
    assert last.high["a"] == pytest.approx(0.5, abs=0.02)


def test_a_box_is_also_asked_of_worlds_it_was_not_peeled_on():
    box = Box({"a": 0.5}, {"a": 0.9}, {"rule": ("x",)})
    others = pd.DataFrame({"a": [0.4, 0.5, 0.9, 0.7, 1.0], "rule": list("yyyxy")})

    assert box.holds(others).tolist() == [False, True, True, False, False]


def test_where_nothing_wins_or_everything_does_nothing_is_peeled():
    worlds, wins = worlds_of(2)

    for same in (np.zeros_like(wins), np.ones_like(wins)):
        assert peeled(worlds, same, HOW) == [Box()]


def test_a_winner_at_the_end_of_a_number_hides_what_lies_behind_unless_one_goes_on():
    worlds = pd.DataFrame({"a": np.arange(40.0)})
    wins = ((worlds["a"] < 16) | (worlds["a"] == 39)).to_numpy()

    stopped, gone_on = (peeled(worlds, wins, Peeling(0.05, 0.3, 1, on)) for on in (False, True))

    assert stopped == [Box()]
    assert wins[gone_on[-1].holds(worlds)].all()

"""Which instrument carried what: known games by hand, and what every game must keep."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.attribution import attribution, needed, shares
from sim.analysis.contrasts import contrasts
from sim.recorder.schemas import (
    ABLATION,
    INSTRUMENT,
    REMAINDER,
    SHAPLEY,
    TABLES,
    TOGETHER,
    WHOLE,
)

METHODS = [SHAPLEY, ABLATION]
GLOVES = {"": 0, "a": 0, "b": 0, "c": 0, "ab": 0, "ac": 1, "bc": 1, "abc": 1}
"""Two left gloves, a and b, and a right one, c: a pair is worth 1."""


def game(values):
    """Return the values of coalitions named by their letters, in one seed."""
    return {frozenset(name): np.array([float(value)]) for name, value in values.items()}


def subsets(players):
    sizes = range(len(players) + 1)
    return [frozenset(each) for each in chain(*(combinations(players, size) for size in sizes))]


def of_instruments(parts):
    return {name: values for (part, name), values in parts.items() if part == INSTRUMENT}


@st.composite
def games(draw):
    """Return a few players and what each coalition of them is worth in each of a few seeds."""
    players = tuple("abcd"[: draw(st.integers(1, 4))])
    seeds = draw(st.integers(1, 3))
    worth = st.floats(-1e6, 1e6, allow_nan=False, width=32)
    values = {
        kept: np.array(draw(st.lists(worth, min_size=seeds, max_size=seeds)))
        for kept in subsets(players)
    }
    return players, values


def test_a_pair_of_gloves_is_owed_mostly_to_the_one_that_is_rare():
    found = of_instruments(shares(game(GLOVES), "abc", SHAPLEY))

    # of the six orders the right glove completes a pair in four, each left one in one
    assert {name: value[0] for name, value in found.items()} == pytest.approx(
        {"a": 1 / 6, "b": 1 / 6, "c": 4 / 6}
    )


def test_left_out_alone_only_the_rare_glove_is_missed_and_nothing_remains():
    parts = shares(game(GLOVES), "abc", ABLATION)

    assert {name: value[0] for name, value in of_instruments(parts).items()} == {
        "a": 0, "b": 0, "c": 1,
    }  # fmt: skip
    assert parts[REMAINDER, ""][0] == 0


def test_what_two_do_only_together_is_halved_or_counted_twice_and_taken_back():
    together = game({"": 0, "a": 0, "b": 0, "ab": 10})

    halves = of_instruments(shares(together, "ab", SHAPLEY))
    alone = shares(together, "ab", ABLATION)

    assert (halves["a"][0], halves["b"][0]) == (5, 5)
    assert [values[0] for values in alone.values()] == [10, 10, -10, 10]


@settings(deadline=None)
@given(games(), st.sampled_from(METHODS))
def test_in_every_seed_the_parts_add_up_to_the_contrast(asked, method):
    players, values = asked
    parts = shares(values, players, method)

    added = sum(share for (part, _), share in parts.items() if part != WHOLE)
    contrast = values[frozenset(players)] - values[frozenset()]

    np.testing.assert_allclose(added, contrast, rtol=0, atol=1e-9 * 1e6)
    np.testing.assert_array_equal(parts[WHOLE, ""], contrast)


@settings(deadline=None)
@given(games(), st.sampled_from(METHODS))
def test_an_instrument_that_does_nothing_carries_nothing(asked, method):
    players, values = asked
    with_a_null = values | {kept | {"null"}: values[kept] for kept in values}

    found = of_instruments(shares(with_a_null, (*players, "null"), method))

    assert np.all(found["null"] == 0)
    if method == SHAPLEY:
        before = of_instruments(shares(values, players, method))
        for name in players:
            np.testing.assert_allclose(found[name], before[name], rtol=0, atol=1e-6)


@settings(deadline=None)
@given(games(), st.sampled_from(METHODS))
def test_instruments_that_do_the_same_carry_the_same_and_names_decide_nothing(asked, method):
    players, values = asked
    # worth depends on how many stand together alone: all players are alike
    alike = {kept: values[frozenset(players[: len(kept)])] for kept in subsets(players)}
    renamed = dict(zip(players, reversed(players), strict=True))
    turned = {frozenset(renamed[each] for each in kept): worth for kept, worth in values.items()}

    equal = of_instruments(shares(alike, players, method))
    own = of_instruments(shares(values, players, method))
    other = of_instruments(shares(turned, players, method))

    for name in players:
        np.testing.assert_allclose(equal[name], equal[players[0]], rtol=0, atol=1e-6)
        np.testing.assert_allclose(own[name], other[renamed[name]], rtol=0, atol=1e-6)


def test_all_coalitions_are_needed_or_those_without_one():
    assert set(needed("abc", SHAPLEY)) == set(subsets("abc"))
    assert set(needed("abc", ABLATION)) == {
        frozenset(each) for each in ("", "ab", "ac", "bc", "abc")
    }
    assert set(needed("a", ABLATION)) == {frozenset(), frozenset("a")}


PLAYERS = ("rooms", "courses")
WORTH = {(): 1.0, ("rooms",): 2.0, ("courses",): 1.5, PLAYERS: 4.0}


def lived(seeds=6, luck=0.1):
    """Return made-up tables of runs and coalitions, of two outcomes of which one never moves."""
    rng = np.random.default_rng(3)
    rows = []
    for seed in range(seeds):
        for kept, worth in WORTH.items():
            arm = "cash" if not kept else "plan"
            ideas = worth + luck * rng.normal()
            rows.append({"run_id": f"{seed}{kept}", "seed": seed, "arm": arm, "status": "done",
                         "kept": TOGETHER.join(kept), "ideas": ideas, "still": 7.0})  # fmt: skip
    table = pd.DataFrame(rows)
    whole = table["kept"].isin(["", TOGETHER.join(PLAYERS)])
    return table[whole].drop(columns="kept"), table[~whole]


def attributed(runs, coalitions, method=SHAPLEY):
    return attribution(runs, coalitions, {"plan": PLAYERS}, "cash", method)


def test_a_table_tells_each_share_with_the_intervals_of_a_contrast():
    runs, coalitions = lived()
    table = attributed(runs, coalitions).set_index(["outcome", "part", "instrument"])

    whole = table.loc[("ideas", WHOLE, "")]
    contrast = contrasts(runs, [("plan", "cash")]).set_index("outcome").loc["ideas"]
    for name in ("t_low", "t_high", "bca_low", "bca_high", "sd", "n", "sign_flip_share"):
        assert whole[name] == contrast[name]
    assert whole["share"] == contrast["difference"]
    # by hand: rooms add 1 alone and 2.5 to courses, courses 0.5 and 2
    assert table.loc[("ideas", INSTRUMENT, "rooms"), "share"] == pytest.approx(1.75, abs=0.2)
    assert table.loc[("ideas", INSTRUMENT, "courses"), "share"] == pytest.approx(1.25, abs=0.2)
    assert (table.loc["still", "share"] == 0).all()
    assert (table.loc["still", ["t_low", "t_high", "bca_low", "bca_high"]] == 0).all(axis=None)


def test_the_table_has_the_documented_columns():
    assert list(attributed(*lived()).columns) == [
        column.name for column in TABLES["attribution"].columns
    ]


@pytest.mark.parametrize("method", METHODS)
def test_a_seed_in_which_a_coalition_is_missing_counts_for_no_part(method):
    runs, coalitions = lived()
    failed = coalitions.assign(
        status=np.where(coalitions["run_id"] == "2('rooms',)", "failed", "done")
    )

    table = attributed(runs, failed, method)
    without = attributed(runs[runs["seed"] != 2], coalitions[coalitions["seed"] != 2], method)

    assert (failed["status"] == "failed").sum() == 1
    pd.testing.assert_frame_equal(table, without)
    assert set(table["n"]) == {5}


def test_without_any_run_of_a_coalition_nothing_is_said():
    runs, coalitions = lived()

    table = attributed(runs, coalitions.iloc[:0])

    assert set(table["n"]) == {0}
    assert table["share"].isna().all()


def test_an_arm_of_one_instrument_owes_it_everything():
    runs, coalitions = lived()

    table = attribution(runs, coalitions.iloc[:0], {"plan": ("rooms",)}, "cash", ABLATION)

    ideas = table[table["outcome"] == "ideas"].set_index("part")["share"]
    assert ideas[INSTRUMENT] == ideas[WHOLE] != 0
    assert ideas[REMAINDER] == 0

"""Contrasts say what arms differ in on the same luck, and how surely."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap, ttest_rel

from sim.analysis.contrasts import (
    FaceToFace,
    contrasts,
    default_pairs,
    in_order,
    main_reference,
    pairs_in,
)
from sim.analysis.intervals import RESAMPLES, SEED_OF_RESAMPLING, bca, paired_t


def runs_of(**arms):
    """Lay out one outcome, `joy`, of some arms; a list entry per seed."""
    rows = [
        {"run_id": f"{arm}{seed}", "seed": seed, "arm": arm, "status": "done", "joy": float(value)}
        for arm, values in arms.items()
        for seed, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


def one(table, arm, reference):
    return table[(table["arm"] == arm) & (table["reference"] == reference)].iloc[0]


@given(st.lists(st.floats(-1e3, 1e3), min_size=5, max_size=20))
def test_the_t_interval_agrees_with_scipy(values):
    one_arm, other = np.array(values), np.arange(len(values), dtype=float)
    if np.ptp(one_arm - other) < 1e-6:
        return

    low, high = paired_t((one_arm - other)[None])

    known = ttest_rel(one_arm, other).confidence_interval(0.95)
    assert (low[0], high[0]) == pytest.approx((known.low, known.high), rel=1e-9, abs=1e-9)


def test_the_bootstrap_interval_is_scipys_paired_bca():
    luck = np.random.default_rng(1)
    ours, theirs = luck.normal(1, 1, 16), luck.normal(0, 1, 16)

    low, high = bca((ours - theirs)[None])

    known = bootstrap(
        (ours, theirs),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        rng=np.random.default_rng(SEED_OF_RESAMPLING),
    ).confidence_interval
    assert (low[0], high[0]) == pytest.approx((known.low, known.high), abs=0.03)


def test_an_interval_does_not_depend_on_what_else_is_compared():
    luck = np.random.default_rng(2)
    rows = luck.normal(0, 1, (5, 16))

    together, alone = bca(rows), bca(rows[3:4])

    assert together[0][3] == pytest.approx(alone[0][0])
    assert together[1][3] == pytest.approx(alone[1][0])


def test_renaming_seeds_moves_nothing_but_the_bootstraps_own_luck():
    runs = runs_of(cash=[1, 2, 3, 4, 5, 6], collaboration=[2, 2, 5, 4, 7, 9])
    turned = runs.assign(seed=5 - runs["seed"])

    before, after = (one(contrasts(table), "collaboration", "cash") for table in (runs, turned))

    exact = ["n", "difference", "sd", "t_low", "t_high", "sign_flip_share", "median"]
    assert before[exact].to_list() == pytest.approx(after[exact].to_list())


def test_a_seed_flips_when_it_points_the_other_way_than_the_mean():
    runs = runs_of(cash=[0, 0, 0, 0], collaboration=[3, 2, -1, 0])

    row = one(contrasts(runs), "collaboration", "cash")

    assert row["difference"] == 1.0
    assert row["sign_flip_share"] == 0.25


def test_only_seeds_finished_in_both_arms_are_compared():
    runs = runs_of(cash=[1, 1, 1], collaboration=[2, 4, 100])
    runs.loc[runs["run_id"] == "cash2", ["status", "joy"]] = ["failed", np.nan]

    row = one(contrasts(runs), "collaboration", "cash")

    assert row["n"] == 2
    assert row["difference"] == 2.0


def test_a_missing_outcome_leaves_out_its_seed_and_no_other():
    runs = runs_of(cash=[1, 1, 1], collaboration=[2, np.nan, 6]).assign(calm=1.0)

    table = contrasts(runs).set_index("outcome")

    assert table.loc["joy", "n"] == 2
    assert table.loc["calm", "n"] == 3


def test_one_seed_has_a_difference_and_no_interval():
    row = one(contrasts(runs_of(none=[1], cash=[3])), "none", "cash")

    assert row["difference"] == -2.0
    assert row[["sd", "t_low", "t_high", "bca_low", "bca_high"]].isna().all()


def test_arms_that_never_differ_have_an_interval_of_one_point():
    row = one(contrasts(runs_of(none=[1, 2, 3, 4, 5], cash=[1, 2, 3, 4, 5])), "none", "cash")

    assert row[["difference", "t_low", "t_high", "bca_low", "bca_high"]].eq(0).all()


def test_every_arm_meets_cash_and_none_and_the_two_pairs_meet_each_other():
    faces = FaceToFace([("red", "blue")], {"blue": "blue_twin", "red": "red_twin"})

    pairs = default_pairs(["blue", "cash", "red", "none", "blue_twin", "red_twin"], faces)

    assert {("red", "cash"), ("blue", "none"), ("none", "cash")} <= set(pairs)
    assert pairs[-2:] == [("red", "blue"), ("red_twin", "blue_twin")]


def test_every_listed_pair_that_is_here_is_told_and_no_other():
    faces = FaceToFace([("red", "blue"), ("black", "white"), ("red", "white"), ("red", "blue")])

    assert faces.pairs(["none", "white", "red", "blue"]) == [("red", "blue"), ("red", "white")]


def test_where_none_is_listed_the_later_of_two_policies_is_held_against_the_earlier():
    faces = FaceToFace([("red", "blue")], {"black": "white"})

    assert faces.pairs(["cash", "yellow", "none", "white", "green"]) == [("green", "yellow")]
    assert faces.pairs(["cash", "yellow", "green", "red"]) == []
    assert faces.pairs(["cash", "yellow"]) == []


def test_a_pair_has_a_matched_pair_where_both_its_twins_are_here():
    faces = FaceToFace([("red", "blue")], {"blue": "b", "red": "r", "green": "g"})

    assert faces.matched(["red", "blue", "r", "b"]) == {("red", "blue"): ("r", "b")}
    assert faces.matched(["r", "b"]) == {("red", "blue"): ("r", "b")}
    assert faces.matched(["cash", "blue", "green", "g", "b"]) == {("green", "blue"): ("g", "b")}
    assert faces.matched(["red", "blue", "r"]) == {}


def test_a_question_that_says_nothing_of_pairs_has_those_that_ship():
    shipped = FaceToFace.of({})

    assert shipped.pairs(["collaboration", "attraction"]) == [("collaboration", "attraction")]
    assert FaceToFace.of({"face_to_face": []}).listed == []
    assert FaceToFace.of({"face_to_face": [["a", "b"]]}).twins == shipped.twins


def test_no_pair_is_listed_twice():
    faces = FaceToFace([("red", "cash"), ("cash", "red")])

    pairs = default_pairs(["cash", "red", "none"], faces)

    assert len(pairs) == len(set(pairs))
    assert set(pairs) >= {("red", "cash"), ("cash", "red")}


def test_a_table_names_its_pairs_in_its_order():
    made = contrasts(
        runs_of(none=[1, 2], cash=[1, 2], red=[3, 4]), [("red", "cash"), ("none", "cash")]
    )

    assert pairs_in(made) == [("red", "cash"), ("none", "cash")]
    assert pairs_in(pd.DataFrame()) == []


def test_without_baselines_the_first_arm_is_the_reference():
    assert main_reference(["base", "half"]) == "base"
    assert default_pairs(["base", "half"]) == [("half", "base")]


def test_baselines_come_first_twins_last_and_other_arms_keep_their_order():
    asked = ["twin", "mine", "collaboration", "cash", "attraction", "none"]

    assert in_order(asked, ["twin", "cash"]) == [
        "none", "cash", "mine", "collaboration", "attraction", "twin",
    ]  # fmt: skip


def test_sampled_worlds_are_no_outcomes():
    runs = runs_of(none=[1, 2], cash=[1, 2]).assign(**{"world.economy.gamma": 1.1})

    assert set(contrasts(runs)["outcome"]) == {"joy"}

"""Parts of two arms face to face, held against a twin that is written seed by seed and plainly."""

from __future__ import annotations

from itertools import permutations
from statistics import fmean, stdev

import numpy as np
import pandas as pd
import pytest

from sim.analysis.attribution import attribution, needed
from sim.analysis.contrasts import contrasts
from sim.recorder.schemas import ABLATION, INSTRUMENT, REMAINDER, SHAPLEY, TOGETHER, WHOLE

METHODS = [SHAPLEY, ABLATION]
PLAYERS = {"big": ("tower", "rooms"), "small": ("rooms", "courses", "machines"), "odd": ("bus",)}
PAIR = ("small", "big")
SEEDS = range(5)


def lived(method):
    """Return made-up tables of runs and coalitions in which every value is drawn by itself."""
    luck, rows = np.random.default_rng(11), []
    for seed in SEEDS:
        rows.append({"seed": seed, "arm": "cash", "kept": ""})
        for arm, own in PLAYERS.items():
            rows += [
                {"seed": seed, "arm": arm, "kept": TOGETHER.join(n for n in own if n in kept)}
                for kept in needed(own, method)
                if kept
            ]
    table = pd.DataFrame(rows).assign(status="done")
    table = table.assign(
        run_id=[f"{row.seed}{row.arm}{row.kept}" for row in table.itertuples()],
        ideas=100 * luck.normal(size=len(table)),
        still=7.0,
    )
    whole = table["kept"].isin(["", *(TOGETHER.join(own) for own in PLAYERS.values())])
    return table[whole].drop(columns="kept"), table[~whole]


def told(runs, coalitions, method, pairs=(PAIR,)):
    table = attribution(runs, coalitions, PLAYERS, "cash", method, pairs)
    return table, table[(table["arm"] == PAIR[0]) & (table["reference"] == PAIR[1])]


def naive(runs, coalitions, method, seed):
    """Return the parts of the pair in the ideas of one seed, each found from single runs."""
    ended = dict(zip(runs["run_id"], runs["ideas"], strict=True))
    ended |= dict(zip(coalitions["run_id"], coalitions["ideas"], strict=True))

    def ideas(arm, kept):
        if not kept:
            return ended[f"{seed}cash"]
        return ended[f"{seed}{arm}{TOGETHER.join(n for n in PLAYERS[arm] if n in kept)}"]

    def carried(arm, name):
        own = PLAYERS[arm]
        if method == ABLATION:
            return ideas(arm, own) - ideas(arm, [each for each in own if each != name])
        orders = list(permutations(own))
        before = [order[: order.index(name)] for order in orders]
        return fmean(ideas(arm, (*some, name)) - ideas(arm, some) for some in before)

    parts = {}
    for arm, sign in zip(PAIR, (1, -1), strict=True):
        added = 0.0
        for name in PLAYERS[arm]:
            added += carried(arm, name)
            parts[arm, INSTRUMENT, name] = sign * carried(arm, name)
        if method == ABLATION:
            left = ideas(arm, PLAYERS[arm]) - ideas(arm, ()) - added
            parts[arm, REMAINDER, ""] = sign * left
    parts[PAIR[0], WHOLE, ""] = ideas("small", PLAYERS["small"]) - ideas("big", PLAYERS["big"])
    return parts


@pytest.mark.parametrize("method", METHODS)
def test_parts_of_a_pair_are_those_of_its_plain_twin_and_add_up_in_every_seed(method):
    runs, coalitions = lived(method)
    twins = [naive(runs, coalitions, method, seed) for seed in SEEDS]
    _, pair = told(runs, coalitions, method)
    rows = pair[pair["outcome"] == "ideas"].set_index(["of", "part", "instrument"])

    assert list(rows.index) == list(twins[0])
    for key, row in rows.iterrows():
        by_seed = [twin[key] for twin in twins]
        assert row["share"] == pytest.approx(fmean(by_seed), abs=1e-9)
        assert row["sd"] == pytest.approx(stdev(by_seed), abs=1e-9)
        flips = [value * fmean(by_seed) < 0 for value in by_seed]
        assert row["sign_flip_share"] == pytest.approx(fmean(flips))
    for seed in SEEDS:
        _, alone = told(runs[runs["seed"] == seed], coalitions[coalitions["seed"] == seed], method)
        shares = alone[alone["outcome"] == "ideas"].set_index(["of", "part", "instrument"])["share"]
        assert shares.to_dict() == pytest.approx(twins[seed], abs=1e-9)
        assert shares.iloc[:-1].sum() == pytest.approx(shares.iloc[-1], abs=1e-9)
    assert rows["share"].iloc[:-1].sum() == pytest.approx(rows["share"].iloc[-1], abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_the_whole_of_a_pair_is_its_contrast_with_every_interval(method):
    runs, coalitions = lived(method)
    _, pair = told(runs, coalitions, method)

    whole = pair[pair["part"] == WHOLE].set_index("outcome")
    contrast = contrasts(runs, [PAIR]).set_index("outcome")
    for name in ("n", "sd", "t_low", "t_high", "bca_low", "bca_high", "sign_flip_share"):
        np.testing.assert_allclose(whole[name], contrast[name], rtol=0, atol=1e-9)
    np.testing.assert_allclose(whole["share"], contrast["difference"], rtol=0, atol=1e-9)
    still = pair[pair["outcome"] == "still"]["share"]
    assert not still.any()
    assert not np.signbit(still).any()


def test_an_instrument_of_both_arms_has_a_row_for_each_with_the_sign_of_its_side():
    table, pair = told(*lived(SHAPLEY), SHAPLEY)
    ideas = table[table["outcome"] == "ideas"]
    rooms = ideas[ideas["instrument"] == "rooms"].set_index(["arm", "reference", "of"])["share"]

    assert rooms["small", "big", "small"] == rooms["small", "cash", "small"]
    assert rooms["small", "big", "big"] == -rooms["big", "cash", "big"]
    assert (pair["instrument"] == "rooms").sum() == 2 * pair["outcome"].nunique()


def test_against_the_common_reference_every_part_is_of_the_arm_and_pairs_change_none():
    runs, coalitions = lived(ABLATION)
    table, _ = told(runs, coalitions, ABLATION)
    without, none = told(runs, coalitions, ABLATION, ())

    assert none.empty
    assert (without["of"] == without["arm"]).all()
    pd.testing.assert_frame_equal(table.iloc[: len(without)], without)


def test_a_pair_counts_the_seeds_in_which_every_coalition_of_both_arms_is_there():
    runs, coalitions = lived(ABLATION)
    failed = ["2bigtower", "3smallrooms + courses"]
    status = np.where(coalitions["run_id"].isin(failed), "failed", "done")

    table, pair = told(runs, coalitions.assign(status=status), ABLATION)
    kept = [each[~each["seed"].isin([2, 3])] for each in (runs, coalitions)]
    _, without = told(*kept, ABLATION)

    assert (status == "failed").sum() == len(failed)
    assert table.groupby(["arm", "reference"])["n"].unique().map(list).to_dict() == {
        ("big", "cash"): [4], ("odd", "cash"): [5], ("small", "cash"): [4], PAIR: [3],
    }  # fmt: skip
    pd.testing.assert_frame_equal(pair.reset_index(drop=True), without.reset_index(drop=True))


def test_a_pair_of_which_one_has_no_parts_is_not_told():
    runs, coalitions = lived(SHAPLEY)

    table = attribution(runs, coalitions, PLAYERS, "cash", SHAPLEY, [("small", "none"), PAIR[::-1]])

    assert set(zip(table["arm"], table["reference"], strict=True)) == {
        *((arm, "cash") for arm in PLAYERS), PAIR[::-1],
    }  # fmt: skip

"""Each person is held against herself; worked by hand on a city of four founders."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.fates import candidates_against_themselves, founders_against_themselves
from sim.analysis.groups import winners_and_losers

WAS = pd.DataFrame(
    {
        "person": [1, 2, 3, 4],
        "kind": ["artist", "artist", "worker", "worker"],
        "third": ["lower", "upper", "lower", "upper"],
        "district": ["south-west"] * 4,
    }
)
LIVED = {  # forced moves, whereabouts, welfare
    "none": ([1, 0, 0, 2], ["city", "city", "outside", "city"], [0.5, 0.5, 0.1, 0.3]),
    "cash": ([1, 0, 0, 2], ["city", "city", "outside", "city"], [0.6, 0.6, 0.2, 0.4]),
    "tower": ([3, 0, 1, 1], ["city", "expelled", "city", "city"], [0.2, 0.505, 0.1, 0.8]),
}


def founders(*seeds, lived=LIVED):
    pieces = []
    for seed in seeds or (0,):
        for arm, (moves, where, welfare) in lived.items():
            piece = WAS.assign(seed=seed, arm=arm, forced_moves=moves, whereabouts=where)
            pieces.append(piece.assign(welfare=np.array(welfare, np.float32)))
    return pd.concat(pieces, ignore_index=True)


def value(table, arm, outcome, grouping="founders", group="everyone"):
    rows = table[
        (table["arm"] == arm)
        & (table["outcome"] == outcome)
        & (table["grouping"] == grouping)
        & (table["group"] == group)
    ]
    assert len(rows) == 1
    return float(rows["value"].iloc[0])


@pytest.fixture(scope="module")
def told():
    return founders_against_themselves(founders(), months=24)


def test_forced_moves_are_net_of_the_same_persons_without_policy(told):
    # person 1 moves twice more, 3 once more, 4 once less: 2 net moves of 4 people in 2 years
    assert value(told, "tower", "net_forced_moves_per_1000_year") == 1000 * 2 / (4 * 2)
    assert value(told, "tower", "more_forced_share") == 2 / 4
    assert value(told, "tower", "fewer_forced_share") == 1 / 4


@pytest.mark.parametrize("kind", ["int16", "int64"])
def test_who_was_forced_out_often_counts_in_full_however_narrow_the_stored_column(kind):
    table = founders()
    table["forced_moves"] = table["forced_moves"].astype(kind)
    first = (table["arm"] == "tower") & (table["person"] == table["person"].min())
    table.loc[first, "forced_moves"] = 7
    assert table["forced_moves"].dtype == kind

    told = founders_against_themselves(table, 240)

    # 6 more, 0, 1 more and 1 less, over four people and twenty years
    moves = value(told, "tower", "net_forced_moves_per_1000_year")
    assert moves == pytest.approx(1000 * 6 / (4 * 20))


def test_groups_are_what_people_were_when_policy_began(told):
    moves = "net_forced_moves_per_1000_year"

    assert value(told, "tower", moves, "founder_kind", "artist") == 1000 * 2 / (2 * 2)
    assert value(told, "tower", moves, "founder_kind", "worker") == 0
    assert value(told, "tower", moves, "founder_third", "lower") == 1000 * 3 / (2 * 2)
    assert value(told, "tower", moves, "founder_third", "upper") == -1000 * 1 / (2 * 2)


def test_leaving_is_net_too_and_being_expelled_is_told_apart(told):
    # person 2 is driven out who would have stayed, person 3 stays who would have left
    assert value(told, "tower", "net_left_share") == 0
    assert value(told, "tower", "net_expelled_share") == 1 / 4
    assert value(told, "tower", "net_left_share", "founder_kind", "artist") == 1 / 2


def test_welfare_is_followed_and_a_trifle_makes_nobody_better_off(told):
    assert value(told, "tower", "welfare_gain") == pytest.approx((-0.3 + 0.005 + 0 + 0.5) / 4)
    assert value(told, "tower", "better_off_share") == 1 / 4
    assert value(told, "tower", "worse_off_share") == 1 / 4


def test_a_run_without_policy_held_against_itself_is_nothing_at_all(told):
    assert (told.loc[told["arm"] == "none", "value"] == 0).all()


def test_two_arms_alike_are_told_alike_and_differ_by_nothing():
    lived = {"none": LIVED["none"], "one": LIVED["tower"], "other": LIVED["tower"]}
    told = founders_against_themselves(founders(lived=lived), months=24)
    one, other = (told[told["arm"] == arm]["value"].to_list() for arm in ("one", "other"))

    assert one == other
    assert (winners_and_losers(told, "one").query("arm == 'other'")["difference"] == 0).all()


@pytest.mark.parametrize("grouping", ["founder_kind", "founder_third", "founder_district"])
def test_groups_weighed_by_their_people_make_the_whole(told, grouping):
    parts = told[told["grouping"] == grouping]
    weighed = parts["value"] * parts["people"]
    whole = told[told["grouping"] == "founders"].set_index(["arm", "outcome"])["value"]

    summed = weighed.groupby([parts["arm"], parts["outcome"]]).sum() / 4

    assert np.allclose(summed, whole.reindex(summed.index))


def test_the_order_of_people_and_of_arms_changes_nothing():
    table = founders(0, 1)
    shuffled = table.sample(frac=1, random_state=3).reset_index(drop=True)

    pd.testing.assert_frame_equal(
        founders_against_themselves(table, 24), founders_against_themselves(shuffled, 24)
    )


def test_a_seed_without_its_paired_run_is_left_out():
    table = founders(0, 1)
    table = table[(table["seed"] == 0) | (table["arm"] != "none")]

    assert set(founders_against_themselves(table, 24)["seed"]) == {0}


def candidates(**fates):
    return pd.concat(
        [
            pd.DataFrame({"person": [9, 10, 11, 12], "kind": ["artist"] * 2 + ["worker"] * 2})
            .assign(seed=0, arm=arm, fate=fate)
            for arm, fate in fates.items()
        ],
        ignore_index=True,
    )  # fmt: skip


def test_candidates_shut_out_here_and_let_in_there_are_the_same_people():
    told = candidates_against_themselves(
        candidates(
            none=["entered", "priced_out", "stayed_away", "entered"],
            tower=["outbid", "entered", "priced_out", "entered"],
        )
    )

    def share(arm, outcome, grouping="candidates", group="everyone"):
        return value(told, arm, outcome, grouping, group)

    assert share("tower", "shut_out_share") == 2 / 4
    assert share("tower", "priced_out_share") == share("tower", "outbid_share") == 1 / 4
    assert share("tower", "shut_out_here_only_share") == 1 / 4  # person 9, let in without policy
    assert share("tower", "let_in_here_only_share") == 1 / 4  # person 10, priced out without it
    assert share("tower", "shut_out_share", "candidate_kind", "artist") == 1 / 2
    assert share("none", "shut_out_here_only_share") == share("none", "let_in_here_only_share") == 0


def test_without_a_paired_run_candidates_are_told_but_not_held_against_themselves():
    fates = candidates(tower=["outbid", "entered", "priced_out", "entered"])

    assert set(candidates_against_themselves(fates)["outcome"]) == {
        "entered_share", "shut_out_share", "priced_out_share", "outbid_share",
    }  # fmt: skip


def test_whoever_is_let_in_more_was_shut_out_there_or_had_stayed_away():
    told = candidates_against_themselves(
        candidates(
            none=["entered", "priced_out", "outbid", "entered"],
            tower=["outbid", "entered", "priced_out", "entered"],
        )
    )

    def share(arm, outcome):
        return value(told, arm, outcome, "candidates", "everyone")

    more_shut_out = share("tower", "shut_out_share") - share("none", "shut_out_share")
    assert more_shut_out == share("tower", "shut_out_here_only_share") - share(
        "tower", "let_in_here_only_share"
    )

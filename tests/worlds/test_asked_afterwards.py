"""What was asked after the verdict: regret, Pareto sets and boxes are counted as they say."""

import numpy as np
import pandas as pd
import pytest

from experiments.worlds import boxes, weighing
from experiments.worlds.deciding import ACCEPTED
from experiments.worlds.given import DRAWN, WORLDS, design
from experiments.worlds.judging import OPEN
from sim.analysis.peeling import Box
from sim.recorder.outcomes import OUTCOMES

OUTCOME, OTHER = "founder_welfare", "market_value_per_head"
GIVEN = {
    "headline": ["one", "other"],
    "reference": "base",
    "outcomes": [OUTCOME, OTHER],
    "confidence": 0.95,
}
REGISTERED = design()


def runs_of(worlds):
    """Return the runs of worlds, each a pair of outcomes for every arm."""
    return pd.DataFrame(
        [
            {"city": "town", "accepted": "set1", "seed": seed, "arm": arm}
            | dict(zip(GIVEN["outcomes"], values, strict=True))
            for seed, world in enumerate(worlds)
            for arm, values in world.items()
        ]
    )


def apart_of(wins_where, count=160, luck=0.0, seed=7):
    """Return worlds in which the first arm has more where a number lies low."""
    dice = np.random.default_rng(seed)
    apart = pd.DataFrame(
        {
            "city": "town",
            ACCEPTED: "set1",
            "seed": range(count),
            f"{DRAWN}place.catchment": dice.uniform(size=count),
            f"{DRAWN}place.rule": dice.choice(["a", "b"], count),
        }
    )
    more = wins_where(apart[f"{DRAWN}place.catchment"]) ^ (dice.uniform(size=count) < luck)
    return apart.assign(**{OUTCOME: np.where(more, 1.0, -1.0)})


def test_primary_outcomes_are_those_of_which_more_is_better():
    assert {OUTCOMES[name].direction for name in REGISTERED["outcomes"]} == {1}
    assert weighing.candidates(REGISTERED) == ["cash", "attraction", "collaboration"]


def test_regret_and_pareto_sets_are_counted_world_by_world():
    runs = runs_of(
        [
            {"base": (3, 0), "one": (2, 1), "other": (1, 2)},
            {"base": (1, 1), "one": (2, 2), "other": (2, 1)},
        ]
    )

    lost = weighing.regrets(runs, GIVEN).set_index(["outcome", "arm"])
    kept = weighing.pareto(runs, GIVEN).set_index(["arm", "relation", "other"])["wins"]

    assert lost.loc[(OUTCOME, "base"), ["mean", "worst", "best"]].tolist() == [0.5, 1, 1]
    assert lost.loc[(OUTCOME, "one"), ["mean", "worst", "best"]].tolist() == [0.5, 1, 1]
    assert lost.loc[(OTHER, "other"), ["mean", "worst", "best"]].tolist() == [0.5, 1, 1]
    assert kept.xs(weighing.IN_SET, level="relation").to_dict() == {
        ("base", weighing.ANY): 1,
        ("one", weighing.ANY): 2,
        ("other", weighing.ANY): 1,
    }
    over = kept.xs(weighing.DOMINATES, level="relation")
    assert {pair: wins for pair, wins in over.items() if wins} == {
        ("one", "base"): 1,
        ("one", "other"): 1,
        ("other", "base"): 1,
    }


def test_no_box_is_asked_for_where_one_side_wins_nearly_all():
    given = GIVEN | {"outcomes": [OUTCOME]}

    rare = list(boxes.questions(apart_of(lambda at: at < 0.05), given))
    some = list(boxes.questions(apart_of(lambda at: at < 0.3), given))
    most = list(boxes.questions(apart_of(lambda at: at < 0.7), given))

    assert rare == []
    assert some == [("town", OUTCOME, "one")]
    assert most == [("town", OUTCOME, "one"), ("town", OUTCOME, "other")]


def test_a_box_is_shown_where_it_was_put_and_luck_is_not():
    given = GIVEN | {"outcomes": [OUTCOME]}

    put = boxes.boxes(apart_of(lambda at: at < 0.4, 400, luck=0.1), given)
    chance = boxes.boxes(apart_of(lambda at: at < 0, luck=0.3), given)

    assert set(put["verdict"]) == {boxes.SHOWN}
    assert put["numbers"].str.contains("place.catchment").all()
    assert set(chance["verdict"]) == {OPEN}
    assert (chance["fit_density"] >= chance["fit_base"]).all()


def test_a_box_is_judged_on_worlds_it_was_not_peeled_on():
    apart = apart_of(lambda at: at < 0.4)
    unlike = apart["seed"] % 2 == 1
    apart.loc[unlike, OUTCOME] = -apart.loc[unlike, OUTCOME]

    found = boxes.boxes(apart, GIVEN | {"outcomes": [OUTCOME]})
    first = found[found["arm"] == "one"].set_index("peeled_on").loc["even"]

    assert first["fit_density"] == 1
    assert (first["wins"], first["verdict"]) == (0, boxes.CONTRARY)


def test_a_box_that_holds_no_other_world_shows_nothing():
    assert boxes.verdict(0.5, boxes.EMPTY) == OPEN
    assert np.isnan(boxes.told(np.zeros(2, bool), np.ones(2, bool))["density"])


@pytest.mark.parametrize(
    ("box", "said"),
    [
        (Box(), boxes.OF_EVERY_WORLD),
        (Box(high={f"{DRAWN}x.catchment": 0.5}), "catchment at most 0.5 km"),
        (Box(low={f"{DRAWN}x.tacit": 0.2}, high={f"{DRAWN}x.tacit": 0.25}), "tacit 0.2 to 0.25"),
        (Box(without={f"{DRAWN}x.rule": ("b",)}), "learning rule a and c"),
    ],
)
def test_a_box_is_said_in_words(box, said):
    numbers = pd.DataFrame({f"{DRAWN}x.rule": list("abc")})
    numbers[[f"{DRAWN}x.catchment", f"{DRAWN}x.tacit"]] = 1.0

    assert boxes.said(box, numbers) == said


def test_either_half_has_as_many_worlds_of_each_accepted_set():
    halves = pd.read_csv(WORLDS).assign(half=lambda worlds: worlds["seed"] % len(boxes.HALVES))

    assert halves.groupby(["city", "accepted", "half"]).size().eq(25).all()

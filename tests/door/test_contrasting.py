"""Which arms an answer holds against each other follows what its question says of pairs."""

import pandas as pd

from sim.door.asking import asked_comparison
from sim.door.contrasting import contrasted, pairs_of
from sim.door.sweeping import asked_sweep

KEPT = pd.DataFrame({"arm": ["red", "red", "cash"], "reference": ["cash", "none", "none"]})


def told(*arms, **config):
    return {"arms": {arm: {} for arm in arms}, "config": config}


def test_a_pair_of_arms_that_are_not_asked_for_is_no_mistake(tmp_path):
    asked = asked_comparison(["face_to_face=[[mine,yours]]", "seeds=1", f"out={tmp_path}"])

    assert asked.question.config["face_to_face"] == [["mine", "yours"]]
    assert not list(tmp_path.iterdir())


def test_an_answer_keeps_the_pairs_of_its_question(tmp_path):
    line = ["+experiment=six_models", "seeds=1", f"out={tmp_path}"]
    varied = ["design=lhs", "points=2", "parameters={behaviour.accept.barrier: null}"]

    for asked in (asked_comparison(line), asked_sweep([*line, *varied])):
        pairs = pairs_of({"arms": asked.question.arms, "config": asked.question.config})
        assert pairs[-3:] == [
            ("transition_city", "sustainable_city"),
            ("fab_city", "smart_city"),
            ("collaborative_city", "creative_city"),
        ]


def test_the_usual_comparison_holds_its_arms_against_each_other_in_the_usual_order(tmp_path):
    asked = asked_comparison(["seeds=1", f"out={tmp_path}"])

    pairs = pairs_of({"arms": asked.question.arms, "config": asked.question.config})

    others = ["attraction", "collaboration", "attraction_matched", "collaboration_matched"]
    assert pairs == [
        *((arm, "cash") for arm in ("none", *others)),
        *((arm, "none") for arm in ("cash", *others)),
        ("collaboration", "attraction"),
        ("collaboration_matched", "attraction_matched"),
    ]


def test_contrasts_kept_before_questions_told_of_pairs_are_verified_as_they_are():
    earlier, now = told("cash", "none", "red"), told("cash", "none", "red", face_to_face=[])

    assert pairs_of(earlier, KEPT) == [("red", "cash"), ("red", "none"), ("cash", "none")]
    assert len(pairs_of(now | {"config": now["config"] | {"matched_arms": {}}}, KEPT)) == 4


def test_contrasts_are_made_of_the_pairs_of_the_question():
    runs = pd.DataFrame(
        {"seed": [0, 1, 0, 1], "arm": ["red", "red", "blue", "blue"], "joy": [1.0, 2.0, 4.0, 6.0]}
    )
    asked = told("red", "blue", face_to_face=[["red", "blue"]], matched_arms={})

    made = contrasted(runs, asked).to_pandas()

    assert list(zip(made["arm"], made["reference"], strict=True)) == [
        ("blue", "red"),
        ("red", "blue"),
    ]

"""The page of the six models tells what is kept of them."""

import json

import pandas as pd

from experiments import asking
from experiments.six_models import __main__ as command
from sim.config.compose import compose
from tests.docs.pages import ROOT

KEPT = sorted((ROOT / "results" / command.NAME).glob("*/section.md"))


def test_the_page_is_what_the_kept_contrasts_give():
    (kept,) = KEPT
    told = json.loads(kept.with_name("manifest.json").read_text(encoding="utf-8"))
    contrasts = pd.read_csv(kept.with_name(command.TABLE))
    page = command.PAGE.read_text(encoding="utf-8")

    section = command.section(told, contrasts)

    assert asking.with_section(page, command.SECTION, section) == page
    assert told["dirty"] is False


def test_what_was_lived_are_the_pairs_and_arms_of_the_experiment():
    experiment = compose([command.ASKED], (), "compare")
    contrasts = pd.read_csv(KEPT[0].with_name(command.TABLE))
    pairs = set(zip(contrasts["arm"], contrasts["reference"], strict=True))

    assert {tuple(pair) for pair in experiment["face_to_face"]} <= pairs
    assert {(arm, command.AGAINST) for arm in experiment["arms"] if arm != command.AGAINST} <= pairs
    assert set(contrasts["outcome"]) == set(command.PRIMARY)

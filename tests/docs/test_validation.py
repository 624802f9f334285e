"""The page of known answers is what the stored results give, and hides no failure."""

import json

import pandas as pd
import pytest

from experiments.known_answers.answers import case_of, expectations, lies_in
from experiments.known_answers.page import KEPT, PAGE, TITLES, page
from tests.docs.pages import ROOT, text_of

EXPECTED = expectations()
STORED = pd.read_csv(KEPT / "answers.csv", index_col="answer")
README = ROOT / "experiments/known_answers/README.md"
SETTINGS = {"city", "kernels", "apart", "measures"}


def test_the_page_is_what_the_stored_results_give():
    stale = "run `python -m experiments.known_answers page`"

    assert text_of(PAGE) == page(), stale


def test_every_answer_that_was_promised_is_stored_and_no_other():
    assert list(STORED.index) == list(EXPECTED)


@pytest.mark.parametrize("answer", EXPECTED)
def test_an_answer_says_what_is_known_from_where_and_how_this_code_was_set(answer):
    expected = EXPECTED[answer]

    assert all(str(expected[part]).strip() for part in ("known", "source", "how", "measure"))
    assert expected["set"] in SETTINGS
    assert case_of(answer) in TITLES
    assert expected["low"] is not None or expected["high"] is not None


@pytest.mark.parametrize("answer", EXPECTED)
def test_a_verdict_is_what_interval_and_band_say(answer):
    found, band = STORED.loc[answer], EXPECTED[answer]

    passes = lies_in(found["low"], found["high"], band["low"], band["high"])

    assert found["passes"] == passes
    assert found["low"] <= found["figure"] <= found["high"]


def test_every_failure_is_told_of_where_the_verdict_is():
    verdict = text_of(README).partition("## Verdict")[2]

    assert verdict
    assert not [answer for answer in STORED.index[~STORED["passes"]] if answer not in verdict]


def test_the_stored_results_say_with_what_they_were_made():
    birth = json.loads(text_of(KEPT / "manifest.json"))

    assert birth["command"] == "python -m experiments.known_answers"
    assert birth["sources"]
    assert birth["versions"]["numpy"]

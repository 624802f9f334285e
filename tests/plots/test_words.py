"""Numbers and names are said as a reader expects them."""

import numpy as np
import pandas as pd
import pytest

from sim.plots import words
from sim.recorder.outcomes import OUTCOMES


@pytest.mark.parametrize(
    ("value", "places", "signed", "said"),
    [
        (1234.5, 1, False, "1,234.5"),
        (-0.25, 2, True, "−0.25"),
        (0.25, 2, True, "+0.25"),
        (-0.001, 2, True, "0.00"),
        (np.nan, 2, True, "–"),
    ],
)
def test_a_number_has_a_real_minus_and_no_negative_nought(value, places, signed, said):
    assert words.number(value, places, signed=signed) == said


@pytest.mark.parametrize(("size", "places"), [(0.004, 4), (0.5, 2), (3.0, 1), (40.0, 0), (0, 1)])
def test_an_interval_is_given_with_two_digits(size, places):
    assert words.decimals(size) == places


def test_shares_are_shown_in_per_cent():
    row = pd.Series(
        dict.fromkeys(["t_low", "bca_low", "p10"], 0.0)
        | dict.fromkeys(["t_high", "bca_high", "p90"], 0.04)
        | {"outcome": "cross_field_tie_share", "difference": 0.02, "median": 0.02}
    )

    said = words.quantity_texts(row)

    assert said["difference"] == "+2.0"
    assert said["t"] == "0.0 to +4.0"
    assert said["gap"] == "percentage points"


def test_every_outcome_has_a_name_and_a_unit_to_be_read():
    for name, outcome in OUTCOMES.items():
        shown = words.outcome_texts(name)
        assert shown["unit"], name
        assert shown["name"] != name.replace("_", " ").capitalize() or " " not in shown["name"]
        assert (shown["scale"] == 100) == (outcome.unit == "log points" or "%" in shown["unit"])


def test_an_arm_the_user_named_keeps_its_name():
    assert words.arm_name("half_budget") == "half budget"
    assert words.arm_name("none") == "no policy"


def test_seeds_are_written_as_ranges():
    assert words.seeds_said([3, 0, 1, 2, 7]) == "0–3, 7"


@pytest.mark.parametrize(
    ("euros", "said"),
    [(20_240_000, "€20.2\u00a0million"), (252.4, "€252"), (1.5e9, "€1.50\u00a0billion")],
)
def test_money_is_said_with_the_unit_one_would_use(euros, said):
    assert words.money(euros) == said


@pytest.mark.parametrize(
    ("value", "said"), [(7743.2, "7,743"), (0.4064, "0.406"), (1.0, "1"), (0, "0"), (12.34, "12.3")]
)
def test_a_sampled_number_is_short_whatever_its_size(value, said):
    assert words.short(value) == said


def test_words_are_joined_as_one_says_them():
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"

"""A difference is called clear only where every interval leaves zero out."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.moved import moved, reading


def row(difference=1.0, t=(0.5, 1.5), bca=(0.4, 1.6), n=16, sd=1.0):
    return pd.Series(
        {
            "outcome": "joy",
            "arm": "collaboration",
            "reference": "cash",
            "n": n,
            "difference": difference,
            "sd": sd,
            "t_low": t[0],
            "t_high": t[1],
            "bca_low": bca[0],
            "bca_high": bca[1],
        }
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (row(), "higher"),
        (row(-1, (-1.5, -0.5), (-1.6, -0.4)), "lower"),
        (row(t=(-0.1, 2)), "unclear"),
        (row(bca=(-0.1, 2)), "unclear"),
        (row(bca=(np.nan, np.nan)), "higher"),
        (row(0.0, (0, 0), (0, 0), sd=0.0), "same"),
        (row(t=(np.nan, np.nan), bca=(np.nan, np.nan), n=1), "single"),
        (row(np.nan, n=0), "absent"),
    ],
)
def test_a_contrast_is_read_as_its_intervals_allow(given, said):
    assert reading(given) == said


def test_an_arm_lists_what_it_moved_and_what_it_did_not():
    rows = pd.DataFrame([row(), row(t=(-1, 1)).replace("joy", "calm")])

    listed = moved(rows, "cash")["collaboration"]

    assert listed["higher"] == ["joy"]
    assert listed["unclear"] == ["calm"]

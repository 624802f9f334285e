"""Groups, months and cells are compared with themselves under the reference."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis import maps, timelines
from sim.analysis.groups import winners_and_losers


def groups_of(**arms):
    rows = [
        {
            "run_id": f"{arm}{seed}",
            "seed": seed,
            "arm": arm,
            "grouping": "kind",
            "group": group,
            "outcome": "welfare",
            "value": value,
            "people": 10,
        }
        for arm, groups in arms.items()
        for group, values in groups.items()
        for seed, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


def test_a_group_is_held_against_the_same_group_of_the_same_seed():
    table = groups_of(
        cash={"artist": [1.0, 2.0], "worker": [5.0, 5.0]},
        attraction={"artist": [0.0, 1.0], "worker": [6.0, 8.0]},
    )

    found = winners_and_losers(table).set_index("group")

    assert found.loc["artist", "difference"] == -1.0
    assert found.loc["artist", "sd"] == 0.0
    assert found.loc["worker", "difference"] == 2.0


def test_a_group_that_died_out_in_one_arm_is_left_out_not_made_up():
    table = groups_of(cash={"artist": [1.0, 1.0]}, attraction={"artist": [2.0]})

    assert winners_and_losers(table)["n"].tolist() == [1]


def lived(values, arm, seed=0):
    months = np.arange(1, len(values) + 1)
    return pd.DataFrame({"seed": seed, "arm": arm, "month": months, "joy": values})


def test_a_month_is_smoothed_by_its_past_only():
    timeline = lived([0.0, 0.0, 6.0, 0.0], "cash")

    smooth = timelines.paths(timeline, "joy", months=3)["cash"][0]

    assert smooth.tolist() == [0.0, 0.0, 2.0, 2.0]


def test_paired_bands_take_out_what_seeds_share():
    pieces = []
    for seed, level in enumerate((10.0, 90.0)):
        pieces += [lived([level] * 3, "cash", seed), lived([level + 1] * 3, "attraction", seed)]

    bands = timelines.paired_bands(pd.concat(pieces), ["joy"], "cash")

    assert set(bands["arm"]) == {"attraction"}
    assert bands[["low", "median", "high"]].eq(1.0).all(axis=None)
    assert bands["n"].eq(2).all()


def test_a_cell_keeps_its_place_on_the_map():
    table = pd.DataFrame(
        {"arm": "cash", "seed": -1, "month": 12, "layer": "rent", "x": [0, 2], "y": [1, 2]}
    ).assign(value=[5.0, 7.0])

    square = maps.grids(table)["cash", "rent"]

    assert square.shape == (3, 3)
    assert square[1, 0] == 5.0
    assert square[2, 2] == 7.0
    assert np.isnan(square[0, 0])


def test_smoothing_averages_neighbours_and_invents_nothing_beyond_the_edge():
    grid = np.arange(9.0).reshape(3, 3)

    smooth = maps.smoothed(grid)

    assert smooth[1, 1] == pytest.approx(4.0)
    assert smooth[0, 0] == pytest.approx((0 + 1 + 3 + 4) / 4)


def test_an_even_map_stays_even_when_smoothed():
    assert np.allclose(maps.smoothed(np.full((5, 5), 3.0), 2), 3.0)

"""A cell is won where the interval leaves zero out, in the outcome's own direction."""

import numpy as np
import pytest

from sim.analysis.phase_map import cuts, flips, phase_map, spread
from sim.analysis.points import differences
from tests.analysis.sweeps import laid_out, lived, row, table_of

KNOWN = [row("one", 0, 1), row("rule", None, None, choices=("a", "b", "c")), row("two", 0, 10)]
PAIR = ("collaboration", "cash")
IDEAS, RENT = "new_ideas_per_1000", "rent_burden_share"


def mapped(kind, difference, outcome=IDEAS, up="two", noise=0.01, seeds=3, **more):
    design = laid_out(kind, KNOWN, **more)
    runs = lived(design, difference, seeds=seeds, noise=noise, outcome=outcome)
    table = table_of(design)
    across = cuts(table, design.told, "one")
    return phase_map(
        differences(runs, PAIR, outcome), outcome, across, up and cuts(table, design.told, up)
    )


def left_wins(one, rule, two):
    return 1.0 if one < 0.5 else -1.0


@pytest.mark.parametrize(("kind", "more"), [("factorial", {"levels": 4}), ("lhs", {"points": 90})])
def test_each_arm_wins_on_its_own_side(kind, more):
    cells = mapped(kind, left_wins, **more)
    most = cells["x"].max()

    assert set(cells.loc[cells["x"] == 0, "winner"]) == {"arm"}
    assert set(cells.loc[cells["x"] == most, "winner"]) == {"reference"}
    assert flips(cells)


def test_less_of_what_is_bad_wins():
    cells = mapped("factorial", left_wins, outcome=RENT, levels=2, up=None)

    assert list(cells["winner"]) == ["reference", "arm"]
    assert list(cells["share_ahead"]) == [0, 1]


def test_chance_alone_is_undecided():
    cells = mapped("lhs", lambda **_: 0.0, noise=1.0, points=90, seeds=4)

    assert (cells["winner"] == "undecided").mean() > 0.8
    assert (cells["t_low"] < cells["difference"]).all()


def test_one_run_a_cell_decides_nothing():
    cells = mapped("factorial", left_wins, up="rule", levels=2, seeds=1, points=None)
    lone = cells[cells["points"] == 1]

    assert set(lone["winner"]) <= {"undecided"}
    design = laid_out("factorial", KNOWN[:1], levels=2)
    runs = lived(design, lambda one: one, seeds=1)
    cells = phase_map(
        differences(runs, PAIR, IDEAS), IDEAS, cuts(table_of(design), design.told, "one")
    )
    assert list(cells["winner"]) == ["undecided"] * 2
    assert cells["t_low"].isna().all()


def test_seeds_that_pull_apart_are_not_hidden_by_many_points():
    design = laid_out("lhs", KNOWN, points=40)
    runs = lived(design, lambda **_: 0.0, seeds=3)
    gap = runs["seed"].map({0: -1.0, 1: 0.5, 2: 2.0}) * (runs["arm"] == PAIR[0])
    runs[IDEAS] += gap
    cells = phase_map(
        differences(runs, PAIR, IDEAS), IDEAS, cuts(table_of(design), design.told, "one")
    )

    assert set(cells["winner"]) == {"undecided"}


def test_every_pair_lies_in_exactly_one_cell():
    cells = mapped("sobol", left_wins, points=64, seeds=3)

    assert cells["n"].sum() == 64 * 3
    assert cells["points"].sum() == 64


def test_words_are_cells_by_themselves_and_ranges_are_cut_evenly():
    design = laid_out("lhs", KNOWN, points=64)
    table = table_of(design)

    assert cuts(table, design.told, "rule").labels == [("a",), ("b",), ("c",)]
    ends = cuts(table, design.told, "two").labels
    assert [low for low, _ in ends] == pytest.approx([0, 2.5, 5, 7.5])
    assert ends[-1][1] == 10


def test_the_share_between_cells_is_all_where_the_factor_is_all():
    design = laid_out("factorial", KNOWN, levels=4)
    table, runs = table_of(design), lived(design, left_wins)

    assert spread(differences(runs, PAIR, IDEAS), cuts(table, design.told, "one")) == pytest.approx(
        1
    )
    assert spread(differences(runs, PAIR, IDEAS), cuts(table, design.told, "two")) == pytest.approx(
        0, abs=1e-9
    )


def test_a_failed_run_takes_its_pair_out():
    design = laid_out("factorial", KNOWN[:1], levels=2)
    runs = lived(design, lambda one: one, seeds=4)
    runs.loc[(runs["point"] == 0) & (runs["seed"] == 1) & (runs["arm"] == "cash"), "status"] = (
        "failed"
    )

    cells = phase_map(
        differences(runs, PAIR, IDEAS), IDEAS, cuts(table_of(design), design.told, "one")
    )

    assert list(cells["n"]) == [3, 4]
    assert np.isfinite(cells["t_low"]).all()

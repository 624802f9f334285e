"""Indices of the paired difference are those that paper and pencil give."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.indices import elementary_effects
from sim.analysis.points import differences
from sim.analysis.sensitivity import COLUMNS, deciding, sensitivity
from sim.recorder.schemas import TABLES
from tests.analysis.sweeps import laid_out, lived, row, table_of

PAIR = [("collaboration", "cash")]
A, B = 7.0, 0.1
ANGLES = [row(name, -np.pi, np.pi) for name in ("x1", "x2", "x3")]
UNITS = [row("one", 0, 1), row("rule", None, None, choices=("a", "b")), row("two", 0, 10)]


def ishigami(x1, x2, x3):
    return np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1)


def linear(one, rule, two):
    return 3 * one - 0.5 * two + 2 * (rule == "b")


def found(kind, known, difference, **more):
    design = laid_out(kind, known, **more)
    return sensitivity(lived(design, difference), table_of(design), design.told, PAIR)


def of(rows, index):
    return rows[rows["index"] == index].set_index("factor")["value"]


def test_sobol_indices_are_those_of_ishigami_in_closed_form():
    rows = found("saltelli", ANGLES, ishigami, points=1024)
    total = A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5
    alone = 0.5 * (1 + B * np.pi**4 / 5) ** 2 / total
    mixed = B**2 * np.pi**8 * (1 / 18 - 1 / 50) / total
    second = A**2 / 8 / total

    first, whole = of(rows, "first_order"), of(rows, "total")
    assert list(first[["x1", "x2", "x3"]]) == pytest.approx([alone, second, 0], abs=0.03)
    assert list(whole[["x1", "x2", "x3"]]) == pytest.approx(
        [alone + mixed, second, mixed], abs=0.03
    )
    held = rows[rows["index"] != "luck"]
    assert (held["low"] <= held["value"]).all()
    assert (held["value"] <= held["high"]).all()
    assert set(rows["n"]) == {1024}


def test_effects_of_a_linear_difference_are_its_slopes_without_any_spread():
    rows = found("morris", UNITS, linear, points=12, levels=4)

    for factor, slope in {"one": 3, "two": -5, "rule": 2}.items():
        mine = rows[rows["factor"] == factor].set_index("index")
        for index, value in {"mu": slope, "mu_star": abs(slope), "sigma": 0}.items():
            for column in ("value", "low", "high"):
                assert mine.loc[index, column] == pytest.approx(value, abs=1e-9)
    assert set(rows["n"]) == {12}


def test_the_order_of_deciding_factors_is_that_of_their_slopes():
    rows = found("morris", UNITS, linear, points=12, levels=4)

    assert list(deciding(rows, "mu_star")["factor"]) == ["two", "one", "rule"]


def test_own_effects_are_those_of_salib():
    from SALib.analyze import morris as salib

    design = laid_out("morris", ANGLES, points=8, levels=4)
    places = np.array([[point.values[f"x{k}"] for k in (1, 2, 3)] for point in design.points])
    values = ishigami(*places.T)

    own = elementary_effects(places.reshape(8, 4, 3), values.reshape(8, 4), 4)
    theirs = salib.analyze(
        {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}, places, values, seed=1
    )

    np.testing.assert_allclose(own.mean(axis=0), np.asarray(theirs["mu"], float))
    np.testing.assert_allclose(own.std(axis=0, ddof=1), np.asarray(theirs["sigma"], float))


@pytest.mark.parametrize("kind", ["saltelli", "morris"])
def test_a_factor_that_does_nothing_does_not_decide(kind):
    rows = found(kind, UNITS, lambda one, rule, two: one, points=32, levels=4)
    index = {"saltelli": "total", "morris": "mu_star"}[kind]

    assert list(deciding(rows, index)["factor"]) == ["one"]
    assert of(rows, index)["two"] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("kind", ["saltelli", "morris"])
def test_luck_alone_decides_nothing_and_its_index_is_the_one_it_gives(kind):
    design = laid_out(kind, UNITS, points=128, levels=4)
    runs = lived(design, lambda **_: 0.0, seeds=4, noise=1.0)
    rows = sensitivity(runs, table_of(design), design.told, PAIR)
    index = {"saltelli": "total", "morris": "mu_star"}[kind]

    assert deciding(rows, index).empty
    assert of(rows, index).to_numpy() == pytest.approx(of(rows, "luck").to_numpy(), rel=0.35)


@pytest.mark.parametrize("kind", ["saltelli", "morris"])
def test_a_slope_well_above_luck_decides(kind):
    design = laid_out(kind, UNITS, points=64, levels=4)
    runs = lived(design, lambda one, rule, two: 8 * one, seeds=4, noise=1.0)
    rows = sensitivity(runs, table_of(design), design.told, PAIR)
    index = {"saltelli": "total", "morris": "mu_star"}[kind]

    assert list(deciding(rows, index)["factor"]) == ["one"]


def test_with_one_seed_nothing_is_said_to_decide():
    design = laid_out("morris", UNITS, points=8, levels=4)
    rows = sensitivity(lived(design, linear, seeds=1), table_of(design), design.told, PAIR)

    assert deciding(rows, "mu_star").empty
    assert np.isnan(of(rows, "luck")).all()


@pytest.mark.parametrize("kind", ["saltelli", "morris"])
def test_a_block_with_a_failed_run_is_left_out_whole(kind):
    design = laid_out(kind, UNITS, points=8, levels=4)
    runs = lived(design, linear)
    runs.loc[(runs["point"] == 3) & (runs["arm"] == "cash"), "status"] = "failed"

    rows = sensitivity(runs, table_of(design), design.told, PAIR)

    assert set(rows["n"]) == {7}
    assert np.isfinite(rows["value"]).all()


@pytest.mark.parametrize("kind", ["saltelli", "morris"])
def test_arms_that_never_differ_have_no_index_or_none_above_zero(kind):
    rows = found(kind, UNITS, lambda **_: 0.0, points=8, levels=4)

    assert not (rows["value"] > 1e-12).any()
    assert deciding(rows, "total").empty


def test_other_designs_have_no_sensitivity():
    design = laid_out("lhs", UNITS, points=8)

    assert sensitivity(lived(design, linear), table_of(design), design.told, PAIR).empty


def test_the_table_is_the_documented_one():
    assert [column.name for column in TABLES["sensitivity"].columns] == COLUMNS


def test_a_difference_is_taken_on_the_same_seed():
    design = laid_out("lhs", UNITS, points=4)
    runs = lived(design, linear, seeds=3)

    by_seed = differences(runs, PAIR[0], "new_ideas_per_1000")

    assert by_seed.shape == (4, 3)
    expected = [linear(**point.values) for point in design.points]
    np.testing.assert_allclose(by_seed.to_numpy(), np.repeat(expected, 3).reshape(4, 3))


def test_the_same_runs_in_another_order_give_the_same_table():
    design = laid_out("saltelli", UNITS, points=8)
    runs = lived(design, linear, noise=1.0)
    shuffled = runs.sample(frac=1, random_state=3)

    pd.testing.assert_frame_equal(
        sensitivity(runs, table_of(design), design.told, PAIR),
        sensitivity(shuffled, table_of(design), design.told, PAIR),
    )

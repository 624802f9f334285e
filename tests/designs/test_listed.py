"""Points that are said one by one, or as combinations, or in a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.designs.toys import laid_out, values

lists = st.lists(st.integers(1, 400), min_size=1, max_size=4, unique=True)


@given(sides=lists, rules=st.lists(st.sampled_from(["random", "conform"]), min_size=1, unique=True))
def test_a_grid_is_every_combination_once(sides, rules):
    design = laid_out("grid", {"side": sides, "rule": rules})

    assert {(each["side"], each["rule"]) for each in values(design)} == {
        (side, rule) for side in sides for rule in rules
    }
    assert len(design.points) == len(sides) * len(rules)


@given(sides=lists)
def test_zip_takes_values_side_by_side(sides):
    places = [side / 400 for side in sides]
    design = laid_out("zip", {"side": sides, "barrier": {"values": places}})

    assert values(design) == [
        {"barrier": place, "side": side} for side, place in zip(sides, places, strict=True)
    ]


def test_a_factorial_cuts_every_range_into_equal_steps_and_takes_all_words():
    design = laid_out("factorial", {"barrier": [0, 1], "side": [1, 4], "rule": None}, levels=3)

    assert len(design.points) == 27
    assert {each["barrier"] for each in values(design)} == {0, 0.5, 1}
    assert {each["side"] for each in values(design)} == {1, 2, 4}
    assert {each["rule"] for each in values(design)} == {"random", "recognised", "conform"}


def test_a_whole_range_shorter_than_the_steps_has_each_number_once():
    design = laid_out("factorial", {"side": [1, 2]}, levels=5)

    assert [each["side"] for each in values(design)] == [1, 2]


def test_two_levels_are_the_ends_of_every_range_and_list():
    design = laid_out("two_level", {"barrier": [0.2, 0.4], "rule": None})

    assert values(design) == [
        {"barrier": barrier, "rule": rule}
        for barrier in (0.2, 0.4)
        for rule in ("random", "conform")
    ]


def test_a_preset_may_be_a_factor():
    design = laid_out("grid", {"population": ["quarter", "minority"]})

    assert values(design) == [{"population": "quarter"}, {"population": "minority"}]


def test_lists_of_numbers_are_taken_whole():
    design = laid_out("grid", {"weights": [[0.1, 0.9], [0.5, 0.5]]})

    assert [each["weights"] for each in values(design)] == [[0.1, 0.9], [0.5, 0.5]]


@pytest.mark.parametrize("kind", ["grid", "zip", "two_level", "factorial"])
def test_the_order_of_names_changes_nothing(kind):
    one = laid_out(kind, {"side": {"values": [1, 9]}, "rule": ["random", "conform"]})
    other = laid_out(kind, {"rule": ["random", "conform"], "side": {"values": [1, 9]}})

    assert one == other


def test_rows_read_numbers_switches_and_words_line_by_line(tmp_path):
    file = tmp_path / "points.csv"
    file.write_text(
        "side, barrier, open, rule, population\n3,1e-3,true,conform,quarter\n"
        "\n4,1,false,random,minority\n"
    )

    design = laid_out("rows", rows=file)

    assert values(design) == [
        {"barrier": 0.001, "open": True, "population": "quarter", "rule": "conform", "side": 3},
        {"barrier": 1.0, "open": False, "population": "minority", "rule": "random", "side": 4},
    ]
    assert [factor.path for factor in design.factors] == sorted(values(design)[0])
    assert [factor.unit for factor in design.factors] == ["share", "", "", "", ""]


def test_a_manifest_is_told_all_but_the_points():
    told = laid_out("factorial", {"barrier": [0, 1], "rule": None}, levels=2).told

    assert told == {
        "kind": "factorial",
        "seed": 0,
        "levels": 2,
        "points": 6,
        "factors": [
            {
                "path": "barrier", "low": 0.0, "high": 1.0, "whole": False, "values": [],
                "unit": "share",
            },
            {
                "path": "rule", "low": None, "high": None, "whole": False,
                "values": ["random", "recognised", "conform"], "unit": "",
            },
        ],
    }  # fmt: skip

"""Whatever cannot be varied is refused in one sentence before anything runs."""

import re

import pytest

from sim.config import Refusal
from tests.designs.toys import laid_out

REFUSED = [
    ("lhs", {"bariere": None}, {}, "there is no parameter 'bariere'; did you mean 'barrier'?"),
    ("lhs", {"qqq": None}, {}, "there is no parameter 'qqq'"),
    ("lhs", {}, {}, "it must say what is varied"),
    ("lhs", ["barrier"], {}, "it must say what is varied"),
    ("lhs", {"rent": None}, {}, "no range is given and none can be taken from the bounds"),
    ("lhs", {"weights": None}, {}, "this needs the values to take"),
    ("lhs", {"barrier": [0.5, 1.5]}, {}, "1.5 was given, but it must be a number from 0 to 1"),
    ("lhs", {"barrier": [0.9, 0.3]}, {}, "0.9 to 0.3 is no range"),
    ("lhs", {"barrier": [0.3, 0.5, 0.9]}, {}, "a range has two ends"),
    ("lhs", {"barrier": 0.3}, {}, "this needs the values to take"),
    ("lhs", {"barrier": {"low": 0.3}}, {}, "this needs the values to take"),
    ("lhs", {"side": [1.5, 4]}, {}, "1.5 was given, but it must be a whole number"),
    ("lhs", {"barrier": [float("nan"), 1]}, {}, "nan was given"),
    ("lhs", {"barrier": [True, 1]}, {}, "this needs|true was given"),
    ("lhs", {"rule": ["random", "randm"]}, {}, "'randm' was given, but it must be"),
    ("lhs", {"open": {"values": [1, 0]}}, {}, "1 was given, but it must be"),
    ("lhs", {"barrier": None}, {"points": None}, "it must say how many"),
    ("lhs", {"barrier": None}, {"points": 0}, "it must say how many"),
    ("lhs", {"barrier": None}, {"points": True}, "it must say how many"),
    ("sobol", {"barrier": None}, {"seed": -1}, "the luck of a design"),
    ("morris", {"barrier": None}, {"levels": 3}, "an even number of levels"),
    ("saltelli", {"barrier": None, "side": None}, {"points": 400_000}, "1,600,000 points"),
    ("grid", {"barrier": None}, {}, "this needs the values to take"),
    ("grid", {"barrier": []}, {}, "no value is given"),
    ("grid", {"barrier": [0.5, 0.5]}, {}, "each value stands once"),
    ("grid", {"side": list(range(1, 200)), "reach": [n / 99 for n in range(99)],
              "barrier": [n / 99 for n in range(99)]}, {}, "1,950,399 points"),
    ("grid", {"barrier": [0.5]}, {"points": 3}, "the points of a grid design follow"),
    ("grid", {"population": ["minorty"]}, {}, "must be one of minority, quarter"),
    ("grid", {"population": "minority"}, {}, "this needs the values to take"),
    ("grid", {"inside": ["a"], "inside.one": [0.5]}, {}, "the one holds the other"),
    ("grid", {"seed": [1, 2]}, {}, "all its points share the same luck"),
    ("zip", {"barrier": [0.1, 0.2], "side": [1]}, {}, "barrier 2, side 1"),
    ("factorial", {"barrier": None}, {"levels": 1}, "it must be 2 or more"),
    ("grid", {"barrier": [0.5]}, {"rows": "points.csv"}, "a grid design reads no file"),
    ("rows", None, {}, "needs the CSV file"),
    ("rows", {"barrier": [0.5]}, {"rows": "points.csv"}, "names what is varied"),
    ("rows", None, {"rows": "no/such.csv"}, "cannot be read"),
    ("hypercube", {"barrier": None}, {}, "there is no kind of design 'hypercube'"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "more", "sentence"), REFUSED)
def test_a_wrong_design_is_refused_in_a_sentence(kind, parameters, more, sentence):
    if kind in ("lhs", "sobol", "morris", "saltelli"):
        more = {"points": 4, "levels": 4} | more

    with pytest.raises(Refusal, match=sentence.replace("(", r"\(")) as refused:
        laid_out(kind, parameters, **more)

    assert re.search(r"[.?]$", str(refused.value))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "holds no points"),
        ("barrier,side\n", "holds no points"),
        ("barrier,barrier\n1,1\n", "two columns 'barrier'"),
        ("barrier,side\n0.5\n", "line 2 of .* has 1 cells, but its first line names 2"),
        ("barrier\n0.5\n1.5\n", r"points.csv:3: 1.5 was given, but it must be"),
        ("barrier\nmuch\n", "'much' was given"),
        ("bariere\n0.5\n", "did you mean 'barrier'"),
        ("population\nminorty\n", "must be one of minority, quarter"),
        ("inside,inside.one\na,0.5\n", "the one holds the other"),
    ],
)
def test_a_file_of_points_is_read_whole_or_refused(written, sentence, tmp_path):
    file = tmp_path / "points.csv"
    file.write_text(written)

    with pytest.raises(Refusal, match=sentence):
        laid_out("rows", rows=file)

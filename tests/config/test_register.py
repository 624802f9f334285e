import pytest

from sim.config.register import register, source_of
from tests.config.toys import hall

pytestmark = pytest.mark.usefixtures("toys_may_be_built")


def test_every_declared_value_is_listed_once_with_its_path():
    paths = [row.path for row in register(hall())]

    assert len(paths) == len(set(paths)) == 16
    assert "main.seats" in paths
    assert "others.small.price" in paths


def test_a_row_tells_all_that_is_known():
    row = next(row for row in register(hall()) if row.path == "main.seats")

    assert row.meaning == "how many may sit"
    assert (row.unit, row.low, row.high, row.default) == ("seats", 1, 400, 24)
    assert row.allowed == "a whole number from 1 to 400 seats"
    assert row.source == "someone (2020)"
    assert row.reader == "tests.config.toys.Room"


def test_a_source_stands_beside_its_number_or_above_it():
    above = {"sources": {"b": {"c": "far"}, "d": "whole"}, "b": {"c": 1}, "d": {"e": 2}}

    assert source_of([above, above["b"]], ["b", "c"]) == "far"
    assert source_of([above, above["d"]], ["d", "e"]) == "whole"
    assert source_of([above], ["z"]) == ""
    assert source_of([above, {"c": 1, "sources": {"c": "near"}}], ["b", "c"]) == "near"

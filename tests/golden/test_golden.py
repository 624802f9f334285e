"""The golden book holds, and a change of five per cent in a parameter would not go unseen."""

from __future__ import annotations

import copy
import json

import pytest

from tests.golden import book, rewrite
from tests.villages import ARMS, scenario


@pytest.fixture(scope="module")
def today():
    return book.written_now()


def test_what_the_villages_give_is_what_was_agreed(today):
    lines = book.moved(book.kept(), today)

    assert not lines, (
        "outcomes moved; if that is meant, `uv run python -m tests.golden.rewrite` and add a line "
        "to CHANGELOG.md that begins with *moves outcomes*:\n" + "\n".join(lines[:20])
    )


def test_the_book_is_kept_seed_by_seed_and_arm_by_arm():
    kept = book.kept()

    assert set(kept) == {str(seed) for seed in book.SEEDS}
    for arms in kept.values():
        assert tuple(arms) == ARMS
    assert len(book.numbers(kept)) > 500
    assert len(set(book.numbers(kept).values())) > 100


PARAMETERS = (
    "behaviour__gather__catchment",
    "behaviour__gather__going_out",
    "behaviour__meet__crowding",
    "behaviour__meet__home_chance",
    "behaviour__accept__complementarity",
    "behaviour__accept__barrier",
    "behaviour__accept__fading",
    "behaviour__learn__chance",
    "behaviour__make__value_log_sd",
    "behaviour__move__scale",
    "behaviour__drift__pull",
    "economy__housing__median_rent",
    "economy__housing__rent_speed",
    "economy__work__sales",
    "economy__places__fee",
    "economy__ideas__price",
    "economy__ideas__use_value",
    "population__field_sd",
)


def value_of(path):
    held = scenario()
    for name in path.split("__"):
        held = getattr(held, name)
    return held


@pytest.mark.parametrize("path", PARAMETERS)
def test_five_per_cent_more_of_a_parameter_moves_the_book(path, today):
    changed = {"0": book.lived(0, ("none",), **{path: 1.05 * value_of(path)})}

    assert book.moved({"0": {"none": today["0"]["none"]}}, changed)


@pytest.mark.parametrize("policy", ARMS[1:])
def test_five_per_cent_more_of_the_budget_moves_every_arm(policy, today):
    changed = {"0": book.lived(0, (policy,), budget=1.05 * scenario().budget)}

    assert book.moved({"0": {policy: today["0"][policy]}}, changed)


def test_a_number_that_moves_by_a_millionth_is_told(today):
    other = copy.deepcopy(today)
    other["1"]["cash"]["population"][0] *= 1 + 1e-6

    (line,) = book.moved(today, other)

    assert line.startswith("seed 1, cash, population, mean: ")


def test_an_outcome_that_is_new_or_gone_is_told(today):
    other = copy.deepcopy(today)
    other["0"]["none"].pop("population")
    other["0"]["none"]["happiness"] = [1.0, 1.0]

    assert len(book.moved(today, other)) == 4


def test_rewriting_says_what_moved_and_what_remains_to_be_done(
    tmp_path, monkeypatch, capsys, today
):
    page = tmp_path / "village.json"
    for module in (book, rewrite):
        monkeypatch.setattr(module, "PAGE", page)
    monkeypatch.setattr(rewrite, "written_now", lambda: today)

    rewrite.main()
    first = capsys.readouterr().out
    rewrite.main()
    second = capsys.readouterr().out

    assert "add a line to CHANGELOG.md that begins with *moves outcomes*" in first
    assert second.startswith("nothing moved")
    assert json.loads(page.read_text(encoding="utf-8")) == today

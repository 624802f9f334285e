"""Kept runs are lived again from what is kept alone, and the first difference is named."""

from __future__ import annotations

import json
import shutil

import pytest

from sim.config.refusal import Refusal
from sim.ensemble.compare import compare
from sim.ensemble.found import kept_at
from sim.ensemble.kept import Maker
from sim.ensemble.store import Store
from sim.ensemble.verify import chosen_from
from sim.model.model import CityModel
from tests.ensemble.altering import (
    answer,
    change_table,
    change_told,
    contents,
    difference,
    one_part,
    rehash,
    run_folder,
    verified,
)
from tests.ensemble.asking import question, scenario
from tests.ensemble.test_compare import stumble


def test_what_is_kept_is_lived_again_to_the_last_bit(results):
    assert verified(answer(results)) == 4
    assert verified(run_folder(results)) == 1
    assert verified(results / "runs") == 6
    assert verified(one_part(results)) == len(
        json.loads((one_part(results) / "part.json").read_text())["runs"]
    )


def test_several_processes_say_what_one_says(results):
    change_table(answer(results) / "timeline.parquet", "rent", -1, lambda rent: rent + 1)

    assert difference(answer(results), workers=2) == difference(answer(results), workers=1)


def test_nothing_is_written_where_results_are_kept(results):
    before = contents(results)

    verified(answer(results))
    verified(results / "runs", sample=1)

    assert contents(results) == before


def test_arms_of_one_seed_share_the_months_before_the_policy(results, monkeypatch):
    steps, step = [], CityModel.step

    def counted(self):
        steps.append(self.month)
        step(self)

    monkeypatch.setattr(CityModel, "step", counted)
    monkeypatch.setattr("sim.ensemble.verify.all_compiled", lambda: True)
    verified(answer(results))

    assert len(steps) == 2 * (2 + 2 * 3)


def test_an_answer_that_was_moved_is_lived_again_whatever_the_presets_say_now(
    results, tmp_path, monkeypatch
):
    moved = shutil.move(answer(results), tmp_path / "elsewhere")
    shutil.rmtree(results)
    monkeypatch.setattr("sim.config.compose._composed", None)

    assert verified(moved) == 4


def test_a_change_in_a_run_that_is_not_drawn_is_found_as_well(results):
    for seed in range(4):
        shutil.copytree(answer(results), results / f"copy_{seed}")
        change_table(results / f"copy_{seed}" / "timeline.parquet", "rent", 0, lambda rent: -rent)
        assert "column rent" in difference(results / f"copy_{seed}", sample=1, seed=seed)


def test_where_versions_are_others_numbers_are_compared_to_a_billionth_and_it_says_so(results):
    folder = run_folder(results)
    change_told(folder, "versions/python", lambda _: "3.1.4")
    change_table(folder / "timeline.parquet", "rent", 0, lambda rent: rent * (1 + 1e-11))
    rehash(folder)
    assert verified(folder) == 1
    assert "python 3.1.4 there and" in kept_at(folder).runs[0].maker.clause

    change_table(folder / "timeline.parquet", "rent", 0, lambda rent: rent * (1 + 1e-6))
    rehash(folder)
    said = difference(folder)

    assert "column rent" in said
    assert "compared to 1e-9, because what made it is other here: python 3.1.4 there" in said


def test_where_the_source_code_is_another_it_says_which(results, monkeypatch):
    here = Maker.here()
    other = Maker("f" * 40, "other code", here.versions, here.processor)
    monkeypatch.setattr(Maker, "here", lambda: other)
    change_table(run_folder(results) / "timeline.parquet", "rent", 0, lambda rent: rent + 1)

    said = difference(run_folder(results))

    assert "source code, " in said
    assert f"{'f' * 12} here" in said or "other code here" in said


def test_numbers_that_cannot_be_built_here_are_refused_with_their_maker(results):
    folder = run_folder(results)
    change_told(folder, "versions/python", lambda _: "3.1.4")
    for keys in ("arms/cash/city", "config/city"):
        change_told(folder, keys, lambda city: city | {"height": 3})

    with pytest.raises(Refusal, match=r"there is no key 'height'.*python 3\.1\.4 there"):
        kept_at(folder)


def test_a_run_that_stops_when_it_is_lived_again_is_named(results, monkeypatch):
    stumble(monkeypatch)

    said = difference(run_folder(results, seed=1))

    assert "(cash, seed 1) stopped at month 2 when it was lived again: the books do not" in said


def test_runs_that_failed_are_left_out(tmp_path, monkeypatch):
    stumble(monkeypatch)
    stumbled = compare(question(tmp_path, "none", "cash", seeds=2))
    monkeypatch.undo()

    assert verified(stumbled.folder) == 3
    assert list(kept_at(stumbled.folder).failed)
    change_told(stumbled.folder, "failed", lambda _: [])
    assert "to have failed are not those that" in difference(stumbled.folder)


def test_one_policy_under_two_names_is_lived_once_and_compared_twice(tmp_path, monkeypatch):
    other = scenario("collaboration")
    for part in ("instruments", "split"):
        other["policy"][part] = {f"my_{name}": each for name, each in other["policy"][part].items()}
    arms = {"one": scenario("collaboration"), "two": other}

    both = compare(question(tmp_path, arms=arms, seeds=1))

    assert sum(len(part.runs) for part in Store(tmp_path / "runs").parts()) == 1
    ledger = both.tables["ledger"].groupby("arm")["instrument"].agg(set)
    assert "my_equipment" in ledger["two"]
    assert "equipment" in ledger["one"]
    assert verified(both.folder) == 2


def test_a_sample_is_random_but_the_same_for_its_seed(results):
    result = kept_at(results / "runs")
    drawn = {seed: [kept.run.run_id for kept in chosen_from(result, 2, seed)] for seed in range(20)}

    assert all(len(set(runs)) == 2 for runs in drawn.values())
    assert len({tuple(runs) for runs in drawn.values()}) > 2
    assert drawn[3] == [kept.run.run_id for kept in chosen_from(kept_at(results / "runs"), 2, 3)]
    assert len(chosen_from(result, 99, 0)) == 6

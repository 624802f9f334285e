"""A sweep lives every arm at every point on the same luck, and never the same run twice."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pyarrow.parquet as parquet
import pytest

from sim.config.refusal import Refusal
from sim.ensemble.compare import compare
from sim.ensemble.designs import Design, Factor, Point
from sim.ensemble.store import Store
from sim.ensemble.sweep import sweep
from sim.recorder import manifest
from sim.recorder.schemas import TABLES
from tests.ensemble.asking import PATH, SAMPLED, hashes, question
from tests.ensemble.sweeping import BARRIER, RULE, barriers, grid, nothing_happens, sweep_of
from tests.ensemble.test_compare import stumble

TWO_RULES = grid(behaviour__learn__rule=("random", "conform"), behaviour__accept__barrier=(0.4,))


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """Return a small sweep that several tests look at."""
    return sweep(sweep_of(tmp_path_factory.mktemp("swept"), design=TWO_RULES))


def test_every_arm_is_lived_at_every_point_on_every_seed(swept):
    runs = swept.tables["runs"]

    assert swept.failed == 0
    assert len(runs) == 8
    assert set(zip(runs["point"], runs["seed"], runs["arm"], strict=True)) == {
        (point, seed, arm) for point in (0, 1) for seed in (0, 1) for arm in ("none", "cash")
    }


def test_the_design_stands_in_a_table_of_its_own(swept):
    design = swept.tables["design"]

    assert list(design.columns) == ["point", f"factor.{RULE}", f"factor.{BARRIER}"]
    assert design[f"factor.{RULE}"].tolist() == ["random", "conform"]
    assert design[f"factor.{BARRIER}"].tolist() == [0.4, 0.4]
    assert swept.manifest["design"]["kind"] == "grid"
    assert swept.manifest["design"]["points"] == 2


def test_a_point_of_a_sweep_is_the_comparison_with_those_numbers(swept, tmp_path):
    arms = {arm: json.loads(json.dumps(plain)) for arm, plain in swept.manifest["arms"].items()}
    for plain in arms.values():
        plain["behaviour"]["learn"]["rule"] = "conform"
        plain["behaviour"]["accept"]["barrier"] = 0.4

    alone = compare(question(tmp_path, arms=arms, worlds={}))

    point = swept.tables["runs"].query("point == 1").drop(columns="point")
    pd.testing.assert_frame_equal(point.reset_index(drop=True), alone.tables["runs"])
    timeline = swept.tables["timeline"].query("point == 1").drop(columns="point")
    pd.testing.assert_frame_equal(timeline.reset_index(drop=True), alone.tables["timeline"])


def test_every_table_of_a_sweep_is_sorted_by_run_and_has_its_columns(swept):
    for name in ("runs", "timeline", "groups", "places", "ledger", "log"):
        table = parquet.read_table(swept.folder / f"{name}.parquet")
        documented = [column.name for column in TABLES[name].columns]

        assert table.column_names[: len(documented) + 1] == [*documented, "point"]
        assert table["run_id"].to_pylist() == sorted(table["run_id"].to_pylist())
        assert table.num_rows > 0


def test_the_burn_in_is_shared_by_the_arms_of_a_point_and_a_seed(tmp_path):
    asked = sweep_of(tmp_path, "none", "cash", "collaboration", design=TWO_RULES)

    assert [len(task.scenarios) for task in asked.tasks({})] == [3] * 4


def test_two_points_that_change_nothing_of_an_arm_are_one_run_told_twice(tmp_path):
    design = grid(policy__instruments__equipment__techniques=(6, 8))
    path = design.factors[0].path
    asked = sweep_of(
        tmp_path, "none", "collaboration", design=design, seeds=1, life=nothing_happens
    )
    answer = sweep(asked)

    runs = answer.tables["runs"]
    assert path.startswith("policy.")
    assert runs[runs["arm"] == "none"]["run_id"].nunique() == 1
    assert runs[runs["arm"] == "collaboration"]["run_id"].nunique() == 2
    assert sum(len(part.runs) for part in Store(asked.store).parts()) == 3


def test_more_points_seeds_and_arms_repeat_nothing(tmp_path):
    def lived(**more):
        given = {"design": barriers(3), "seeds": 2, "arms": ("none",)} | more
        arms = given.pop("arms")
        sweep(sweep_of(tmp_path, *arms, life=nothing_happens, **given))
        runs = [run for part in Store(tmp_path / "runs").parts() for run in part.runs]
        assert len(runs) == len(set(runs))
        return len(runs)

    three = barriers(3)
    more_points = Design("grid", three.factors, [*three.points, Point(3, {BARRIER: 1})])

    assert lived() == 6
    assert lived() == 6
    assert lived(seeds=3) == 9
    assert lived(design=more_points) == 9 + 2
    assert lived(arms=("none", "cash")) == 11 + 6


def test_a_sampled_world_is_that_of_the_seed_at_every_point(tmp_path):
    asked = sweep_of(tmp_path, design=TWO_RULES, worlds=SAMPLED, life=nothing_happens)
    runs = sweep(asked).tables["runs"]

    assert runs.groupby("seed")[f"world.{PATH}"].nunique().eq(1).all()
    assert runs[f"world.{PATH}"].nunique() == 2


def test_a_factor_is_not_sampled_as_well(tmp_path):
    design = grid(behaviour__meet__crowding=(1, 2))
    asked = sweep_of(tmp_path, design=design, worlds=SAMPLED)

    assert asked.worlds_of_seeds == {0: {}, 1: {}}
    assert PATH in asked.remarks[0]


def test_a_run_that_stops_is_a_row_of_its_point_and_the_rest_is_complete(
    swept, tmp_path, monkeypatch
):
    stumble(monkeypatch)
    stumbled = sweep(sweep_of(tmp_path, design=TWO_RULES))

    runs = stumbled.tables["runs"]
    failed = runs[runs["status"] == "failed"]
    log = stumbled.tables["log"].set_index("run_id")["traceback"]
    assert stumbled.failed == len(failed) == 2
    assert set(failed["stage"]) == {"month 2"}
    assert set(failed["point"]) == {0, 1}
    assert all("in stumbling" in log[run] for run in failed["run_id"])

    monkeypatch.undo()
    assert hashes(sweep(sweep_of(tmp_path, design=TWO_RULES)).folder) == hashes(swept.folder)


def test_an_interrupted_sweep_keeps_what_was_lived_and_goes_on(tmp_path):
    def interrupt(stage, done, total):
        if stage == "live" and done == 7:
            raise KeyboardInterrupt

    asked = sweep_of(tmp_path, "none", design=barriers(8), life=nothing_happens)
    whole = sweep(replace(asked, out=tmp_path / "whole"))
    with pytest.raises(KeyboardInterrupt):
        sweep(asked, interrupt)

    assert manifest.read(asked.folder)["status"] == "interrupted"
    assert sum(len(part.runs) for part in Store(asked.store).parts()) == 7
    assert hashes(sweep(asked).folder) == hashes(whole.folder)


def test_armfuls_change_no_byte(tmp_path, monkeypatch):
    asked = sweep_of(tmp_path, design=barriers(9), life=nothing_happens)
    at_once = hashes(sweep(asked).folder)

    monkeypatch.setattr("sim.ensemble.stream.ROWS_AT_ONCE", 7)
    monkeypatch.setattr("sim.ensemble.stream.RUNS_AT_ONCE", 5)

    assert hashes(sweep(asked).folder) == at_once


@pytest.mark.parametrize(
    ("design", "arms", "sentence"),
    [
        (grid(behaviour__accept__barier=(1,)), {}, r"barier was to be varied, but no arm has it"),
        (grid(policy__instruments__equipment__techniques=(1,)), {}, r"but no arm has it"),
        (
            grid(behaviour__accept__barrier=(0.5, -1)),
            {},
            r"^point 1, arm none\.behaviour.*",
        ),
        (grid(months=(3, 0)), {}, r"^point 1, arm none\.months: 0 was given"),
    ],
)
def test_a_point_that_cannot_be_lived_is_refused_before_anything_is_written(
    tmp_path, design, arms, sentence
):
    with pytest.raises(Refusal, match=sentence):
        sweep(sweep_of(tmp_path / "out", design=design))
    assert not (tmp_path / "out").exists()


def test_what_the_arms_differ_in_cannot_be_varied_as_well(tmp_path):
    from tests.ensemble.asking import scenario

    arms = {"small": scenario("cash", budget=0.005), "large": scenario("cash")}
    with pytest.raises(Refusal, match="budget was to be varied, but the arms already differ in it"):
        sweep(sweep_of(tmp_path / "out", arms=arms, design=grid(budget=(0.01, 0.02))))


def test_a_preset_is_varied_as_a_whole(tmp_path):
    from tests.ensemble.asking import scenario

    composed = {
        (("economy", name),): {"none": scenario("none", months=months)}
        for name, months in (("short", 2), ("long", 4))
    }
    design = Design(
        "grid",
        (Factor("economy", values=("short", "long")),),
        (Point(0, {"economy": "short"}), Point(1, {"economy": "long"})),
    )
    asked = replace(
        sweep_of(tmp_path, "none", design=design, seeds=1, life=nothing_happens),
        arms_of_presets=composed,
    )

    assert [asked.scenario_of(run).months for run in asked.runs] == [2, 4]
    assert sweep(asked).tables["design"]["factor.economy"].tolist() == ["short", "long"]

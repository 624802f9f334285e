"""The fit: where it looks, what it calls near, and what becomes of those it keeps."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml

from experiments.life.living import numbers
from experiments.patterns import accepting, fitting, towns
from experiments.patterns.given import HALVES, criteria, design, half_of
from sim.config.compose import compose
from sim.config.presets import first_comment, home, options
from sim.model.scenario import Scenario

STORED = accepting.stored(towns.HERE.parents[1] / "results/patterns")


@pytest.fixture(scope="module")
def town():
    return numbers()


def test_candidates_fill_the_ranges_evenly(town):
    moved = fitting.parameters()

    sets = fitting.candidates(town, 64, 1)

    assert sets == fitting.candidates(town, 64, 1)
    assert sets != fitting.candidates(town, 64, 2)
    for path, given in moved.items():
        to = given.get("moves", [None])[0]
        values = [one[path] if to is None else one[path][to] for one in sets]
        halfway = (given["low"] + given["high"]) / 2
        assert given["low"] <= min(values) <= max(values) <= given["high"]
        assert 30 <= sum(value < halfway for value in values) <= 34


def test_shares_still_add_up_when_one_gives_to_another(town):
    sets = fitting.candidates(town, 16, 1)

    assert all(sum(one["behaviour.meet.channels"]) == pytest.approx(1) for one in sets)
    assert len({tuple(one["behaviour.meet.channels"]) for one in sets}) == 16


def test_a_set_changes_its_numbers_and_no_others(town):
    changed = fitting.with_values(town, {"behaviour.accept.barrier": 0.9})

    assert changed["behaviour"]["accept"].pop("barrier") == 0.9
    again = fitting.with_values(town, {})
    assert again == town
    assert again["behaviour"]["accept"].pop("barrier") == 0.6
    assert changed == again


def test_only_the_half_that_calibrates_is_fitted():
    fitted = {one.pattern for one in fitting.calibrating()}

    assert fitted
    assert {half_of(name) for name in fitted} == {HALVES[0]}


BOTH = [
    replace(criteria()["places_commons"], name="one", pattern="A", low=0.0, high=1.0),
    replace(criteria()["places_commons"], name="two", pattern="B", low=-np.inf, high=0.0),
    replace(criteria()["places_commons"], name="three", pattern="B", low=-1.0, high=1.0),
]


def test_distance_is_nought_inside_and_grows_outside():
    figures = pd.DataFrame(
        {"one": [0.5, 1.5, 3.0], "two": [-1.0, -2.0, 3.0], "three": [0.0, 0.5, 0.9]}
    )
    scale = fitting.scales(figures, BOTH)

    near, far, farthest = fitting.distances(figures, BOTH, scale)

    assert scale["three"] == 1
    assert near == 0
    assert far == pytest.approx((0.5 / scale["one"]) / 2)
    assert farthest == pytest.approx((2 / scale["one"] + (3 / scale["two"]) / 2) / 2)


def test_what_nothing_moves_and_has_no_width_is_left_out():
    figures = pd.DataFrame({"one": [2.0, 2.0], "two": [5.0, 5.0], "three": [0.0, 0.0]})

    scale = fitting.scales(figures, BOTH)

    assert scale["two"] == 0
    assert fitting.distances(figures, BOTH, scale).tolist() == pytest.approx([1.0, 1.0])


def test_luck_in_few_towns_is_no_great_distance():
    luck = np.random.default_rng(0).normal(0, 50, 40)
    figures = pd.DataFrame({"one": luck, "two": -1.0, "three": 0.0})

    off = fitting.distances(figures, BOTH, fitting.scales(figures, BOTH))

    assert off.median() < 1


def test_no_figure_is_as_far_off_as_the_worst():
    figures = pd.DataFrame({"one": [np.nan, 3.0, 0.5], "two": [-1.0] * 3, "three": [0.0] * 3})

    none, worst, best = fitting.distances(figures, BOTH, fitting.scales(figures, BOTH))

    assert none == worst > best == 0


def test_who_leaves_a_range_of_life_is_named():
    ranges = {"rent": {"low": 400, "high": 650}, "vacancy": {"low": 0.03, "high": 0.08}}
    lived = [{"signs": {"rent": rent, "vacancy": 0.05}} for rent in (600, 720)]

    assert fitting.signs_outside(lived, ranges) == ["rent"]
    assert fitting.signs_outside(lived[:1], ranges) == []


def pretended(monkeypatch, alive):
    """Let every town be what its barrier is, without living it."""

    def measure_all(asked, design, names, said):
        return [{"barrier": n["behaviour"]["accept"]["barrier"]} for n, _ in asked]

    monkeypatch.setattr(fitting, "measure_all", measure_all)
    monkeypatch.setattr(
        fitting,
        "figures_of",
        lambda lived, names: {
            name: lived[0]["barrier"] if name == "artistic_market_ties" else np.nan
            for name in names
        },
    )
    monkeypatch.setattr(
        fitting, "signs_outside", lambda lived, _: [] if alive(lived[0]["barrier"]) else ["rent"]
    )


SMALL_FIT = design() | {
    "fit": {"first_seed": 9, "luck": 1, "points": 32, "seeds": 1, "finalists": 6,
            "seeds_of_finalists": 1, "accepted": 5}
}  # fmt: skip


def test_the_fit_keeps_the_nearest_of_those_that_live(town, monkeypatch):
    pretended(monkeypatch, lambda barrier: barrier > 0.35)

    tried, kept = fitting.fit(town, SMALL_FIT)

    chosen = [values["behaviour.accept.barrier"] for values in kept["values"]]
    drawn = sorted(values["behaviour.accept.barrier"] for values in tried["values"] if values)
    band = criteria()["artistic_market_ties"]
    inside = [value for value in drawn if 0.35 < value <= band.high]
    assert len(tried) == 33
    assert len(kept) == 5
    assert set(chosen) <= {*inside, *[v for v in drawn if v > band.high][:6]}
    assert all(0.35 < value < 0.6 for value in chosen)
    assert kept["distance"].is_monotonic_increasing


def test_where_nobody_lives_nobody_is_kept(town, monkeypatch):
    pretended(monkeypatch, lambda barrier: False)

    _, kept = fitting.fit(town, SMALL_FIT)

    assert kept.empty


def sets(town):
    values = fitting.candidates(town, 2, 3)
    return accepting.named(pd.DataFrame({"values": values, "distance": [0.1, 0.2]}))


def trials(town):
    """Sets under names that no shipped preset has."""
    return [one | {"name": f"trial_{one['name']}"} for one in sets(town)]


def test_a_set_is_named_by_the_hash_of_its_values(town):
    one, two = sets(town)

    assert (one["name"], two["name"]) == ("set1", "set2")
    assert one["hash"] != two["hash"]
    turned = dict(reversed(one["values"].items()))
    assert towns.hashed(turned) == one["hash"]
    assert towns.hashed({**turned, "behaviour.accept.barrier": 0.5}) != one["hash"]


def test_an_accepted_set_is_a_preset_that_any_question_may_name(town, tmp_path):
    kept = trials(town)
    accepting.write(kept, tmp_path, tmp_path / "accepted")

    for one in kept:
        words = [f"accepted={one['name']}", "policy=none"]
        named = compose(words, [tmp_path])
        expected = fitting.with_values(town, one["values"])

        assert Scenario.of(named) == Scenario.of(expected)
        assert one["hash"] in named["behaviour"]["sources"]["accept"]["barrier"]
        assert first_comment(tmp_path / "accepted" / f"{one['name']}.yaml").startswith("Fitted")
    assert accepting.stored(tmp_path) == kept


def test_presets_of_an_earlier_fit_go(town, tmp_path):
    kept = sets(town)
    accepting.write(kept, tmp_path, tmp_path / "accepted")

    accepting.write(kept[:1], tmp_path, tmp_path / "accepted")

    assert [path.name for path in (tmp_path / "accepted").glob("*")] == ["set1.yaml"]


def test_a_set_may_be_compared_and_its_world_still_sampled(town, tmp_path):
    from sim.door.asking import asked_comparison

    kept = trials(town)
    accepting.write(kept, tmp_path, tmp_path / "accepted")
    usual, changed = (
        asked_comparison([f"out={tmp_path}", "seeds=1", f"accepted={name}"], [str(tmp_path)])
        for name in ("default", "trial_set1")
    )

    behaviour = [
        asked.question.scenario_of(asked.question.runs[0]).behaviour for asked in (usual, changed)
    ]
    barrier = [each.accept.barrier for each in behaviour]
    catchment = [each.gather.catchment for each in behaviour]
    assert barrier == [0.6, kept[0]["values"]["behaviour.accept.barrier"]]
    assert catchment[0] == catchment[1]


def test_without_an_accepted_set_the_numbers_stand_as_they_are():
    assert compose(["accepted=default"]) == compose([])


def test_the_presets_that_are_shipped_are_those_that_were_accepted():
    shipped = {name for name in options("accepted") if name != accepting.AS_IN_YAML}

    assert shipped == {one["name"] for one in STORED}
    for one in STORED:
        path = home() / "accepted" / f"{one['name']}.yaml"
        assert path.read_text(encoding="utf-8") == accepting.text(one, len(STORED))
        assert towns.hashed(one["values"]) == one["hash"]


def test_a_town_once_measured_is_found_again(town, tmp_path, monkeypatch):
    monkeypatch.setattr(towns, "KEPT", tmp_path)
    lived = []
    monkeypatch.setattr(
        towns,
        "_measured",
        lambda numbers, seed, design, names: lived.append(seed) or {"seed": seed},
    )

    for seed in (0, 1, 0):
        assert towns.measure(town, seed, design(), ["giant_component"]) == {"seed": seed}
    towns.measure(town, 0, design() | {"months": 12}, ["giant_component"])
    towns.measure(
        fitting.with_values(town, {"behaviour.accept.barrier": 0.7}),
        0,
        design(),
        ["giant_component"],
    )

    assert lived == [0, 1, 0, 0]
    assert len(list(tmp_path.glob("*.json"))) == 4


def test_hashes_are_of_canonical_json():
    assert towns.canonical({"b": 1, "a": [1.5, 2]}) == '{"a":[1.5,2],"b":1}'
    assert json.loads(towns.canonical({"a": 0.1})) == yaml.safe_load("a: 0.1")

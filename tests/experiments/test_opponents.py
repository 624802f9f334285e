"""The page of the opponents tells what is kept of them, and what is counted is what is said."""

import json
from itertools import islice

import numpy as np
import pandas as pd
import pytest

from experiments import asking
from experiments.opponents import __main__ as command
from experiments.opponents import page, tables
from experiments.several import PRIMARY
from sim.analysis.power import detectable
from tests.docs.pages import ROOT

TINY = ("city=village", "worlds_of_a_set=2", "burn_in=1", "months=1")
KEPT = sorted((ROOT / "results" / command.EXPERIMENT.name).glob("*/manifest.json"))


@pytest.fixture(scope="module")
def questions():
    return dict(islice(command.questions(command.design(), TINY), 2))


def test_the_page_is_what_the_kept_contrasts_give():
    (manifest,) = KEPT
    told = json.loads(manifest.read_text(encoding="utf-8"))
    held = pd.read_csv(manifest.with_name("contrasts.csv"))

    written = page.section(held, told, command.design(), command.EXPERIMENT.picture)

    assert written == manifest.with_name("section.md").read_text(encoding="utf-8")
    readme = command.EXPERIMENT.page.read_text(encoding="utf-8")
    there = f"](../../{manifest.parent.relative_to(ROOT)}/{command.EXPERIMENT.picture})"
    shown = written.replace(f"]({command.EXPERIMENT.picture})", there)
    assert asking.with_section(readme, "what came", shown) == readme
    assert told["dirty"] is False


def test_the_kept_contrasts_are_those_of_the_kept_runs():
    runs = pd.read_csv(KEPT[0].with_name("runs.csv"))
    held = pd.read_csv(KEPT[0].with_name("contrasts.csv"))

    again = tables.held(runs, command.design()["pairs"])

    for column in ("difference", "sd", "detectable", "sets_alike", "t_low", "bca_high"):
        assert np.allclose(again[column], held[column], rtol=1e-5, equal_nan=True), column


def test_every_set_has_worlds_of_its_own(questions):
    seeds = [seed for asked in questions.values() for seed in asked.question.seeds]

    assert len(seeds) == len(set(seeds)) == 4


def test_all_sets_ask_for_the_same_arms_with_other_numbers(questions):
    one, *others = (asked.question for asked in questions.values())

    assert list(one.arms) == command.design()["arms"]
    for other in others:
        assert list(other.arms) == list(one.arms)
        assert other.identity != one.identity


def test_what_could_be_seen_and_the_signs_of_the_sets_are_counted():
    luck = np.random.Generator(np.random.PCG64(7))
    rows = [
        {"set": part, "seed": 10 * place + seed, "arm": arm, "run_id": "", "status": "done"}
        | dict.fromkeys(PRIMARY, luck.normal() + (sign if arm == "one" else 0))
        for place, (part, sign) in enumerate({"a": 9, "b": 9, "c": -8}.items())
        for seed in range(8)
        for arm in ("one", "other")
    ]

    held = tables.held(pd.DataFrame(rows), [["one", "other"]])

    assert (held["sets"] == 3).all()
    assert (held["sets_alike"] == 2).all()
    assert held["detectable"].to_numpy() == pytest.approx(detectable(held["sd"], held["n"]))


@pytest.mark.slow
def test_a_trial_is_lived_kept_and_found_again(tmp_path, monkeypatch, capsys):
    words = [*TINY, f"out={tmp_path}", "quiet=true", "workers=1"]
    before = command.EXPERIMENT.page.read_text(encoding="utf-8")
    command.main(words)
    kept = next((tmp_path / "opponents").iterdir())
    was = {path.name: path.read_bytes() for path in kept.iterdir()}

    monkeypatch.setattr(asking, "answered", None)  # nothing is lived a second time
    command.main(words)

    assert {path.name: path.read_bytes() for path in kept.iterdir()} == was
    assert len(pd.read_csv(kept / "runs.csv")) == 4 * 6 * 2
    assert command.EXPERIMENT.page.read_text(encoding="utf-8") == before
    assert "8 worlds from 6000 on" in capsys.readouterr().out

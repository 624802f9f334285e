"""The page of the opponents tells what is kept of them, and what is counted is what is said."""

from itertools import islice

import numpy as np
import pandas as pd
import pytest

from experiments.opponents import __main__ as command
from experiments.opponents import page, tables
from experiments.several import PRIMARY
from sim.analysis.power import detectable
from tests.experiments import kept

TINY = ("city=village", "worlds_of_a_set=2", "burn_in=1", "months=1")


@pytest.fixture(scope="module")
def questions():
    return dict(islice(command.questions(command.design(), TINY), 2))


def test_the_page_is_what_the_kept_contrasts_give():
    experiment, told = command.EXPERIMENT, kept.told_of(command.EXPERIMENT)
    held = pd.read_csv(kept.folder_of(experiment) / "contrasts.csv")

    written = page.section(held, told, command.design(), experiment.picture)

    assert kept.is_on_the_page(experiment, written)
    assert told["dirty"] is False


def test_the_kept_contrasts_are_those_of_the_kept_runs():
    folder = kept.folder_of(command.EXPERIMENT)
    runs, held = (pd.read_csv(folder / f"{name}.csv") for name in ("runs", "contrasts"))

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
def test_a_trial_is_lived_kept_and_found_again(tmp_path, capsys):
    words = [*TINY, f"out={tmp_path}", "quiet=true", "workers=1"]

    folder = kept.lived_once(command.main, command.EXPERIMENT, words, tmp_path)

    assert len(pd.read_csv(folder / "runs.csv")) == 4 * 6 * 2
    assert "8 worlds from 6000 on" in capsys.readouterr().out

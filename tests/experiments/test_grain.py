"""Variants of grain and of order differ from the model as it is in that alone."""

import numpy as np
import pandas as pd
import pytest

from experiments import asking
from experiments.grain import __main__ as command
from experiments.grain import living, page, tables
from experiments.grain.given import VARIANT, design, usual, words_of
from experiments.several import PRIMARY
from sim.model.model import CityModel
from tests.experiments import kept

TINY = ("city=village", "seeds=2", "burn_in=2", "months=2", "quiet=true")


@pytest.fixture(scope="module")
def given():
    return design()


@pytest.fixture(scope="module")
def question(given):
    return asking.asked(words_of("as_it_is", given, TINY)).question


def arms_of(question):
    return {run.arm: question.scenario_of(run) for run in question.runs if run.seed == 7000}


def test_the_order_of_the_design_is_that_of_the_model(given, monkeypatch):
    called = []
    for verb in given["order"]:
        monkeypatch.setattr(CityModel, verb, lambda self, verb=verb: called.append(verb))

    CityModel.step(object.__new__(CityModel))

    assert called == given["order"]


def test_every_variant_lives_all_of_the_month_and_each_verb_once(given):
    for variant in given["variants"].values():
        assert sorted(variant["order"]) == sorted(given["order"])


def test_a_month_in_the_usual_order_is_the_model_s_to_the_bit(question, given):
    from sim.recorder.run import arms_lived

    arms = arms_of(question)
    plain = {record.arm: record.outcomes for record in arms_lived(arms)}

    for row in living.live_seed(arms, given["order"]):
        expected = plain[row["arm"]]
        assert {name: row[name] for name in expected} == pytest.approx(expected, abs=0, nan_ok=True)


@pytest.mark.parametrize(
    "variant", [name for name in design()["variants"] if not usual(name, design())]
)
def test_a_variant_lives_with_its_books_in_order(variant, question, given):
    other = living.live_seed(arms_of(question), given["variants"][variant]["order"])
    as_it_is = living.live_seed(arms_of(question), given["order"])

    assert [row["arm"] for row in other] == given["arms"]
    assert any(
        one[name] != two[name]
        for one, two in zip(other, as_it_is, strict=True)
        for name in ("founder_welfare", "cross_field_tie_share")
    )


def test_a_finer_grid_is_the_same_city(given):
    plans = {
        variant: next(iter(arms_of(asking.asked(words).question).values())).city
        for variant in ("as_it_is", "cells_of_half_the_side")
        for words in [words_of(variant, given, ("city=town", "seeds=1"))]
    }
    one, other = plans.values()

    assert one.side * one.cell_km == other.side * other.cell_km
    assert one.block_cells * one.cell_km == other.block_cells * other.cell_km
    assert other.cell_km == one.cell_km / 2
    assert one.people == other.people


def test_the_page_is_what_is_kept(given):
    experiment, told = command.EXPERIMENT, kept.told_of(command.EXPERIMENT)
    folder = kept.folder_of(experiment)
    contrasts, changes = (pd.read_csv(folder / f"{name}.csv") for name in ("contrasts", "changes"))

    written = page.section(contrasts, changes, told, given, experiment.picture)

    assert kept.is_on_the_page(experiment, written)
    assert told["dirty"] is False


def made(difference):
    """Return runs in which collaboration differs from the others by what a variant is given."""
    luck = np.random.Generator(np.random.PCG64(3))
    return pd.DataFrame(
        [
            {VARIANT: variant, "seed": seed, "arm": arm, "run_id": "", "status": "done"}
            | dict.fromkeys(
                PRIMARY,
                seed + (gap + 0.1 * luck.normal() if arm == "collaboration" else 0),
            )
            for variant, gap in difference.items()
            for seed in range(8)
            for arm in design()["arms"]
        ]
    )


def test_signs_are_counted_variant_by_variant(given):
    first, second, third, fourth = given["variants"]
    runs = made({first: 5.0, second: 4.0, third: -4.0, fourth: 0.0})
    contrasts = tables.by_variant(runs, given)

    counted = page.orders(contrasts, given, [given["pairs"][-1]])
    changes = tables.changes(runs, given)

    assert counted[second]["same"] == counted[third]["turned"] == len(PRIMARY)
    assert counted[fourth]["lost"] == len(PRIMARY)
    own = changes[(changes["arm"] == "collaboration") & (changes["reference"] == "attraction")]
    means = own.groupby(VARIANT)["difference"].mean()
    assert means[third] == pytest.approx(-9, abs=0.2)


@pytest.mark.slow
def test_a_trial_is_lived_kept_and_found_again(tmp_path):
    coarse = ["city.side=20", "city.cell_km=0.1", "city.block_cells=5"]  # the last words win
    words = [*TINY, *coarse, f"out={tmp_path}", "workers=1"]

    folder = kept.lived_once(command.main, command.EXPERIMENT, words, tmp_path)

    assert len(pd.read_csv(folder / "runs.csv")) == 4 * 4 * 2

"""A sweep from the command line: what it says, leaves, goes on with, and refuses."""

from pathlib import Path

import pandas as pd
import pytest

from sim.__main__ import DONE, REFUSED, main

TINY = ["city=village", "burn_in=2", "months=3", "quiet=true", "executor=serial", "seeds=1"]
VARIED = ["arms=[none,cash]", "parameters={behaviour.accept.barrier: [0.3, 0.9]}"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def said(capsys, *arguments):
    """Return the lines a command prints, after checking that it succeeds."""
    assert main(arguments) == DONE
    return capsys.readouterr().out.splitlines()


def test_a_sweep_leaves_its_tables_and_more_points_live_only_what_is_missing(capsys):
    folder = Path(said(capsys, "sweep", *TINY, *VARIED)[-1]).parent

    runs = pd.read_parquet(f"{folder}/runs.parquet")
    design = pd.read_parquet(f"{folder}/design.parquet")
    assert sorted(zip(runs["point"], runs["arm"], strict=True)) == [
        (0, "cash"), (0, "none"), (1, "cash"), (1, "none"),
    ]  # fmt: skip
    assert design["factor.behaviour.accept.barrier"].tolist() == [0.3, 0.9]

    more = ["arms=[none,cash]", "parameters={behaviour.accept.barrier: [0.3, 0.6, 0.9]}"]
    forecast = said(capsys, "sweep", "--dry-run", *TINY, *more)
    assert forecast[0] == "6 runs, 4 of them are there already, 2 would be lived."
    assert sum("point 1" in line and "would be lived" in line for line in forecast) == 2


def test_a_preset_and_a_word_are_varied_as_numbers_are(capsys):
    varied = "parameters={behaviour.learn.rule: [random, conform], city: [village]}"

    forecast = said(capsys, "sweep", "--dry-run", *TINY[1:], "arms=[none]", varied)

    assert forecast[0].startswith("2 runs, 0 of them")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["parameters={behaviour.accept.barier: [1]}"], "did you mean 'behaviour.accept.barrier'"),
        (["parameters={behaviour.accept.barrier: [-1]}"], "behaviour.accept.barrier: -1 was given"),
        (["parameters={seed: [1, 2]}"], "parameters.seed: "),
        (["design=lsh"], "did you mean 'lhs'"),
        (["arms=[]", *VARIED[1:]], "0 given, but 1 to 16 can be compared"),
        (["policy=cash", *VARIED[1:]], "a comparison has several policies"),
        (["city=village", "parameters={city: [village]}"], "the design varies it as a whole"),
        (["executor=dask", "executor.kind=dusk", *VARIED[1:]], "there is no executor 'dusk'"),
    ],
)
def test_what_cannot_be_swept_is_refused_in_a_sentence_and_nothing_is_written(
    words, sentence, capsys
):
    assert main(["sweep", "quiet=true", *words]) == REFUSED

    refused = capsys.readouterr().err
    assert sentence in refused
    assert len(refused.splitlines()) == 1
    assert not list(Path().iterdir())

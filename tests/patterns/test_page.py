"""The page and the figure say what the stored tables say."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from experiments.patterns import __main__ as command
from experiments.patterns import accepting, figure, judging, page
from experiments.patterns.given import HALVES, criteria, design, half_of, patterns
from sim.plots import style
from tests.docs.pages import ROOT

OUT = ROOT / command.OUT


@pytest.fixture
def judged():
    """A table in which every criterion of a judging pattern passes, and no other does."""
    rows = []
    for place, one in enumerate(criteria().values()):
        ends = [edge for edge in (one.low, one.high) if math.isfinite(edge)]
        passes = half_of(one.pattern) == HALVES[1]
        middle = np.mean(ends) if len(ends) > 1 else ends[0] + (1 if one.low in ends else -1)
        at = middle if passes else (min(ends) - 3 if one.low in ends else max(ends) + 3)
        low, high = at - 0.001, at + 0.001
        bare = place % 7 == 3 and not passes
        rows.append(
            {
                "pattern": one.pattern,
                "level": patterns()[one.pattern].level,
                "half": half_of(one.pattern),
                "criterion": one.name,
                "figure": math.nan if bare else at,
                "interval_low": math.nan if bare else low,
                "interval_high": math.nan if bare else high,
                "band_low": one.low,
                "band_high": one.high,
                "towns": 32,
                "verdict": judging.verdict(one, *((math.nan,) * 2 if bare else (low, high))),
            }
        )
    return pd.DataFrame(rows)


@pytest.fixture
def stored(judged, tmp_path):
    """A folder with the tables of a measurement."""
    judged.to_csv(tmp_path / "criteria.csv", index=False)
    (tmp_path / "manifest.json").write_text(json.dumps({"months": 300}))
    return tmp_path


def test_the_page_has_a_row_for_every_criterion_and_a_reason_for_every_silence(stored):
    text = page.page(stored, "patterns.png")

    for pattern in patterns().values():
        assert f"| {pattern.name}" in text
        assert pattern.speaks or pattern.why in text
        for one in pattern.criteria:
            assert f"| `{one.name}` |" in text
            assert f"- `{one.name}`: {one.formula}" in text
    assert "No fit has been run" in text


def test_the_page_counts_patterns_that_pass(stored, judged):
    text = page.page(stored, "patterns.png")

    judges = sum(half_of(name) == HALVES[1] for name in judged["pattern"].unique())
    assert f"| judges | 5 of 5 | 7 of 7 | 6 of 6 | 3 of 3 | {judges} of {judges} |" in text
    assert "P11, judges: **passes**" in text
    assert "P10, calibrates: **fails**" in text


def test_the_page_shows_the_accepted_sets(stored, judged):
    values = {"behaviour.accept.barrier": 0.5, "behaviour.meet.channels": [0.2, 0.1, 0.5, 0.1, 0.1]}
    paths = {path: values.get(path, 1.5) for path in page.parameters()}
    one = {"name": "set1", "hash": "ab" * 32, "distance": 0.25, "values": paths}
    accepting.write([one], stored, stored / "accepted")
    both = [judged.assign(set=name) for name in ("default", "set1")]
    pd.concat(both).to_csv(stored / "accepted.csv", index=False)
    (stored / "fit.json").write_text(json.dumps({"fit": design()["fit"]}))

    text = page.page(stored, "patterns.png")

    assert f"| `set1` | `{'ab' * 6}` | 0.25 |" in text
    assert "0.2, 0.1, 0.5, 0.1, 0.1" in text
    assert "| as in YAML | 0 of 17 | 21 of 21 |" in text
    assert f"searched with {design()['fit']['points']} points" in text


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0, math.inf, "above 0"), (-math.inf, 1, "below 1"), (0.1, 0.333, "0.1 to 0.333")],
)
def test_bands_are_written_in_words(low, high, said):
    assert page.edges(low, high) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.123456, "0.123"), (1234.5, "1,234"), (-0.00001234, "-1.23e-05"), (math.nan, "none")],
)
def test_figures_are_written_with_three_digits_that_count(value, said):
    assert page.number(value) == said


def test_the_figure_has_a_panel_for_every_criterion(judged):
    with style.styled():
        drawn = figure.draw(judged)

    panels = [axes.get_title(loc="left") for axes in drawn.axes]
    assert sorted(panels) == sorted(
        f"{one.pattern}  {one.name.replace('_', ' ')}" for one in criteria().values()
    )
    boxes = [axes.get_position() for axes in drawn.axes]
    assert all(0 < box.x0 < box.x1 < 1 and 0 < box.y0 < box.y1 < 1 for box in boxes)


def test_the_title_counts_what_holds(judged):
    assert figure.title(judged) == (
        "The city without policy shows 21 of the 38 patterns it can speak to: "
        "0 of 17 that calibrate and 21 of 21 that judge"
    )


def test_every_panel_shows_its_figure_and_the_edges_of_its_band(judged):
    for _, one in judged.iterrows():
        low, high = figure.extent(one)
        ends = [edge for edge in (one["band_low"], one["band_high"]) if math.isfinite(edge)]
        shown = ends if math.isnan(one["figure"]) else [*ends, one["figure"]]
        assert low < min(shown)
        assert max(shown) < high


def test_words_of_the_command_set_design_folder_and_city():
    design_of, out, rest = command.settings(
        ["seeds=2", "fit.points=8", "out=/somewhere", "city=village"]
    )

    assert (design_of["seeds"], design_of["fit"]["points"]) == (2, 8)
    assert str(out) == "/somewhere"
    assert rest == ["city=village"]
    assert design()["seeds"] == 32


def test_an_unknown_step_is_refused_in_a_sentence():
    with pytest.raises(SystemExit, match="there is no step 'measur'"):
        command.main(["measur"])


def test_the_page_is_what_the_stored_tables_make():
    there = command.PAGE.name in {path.name for path in (ROOT / "docs").glob("*.md")}

    assert there == (OUT / "criteria.csv").exists()
    if there:
        kept = (ROOT / command.PAGE).read_text(encoding="utf-8")
        assert kept == page.page(OUT, command.place_of_page(command.OUT)[1])


def test_the_stored_verdicts_are_those_of_the_committed_bands():
    tables = [OUT / name for name in ("criteria.csv", "accepted.csv") if (OUT / name).exists()]
    wrong = []
    for table in tables:
        for _, one in pd.read_csv(table).iterrows():
            given = criteria()[one["criterion"]]
            said = judging.verdict(given, one["interval_low"], one["interval_high"])
            if (one["band_low"], one["band_high"], one["verdict"]) != (given.low, given.high, said):
                wrong.append(f"{table.name} {given.name}")

    assert not wrong

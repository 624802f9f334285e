"""Reports and figures speak one language throughout: sentences, tables, axes and numbers."""

import re

import pandas as pd
import pytest

from sim import report
from sim.config.catalogue import RECORDED, text
from sim.plots import words
from sim.recorder.outcomes import OUTCOMES
from sim.report.comparison import Comparison
from sim.report.html import page
from tests.languages.told import OTHERS, spoken_in
from tests.report import synthetic, synthetic_sweep
from tests.report.test_report import SMALL, words_of

each_other = pytest.mark.parametrize("lang", OTHERS)
PROVENANCE = re.compile(r'<section id="provenance">.*?</section>', re.DOTALL)
FOOT = re.compile(r"faireville \d[\d.]*")
ENGLISH_NUMBER = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])")
"""One with a decimal point; a comma may be the mark of either language."""
NOT_NUMBERS = re.compile(r"Apache-2.0|behaviour\.\S+|economy\.\S+|design=\S+|arms=\S+")


def shown_in(folder):
    """Return all that a reader reads of a report, page and figures apart."""
    found = {"report.html": words_of(PROVENANCE.sub("", (folder / "report.html").read_text()))}
    return found | figures_in(folder / "figures")


def figures_in(folder):
    drawings = {path.name: path.read_text("utf-8") for path in folder.glob("*.svg")}
    return {name: words_on(svg) for name, svg in drawings.items()}


def words_on(svg):
    """Return the words on a drawing, one line after the other."""
    return " ".join(" ".join(re.findall(r"<text[^>]*(?<!/)>(.*?)</text>", svg, re.DOTALL)).split())


def assert_speaks(shown, lang):
    for name, told in shown.items():
        bare = FOOT.sub("", NOT_NUMBERS.sub("", told))
        assert told, name
        assert not spoken_in(told, RECORDED), (name, lang)
        assert not ENGLISH_NUMBER.search(bare), (name, ENGLISH_NUMBER.search(bare))


def with_a_failure(tables):
    """Let one run have stopped, with a reason as it is kept."""
    sentence = text("problems.model.sums.seats", RECORDED)
    kept = text("problems.model.when", RECORDED, month=3, seed=1, sentence=sentence)
    runs = tables["runs"].copy()
    runs["stage"], runs["problem"] = "", ""
    last = runs.index[-1]
    runs.loc[last, ["status", "stage", "problem"]] = ["failed", "month 3", kept]
    return tables | {"runs": runs}


@each_other
def test_the_report_of_a_comparison_speaks_throughout(lang, tmp_path):
    tables = with_a_failure(synthetic.tables(seeds=6, **SMALL))
    manifest = synthetic.manifest(seeds=6, months=24, side=10)
    report.write(tables, manifest, tmp_path, lang, workers=1)

    shown = shown_in(tmp_path)

    assert len(shown) > 9
    assert_speaks(shown, lang)
    assert text("problems.model.sums.seats", lang) in shown["report.html"]
    assert f'<html lang="{lang}">' in (tmp_path / "report.html").read_text("utf-8")


@each_other
@pytest.mark.parametrize("kind", ["saltelli", "morris", "lhs"])
def test_the_report_of_a_sweep_speaks_throughout(lang, kind, tmp_path):
    asked = {"morris": {"points": 16, "levels": 4}}.get(kind, {"points": 16})
    design = synthetic_sweep.laid_out(kind, **asked)
    report.write_sweep(
        synthetic_sweep.tables(design), synthetic_sweep.manifest(design), tmp_path, lang
    )

    assert_speaks(shown_in(tmp_path), lang)


@each_other
def test_the_figures_of_one_run_speak_throughout(lang, tmp_path):
    tables = synthetic.tables(arms=("collaboration",), seeds=1, **SMALL)
    report.write_run(tables, synthetic.manifest(("collaboration",), 1, 24, 10), tmp_path, lang)

    assert_speaks(figures_in(tmp_path / "figures"), lang)


@each_other
@pytest.mark.parametrize("asked", [{"seeds": 1}, {"arms": ("none", "cash"), "seeds": 2}])
def test_small_comparisons_do_too(lang, asked):
    tables = synthetic.tables(**SMALL, **asked)
    shown = Comparison(tables, synthetic.manifest(months=24, side=10, **asked), lang)

    assert_speaks({"page": words_of(PROVENANCE.sub("", page(shown, [])))}, lang)


@each_other
def test_grants_that_differ_and_are_paid_by_tax_are_told_too(lang):
    tables = synthetic.tables(seeds=6, **SMALL)
    ledger = tables["ledger"].copy()
    taxed = (ledger["account"] == "grant") & (ledger["arm"] == "collaboration")
    ledger.loc[taxed, "instrument"] = "people"
    manifest = synthetic.manifest(seeds=6, months=24, side=10)
    manifest["arms"]["collaboration"]["budget"] = 0.0125
    shown = Comparison(tables | {"ledger": ledger}, manifest, lang)

    told = words_of(PROVENANCE.sub("", page(shown, [])))
    assert_speaks({"page": told}, lang)
    assert "1,25\u00a0%" in told.replace("1,25 %", "1,25\u00a0%")


@each_other
def test_every_outcome_has_a_name_of_its_own_in_the_language(lang):
    english = {name: words.outcome_texts(name)["name"] for name in OUTCOMES}
    other = {name: words.outcome_texts(name, lang)["name"] for name in OUTCOMES}

    assert len(set(other.values())) == len(other)
    assert {name for name in other if other[name] == english[name]} == {
        "juxtaposition",
        "population",
    }


@each_other
def test_no_name_is_longer_than_a_small_panel_is_wide(lang):
    widest = max(len(words.outcome_texts(name)["name"]) for name in OUTCOMES)
    names = [words.outcome_texts(name, lang)["name"] for name in OUTCOMES]

    assert not [name for name in names if len(name) > widest]


@each_other
def test_what_a_user_named_keeps_its_name(lang):
    assert words.arm_name("my_own", lang) == "my own"
    assert words.called("instrument", "my_own", lang) == "my own"


@each_other
def test_instruments_and_sampled_assumptions_are_named_in_the_language(lang):
    from sim.config.compose import compose
    from sim.config.presets import options

    drawn = compose(["worlds=sampled"], (), "compare")["worlds"]["sampled"]
    named = [words.called("instrument", name, lang) for name in options("instrument")]
    named += [words.assumption(path, lang) for path in drawn]
    english = [words.called("instrument", name) for name in options("instrument")]
    english += [words.assumption(path) for path in drawn]

    assert not {one for one, other in zip(named, english, strict=True) if one == other}


@pytest.mark.slow
def test_tables_for_spreadsheets_are_the_same_in_every_language(tmp_path):
    tables = synthetic.tables(seeds=2, **SMALL)
    manifest = synthetic.manifest(seeds=2, months=24, side=10)
    for lang in (RECORDED, *OTHERS):
        report.write(tables, manifest, tmp_path / lang, lang, workers=1)

    for path in (tmp_path / RECORDED / "tables").iterdir():
        for lang in OTHERS:
            assert path.read_bytes() == (tmp_path / lang / "tables" / path.name).read_bytes()
    assert isinstance(pd.read_csv(tmp_path / RECORDED / "tables" / "runs.csv"), pd.DataFrame)

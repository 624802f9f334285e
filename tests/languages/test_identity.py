"""The language is how an answer is told, and no part of it: the same runs, the same tables."""

import json

import pytest

from sim.__main__ import DONE, main
from sim.config.catalogue import LANGUAGES, RECORDED, text
from tests.ensemble.asking import hashes
from tests.languages.told import OTHERS, spoken_in
from tests.report.test_report import words_of

ASKED = [
    "city=village", "population=creative_quarter", "seeds=2", "burn_in=1", "months=2",
    "arms=[none,cash]", "executor=serial", "quiet=true",
]  # fmt: skip
each_other = pytest.mark.parametrize("lang", OTHERS)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Ask the same in every language, each in a folder of its own; return where answers lie."""
    folders = {}
    for lang in LANGUAGES:
        out = tmp_path_factory.mktemp(lang)
        assert main(["compare", *ASKED, f"lang={lang}", f"out={out}"]) == DONE
        folders[lang] = next((out / "compare").glob("*/*"))
    return folders


def manifest_of(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


@each_other
def test_the_same_question_has_the_same_name_and_the_same_tables(lang, answers):
    own, other = answers[RECORDED], answers[lang]

    assert own.relative_to(own.parents[2]) == other.relative_to(other.parents[2])
    assert hashes(own) == hashes(other)
    assert manifest_of(own)["identity"] == manifest_of(other)["identity"]


@each_other
def test_the_same_runs_are_kept_under_the_same_identities(lang, answers):
    def kept(folder):
        parts = (folder.parents[2] / "runs").glob("*/part.json")
        return sorted(run for part in parts for run in json.loads(part.read_text())["runs"])

    assert kept(answers[RECORDED]) == kept(answers[lang]) != []


@each_other
def test_what_was_lived_in_one_language_is_there_in_another(lang, answers, capsys):
    out = answers[RECORDED].parents[2]

    assert main(["compare", "--dry-run", *ASKED, f"lang={lang}", f"out={out}"]) == DONE

    told = capsys.readouterr().out
    assert text("door.forecast.runs", lang, total=4, there=4, missing=0) in told


@each_other
def test_a_report_is_written_again_and_verified_in_any_language(lang, answers, capsys):
    folder = answers[RECORDED]
    page = folder / "report.html"

    assert main(["report", str(folder), f"lang={lang}", "workers=1"]) == DONE
    again = words_of(page.read_text("utf-8"))
    assert main(["report", str(folder), "workers=1"]) == DONE
    back = words_of(page.read_text("utf-8"))
    capsys.readouterr()
    assert main(["verify", str(folder), f"lang={lang}", "sample=1", "quiet=true"]) == DONE

    assert text("report.provenance.heading", lang) in again
    assert len(spoken_in(back, RECORDED)) > 50
    counted = {"lived": 1, "total": 4, "folder": folder}
    assert capsys.readouterr().out.strip() == text("verify.same", lang, **counted)

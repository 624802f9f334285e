"""A command line is answered in the language it asks for, also when it is refused."""

from dataclasses import replace

import pytest

from sim.__main__ import DONE, REFUSED, main
from sim.config.catalogue import LANGUAGES, RECORDED, speaking, text
from sim.config.retelling import retold
from sim.door.line import COMPOSED, VERBS
from sim.door.progress import progress, told
from sim.door.telling import lines_of
from sim.ensemble.collector import Collector
from sim.ensemble.task import Task, live_task
from tests.door.test_refusals import CASES
from tests.languages.told import OTHERS, catalogue, placeholders, spoken_in

each_other = pytest.mark.parametrize("lang", OTHERS)
WRONG_LINES = [
    ["comapre"], ["seed=3"], ["run", "--dryrun"], ["--dry-run"], ["run", "--config-dir", "nowhere"],
    ["list", "cities"], ["explain", "crowdin"], ["explain", "zzzzzzz"],
    ["run", "-m", "city=qqqq,a"],
    ["report"], ["report", "nowhere"], ["report", "a", "b"], ["verify"], ["verify", "nowhere"],
    ["verify", "x", "sample=0"], ["sweep"], ["sweep", "parameters={monhts: [1, 2]}"],
    ["sweep", "design=lhs", "parameters={behaviour.accept.barrier: null}"],
    ["sweep", "design=rows"], ["compare", "seeds=2", "budget=nan"],
]  # fmt: skip


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def refused(arguments, capsys):
    """Return the sentence in which a command line is refused."""
    assert main(arguments) == REFUSED
    return capsys.readouterr().err


@pytest.mark.parametrize("wrong", WRONG_LINES, ids=" ".join)
@each_other
def test_a_refusal_speaks_the_language_asked_for(lang, wrong, capsys):
    for line in ([*wrong, f"lang={lang}"], [wrong[0], f"lang={lang}", *wrong[1:]]):
        sentence = refused(line, capsys)

        assert not spoken_in(sentence, RECORDED), sentence
        assert sentence.startswith(text("door.refused", lang, sentence=""))


@pytest.mark.parametrize(("verb", "wrong"), [case for case in CASES if "lang=" not in case[1]][::4])
@each_other
def test_a_wrong_override_does_not_keep_it_from_speaking(lang, verb, wrong, capsys):
    sentence = refused([verb, wrong, f"lang={lang}"], capsys)

    assert not spoken_in(sentence, RECORDED), sentence
    assert sentence.startswith(text("door.refused", lang, sentence=""))


@pytest.mark.parametrize("verb", VERBS)
def test_a_language_that_does_not_exist_is_refused_by_every_verb(verb, capsys):
    sentence = refused([verb, "lang=xx"], capsys)

    assert sentence == "faireville: lang: there is no language 'xx'; known are en, fr.\n"


@pytest.mark.parametrize("verb", ["", *VERBS])
@each_other
def test_help_is_there_in_every_language_and_names_what_can_be_set(lang, verb, capsys):
    def settings(page):
        return {
            word.partition("=")[0] for word in page.split() if word[0].islower() and "=" in word
        }

    pages = []
    for asked in ([], [f"lang={lang}"]):
        assert main([*([verb] if verb else []), "--help", *asked]) == DONE
        pages.append(capsys.readouterr().out)

    assert pages[0] != pages[1]
    assert settings(pages[0]) - {"name", "key"} <= settings(pages[1])
    assert verb not in COMPOSED or "lang=" in pages[0]


@each_other
def test_presets_parameters_and_outcomes_are_told_in_the_language(lang, capsys):
    for asked in (["list"], ["explain"], ["explain", "budget", "rent", "city.side"]):
        assert main(asked) == DONE
        english = capsys.readouterr().out.splitlines()
        assert main([*asked, f"lang={lang}"]) == DONE
        other = capsys.readouterr().out.splitlines()

        assert len(english) == len(other)
        assert not spoken_in("\n".join(other), RECORDED)
        same = {line for line, others in zip(english, other, strict=True) if line == others}
        assert not {line for line in same if line.startswith("  ") and ";" in line}


def test_a_preset_tells_of_itself_in_the_language_spoken_and_in_no_other(capsys):
    said = {}
    for lang in LANGUAGES:
        assert main(["explain", "smart_city", f"lang={lang}"]) == DONE
        said[lang] = capsys.readouterr().out

    assert "engineer" in said["en"]
    assert "ingénieur" not in said["en"]
    assert "ingénieur" in said["fr"]
    assert "engineer" not in said["fr"]
    assert "démonstrateurs d’ingénieurs" in said["fr"]


def test_what_a_preset_tells_in_one_language_alone_is_told_in_that():
    with speaking("fr"):
        assert [*lines_of({"en": {"model": "mine", "totems": ["a", "b"]}})] == [
            "  modèle  mine",
            "  totems  a, b",
        ]
        assert not [*lines_of({})]


@each_other
def test_a_dry_run_is_told_in_the_language(lang, capsys):
    assert main(["compare", "--dry-run", "city=village", "seeds=1", f"lang={lang}"]) == DONE

    assert not spoken_in(capsys.readouterr().out, RECORDED)


def test_progress_speaks_as_whoever_opened_it_though_lives_are_kept_in_one_language(capsys):
    with speaking("fr"), progress("compare", quiet=False) as shown:
        tell = told(shown, 2)
        with speaking(RECORDED):
            tell("warm", 0, 2)
            tell("live", 0, 2)
            tell("live", 2, 2)

    compiling, _, line = capsys.readouterr().err.splitlines()
    assert compiling == text("door.progress.compiling", "fr")
    assert line.startswith("compare\u00a0: 2 / 2, encore")


def test_why_a_run_stopped_is_kept_in_one_language_and_told_in_any(tmp_path):
    task = Task(0, {"0-a": {}}, tmp_path)
    with speaking("fr"):
        finished = live_task(replace(task, sources="as it was before"), Collector())
        (failed,) = finished.failed

        assert failed.problem == text("problems.ensemble.sources_changed", RECORDED)
        assert failed.stage == text("problems.ensemble.stage.building", RECORDED)
        assert retold(failed.problem) == text("problems.ensemble.sources_changed", "fr")


@each_other
def test_every_kept_sentence_can_be_told_in_every_language(lang):
    own, other, wrong = catalogue(RECORDED), catalogue(lang), []
    for key in (key for key in own if key.startswith("problems.")):
        filled = {name: f"‹{name}›" for name in placeholders(own[key])}
        numbers = {name: 0 for name in filled if f"{{{name}:" in own[key]}
        english = text(key, RECORDED, **filled | numbers)
        if retold(english, lang) != text(key, lang, **filled | numbers):
            wrong.append((key, retold(english, lang)))
        assert other[key] != own[key]

    assert not wrong


def test_a_kept_sentence_is_told_with_what_it_is_made_of():
    broken = text("problems.ensemble.broken.no_label", RECORDED, file="part.json")
    kept = text("problems.ensemble.not_used", RECORDED, folder="runs/x", problem=broken)

    assert retold(kept, "fr") == (
        "runs/x n’est pas utilisé\u00a0: il n’a pas de part.json\u202f; "
        "il reste tel quel, ses simulations sont refaites."
    )
    assert retold(kept, RECORDED) == kept
    assert retold("division by zero", "fr") == "division by zero"


def test_numbers_in_a_kept_sentence_are_written_as_the_language_does():
    kept = text("problems.policy.no_tax", RECORDED, month=3, seed=7, euros=1234.5, there=0.25)

    assert "1\u202f234,50 euros" in retold(kept, "fr")

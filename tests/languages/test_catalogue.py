"""Every text there is in one language is there in all, says something, and looks as it should."""

import re

import pytest
import yaml

from sim.config.catalogue import LANGUAGES, RECORDED, said, speaking, spoken, text
from sim.config.home import home
from tests.languages.told import OTHERS, SAID, catalogue, placeholders, said_in, to_be_said

each_other = pytest.mark.parametrize("lang", OTHERS)
each_room = pytest.mark.parametrize("room", SAID)
SAME_IN_ALL = {
    "False", "Juxtaposition", "Machines", "Population", "collaboration", "fab city", "figures",
    "instrument", "km", "machine", "source", "totems",
    "point {number}", "point {point:<6} ", "{n} points", "{said}.", "{start}…",
    "{change} ({difference})",
    "faireville {version}", "  {name:<{width}}  {comment}",
    "{group}   (faireville {verb} {group}={example})",
    "{group}   (faireville {verb} +{group}={example})",
}  # fmt: skip
"""Texts that are the same in several languages, and rightly so."""
SAME_UNITS = {"km", "m2", "points", "distance", "Gini", "code", "techniques"}
WORDS_ALONE = re.compile(r"[^\W\d_]{2,}")


def test_every_language_has_a_folder_of_the_catalogue():
    folders = {path.name for path in (home() / "catalogue").iterdir() if path.is_dir()}

    assert folders == set(LANGUAGES)


@each_other
def test_the_same_parts_are_filled_in_whatever_the_language(lang):
    own, other = catalogue(RECORDED), catalogue(lang)
    filled = [key for key in own if not key.startswith("door.help.")]

    assert own.keys() == other.keys()
    assert not {key for key in filled if placeholders(own[key]) != placeholders(other[key])}


@each_other
def test_no_text_is_left_in_english(lang):
    own, other = catalogue(RECORDED), catalogue(lang)
    same = {own[key] for key in own if own[key] == other[key] and WORDS_ALONE.search(own[key])}

    assert same == SAME_IN_ALL


@each_room
@each_other
def test_what_stands_beside_numbers_is_said_in_every_language_and_nothing_else_is(room, lang):
    own = said_in(room, lang)

    assert set(own) == to_be_said(room) - SAME_UNITS
    assert not {words for words, others in own.items() if words == others}


@each_other
def test_numbers_beside_words_are_the_same_in_every_language(lang):
    def numbers(words):
        return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[ ,.\u202f](?=\d)", "", words)))

    wrong = {
        words
        for room in SAID
        for words, others in said_in(room, lang).items()
        if numbers(words) != numbers(others)
    }
    assert not wrong


def test_french_is_set_as_french_is():
    every = [*catalogue("fr").values()]
    every += [others for room in SAID for others in said_in(room, "fr").values()]
    lines = [line for written in every for line in written.splitlines()]
    broken = re.compile(r"\S [:;!?%»]|« |[^\W\d_]'[^\W\d_]|\.\.\.|\d\.\d+ ")
    code = re.compile(r"`[^`]*`|'[^']*'|{{.*?}}|https?:\S+")

    assert not [line for line in lines if broken.search(code.sub("", line))]


def test_a_mark_is_no_word_and_stands_in_every_language():
    for lang in LANGUAGES:
        marks = yaml.safe_load((home() / "catalogue" / lang / "marks.yaml").read_text("utf-8"))

        assert set(marks) == {"decimal", "thousands", "names", "numbers", "parts"}
        assert not any(letter.isalnum() for mark in marks.values() for letter in mark)


def test_a_language_is_spoken_until_it_is_left():
    with speaking("fr"):
        inside = spoken(), text("refusals.allowed.or")
        with speaking(RECORDED):
            assert text("refusals.allowed.or") == "or"

    assert inside == ("fr", "ou")
    assert text("refusals.allowed.or") == "or"


def test_what_is_not_in_the_catalogue_is_said_as_it_is():
    assert said("presets", "A preset of my own.", "fr") == "A preset of my own."


@pytest.mark.parametrize(
    ("lang", "needed", "written"),
    [
        ("en", 12_345.6, "12,346 MB"),
        ("fr", 12_345.6, "12\u202f346\u00a0Mo"),
        ("fr", "1,234", "1\u202f234\u00a0Mo"),
    ],
)
def test_a_number_in_a_text_is_written_as_its_language_does(lang, needed, written):
    assert written in text("door.forecast.disk", lang, needed=needed, free=0)


def test_what_is_no_number_is_filled_in_as_it_is():
    assert text("door.version", "fr", version="1.2.3") == "faireville 1.2.3"

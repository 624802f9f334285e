"""Every text a person reads stands in the catalogue, once, and is said somewhere."""

import ast
import re
import subprocess
import sys
from string import Formatter

import pytest

from sim.config import Refusal
from sim.config.catalogue import text, texts
from tests.config.naming import ROOT, SOURCES, catalogue, uses, whole_groups

TEXTS = catalogue()
USES = uses()
STRICT = ("refusals.", "problems.")
"""Files whose texts are given exactly the parts they show."""
DECLARING = {"quantity", "quantities", "choice", "part", "texts", "Outcome", "Column", "Table"}
"""Calls that say beside a number, an outcome or a column what it means: its one home is there."""
PATTERNS = {"re.compile"}
NOT_SAID = {
    "module 'sim' has no attribute 0": "answers whoever programs, as Python does",
    "the catalogue 0/0.yaml has no text '0'": "likewise",
    "A person of the kind 0.": "a docstring",
    "makers who left": "what a payment is for, in the books",
    "some runs failed": "a state, as the manifest keeps it",
}
LISTS = (
    "recorder/endings.py",
    "sim/model/columns.py",
)
"""Sources whose strings are lists of names."""
WORD, GAP = "[a-z']{2,},?", "0,?"
SENTENCE = re.compile(
    f"{WORD} {WORD} [a-z0]|{GAP} {WORD} {WORD}|{WORD} {GAP} {WORD}", re.IGNORECASE
)
"""Three words one after the other, 0 standing for what is filled in."""


def shown_in(sentence, parts):
    """Return the parts a text shows; one given none is not filled in, so its braces may stay."""
    if not parts:
        return set(re.findall(r"{(\w+)}", sentence))
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def keys_of(use):
    return [key for key in TEXTS if re.fullmatch(use.keys, key)]


def sentences_in(path):
    """Return strings of a source that read like a sentence, docstrings and declarations apart."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in DECLARING | PATTERNS:
            passed |= {id(piece) for piece in ast.walk(node)}
        if isinstance(node, ast.JoinedStr):
            passed |= {id(piece) for piece in node.values}
    strings = [node for node in ast.walk(module) if id(node) not in passed]
    return [written for node in strings if SENTENCE.search(written := written_in(node))]


def written_in(node):
    """Return the text of a string or an f-string, 0 standing for what is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(written_in(piece) or "0" for piece in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_text_that_code_names_is_in_the_catalogue():
    assert len(USES) > 150
    assert not [f"{use.place} {use.keys}" for use in USES if not keys_of(use)]


def test_every_text_of_the_catalogue_is_said_somewhere():
    said = [re.compile(pattern) for pattern in (*(use.keys for use in USES), *whole_groups())]

    assert not [key for key in TEXTS if not any(pattern.fullmatch(key) for pattern in said)]


def test_every_text_is_given_the_parts_it_shows():
    wrong = []
    for use in USES:
        for key in keys_of(use):
            strict = key.startswith(STRICT)
            if use.parts is None or not (use.exact or strict):
                continue
            shown = shown_in(TEXTS[key], use.parts)
            if not shown <= use.parts or (strict and shown != use.parts):
                wrong.append(f"{use.place}: {key} shows {shown}, and {set(use.parts)} are given")

    assert not wrong


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_is_written_in_code(path):
    written = [] if path.as_posix().endswith(LISTS) else sentences_in(path)

    assert not [sentence for sentence in written if sentence not in NOT_SAID]


def test_what_is_not_said_to_a_reader_is_still_there():
    assert set(NOT_SAID) <= {sentence for path in SOURCES for sentence in sentences_in(path)}


def test_a_refusal_is_made_of_a_sentence_of_the_catalogue_and_nothing_else():
    made = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in SOURCES
        if path.name != "refusal.py"
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "Refusal"
    ]

    assert not made


def test_a_refusal_ends_as_a_sentence_does():
    words = ("refusals.shown.", "refusals.allowed.", "refusals.unknown.what.")
    sentences = {key for key in TEXTS if key.startswith("refusals.") and not key.startswith(words)}

    assert {key for key in sentences if not TEXTS[key].endswith((".", "?"))} == {
        "refusals.ensemble.arm",
        "refusals.ensemble.point",
        "refusals.ensemble.seed",
    }


def test_a_language_that_is_not_there_is_refused():
    with pytest.raises(Refusal, match=r"^lang: there is no language 'xx'; known are en, fr\.$"):
        text("door.refused", "xx", sentence="no.")


def test_a_text_that_is_not_there_is_an_error_of_the_program():
    with pytest.raises(KeyError, match=r"the catalogue en/door\.yaml has no text 'door\.nothing'"):
        text("door.nothing")


def test_a_file_of_the_catalogue_is_read_once():
    assert texts("refusals") is texts("refusals")


def test_importing_reads_no_text():
    asked = (
        "import sim.__main__, sim.door.asking, sim.ensemble.compare, sim.recorder.run\n"
        "from sim.config.catalogue import _read\n"
        "print(_read.cache_info().currsize)"
    )

    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert ran.stdout == "0\n"

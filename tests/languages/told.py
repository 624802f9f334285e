"""The catalogue read language by language, and what of a language shows in a text."""

from __future__ import annotations

import re
from string import Formatter

import yaml

from sim.config.catalogue import LANGUAGES, RECORDED
from sim.config.home import home
from sim.config.presets import groups, options
from sim.config.register import Row, register
from sim.door.explanation import known_outcomes, parameters
from tests.config.naming import leaves

OTHERS = tuple(lang for lang in LANGUAGES if lang != RECORDED)
SAID = ("meanings", "units", "sources", "outcomes", "presets", "states")
STATES = ("done", "some runs failed", "failed")
FEWEST_LETTERS = 12
"""Of a piece of a text, by which its language can be told."""


def catalogue(lang: str) -> dict[str, str]:
    """Return every text of a language by its key; numbers and blanks are no texts."""
    found: dict[str, str] = {}
    for path in sorted((home() / "catalogue" / lang).glob("*.yaml")):
        if path.stem != "marks":
            found |= leaves(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)
    return found


def said_in(room: str, lang: str) -> dict[str, str]:
    """Return how a language says what stands in English beside numbers."""
    path = home() / "catalogue" / lang / "said" / f"{room}.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def to_be_said(room: str) -> set[str]:
    """Return the English words of a room that a reader may meet."""
    rows, outcomes = _rows(), known_outcomes().values()
    words = {
        "meanings": [row.meaning for row in rows],
        "units": [each.unit for each in (*rows, *outcomes)],
        "sources": [row.source for row in rows],
        "outcomes": [words for each in outcomes for words in (each.meaning, each.formula)],
        "presets": [words for group in groups() for words in options(group).values()],
        "states": STATES,
    }
    return {each for each in words[room] if each}


def _rows() -> list[Row]:
    """Return all that `explain` tells, and what the other verbs read."""
    from sim.config.compose import compose

    others = [row for verb in ("report", "verify") for row in register(compose([], (), verb))]
    return [*parameters(), *others]


def placeholders(written: str) -> set[str]:
    """Return the names of what is filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(written) if name}


def pieces(lang: str) -> set[str]:
    """Return what stands between the placeholders of a language, where it is long enough."""
    found = set()
    for key, written in catalogue(lang).items():
        literal = re.split(r"{[^{}]*}", written)
        found |= {" ".join(each.split()) for each in literal if not key.startswith("door.help")}
    long = {each for each in found if sum(map(str.isalpha, each)) >= FEWEST_LETTERS}
    return {each for each in long if " " in each}


def spoken_in(shown: str, lang: str) -> set[str]:
    """Return the pieces of a language that show in a text, but for those all languages share."""
    flat = " ".join(shown.split())
    shared = set().union(*(pieces(other) for other in LANGUAGES if other != lang))
    return {each for each in pieces(lang) - shared if each in flat}

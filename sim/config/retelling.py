"""What was kept in English, a reason or a remark, said again in the language that is spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter

from sim.config.catalogue import RECORDED, said, spoken, text, texts

ROOMS = ("problems", "refusals")
"""Files of the catalogue whose sentences are kept."""
BESIDE = {"meaning": "meanings", "unit": "units"}
"""What stands beside a number, and where the catalogue says it."""
FEWEST_LETTERS = 4
"""Of its own, that a text has by which it can be told."""


def retold(sentence: str, lang: str = "") -> str:
    """Say a kept sentence in a language; one that is no text of the catalogue stays as it is."""
    lang = lang or spoken()
    if lang == RECORDED:
        return sentence
    for key, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            told = {name: _part(name, part, lang) for name, part in found.groupdict().items()}
            return text(key, lang, **told)
    return said("states", sentence, lang)


def _part(name: str, part: str, lang: str) -> str:
    """Say in a language what was filled into a sentence."""
    return said(BESIDE[name], part, lang) if name in BESIDE else retold(part, lang)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return what every kept text looks like once it is filled in; the wordiest come first."""
    found = []
    for room in ROOMS:
        for key, written in _leaves(texts(room, RECORDED), room):
            pieces = list(Formatter().parse(written.strip()))
            own = sum(char.isalpha() for literal, *_ in pieces for char in literal)
            if own >= FEWEST_LETTERS:
                found.append((own, key, re.compile(_pattern(pieces), re.DOTALL)))
    return [(key, pattern) for _, key, pattern in sorted(found, key=lambda each: -each[0])]


def _pattern(pieces: list[tuple[str, str | None, str | None, str | None]]) -> str:
    """Write a text as an expression that finds what was filled in."""
    written, named = "", set()
    for literal, name, _, _ in pieces:
        written += re.escape(literal)
        if name in named:
            written += f"(?P={name})"
        elif name:
            named.add(name)
            written += f"(?P<{name}>.*?)"
    return written


def _leaves(inside: object, key: str) -> list[tuple[str, str]]:
    """Return every text of a file with its key."""
    if not isinstance(inside, Mapping):
        return [(key, str(inside))]
    return [leaf for name, item in inside.items() for leaf in _leaves(item, f"{key}.{name}")]

"""The texts a person reads, by key and language; they live in `configs/catalogue/`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from string import Formatter
from typing import Any

from sim.config.home import home
from sim.config.numerals import is_number, marked

LANGUAGES = ("en", "fr")
"""A folder of the catalogue each."""
RECORDED = "en"
"""The language of what is kept in tables and manifests, whatever language is spoken."""
_spoken: ContextVar[str] = ContextVar("spoken", default=RECORDED)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Say in a language what is said without naming one, as refusals and progress are."""
    before = _spoken.set(lang)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """Return the language that is spoken now."""
    return _spoken.get()


def text(key: str, lang: str = "", /, **fields: Any) -> str:
    """Return the text `file.key.subkey` of the catalogue, its {fields} filled in.

    Numbers among the fields are written as the language writes them. Without a language it is the
    one that is spoken now.
    """
    lang = lang or spoken()
    name, *keys = key.split(".")
    found = texts(name, lang)
    for part in keys:
        if not isinstance(found, dict) or part not in found:
            raise KeyError(f"the catalogue {lang}/{name}.yaml has no text '{key}'")
        found = found[part]
    written = str(found).strip(" \n")
    return _Filled(lang).vformat(written, (), fields) if fields else written


def said(room: str, words: str, lang: str = "") -> str:
    """Say in a language what code and presets say in English beside a number, as its meaning.

    The English words are their own key, so that a meaning that is changed is never said in the
    other language as it was before; what is not in the catalogue is said as it is.

    Parameters
    ----------
    room : which words they are: meanings, units, sources, outcomes, presets or states
    """
    lang = _known(lang or spoken())
    return words if lang == RECORDED else str(_read(f"said/{room}.yaml", lang).get(words, words))


def texts(name: str, lang: str = "") -> Any:
    """Return all texts of one file of the catalogue, which is read when first asked for."""
    return _read(f"{name}.yaml", _known(lang or spoken()))


def mark(name: str, lang: str = "") -> str:
    """Return what a language sets inside numbers or between things; blanks are part of it."""
    return str(texts("marks", lang)[name])


def localised(written: str, lang: str = "") -> str:
    """Write a number as a language does that is written as Python does, as in 1,234.5."""
    return marked(written, mark("thousands", lang), mark("decimal", lang))


def languages() -> tuple[str, ...]:
    """Return the languages the catalogue is written in."""
    return LANGUAGES


class _Filled(Formatter):
    """Fills a text in, numbers as its language writes them."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: Any, spec: str) -> str:
        """Write one field; a number that is written already may be written otherwise."""
        if isinstance(value, str) and spec[-1:] in ("f", "g", "e", ","):
            return localised(value, self.lang) if is_number(value) else value
        written = format(value, spec)
        return (
            localised(written, self.lang)
            if is_number(value) and not isinstance(value, str)
            else written
        )


def _known(lang: str) -> str:
    """Return a language there is; refuse one there is not."""
    if lang not in LANGUAGES:
        from sim.config.refusal import unknown  # which takes its sentences from here

        raise unknown("language", lang, LANGUAGES, "lang")
    return lang


@cache
def _read(file: str, lang: str) -> Any:
    import yaml

    path = home() / "catalogue" / lang / file
    # the loader in C, where there is one, is ten times as quick
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)

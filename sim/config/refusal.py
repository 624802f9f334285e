"""What the user is told when a request cannot be carried out: one sentence of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from sim.config.catalogue import text

LONGEST_VALUE = 60
MOST_NAMES_LISTED = 16


class Refusal(ValueError):
    """Say in one sentence what was given, where, what is allowed and what it means."""

    def __init__(self, sentence: str, where: str = "") -> None:
        self.sentence, self.where = sentence, where
        place = {"where": where, "sentence": sentence}
        super().__init__(text("refusals.shown.where", **place) if where else sentence)

    @classmethod
    def of(cls, key: str, where: str = "", /, **parts: Any) -> Refusal:
        """Return the refusal whose sentence is `refusals.key` of the catalogue, with its parts."""
        return cls(text(f"refusals.{key}", **parts), where)

    def within(self, place: str) -> Refusal:
        """Return the same refusal, seen from one level further out."""
        where = ".".join(name for name in (place, self.where) if name)
        return Refusal(self.sentence, where)

    def __reduce__(self) -> tuple[type[Refusal], tuple[str, str]]:
        """Let a refusal travel from a worker to the door unchanged."""
        return Refusal, (self.sentence, self.where)


def unknown(what: str, name: str, names: Iterable[str], where: str = "", /, **of: Any) -> Refusal:
    """Return the refusal of a name that does not exist, with the nearest right one.

    `what` it should be a name of is a key of `unknown.what` in the catalogue's refusals.
    """
    known = sorted(names)
    guess = nearest(name, known)
    parts = {"what": text(f"refusals.unknown.what.{what}", **of), "name": name}
    if guess:
        return Refusal.of("unknown.nearest", where, **parts, guess=guess)
    if not known:
        return Refusal.of("unknown.none", where, **parts)
    listed = ", ".join(known[:MOST_NAMES_LISTED])
    key = "unknown.known" if len(known) <= MOST_NAMES_LISTED else "unknown.many"
    return Refusal.of(key, where, **parts, names=listed)


def nearest(name: str, names: Iterable[str], cutoff: float = 0.5) -> str:
    """Return the right name closest to a misspelt one, or an empty string."""
    close = get_close_matches(name, sorted(names), n=1, cutoff=cutoff)
    return close[0] if close else ""


def shown(value: Any) -> str:
    """Write a refused value as it is written in YAML, so that it fits into a sentence."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    try:
        written = " ".join(repr(value).split())
    except ValueError:  # python does not write integers of thousands of digits
        return text("refusals.shown.huge")
    if len(written) <= LONGEST_VALUE:
        return written
    return text("refusals.shown.long", start=written[:LONGEST_VALUE])

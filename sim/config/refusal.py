"""What the user is told when a request cannot be carried out: one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

LONGEST_VALUE = 60
MOST_NAMES_LISTED = 16


class Refusal(ValueError):
    """Say in one sentence what was given, where, what is allowed and what it means."""

    def __init__(self, sentence: str, where: str = "") -> None:
        self.sentence, self.where = sentence, where
        super().__init__(f"{where}: {sentence}" if where else sentence)

    def within(self, place: str) -> Refusal:
        """Return the same refusal, seen from one level further out."""
        where = ".".join(name for name in (place, self.where) if name)
        return Refusal(self.sentence, where)

    def __reduce__(self) -> tuple[type[Refusal], tuple[str, str]]:
        """Let a refusal travel from a worker to the door unchanged."""
        return Refusal, (self.sentence, self.where)


def shown(value: Any) -> str:
    """Write a refused value as it is written in YAML, so that it fits into a sentence."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    try:
        text = " ".join(repr(value).split())
    except ValueError:  # python does not write integers of thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def nearest(name: str, names: Iterable[str], cutoff: float = 0.5) -> str:
    """Return the right name closest to a misspelt one, or an empty string."""
    close = get_close_matches(name, sorted(names), n=1, cutoff=cutoff)
    return close[0] if close else ""


def unknown(what: str, name: str, names: Iterable[str]) -> str:
    """Write the sentence for a name that does not exist, with the nearest right one."""
    known = sorted(names)
    guess = nearest(name, known)
    if guess:
        return f"there is no {what} '{name}'; did you mean '{guess}'?"
    if not known:
        return f"there is no {what} '{name}', and none is expected here."
    listed = ", ".join(known[:MOST_NAMES_LISTED])
    more = ", …" if len(known) > MOST_NAMES_LISTED else ""
    return f"there is no {what} '{name}'; known are {listed}{more}."

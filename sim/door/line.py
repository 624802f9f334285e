"""The command line, taken apart before anything is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.config.catalogue import LANGUAGES, RECORDED
from sim.config.refusal import Refusal, unknown

QUESTIONS = ("run", "compare", "sweep")
COMPOSED = (*QUESTIONS, "report", "verify")
"""Verbs whose settings Hydra composes."""
VERBS = (*COMPOSED, "explain", "list")
OWN_FLAGS = ("-h", "--help", "--version", "--dry-run", "--config-dir", "-cd")
HYDRA_FLAGS = ("-m", "--multirun", "--resolve", "--hydra-help")
HYDRA_FLAGS_WITH_VALUE = (
    "-c", "--cfg", "-i", "--info", "-p", "--package", "-sc", "--shell-completion",
)  # fmt: skip


@dataclass
class Line:
    """What a command line asks for; `words` are overrides, a path, or names to explain."""

    verb: str = ""
    words: list[str] = field(default_factory=list)
    hydra: list[str] = field(default_factory=list)
    config_dirs: list[str] = field(default_factory=list)
    dry_run: bool = False
    wants_help: bool = False
    wants_version: bool = False

    @property
    def names(self) -> list[str]:
        """Return the words but those that say in which language to answer."""
        return [word for word in self.words if _language(word) is None]


def language_of(arguments: Sequence[str]) -> str:
    """Return the language a command line asks to be answered in, before it is read any further.

    One that does not exist is refused when the line is read, in the usual one.
    """
    given = [asked for asked in map(_language, arguments) if asked in LANGUAGES]
    return given[-1] if given else RECORDED


def _language(word: str) -> str | None:
    """Return the language that a word of a line names; nothing for other words."""
    key, equals, value = word.partition("=")
    return value.strip("'\"") if equals and key.lstrip("+") == "lang" else None


def read(arguments: Sequence[str]) -> Line:
    """Take a command line apart; refuse a verb or a flag that does not exist."""
    line, left = Line(), list(arguments)
    while left:
        word = left.pop(0)
        if word.startswith("-") and not _is_number(word):
            _read_flag(line, word, left)
        elif not line.verb and _language(word) is None:
            line.verb = word
        else:
            line.words.append(word)
    if line.verb and line.verb not in VERBS:
        raise _unknown_verb(line.verb)
    for asked in map(_language, line.words):
        if asked is not None and asked not in LANGUAGES and not line.hydra:
            raise unknown("language", asked, LANGUAGES, "lang")
    return line


def _read_flag(line: Line, word: str, left: list[str]) -> None:
    """Read one flag, and its value from what is left of the line."""
    flag, equals, value = word.partition("=")
    if flag in HYDRA_FLAGS:
        line.hydra.append(word)
    elif flag in HYDRA_FLAGS_WITH_VALUE:
        given = value if equals else _value_of(flag, left, "job")
        line.hydra += [flag, given]
    elif flag in ("--config-dir", "-cd"):
        line.config_dirs.append(value if equals else _value_of(flag, left))
    elif word in ("-h", "--help"):
        line.wants_help = True
    elif word == "--version":
        line.wants_version = True
    elif word == "--dry-run":
        line.dry_run = True
    else:
        flags = (*OWN_FLAGS, *HYDRA_FLAGS, *HYDRA_FLAGS_WITH_VALUE)
        raise unknown("flag", word, flags)


def _value_of(flag: str, left: list[str], default: str = "") -> str:
    """Take the value of a flag off the line."""
    if left and not left[0].startswith("-"):
        return left.pop(0)
    if not default:
        raise Refusal.of("door.no_folder_follows", flag)
    return default


def _is_number(word: str) -> bool:
    return word[1:2].isdigit()


def _unknown_verb(verb: str) -> Refusal:
    return verb_first(verb) if "=" in verb else unknown("verb", verb, VERBS)


def verb_first(given: str) -> Refusal:
    """Return the refusal of what was given without saying what to do with it."""
    return Refusal.of("door.verb_first", verbs=", ".join(VERBS), given=given)

"""Asks ordinary comparisons for an experiment, and keeps what is made of them, whole and once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from sim.door.asking import Asked
    from sim.ensemble.compare import Comparison

OF_THE_MACHINE = ("workers", "threads", "executor", "quiet")
"""What a word may set without making a trial of an experiment: no outcome depends on it."""
DIGITS = 7
STAGED = ".writing-"


def asked(words: Sequence[str]) -> Asked:
    """Compose a comparison as `faireville compare` does; a wrong word is refused here."""
    from sim.door.asking import asked_comparison

    return asked_comparison(list(words))


def answered(question: Asked, title: str) -> Comparison:
    """Live what is not kept of a comparison, as `faireville compare` does, without its report."""
    from sim.door.progress import progress, told
    from sim.ensemble.compare import compare

    one = question.question
    with progress(title, quiet=question.request.quiet) as shown:
        return compare(one, told(shown, len(one.runs)))


def arms_word(arms: Mapping[str, str]) -> str:
    """Write arms as one word of the command line: {name: 'policy key=value'}."""
    return "arms={" + ", ".join(f"{name}: '{policy}'" for name, policy in arms.items()) + "}"


def is_trial(words: Sequence[str]) -> bool:
    """Tell whether words change what is asked, and not only how this machine does it."""
    return any(word.partition("=")[0] not in OF_THE_MACHINE for word in words)


def out_of(words: Sequence[str]) -> Path:
    """Return the folder in which runs and answers are kept."""
    given = [word.partition("=")[2] for word in words if word.startswith("out=")]
    return Path(given[-1] if given else "results")


def certificate(command: str, words: Sequence[str], **more: Any) -> dict[str, Any]:
    """Return with what the result was made."""
    from sim.recorder import provenance

    own = {"optuna": version("optuna")} if "optimiser" in more else {}
    made = provenance.maker()
    return {
        "command": " ".join([command, *words]),
        **made,
        "versions": {**provenance.versions(), **own},
        **more,
    }


@contextmanager
def kept_whole(folder: Path) -> Iterator[Path]:
    """Give a folder to write into that takes its name when all is written, and never before.

    What is already kept under this name is left as it is, and what was written anew goes.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = folder.with_name(f"{STAGED}{folder.name}")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir()
    try:
        yield staged
        if not folder.exists():
            staged.rename(folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a small table to be read by people and by git."""
    table.to_csv(path, index=False, float_format=f"%.{DIGITS}g")


def write_manifest(told: Mapping[str, Any], folder: Path) -> None:
    """Write how a result was made."""
    (folder / "manifest.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def with_section(page: str, name: str, section: str) -> str:
    """Put a section between its two marks in a page; refuse a page that has no such marks."""
    first, last = f"<!-- {name}: written by the command -->", f"<!-- {name}: end -->"
    before, found, rest = page.partition(first)
    _, ended, after = rest.partition(last)
    if not (found and ended):
        raise ValueError(f"the page has no place for the section '{name}': {first} … {last}")
    return f"{before}{first}\n\n{section.strip()}\n\n{last}{after}"


def show(folder: Path, picture: str, words: Sequence[str], page: Path) -> None:
    """Put the section of a result into a page, unless this was a trial; say where everything lies.

    In the folder the section names its picture beside it; the page names it from where it lies.
    """
    written = (folder / "section.md").read_text(encoding="utf-8")
    if not is_trial(words):
        shown = written.replace(f"]({picture})", f"](../../{folder}/{picture})")
        before = page.read_text(encoding="utf-8")
        page.write_text(with_section(before, "what came", shown), encoding="utf-8")
    print(f"{folder}\n\n{written}")

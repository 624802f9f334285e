"""Which result lies at a path somebody names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.config.refusal import Refusal
from sim.ensemble.kept import Result
from sim.ensemble.kept_answer import KeptAnswer
from sim.ensemble.kept_manifest import COMMANDS
from sim.ensemble.kept_parts import KeptParts
from sim.ensemble.kept_sweep import KeptSweep
from sim.ensemble.parts import LABEL
from sim.recorder import manifest

SWEEP = "sweep"
LEVELS = ("*", "*/*", "*/*/*")
"""How far below a folder results are looked for, to be named."""


def kept_at(path: Path) -> Result | KeptSweep:
    """Return the result at a path, or beside a file of it; refuse what is none."""
    try:
        folder = path.parent if path.is_file() else path
        if not folder.is_dir():
            raise Refusal.of("verify.nowhere", path=path)
        if (folder / LABEL).exists() or any(_is_part(each) for each in folder.iterdir()):
            return KeptParts(folder)
        if (folder / manifest.FILE).exists():
            return KeptSweep(folder) if _command(folder) == SWEEP else KeptAnswer(folder)
        inside = next(_results_in(folder), None)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal.of("verify.unreadable", path=path, reason=reason) from None
    if inside:
        raise Refusal.of("verify.several", folder=folder, inside=inside)
    raise Refusal.of("verify.no_result", folder=folder)


def _is_part(folder: Path) -> bool:
    return not folder.name.startswith(".") and (folder / LABEL).exists()


def _results_in(folder: Path) -> Iterator[Path]:
    """Find the results below a folder: answers, and stores by their parts."""
    for level in LEVELS:
        for found in sorted(folder.glob(f"{level}/{manifest.FILE}")):
            if (found.parent / LABEL).exists():
                yield found.parents[1]
            elif _is_answer(found.parent):
                yield found.parent


def _is_answer(folder: Path) -> bool:
    try:
        return _command(folder) in (*COMMANDS, SWEEP)
    except Refusal:
        return False


def _command(folder: Path) -> object:
    return manifest.read(folder).get("command")

"""The run store: every finished run is kept once, by its identity, and never half."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import shutil
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import RECORDED, text
from sim.config.refusal import Refusal
from sim.ensemble.parts import BrokenPart, Part, read_label, write_part

if TYPE_CHECKING:
    from sim.recorder.record import Record

STAGED = ".writing-"


class StoreProblem(Exception):
    """The disk did not take what was lived; one sentence, and what was finished is safe."""


def sentence_of(error: OSError, folder: Path) -> str:
    """Say in one sentence why a folder cannot be written to."""
    kept = text("problems.ensemble.kept")
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return text("problems.ensemble.no_room", folder=folder, kept=kept)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return text("problems.ensemble.not_allowed", folder=folder, kept=kept)
    reason = error.strerror or error
    return text("problems.ensemble.not_writable", folder=folder, reason=reason, kept=kept)


@dataclass
class Store:
    """The folder of all finished runs, in parts; each part appears whole by one rename."""

    folder: Path
    remarks: list[str] = field(default_factory=list)

    def refuse_unless_writable(self) -> None:
        """Refuse, before anything is lived, a folder that takes no results."""
        probe = self.folder / f"{STAGED}probe-{uuid.uuid4().hex}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            probe.mkdir()
            probe.rmdir()
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refusal.of("ensemble.not_writable", folder=self.folder, reason=reason) from error

    def find(self, wanted: Iterable[str]) -> dict[str, Part]:
        """Return the part that holds each run already lived; a broken part holds none.

        Parts nobody asks for are not read beyond their label. A part that is cut short, not
        ours or of another schema is left where it is, and a sentence says so.
        """
        missing, found = set(wanted), {}
        for part in self._labelled():
            holds = missing.intersection(part.runs)
            if not holds:
                continue
            try:
                part.verify()
            except BrokenPart as broken:
                self._remark(part.folder, broken)
                continue
            found.update(dict.fromkeys(holds, part))
            missing -= holds
        return found

    def parts(self) -> list[Part]:
        """Return every part with a sound label."""
        return list(self._labelled())

    def add(self, records: Mapping[str, Record], log: Mapping[str, Any]) -> None:
        """Keep the records of one task, whole; if another command kept them first, keep those."""
        staged = self.folder / f"{STAGED}{platform.node()}-{os.getpid()}-{uuid.uuid4().hex}"
        try:
            staged.mkdir(parents=True)
            write_part(staged, records, log)
            self._publish(staged, sorted(records))
        except OSError as error:
            raise StoreProblem(sentence_of(error, self.folder)) from error
        finally:
            shutil.rmtree(staged, ignore_errors=True)

    def _publish(self, staged: Path, runs: list[str]) -> None:
        """Give the part its name; the first free one, where a broken part stands in the way."""
        name = hashlib.sha256(" ".join(runs).encode()).hexdigest()[:16]
        for attempt in range(1, 1000):
            folder = self.folder / (name if attempt == 1 else f"{name}-{attempt}")
            try:
                staged.rename(folder)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                    raise
                if not self._is_sound(folder):
                    continue
            return
        raise OSError(errno.EEXIST, text("problems.ensemble.many_broken"))

    def _is_sound(self, folder: Path) -> bool:
        try:
            read_label(folder).verify()
        except BrokenPart:
            return False
        return True

    def _labelled(self) -> Iterable[Part]:
        """Go through all parts in the order of their names; remark on what is none."""
        if not self.folder.is_dir():
            return
        for folder in sorted(self.folder.iterdir()):
            if folder.name.startswith("."):
                continue
            try:
                yield read_label(folder)
            except BrokenPart as broken:
                self._remark(folder, broken)

    def _remark(self, folder: Path, broken: BrokenPart) -> None:
        sentence = text("problems.ensemble.not_used", RECORDED, folder=folder, problem=broken)
        if sentence not in self.remarks:
            self.remarks.append(sentence)

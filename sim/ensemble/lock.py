"""One sweep at a time in a folder: the second is refused, and a lock dies with its owner."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sim.config.catalogue import RECORDED, text
from sim.config.refusal import Refusal
from sim.config.retelling import retold
from sim.recorder import provenance

FILE = ".lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Have a folder to oneself; refuse if somebody has it, naming who.

    The system holds the lock, not the file: when its owner ends, however that happens, it is free.
    """
    try:
        import fcntl
    except ImportError:  # a system without such locks
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = retold(file.read().strip()) or "?"
            raise Refusal.of("ensemble.in_use", folder=folder, owner=owner) from None
        file.truncate(0)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        host = provenance.machine()["host"]
        told = {"process": os.getpid(), "host": host, "since": now}
        file.write(text("problems.ensemble.owner", RECORDED, **told))
        file.flush()
        yield

"""A second process that compiles the rules from the other end while the first months are lived."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sim.ensemble.executors import cores
from sim.ensemble.processes import end_with_parent


@contextmanager
def compiling_beside() -> Iterator[None]:
    """Let another process compile meanwhile what comes last in a month, if there is a core for it.

    Nothing but time depends on it: what it has not compiled, this process compiles.
    """
    if cores() == 1:
        yield
        return
    beside = subprocess.Popen(
        [sys.executable, "-m", __name__, str(os.getpid())],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        beside.kill()
        beside.wait()


if __name__ == "__main__":
    from sim.kernels.ahead import compile_ahead

    end_with_parent(int(sys.argv[1]))
    compile_ahead()

"""Whether the rules are compiled, and a second process that compiles them from the other end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from sim.ensemble.executors import cores
from sim.ensemble.processes import end_with_parent


def all_compiled() -> bool:
    """Tell whether the cache holds every kernel listed, as the code is now and for this processor.

    Takes a tenth of a second: indices are read, and no kernel is loaded.
    """
    from sim.kernels.ahead import listed, types_of

    return all(
        _is_cached(getattr(import_module(f"sim.kernels.{module}"), name), types_of(text))
        for module, name, text in listed()
    )


def _is_cached(kernel: Any, signature: tuple[Any, ...]) -> bool:
    """Look a kernel up where numba would, which has no public way to ask; plain Python is ready."""
    if not hasattr(kernel, "targetctx"):
        return True
    cache = kernel._cache
    index = cache._cache_file._load_index()
    return cache._index_key(signature, kernel.targetctx.codegen()) in index


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

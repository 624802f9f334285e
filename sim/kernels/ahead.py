"""Compile kernels before anybody calls them, the last of the month first.

Whoever lives the first month on a machine compiles each kernel as it comes to it. A second
process that begins at the other end meets it in the middle: each finds in the cache what the
other has compiled. `ahead.txt` lists the kernels in the order of their first call, each with the
types it is called with; `python -m benchmarks.ahead` writes it again.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from numba import types

LISTED = Path(__file__).with_name("ahead.txt")


def compile_ahead() -> None:
    """Compile every kernel listed that is not in the cache, from the last to the first."""
    for module, name, text in reversed(listed()):
        getattr(import_module(f"sim.kernels.{module}"), name).compile(types_of(text))


def listed() -> list[tuple[str, str, str]]:
    """Return the module, the name and the types of every kernel listed."""
    lines = (line.split(" ", 2) for line in LISTED.read_text(encoding="utf-8").splitlines())
    return [(module, name, text) for module, name, text in lines]


def types_of(text: str) -> tuple[Any, ...]:
    """Read the types of a kernel's arguments as numba writes them."""
    return tuple(eval(text, {"__builtins__": {}, **vars(types), "bool": types.boolean}))

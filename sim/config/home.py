"""Where the shipped configuration lies: presets, and the texts a person reads."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def home() -> Path:
    """Return the folder of the shipped configuration, in a checkout and in a wheel."""
    return Path(str(files("sim.configs")))

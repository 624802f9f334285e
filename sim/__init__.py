"""A city that lives month by month, and what it gains from the same money spent in two ways.

The names below load what they need when they are first used; importing `sim` alone is quick.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "CityModel": "sim.model.model",
    "Firm": "sim.model.views",
    "Person": "sim.model.views",
    "Planner": "sim.model.planner",
    "Record": "sim.recorder.record",
    "Scenario": "sim.model.scenario",
    "ThirdPlace": "sim.model.views",
    "compare": "sim.ensemble.compare",
    "run": "sim.recorder.run",
    "sweep": "sim.ensemble.sweep",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Load a name's home when the name is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the names a visitor needs."""
    return sorted([*globals(), *_HOMES])

"""What of a composed configuration is a scenario, and what only this machine knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.config.build import without_sources


def scenario_part(composed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the numbers of a city and its policy, without sources and without the machine."""
    from dataclasses import fields

    from sim.model.scenario import Scenario

    known = {"_target_", *(declared.name for declared in fields(Scenario))}
    return {key: item for key, item in without_sources(composed).items() if key in known}


def paths_set(overrides: Sequence[str]) -> list[str]:
    """Return the dotted paths that a line sets, which no world changes."""
    return [line.split("=", 1)[0].lstrip("+~") for line in overrides if "=" in line]


def without_machine(composed: Mapping[str, Any]) -> dict[str, Any]:
    """Return a composed configuration without what only this machine knows."""
    own = ("hydra", "out", "workers", "executor", "quiet", "threads")
    return {key: item for key, item in composed.items() if key not in own}

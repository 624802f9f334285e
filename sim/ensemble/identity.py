"""What makes two runs the same run: their resolved numbers, their seed and their sources."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any

from sim.config.catalogue import text
from sim.config.quantity import names_of
from sim.config.refusal import shown
from sim.recorder import provenance

OF_AN_ARM = ("policy", "budget", "budget_source", "months")
"""What arms that branch from one city may differ in."""

LENGTH = 20
"""Hexadecimal digits of an identity: 80 bits, so no two runs ever share one by chance."""

_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)


def run_identity(scenario: Any, made_by: Mapping[str, str] | None = None) -> str:
    """Return the identity of a run: what its numbers are, not what anybody calls them.

    Names of presets and of a policy's instruments, and what a policy tells of itself, are left
    out; numbers, the order of the instruments, seed, source code and the versions of numpy and
    numba are in: those here, or those in `made_by`. Two presets with the same content are one run.
    """
    return hashed({"sources": made_by or sources(), "scenario": resolved(scenario)})


def burn_in_identity(scenario: Any) -> str:
    """Return what must agree for two arms to branch from one city."""
    kept = resolved(scenario)
    for own in OF_AN_ARM:
        kept.pop(own, None)
    return hashed(kept)


def question_identity(arms: Mapping[str, Any], worlds: Any) -> str:
    """Return the identity of a question: its arms and worlds, but not how many seeds."""
    asked = {}
    for arm, scenario in sorted(arms.items()):
        asked[arm] = resolved(scenario)
        asked[arm].pop("seed", None)
    return hashed({"sources": sources(), "arms": asked, "worlds": worlds})


def resolved(scenario: Any) -> dict[str, Any]:
    """Return every number of a scenario as plain values, its instruments without their names."""
    numbers = plain(scenario)
    if not isinstance(numbers, dict):
        raise TypeError(text("problems.ensemble.no_scenario", given=shown(scenario)))
    if "policy" in numbers:
        numbers["policy"] = without_labels(numbers["policy"])
    return numbers


def without_labels(policy: dict[str, Any]) -> dict[str, Any]:
    """Number a policy's instruments instead of naming them; their order is part of the policy."""
    instruments, split = policy.get("instruments", {}), policy.get("split", {})
    number = {name: at for at, name in enumerate(instruments)}
    rest = {key: item for key, item in policy.items() if key not in ("instruments", "split")}
    return rest | {
        "instruments": list(instruments.values()),
        "split": [[number.get(name), share] for name, share in split.items()],
    }


def plain(given: Any) -> Any:
    """Turn a declared record into nested plain values that name its class; without its texts."""
    if is_dataclass(given):
        kind = type(given)
        held = {name: plain(getattr(given, name)) for name in names_of(given)}
        return {"_target_": f"{kind.__module__}.{kind.__qualname__}"} | held
    if isinstance(given, Mapping):
        return {str(key): plain(item) for key, item in given.items()}
    if isinstance(given, (list, tuple)):
        return [plain(item) for item in given]
    return given


def hashed(given: Any) -> str:
    """Return the hash of plain values, in whatever order their names were given."""
    return hash_of_text(written(given))


def written(given: Any) -> str:
    """Write plain values down in the one way in which they are hashed."""
    return _WRITER.encode(given)


def hash_of_text(text: str) -> str:
    """Return the hash of what is written down."""
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


@cache
def sources() -> dict[str, str]:
    """Return the source code and the versions that are part of every identity made here."""
    return deciding(provenance.versions(), provenance.sources_hash())


def deciding(versions: Mapping[str, str], sources: str) -> dict[str, str]:
    """Return what of versions and sources is part of an identity."""
    return {name: versions[name] for name in provenance.DECIDING_LIBRARIES} | {"sim": sources}

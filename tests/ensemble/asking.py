"""Small questions for the tests: two seeds of a village, a few months, two arms."""

from __future__ import annotations

import copy
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from sim.config.compose import compose
from sim.ensemble.composed import scenario_part
from sim.ensemble.question import Question

PATH = "behaviour.meet.crowding"
SAMPLED = {"sampled": {PATH: {"kind": "uniform", "low": 1, "high": 5}}}
FEW_MONTHS = ("city=village", "city.regulated_share=0.4", "burn_in=2", "months=3")


@cache
def _composed(policy: str) -> dict[str, Any]:
    return compose([*FEW_MONTHS, f"policy={policy}"], question="run")


def scenario(policy: str = "none", **changes: Any) -> dict[str, Any]:
    """Return the plain scenario of a small city."""
    return scenario_part(copy.deepcopy(_composed(policy))) | changes


def question(out: Path, *policies: str, **changes: Any) -> Question:
    """Ask for a few arms in a few small cities."""
    given = policies or ("none", "cash")
    arms = changes.pop("arms", None) or {policy: scenario(policy) for policy in given}
    command = changes.pop("command", "compare")
    overrides = changes.pop("overrides", ())
    composed = {
        **scenario("none"),
        "out": str(out),
        "seeds": 2,
        "executor": {"kind": "serial"},
        "workers": 2,
        "worlds": SAMPLED,
        **changes,
    }
    return Question.of(composed, arms, command=command, overrides=overrides)


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every table of an answer but the log, which tells of this machine."""
    tables = sorted(path for path in folder.glob("*.parquet") if path.stem != "log")
    return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in tables}

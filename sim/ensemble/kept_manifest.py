"""The manifest of an answer, held against itself, and the runs it says how to make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.config.catalogue import text
from sim.config.refusal import Refusal, shown
from sim.ensemble.expansion import Run
from sim.ensemble.kept import Differs, Maker, rebuilt, refuse_shape, refuse_unless
from sim.recorder import manifest

COMMANDS = ("run", "compare")
FINISHED = ("done", "some runs failed")
SHAPE: Mapping[str, type] = {
    "command": str, "status": str, "identity": str, "config": dict, "arms": dict, "seeds": list,
    "worlds": dict, "runs": list, "failed": list, "tables": dict, "hashes": dict,
}  # fmt: skip
OF_ONE_ARM = ("policy", "budget", "budget_source")


def sound_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a finished answer; refuse one that is not whole."""
    told, path = manifest.read(folder), folder / manifest.FILE
    command, status = told.get("command"), told.get("status")
    if command not in COMMANDS:
        raise Refusal.of("verify.command", path=path, command=shown(command))
    if status not in FINISHED:
        raise Refusal.of("verify.unfinished", folder=folder, status=shown(status))
    refuse_shape(told, SHAPE, path)
    refuse_unless(all(isinstance(arm, dict) for arm in told["arms"].values()), "arms", path)
    refuse_unless(all(_is_whole(seed) for seed in told["seeds"]), "seeds", path)
    known = {str(seed) for seed in told["seeds"]}
    refuse_unless(set(told["worlds"]) == known, "worlds", path)
    refuse_unless(all(isinstance(world, dict) for world in told["worlds"].values()), "worlds", path)
    refuse_unless(all(isinstance(run_id, str) for run_id in told["failed"]), "failed", path)
    for each in told["runs"]:
        right = isinstance(each, dict) and set(each) == {"run_id", "seed", "arm"}
        right = right and isinstance(each["run_id"], str) and _is_whole(each["seed"])
        right = right and isinstance(each["arm"], str) and each["arm"] in told["arms"]
        refuse_unless(right, "runs", path)
    refuse_unless(bool(told["runs"]), "runs", path)
    return told


def _is_whole(seed: Any) -> bool:
    return isinstance(seed, int) and not isinstance(seed, bool)


def runs_asked(told: Mapping[str, Any], maker: Maker, path: Path) -> Iterator[tuple[Run, Any]]:
    """Rebuild every run a manifest lists, with its scenario: each arm on each seed, no others."""
    _check_config(told, path)
    listed = {(each["arm"], each["seed"]) for each in told["runs"]}
    for arm in told["arms"]:
        for seed in told["seeds"]:
            if (arm, seed) not in listed:
                raise Differs(text("verify.difference.unlisted", told=path, arm=arm, seed=seed))
    for each in sorted(told["runs"], key=lambda each: (each["seed"], each["arm"])):
        arm, seed = each["arm"], each["seed"]
        if seed not in told["seeds"]:
            raise Differs(text("verify.difference.unasked", told=path, arm=arm, seed=seed))
        plain = manifest.scenario_of(told, arm, seed)
        yield rebuilt(each["run_id"], arm, plain, maker, path)


def _check_config(told: Mapping[str, Any], path: Path) -> None:
    """Say which number an arm and the composed configuration do not have in common."""
    free = ("seed", *(OF_ONE_ARM if told["command"] != "run" else ()))
    for arm, plain in told["arms"].items():
        for key, value in plain.items():
            if key in free or key not in told["config"]:
                continue
            apart = _first_apart(value, told["config"][key], key)
            if apart:
                at, one, other = apart
                raise Differs(
                    text("verify.difference.config", told=path, path=at, arm=arm, one=shown(one),
                         other=shown(other))
                )  # fmt: skip


def _first_apart(one: Any, other: Any, path: str) -> tuple[str, Any, Any] | None:
    """Return the first dotted path at which two nested values differ, sources left out."""
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        one, other = dict(enumerate(one)), dict(enumerate(other))
    if isinstance(one, dict) and isinstance(other, dict):
        shared = (key for key in one if key != "sources" and key in other)
        apart = (_first_apart(one[key], other[key], f"{path}.{key}") for key in shared)
        return next((each for each in apart if each), None)
    return None if one == other else (path, one, other)

"""Runs of coalitions in a kept answer, rebuilt from its manifest and held against its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import text
from sim.ensemble.coalition_runs import TABLE
from sim.ensemble.coalitions import METHODS, Coalition, between, players_of, with_policy_of
from sim.ensemble.expansion import Run
from sim.ensemble.kept import Differs, Maker, rebuilt, refuse_unless
from sim.recorder import manifest
from sim.recorder.schemas import TOGETHER

if TYPE_CHECKING:
    import pyarrow as pa

ASKED = {"method", "reference", "players"}
TOLD = {"run_id", "seed", "arm", "kept"}
"""What the manifest says of an attribution, and of each run of a coalition."""


def members_told(told: Mapping[str, Any]) -> dict[str, Coalition]:
    """Return the coalitions a manifest lists, by their label."""
    listed = (Coalition(each["arm"], tuple(each["kept"])) for each in told.get(TABLE, ()))
    return {coalition.label: coalition for coalition in listed}


def coalitions_asked(
    told: Mapping[str, Any], maker: Maker, path: Path
) -> Iterator[tuple[Run, Any]]:
    """Rebuild every run of a coalition that a manifest lists, with its scenario."""
    if "attribution" not in told:
        return
    _refuse_shape(told, path)
    _check_all_listed(told, path)
    reference = told["arms"][told["attribution"]["reference"]]
    for each in sorted(told[TABLE], key=lambda each: (each["seed"], each["arm"], each["kept"])):
        label = _coalition(each).label
        arm = with_policy_of(told["arms"][each["arm"]], reference, each["kept"])
        plain = manifest.scenario_of({**told, "arms": {label: arm}}, label, each["seed"])
        yield rebuilt(each["run_id"], label, plain, maker, path)


def _coalition(told: Mapping[str, Any]) -> Coalition:
    return Coalition(told["arm"], tuple(told["kept"]))


def _refuse_shape(told: Mapping[str, Any], path: Path) -> None:
    """Refuse a manifest whose attribution is not whole, or not of its arms and seeds."""
    asked, listed = told["attribution"], told.get(TABLE)
    right = isinstance(asked, dict) and set(asked) == ASKED and asked["method"] in METHODS
    refuse_unless(right and asked["reference"] in told["arms"], "attribution", path)
    refuse_unless(isinstance(asked["players"], dict), "attribution.players", path)
    reference = told["arms"][asked["reference"]]
    for arm, own in asked["players"].items():
        right = arm in told["arms"] and list(players_of(told["arms"][arm], reference)) == own
        refuse_unless(right, "attribution.players", path)
    refuse_unless(isinstance(listed, list), TABLE, path)
    for each in listed or ():
        right = isinstance(each, dict) and set(each) == TOLD and each["arm"] in asked["players"]
        right = right and each["seed"] in told["seeds"] and isinstance(each["run_id"], str)
        refuse_unless(right and isinstance(each["kept"], list), TABLE, path)


def _check_all_listed(told: Mapping[str, Any], path: Path) -> None:
    """Say which coalition is missing on which seed, or is there though nobody asked for it."""
    asked = told["attribution"]
    listed = {(_coalition(each), each["seed"]) for each in told[TABLE]}
    wanted = {
        (coalition, seed)
        for arm, own in asked["players"].items()
        for coalition in between(arm, own, asked["method"])
        for seed in told["seeds"]
    }
    for key, apart in (("unlisted", wanted - listed), ("unasked", listed - wanted)):
        for coalition, seed in sorted(apart, key=lambda each: (each[0].label, each[1])):
            raise Differs(
                text(f"verify.difference.{key}", told=path, arm=coalition.label, seed=seed)
            )


def refuse_other_coalitions(table: pa.Table, asked: Sequence[Run], folder: Path) -> None:
    """Say which run has rows in the table that is no coalition of this answer."""
    known = {(run.run_id, run.seed, run.arm) for run in asked}
    for row in table.select(["run_id", "seed", "arm", "kept"]).to_pylist():
        label = Coalition(row["arm"], tuple(row["kept"].split(TOGETHER))).label
        if (row["run_id"], row["seed"], label) not in known:
            stranger = text("verify.run", run=row["run_id"], arm=f"{label}, ", seed=row["seed"])
            raise Differs(
                text("verify.difference.stranger", folder=folder, table=TABLE, run=stranger)
            )

"""The birth certificate of a result: all that is needed to make it again."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal
from sim.recorder import provenance
from sim.recorder.columns import SCHEMA_VERSION
from sim.recorder.tables import of_another_schema, write_whole

FILE = "manifest.json"


def certificate(**about: Any) -> dict[str, Any]:
    """Join what was asked to what it was answered with: sources, versions and machine."""
    return {"schema_version": SCHEMA_VERSION, **about, **provenance.maker()}


def write(folder: Path, manifest: Mapping[str, Any], indent: int | None = 1) -> None:
    """Write the manifest of a folder, whole; on one line, and quicker, where indent is None."""
    text = json.dumps(manifest, indent=indent, ensure_ascii=False, allow_nan=False)
    write_whole(folder / FILE, (text + "\n").encode())


def read(folder: Path) -> dict[str, Any]:
    """Read the manifest of a folder; one that is missing, broken or newer is refused."""
    path = folder / FILE
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = manifest["schema_version"]
    except OSError:
        raise Refusal.of("recorder.no_result", folder=folder, file=FILE) from None
    except (ValueError, KeyError, TypeError):
        raise Refusal.of("recorder.broken_manifest", path=path) from None
    if version != SCHEMA_VERSION:
        raise of_another_schema(path, version)
    return manifest


def scenario_of(manifest: Mapping[str, Any], arm: str, seed: int) -> dict[str, Any]:
    """Return the plain scenario of one run of a result, as `Scenario.of` takes it."""
    scenario = copy.deepcopy(dict(manifest["arms"][arm])) | {"seed": seed}
    for path, value in manifest["worlds"].get(str(seed), {}).items():
        *outer, last = path.split(".")
        inside: Any = scenario
        for key in outer:
            inside = inside.get(key) if isinstance(inside, dict) else None
        if isinstance(inside, dict) and last in inside:
            inside[last] = value
    return scenario

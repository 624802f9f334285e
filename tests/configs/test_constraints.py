"""Versions are pinned once, and nothing records where they were downloaded from."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PINNED = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_uv_and_pip_are_held_to_the_same_versions():
    declared = tomllib.loads(PROJECT)["tool"]["uv"]["constraint-dependencies"]

    assert declared == PINNED.splitlines()


def test_every_requirement_is_pinned():
    project = tomllib.loads(PROJECT)
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {line.split("[")[0].split(">")[0].split("=")[0].lower() for line in wanted}

    assert names <= {line.split("==")[0] for line in PINNED.splitlines()}


def test_no_address_of_a_registry_is_written_down():
    assert "://" not in PINNED + PROJECT
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()

"""Which presets there are, found on disk without Hydra: quick, and the same for every verb."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.config.home import home
from sim.config.refusal import Refusal

NOT_GROUPS = ("catalogue", "hydra")


def folders(config_dirs: Sequence[str | Path] = ()) -> list[Path]:
    """Return every configuration folder, the shipped one first.

    Raises
    ------
    Refusal
        If a folder is missing, or holds a preset that an earlier one has under the same name:
        Hydra would take the earlier and say nothing.
    """
    for folder in config_dirs:
        if not Path(folder).is_dir():
            raise Refusal.of("config.no_folder", "--config-dir", folder=folder)
    every = [home(), *(Path(folder).resolve() for folder in config_dirs)]
    _refuse_doubles(every)
    return every


def _refuse_doubles(every: Sequence[Path]) -> None:
    """Refuse a preset whose name is taken in its group by an earlier folder."""
    seen = {(path.parent.name, path.stem) for path in every[0].glob("*/*.yaml")}
    for folder in every[1:]:
        here = {(path.parent.name, path.stem) for path in folder.glob("*/*.yaml")}
        for group, name in sorted(here & seen):
            raise Refusal.of(
                "config.two_presets", "--config-dir", group=group, name=name, folder=folder
            )
        seen |= here


def groups(config_dirs: Sequence[str | Path] = ()) -> list[str]:
    """Return the names of all groups, such as city and policy."""
    found = {
        inner.name
        for folder in folders(config_dirs)
        for inner in folder.iterdir()
        if any(inner.glob("*.yaml")) and inner.name not in NOT_GROUPS
    }
    return sorted(found)


def options(group: str, config_dirs: Sequence[str | Path] = ()) -> dict[str, str]:
    """Return every preset of a group with the first comment line of its file."""
    found: dict[str, str] = {}
    for folder in folders(config_dirs):
        for path in sorted((folder / group).glob("*.yaml")):
            found.setdefault(path.stem, first_comment(path))
    return found


def first_comment(path: Path) -> str:
    """Return the first line of a preset that says what it is; package lines are skipped."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            words = line.strip()
            if words and not words.startswith("#"):
                return ""
            comment = words.lstrip("# ")
            if comment and not comment.startswith("@package"):
                return comment
    return ""

"""What a preset says of itself: its first line, and the texts it carries in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.config.catalogue import mark, said, spoken, text
from sim.config.presets import folders, groups, options


def named(name: str, config_dirs: Sequence[str]) -> list[str]:
    """Return the groups that have a preset of this name."""
    return [group for group in groups(config_dirs) if name in options(group, config_dirs)]


def preset_told(group: str, name: str, config_dirs: Sequence[str]) -> Iterator[str]:
    """Say what one preset is, and what it tells of itself."""
    yield f"{group}={name}   {said('presets', options(group, config_dirs)[name])}"
    yield from lines_of(about(group, name, config_dirs))


def about(group: str, name: str, config_dirs: Sequence[str]) -> Mapping[str, Any]:
    """Read what the file of a preset tells of itself, by language and label; nothing is composed.

    A preset laid over another one tells what its own file tells.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for folder in folders(config_dirs):
        path = folder / group / f"{name}.yaml"
        if path.is_file():
            found = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
            told = found.get("about") if isinstance(found, Mapping) else None
            return told if isinstance(told, Mapping) else {}
    return {}


def lines_of(told: Mapping[str, Any], without: Sequence[str] = ()) -> Iterator[str]:
    """Write what is told in the language spoken, a line for every label but those left out.

    What is told in other languages alone is told in the first of them.
    """
    labelled: Any = told.get(spoken()) or next(iter(told.values()), {})
    if isinstance(labelled, Mapping):
        names = {each: text(f"door.told.{each}") for each in labelled if each not in without}
        width = max(map(len, names.values()), default=0)
        for label, name in names.items():
            yield f"  {name:<{width}}  {joined(labelled[label])}"


def joined(told: Any) -> str:
    """Write one text, or several one after the other."""
    return mark("names").join(map(str, told)) if isinstance(told, (list, tuple)) else str(told)

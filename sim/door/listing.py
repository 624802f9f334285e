"""What there is to choose from: every preset with the first line of its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.config.catalogue import said, text
from sim.config.presets import groups, options
from sim.config.refusal import unknown
from sim.config.telling import IN_SHORT
from sim.door.telling import about, lines_of

VERB_OF = {"worlds": "compare", "executor": "compare", "design": "sweep", "experiment": "compare"}
"""Which verb takes a group that `run` does not."""
ADDED = ("experiment",)
"""Groups of which no question has one by itself, so that Hydra wants a plus before it."""
PARTS_OF_OTHERS = ("instrument",)


def listing(names: Sequence[str], config_dirs: Sequence[str]) -> Iterator[str]:
    """Say which presets there are, in all groups or in those named."""
    known = groups(config_dirs)
    for name in names:
        if name not in known:
            raise unknown("group", name, known)
    for group in names or known:
        told = config_dirs if names else None
        yield from _group(group, options(group, config_dirs), told)
        yield ""


def _group(group: str, presets: dict[str, str], told: Sequence[str] | None = None) -> Iterator[str]:
    """Say which presets one group has, and what each tells of itself, if folders are given."""
    example = next(iter(presets))
    verb = VERB_OF.get(group, "run")
    key = "added" if group in ADDED else "title"
    title = text(f"door.list.{key}", group=group, verb=verb, example=example)
    yield title if group not in PARTS_OF_OTHERS else group
    width = max(len(name) for name in presets)
    for name, comment in presets.items():
        row = text("door.list.row", name=name, width=width, comment=said("presets", comment))
        yield f"  {row}".rstrip()
        if told is not None:
            yield from (f"    {line}" for line in lines_of(about(group, name, told), IN_SHORT))

"""What there is to choose from: every preset with the first line of its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.config.catalogue import said, text
from sim.config.presets import groups, options
from sim.config.refusal import unknown

VERB_OF = {"worlds": "compare", "executor": "compare", "design": "sweep"}
"""Which verb takes a group that `run` does not."""
PARTS_OF_OTHERS = ("instrument",)


def listing(names: Sequence[str], config_dirs: Sequence[str]) -> Iterator[str]:
    """Say which presets there are, in all groups or in those named."""
    known = groups(config_dirs)
    for name in names:
        if name not in known:
            raise unknown("group", name, known)
    for group in names or known:
        yield from _group(group, options(group, config_dirs))
        yield ""


def _group(group: str, presets: dict[str, str]) -> Iterator[str]:
    """Say which presets one group has."""
    example = next(iter(presets))
    verb = VERB_OF.get(group, "run")
    title = text("door.list.title", group=group, verb=verb, example=example)
    yield title if group not in PARTS_OF_OTHERS else group
    width = max(len(name) for name in presets)
    for name, comment in presets.items():
        row = text("door.list.row", name=name, width=width, comment=said("presets", comment))
        yield f"  {row}".rstrip()

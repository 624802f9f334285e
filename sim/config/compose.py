"""From what was typed to one plain dictionary: Hydra composes, refusals are sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.config.presets import folders, groups, options
from sim.config.refusal import Refusal, nearest, shown, unknown

VERSION_BASE = "1.3"
MODULE = "sim.configs"
NOT_CHOSEN = re.compile(r"Could not override '(.+?)'")
NOT_THERE = re.compile(r"is not in struct\n\s*full_key: (\S+)")


def compose(
    overrides: Sequence[str], config_dirs: Sequence[str | Path] = (), question: str = "life"
) -> dict[str, Any]:
    """Compose a configuration: plain and resolved, `sources` still inside.

    The question `life` is one scenario and no more; `run` and `compare` add what the door asks.
    """
    parsed = _parsed(overrides)
    presets = [given for given in parsed if _is_preset(given, config_dirs)]
    search = search_overrides(config_dirs)
    with _hydra():
        try:
            return _composed(question, [*search, *overrides])
        except Refusal:
            raise
        except Exception as problem:
            try:
                base = _composed(question, [*search, *(given.input_line for given in presets)])
            except Exception:
                raise _not_composed(problem) from None
            raise _diagnosed(problem, parsed, presets, base) from None


def check_every_value(
    overrides: Sequence[str], config_dirs: Sequence[str | Path], question: str
) -> None:
    """Refuse a value of Hydra's multirun that cannot be composed, each with the first others."""
    own = [line for line in overrides if not line.lstrip("+~").startswith("hydra")]
    each = [
        list(given.sweep_string_iterator()) if given.is_sweep_override() else [""]
        for given in _parsed(own, sweeps=True)
    ]
    written = [
        [f"{line.partition('=')[0]}={value}" if value else line for value in values]
        for line, values in zip(own, each, strict=True)
    ]
    first = [lines[0] for lines in written]
    compose(first, config_dirs, question)
    for at, lines in enumerate(written):
        for line in lines[1:]:
            compose([*first[:at], line, *first[at + 1 :]], config_dirs, question)


def _composed(question: str, overrides: list[str]) -> dict[str, Any]:
    from hydra import compose as hydra_compose
    from omegaconf import OmegaConf

    config = hydra_compose(config_name=question, overrides=overrides)
    plain: Any = OmegaConf.to_container(config, resolve=True, throw_on_missing=True)
    return plain


@contextmanager
def _hydra() -> Iterator[None]:
    """Open Hydra on the shipped configuration, also inside one of Hydra's own jobs."""
    from hydra import initialize_config_module
    from hydra.core.global_hydra import GlobalHydra

    outer = GlobalHydra.instance().hydra
    GlobalHydra.instance().clear()
    try:
        with initialize_config_module(MODULE, version_base=VERSION_BASE):
            yield
    finally:
        GlobalHydra.instance().hydra = outer


def search_overrides(config_dirs: Sequence[str | Path]) -> list[str]:
    """Write the user's own folders as the override Hydra expects."""
    own = folders(config_dirs)[1:]
    if not own:
        return []
    quoted = ",".join("'file://" + str(folder).replace("'", r"\'") + "'" for folder in own)
    return [f"hydra.searchpath=[{quoted}]"]


def _parsed(overrides: Sequence[str], sweeps: bool = False) -> list[Any]:
    """Read overrides with Hydra's own grammar; refuse what it cannot read."""
    from hydra.core.override_parser.overrides_parser import OverridesParser

    parser, parsed = OverridesParser.create(), []
    for line in overrides:
        try:
            given = parser.parse_override(line)
        except Exception:
            raise Refusal.of("config.unreadable", given=shown(line)) from None
        if given.is_sweep_override() and not sweeps:
            raise Refusal.of("config.several_values", given=shown(line))
        if given.is_hydra_override():
            raise Refusal.of("config.of_hydra", given=shown(line))
        if "sources" in given.key_or_group.split("."):
            raise Refusal.of("config.of_sources", given=shown(line))
        parsed.append(given)
    return parsed


def _is_preset(given: Any, config_dirs: Sequence[str | Path]) -> bool:
    """Tell whether an override names a preset of a group; refuse a preset that is missing."""
    group = given.key_or_group
    if group not in groups(config_dirs):
        return False
    value, names = given.value(), options(group, config_dirs)
    if given.is_delete():
        return True
    if not isinstance(value, str):
        listed = ", ".join(names)
        raise Refusal.of("config.no_preset", group, given=shown(value), names=listed)
    if value not in names:
        raise unknown("preset", value, names, group, group=group)
    return True


def _diagnosed(problem: Exception, parsed: list[Any], presets: list[Any], base: Any) -> Refusal:
    """Find the override that names a key which is not there; else say what Hydra says."""
    paths = _paths(base)
    for given in parsed:
        key = given.key_or_group
        if given not in presets and key not in paths and not given.is_add():
            return _unknown_path(key, paths)
    inside = NOT_THERE.search(str(problem.__cause__))
    return _unknown_path(inside[1], paths) if inside else _not_composed(problem)


def _unknown_path(key: str, paths: list[str]) -> Refusal:
    """Return the refusal of a dotted key that does not exist, with the nearest right one."""
    same_end = [path for path in paths if path.endswith("." + key.rsplit(".", 1)[-1])]
    guess = nearest(key, paths, cutoff=0.75) or next(iter(same_end), "") or nearest(key, paths)
    if not guess:
        return Refusal.of("config.no_parameter", name=key)
    return Refusal.of("config.nearest_parameter", name=key, guess=guess)


def _paths(config: Any, start: str = "") -> list[str]:
    """Return every dotted key of a composed configuration but those of `sources`."""
    if not isinstance(config, dict):
        return []
    found = []
    for key, value in config.items():
        if key not in ("sources", "_target_"):
            path = f"{start}.{key}" if start else str(key)
            found += [path, *_paths(value, path)]
    return found


def _not_composed(problem: Exception) -> Refusal:
    """Make one sentence of what Hydra or OmegaConf says."""
    cause = problem.__cause__ or problem
    absent = NOT_CHOSEN.search(str(cause))
    if absent:
        return Refusal.of("config.no_part", name=absent[1])
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    first = lines[0].rstrip(".") if lines else type(cause).__name__
    return Refusal.of("config.not_composed", problem=first)

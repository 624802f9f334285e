"""What a name means: a parameter with its bounds and source, or an outcome with its formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.config.build import build
from sim.config.catalogue import said, text
from sim.config.compose import compose
from sim.config.presets import groups, options
from sim.config.refusal import Refusal, nearest
from sim.config.register import Row, register
from sim.door.requests import CompareRequest, SweepRequest
from sim.door.telling import named, preset_told

SEVERAL = 3
PERCENT = 100
RULES = ("city", "policy", "model", "door", "ensemble")
POLICIES = "policy"


def explanation(names: Sequence[str], config_dirs: Sequence[str]) -> Iterator[str]:
    """Explain every name, or list all there are."""
    rows, outcomes = parameters(config_dirs), known_outcomes()
    if not names:
        yield from _overview(rows, outcomes)
    for name in names:
        yield from _explained(name, rows, outcomes, config_dirs)


def parameters(config_dirs: Sequence[str] = ()) -> list[Row]:
    """List every parameter of a comparison and of every instrument a policy may use."""
    instruments = [
        f"+instrument@policy.instruments.{name}={name}"
        for name in options("instrument", config_dirs)
        if "instrument" in groups(config_dirs)
    ]
    rows = register(compose(instruments, config_dirs, "compare"), CompareRequest)
    known = {row.path for row in rows}
    sweeping = register(compose([], config_dirs, "sweep"), SweepRequest)
    return rows + [row for row in sweeping if row.path not in known]


def readers(row: Row) -> list[str]:
    """Find the modules whose rules read a parameter, by its last name."""
    import sim

    package = Path(str(sim.__file__)).parent
    mentioned = re.compile(rf"\.{row.path.rsplit('.', 1)[-1]}\b")
    found = []
    for path in sorted(path for name in RULES for path in (package / name).rglob("*.py")):
        module = ".".join(["sim", *path.relative_to(package).with_suffix("").parts])
        if not row.reader.startswith(module) and mentioned.search(path.read_text("utf-8")):
            found.append(module)
    return found


def known_outcomes() -> Mapping[str, Any]:
    """Return every outcome of a city and of its people; their modules load no model."""
    from sim.recorder.endings import ENDINGS
    from sim.recorder.outcomes import OUTCOMES

    return OUTCOMES | ENDINGS


def _overview(rows: list[Row], outcomes: Mapping[str, Any]) -> Iterator[str]:
    """List all names with one line each."""
    yield text("door.explain.parameters")
    width = max(len(row.path) for row in rows)
    for row in rows:
        yield f"  {row.path:<{width}}  {_brief(row)}"
    yield ""
    yield text("door.explain.outcomes")
    for name, outcome in outcomes.items():
        line = text(
            "door.explain.brief",
            value="",
            unit=said("units", outcome.unit),
            meaning=said("outcomes", outcome.meaning),
        )
        yield f"  {name:<{width}}  {line}"


def _explained(
    name: str, rows: list[Row], outcomes: Mapping[str, Any], config_dirs: Sequence[str]
) -> Iterator[str]:
    """Explain one name: whole, or the last part of a dotted one, or the start of several."""
    if name in outcomes:
        yield from _outcome(name, outcomes[name])
        return
    found = [row for row in rows if row.path == name]
    found = found or [row for row in rows if row.path.endswith(f".{name}")]
    found = found or [row for row in rows if row.path.startswith(f"{name}.")]
    if not found:
        presets = named(name, config_dirs)
        for group in presets:
            yield from preset_told(group, name, config_dirs)
            if group == POLICIES:
                yield from _shares(name, config_dirs)
        if presets:
            return
        raise _unknown(name, rows, outcomes)
    if name in groups(config_dirs):
        for preset, comment in options(name, config_dirs).items():
            yield f"{name}={preset}   {said('presets', comment)}"
        yield ""
    if len(found) <= SEVERAL:
        for row in found:
            yield from _parameter(row)
        return
    width = max(len(row.path) for row in found)
    for row in found:
        yield f"  {row.path:<{width}}  {_brief(row)}"


def _shares(name: str, config_dirs: Sequence[str]) -> Iterator[str]:
    """Say how much of a policy's money can be bound in walls, and how much is to draw others."""
    whole = compose([f"{POLICIES}={name}"], config_dirs)
    policy, economy = build(whole[POLICIES]), build(whole["economy"])
    if not policy.instruments:
        return
    for label, share in (
        ("hard", policy.hard_share(economy)),
        ("outside", policy.attraction_share),
    ):
        yield _field(label, text(f"door.explain.shares.{label}", percent=PERCENT * share))


def _brief(row: Row) -> str:
    """Say one parameter in a line."""
    parts = {"unit": said("units", row.unit), "meaning": said("meanings", row.meaning)}
    return text("door.explain.brief", value=f"{_value(row.default)} ", **parts)


def _parameter(row: Row) -> Iterator[str]:
    """Say everything about one parameter."""
    yield row.path
    for label, value in (
        ("meaning", said("meanings", row.meaning)),
        ("unit", said("units", row.unit)),
        ("allowed", row.allowed),
        ("default", _value(row.default)),
        ("source", said("sources", row.source)),
        ("reader", ", ".join([row.reader, *readers(row)])),
    ):
        yield _field(label, value)


def _outcome(name: str, outcome: Any) -> Iterator[str]:
    """Say everything about one outcome."""
    direction = {1: "up", -1: "down", 0: "neither"}[int(outcome.direction)]
    yield name
    yield _field("meaning", said("outcomes", outcome.meaning))
    yield _field("unit", said("units", outcome.unit))
    yield _field("formula", said("outcomes", outcome.formula))
    yield _field("direction", text(f"door.explain.direction.{direction}"))
    yield _field("primary", _value(bool(outcome.primary)))


def _field(label: str, value: str) -> str:
    return f"  {text(f'door.explain.names.{label}'):<10} {value or text('door.explain.none')}"


def _value(value: Any) -> str:
    """Write a value as it is written in YAML."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key}: {_value(item)}" for key, item in value.items())
        return f"{{{inside}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_value(item) for item in value)}]"
    return str(value)


def _unknown(name: str, rows: list[Row], outcomes: Mapping[str, Any]) -> Refusal:
    """Return the refusal of a name nobody declares, with the name most like it."""
    paths = {row.path.rsplit(".", 1)[-1]: row.path for row in rows}
    guess = nearest(name, [*paths, *(row.path for row in rows), *outcomes])
    if not guess:
        return Refusal.of("door.nothing_called", name=name)
    return Refusal.of("door.nearest_called", name=name, guess=paths.get(guess, guess))

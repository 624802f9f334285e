"""Where the source code names a text of the catalogue, and which parts it gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from sim.config.home import home

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
NAMING = {
    "text": ("", 0),
    "Refusal.of": ("refusals.", 0),
    "unknown": ("refusals.unknown.what.", 0),
    "watch.enter": ("problems.recorder.stage.", 0),
    "BrokenPart.of": ("problems.ensemble.broken.", 0),
    "_must": ("problems.model.sums.", 2),
}
"""Calls that name a text: what stands before the name, and which argument it is."""
OWN = {"unknown": {"what", "name", "names"}}
"""Placeholders a call fills in by itself."""
ANYTHING = r"\w*"


@dataclass(frozen=True)
class Use:
    """One place that names texts: a pattern of keys, and the parts given if they can be told."""

    place: str
    keys: str
    exact: bool
    parts: frozenset[str] | None


def catalogue() -> dict[str, str]:
    """Return every English text by its key."""
    found: dict[str, str] = {}
    for path in sorted((home() / "catalogue" / "en").glob("*.yaml")):
        found |= leaves(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)
    return found


def leaves(inside: object, key: str) -> dict[str, str]:
    """Return what a nested mapping holds at its ends, by dotted key."""
    if not isinstance(inside, Mapping):
        return {key: str(inside)}
    ends: dict[str, str] = {}
    for name, item in inside.items():
        ends |= leaves(item, f"{key}.{name}")
    return ends


def uses() -> list[Use]:
    """Return every place in the source code that names a text."""
    return [use for path in SOURCES for use in _of_file(path)]


def _of_file(path: Path) -> Iterator[Use]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    forwarding = {
        id(node)
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef)
        and function.name in {name.rpartition(".")[2] for name in NAMING}
        for node in ast.walk(function)
    }
    kept = _mappings(module)
    for call in ast.walk(module):
        if not isinstance(call, ast.Call) or ast.unparse(call.func) not in NAMING:
            continue
        before, at = NAMING[ast.unparse(call.func)]
        for name in _alternatives(call.args[at], module):
            if isinstance(name, ast.Constant) or id(call) not in forwarding:
                yield Use(
                    place=f"{path.relative_to(ROOT)}:{call.lineno}",
                    keys=re.escape(before) + _pattern(name),
                    exact=isinstance(name, ast.Constant),
                    parts=_parts(call, kept),
                )


def _alternatives(name: ast.expr, module: ast.Module) -> list[ast.expr]:
    """Return what a name may be: itself, or either side of an if; a variable is looked up."""
    if isinstance(name, ast.IfExp):
        return [name.body, name.orelse]
    if isinstance(name, ast.Name):
        values = [
            node.value
            for node in ast.walk(module)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name.id
        ]
        return [found for value in values for found in _alternatives(value, module)]
    return [name]


def _pattern(name: ast.expr) -> str:
    if isinstance(name, ast.JoinedStr):
        return "".join(_pattern(piece) for piece in name.values)
    return re.escape(str(name.value)) if isinstance(name, ast.Constant) else ANYTHING


def _mappings(module: ast.Module) -> dict[str, set[str]]:
    """Return the keys of every mapping that is written out and given a name."""
    kept: dict[str, set[str]] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            keys = {key.value for key in node.value.keys if isinstance(key, ast.Constant)}
            kept.setdefault(ast.unparse(node.targets[0]), set()).update(map(str, keys))
    return kept


def _parts(call: ast.Call, kept: Mapping[str, set[str]]) -> frozenset[str] | None:
    """Return the names of the parts a call gives; None where only running it would tell."""
    found: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg:
            found.add(keyword.arg)
        elif ast.unparse(keyword.value) in kept:
            found |= kept[ast.unparse(keyword.value)]
        else:
            return None
    return frozenset(found)


def whole_groups() -> Iterator[str]:
    """Return patterns of keys whose texts are taken together, by code or by the page."""
    for page in (ROOT / "sim/report").glob("*.html.j2"):
        room = page.name.partition(".")[0]
        for name in re.findall(r"\bt\.([\w.]+)", page.read_text(encoding="utf-8")):
            yield rf"{room}\.{re.escape(name)}(\..+)?"
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and (found := _looked_up(node)):
                yield rf"{found}(\..+)?"


def _looked_up(node: ast.expr) -> str:
    """Return the pattern of keys that texts(name)[key][key] looks up; nothing for other code."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "texts":
        return _pattern(node.args[0])
    if isinstance(node, ast.Subscript) and (outer := _looked_up(node.value)):
        return rf"{outer}\.{_pattern(node.slice)}"
    return ""

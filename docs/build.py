"""Write the pages that are made from code and YAML: `python -m docs.build`, in a checkout.

A test holds the pages in the repository equal to what this module would write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from sim.config.compose import compose
from sim.config.presets import options
from sim.config.register import Row, register
from sim.door.requests import CompareRequest
from sim.recorder.outcomes import LIFE, OUTCOMES, Outcome
from sim.recorder.record import MONTHS_IN_WINDOW

FOLDER = Path(__file__).parent
BETTER = {1: "more", -1: "less", 0: "neither"}
PRESETS = ("city", "population", "economy", "behaviour")
SECTIONS = 2
"""Names of a path that make a section, as in economy.housing."""


OUTCOMES_PAGE = """\
# Outcomes

*Written by `python -m docs.build` from `sim/recorder/outcomes.py`; change that instead.*

Each is measured at the end of every month, after everything has been checked to add up
(`sim/recorder/observe.py`). One number for a run is the mean over the last {months} months of the
policy (all of them, if there are fewer), leaving out months that have none; where the last column
says *end* it is the value of the last month. *Better* says what those concerned would rather have:
it is no verdict, and nothing adds outcomes up to one score. The three ledgers of ideas (use, sales,
recognition) are never summed. `faireville explain NAME` says the same on the command line.

## Primary outcomes

Only these carry sentences of verdict.

{primary}

## Other outcomes

{others}

## Signs of life

Recorded monthly beside the outcomes, to see that the city is plausible when no policy acts. The
ranges they must stay in, with their sources, are in `experiments/life/ranges.yaml`.

{life}
"""

PARAMETERS_PAGE = """\
# Parameters

*Written by `python -m docs.build` from `configs/` and the classes that declare its numbers; change
those instead.*

Every one may be set by `name=value`, the name being the title of its table, a point and its own
(those of *the question* have no title before them). A value outside *allowed* is refused in a
sentence before anything runs. *Source* says where the number comes from: an assumption of this
project, or a publication; P and R numbers are explained in [sources.md](sources.md). The defaults
are those of `faireville compare`; instruments stand with their own presets.

{sections}

## What other presets set

{presets}

## Policies

{policies}

## Sampled worlds

With `worlds=sampled`, the default of `compare`, each seed has a world of its own, the same for all
arms. `worlds=default` keeps the defaults above: for demonstration only.

{worlds}
"""


def main() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        print(FOLDER / name)


def outcomes_page() -> str:
    """Return the page of everything that is measured."""
    primary = [outcome for outcome in OUTCOMES.values() if outcome.primary]
    others = [outcome for outcome in OUTCOMES.values() if not outcome.primary]
    return OUTCOMES_PAGE.format(
        months=MONTHS_IN_WINDOW,
        primary="\n".join(_outcomes(primary)),
        others="\n".join(_outcomes(others)),
        life="\n".join(_outcomes(LIFE.values())),
    )


def parameters_page() -> str:
    """Return the page of every number, choice and switch, with the presets that set them."""
    sections = [
        "\n".join([f"## {section}", "", *_parameters(inside)])
        for section, inside in groupby(_rows(), key=_section)
    ]
    return PARAMETERS_PAGE.format(
        sections="\n\n".join(sections),
        presets="\n".join(_other_presets()),
        policies="\n".join(_policies()),
        worlds="\n".join(_worlds()),
    )


def _outcomes(outcomes: Iterable[Outcome]) -> Iterator[str]:
    yield from _table("name", "unit", "better", "formula", "meaning", "one number")
    for one in outcomes:
        direction = BETTER[one.direction]
        yield _line(f"`{one.name}`", one.unit, direction, one.formula, one.meaning, one.window)


@cache
def _rows() -> list[Row]:
    """List every parameter of a comparison and of every instrument, none of another policy."""
    instruments = [
        f"+instrument@policy.instruments.{name}={name}" for name in options("instrument")
    ]
    return register(compose(instruments, (), "compare"), CompareRequest)


def _section(row: Row) -> str:
    """Name the part of the configuration a parameter stands in."""
    above = row.path.split(".")[:-1]
    if above[:SECTIONS] in (["policy", "instruments"], ["population", "kinds"]):
        return ".".join(above)
    return ".".join(above[:SECTIONS]) or "the question"


def _parameters(rows: Iterable[Row]) -> Iterator[str]:
    yield from _table("name", "default", "allowed", "meaning", "source")
    for row in rows:
        name = row.path.rsplit(".", 1)[-1]
        yield _line(f"`{name}`", _value(row.default), row.allowed, row.meaning, row.source)


def _other_presets() -> Iterator[str]:
    """Say where the presets that are not the default differ from it."""
    standard = {row.path: row.default for row in _rows()}
    yield from _table("preset", "what it is", "sets")
    for group in PRESETS:
        for name, comment in options(group).items():
            chosen = register(compose([f"{group}={name}"], (), "compare"), CompareRequest)
            differs = [
                f"{row.path.removeprefix(f'{group}.')} {_value(row.default)}"
                for row in chosen
                if row.path.startswith(f"{group}.") and standard.get(row.path) != row.default
            ]
            if differs:
                yield _line(f"`{group}={name}`", comment, ", ".join(differs))


def _policies() -> Iterator[str]:
    """List the policies: the split of the grant, and what they set of their instruments."""
    alone = {row.path: row.default for row in _rows()}
    yield from _table("policy", "what it is", "split of the grant", "sets of its instruments")
    for name, comment in options("policy").items():
        composed = compose([f"policy={name}"])
        split = composed["policy"]["split"]
        changed = [
            f"{row.path.removeprefix('policy.instruments.')} {_value(row.default)}"
            for row in register(composed)
            if row.path.startswith("policy.instruments.") and alone[row.path] != row.default
        ]
        yield _line(f"`{name}`", comment, _value(split), ", ".join(changed))


def _worlds() -> Iterator[str]:
    """List what a sampled world draws anew for each seed."""
    yield from _table("parameter", "drawn", "from")
    for path, drawn in compose([], (), "compare")["worlds"]["sampled"].items():
        if "values" in drawn:
            yield _line(f"`{path}`", drawn["kind"], _value(drawn["values"]))
            continue
        times = "".join(f" x {path}" for path in drawn.get("times", ()))
        bounds = f"{_value(drawn['low'])} to {_value(drawn['high'])}{times}"
        yield _line(f"`{path}`", drawn["kind"].replace("_", "-"), bounds)


def _table(*titles: str) -> Iterator[str]:
    yield _line(*titles)
    yield _line(*["---"] * len(titles))


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _value(value: Any) -> str:
    """Write a value as it is written in YAML, without the marks that are not needed."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_value(item)}" for key, item in value.items() if key != "sources")
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(item) for item in value)
    return str(value)


PAGES: dict[str, Callable[[], str]] = {
    "outcomes.md": outcomes_page,
    "parameters.md": parameters_page,
}


if __name__ == "__main__":
    main()

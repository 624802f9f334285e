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
from sim.door.explanation import parameters
from sim.door.requests import CompareRequest
from sim.recorder.endings import ENDINGS
from sim.recorder.outcomes import LIFE, OUTCOMES, Outcome
from sim.recorder.record import MONTHS_IN_WINDOW

FOLDER = Path(__file__).parent
BETTER = {1: "more", -1: "less", 0: "neither"}
PRESETS = ("city", "population", "economy", "behaviour")
OF_INSTRUMENTS = "policy.instruments"
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

## Who wins and who loses

Told once, at the end of a run, of those who were there when policy began (*founders*, followed
wherever they go), of those who knock (*candidates*, the same under every arm of a seed), of the
city by itself and with the outside, and of three ledgers of value, which nothing adds up. What is
held against `none` is held against the same person in the run of the same seed without any policy.

{endings}

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
sentence before anything runs; range and unit stand there. *Source* says where the number comes
from: an assumption of this project, or a publication; P and R numbers are explained in
[sources.md](sources.md). The defaults are those of `faireville compare`; instruments stand with
their own presets.

{sections}

## the question of sweep

Beside those of *the question*, and `parameters` and `rows`, which say what is varied.

{sweep}

## the question of report

{report}

## the question of verify

{verify}

## What other presets set

A city or a population that is not the default differs from it in these.

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
        endings="\n".join(_outcomes(ENDINGS.values())),
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
        sweep="\n".join(_parameters(_of_a_sweep())),
        report="\n".join(_parameters(register(compose([], (), "report")))),
        verify="\n".join(_parameters(register(compose([], (), "verify")))),
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


def _of_a_sweep() -> list[Row]:
    """List what a sweep is asked and a comparison is not."""
    known = {row.path for row in _rows()}
    return [row for row in parameters() if row.path not in known]


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
    yield from _table("preset", "what it is", "sets", "source")
    for group in PRESETS:
        for name, comment in options(group).items():
            chosen = register(compose([f"{group}={name}"], (), "compare"), CompareRequest)
            differs = [
                row
                for row in chosen
                if row.path.startswith(f"{group}.") and standard.get(row.path) != row.default
            ]
            if differs:
                preset = f"`{group}={name}`"
                yield _line(preset, comment, _set_by(differs, group), _sources_of(differs, group))


def _policies() -> Iterator[str]:
    """List the policies: the split of the grant, and what they set of their instruments."""
    alone = {row.path: (row.default, row.source) for row in _rows()}
    titles = "split of the grant", "source of the split", "sets of its instruments", "source"
    yield from _table("policy", "what it is", *titles)
    for name, comment in options("policy").items():
        composed = compose([f"policy={name}"])
        rows = {row.path: row for row in register(composed)}
        split = rows["policy.split"]
        changed = [
            row
            for path, row in rows.items()
            if path.startswith(f"{OF_INSTRUMENTS}.") and alone[path] != (row.default, row.source)
        ]
        yield _line(
            f"`{name}`",
            comment,
            _value(split.default),
            split.source,
            _set_by(changed, OF_INSTRUMENTS),
            _sources_of(changed, OF_INSTRUMENTS),
        )


def _set_by(rows: Iterable[Row], above: str) -> str:
    """Write what a preset sets, without the part of the paths that all have."""
    return ", ".join(f"{row.path.removeprefix(f'{above}.')} {_value(row.default)}" for row in rows)


def _sources_of(rows: Iterable[Row], above: str) -> str:
    """Write the sources of what a preset sets, each once with all that it is the source of."""
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(row.source, []).append(row.path.removeprefix(f"{above}."))
    if len(said) == 1:
        return next(iter(said))
    return "; ".join(f"{', '.join(paths)}: {source}" for source, paths in said.items())


def _worlds() -> Iterator[str]:
    """List what a sampled world draws anew for each seed."""
    yield from _table("parameter", "drawn", "from", "source")
    worlds = compose([], (), "compare")["worlds"]
    for path, drawn in worlds["sampled"].items():
        source = worlds["sources"]["sampled"][path]
        if "values" in drawn:
            yield _line(f"`{path}`", drawn["kind"], _value(drawn["values"]), source)
            continue
        times = "".join(f" x {path}" for path in drawn.get("times", ()))
        bounds = f"{_value(drawn['low'])} to {_value(drawn['high'])}{times}"
        yield _line(f"`{path}`", drawn["kind"].replace("_", "-"), bounds, source)


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

"""Writes the page of patterns from the stored tables, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.patterns.accepting import AS_IN_YAML, SHOWN, stored
from experiments.patterns.fitting import parameters
from experiments.patterns.given import HALVES, LEVELS, Pattern, criteria, patterns
from experiments.patterns.judging import PASSES, passed

PAGE = """\
# Patterns

*Written by `python -m experiments.patterns page` from `results/patterns/`; change the experiment
instead.*

Does the city **without policy** show what is known of cities? Every pattern of the evidence stands
here; who found it is in [sources.md](sources.md). One that the model can speak to has one or more
criteria: a figure over {towns} towns of {months} months in the default world, its 95 % interval,
and a band committed before anything was measured (`experiments/patterns/patterns.yaml`). A
criterion passes where the whole interval lies in its band, a pattern where all its criteria pass.
Half of the patterns, drawn by level and by a committed seed, may calibrate; **the other half
judges**. No difference between policies is used anywhere.

{summary}

![Every criterion's interval against its band]({figure})

{levels}
## What the model cannot speak to

{silent}

## Accepted sets of numbers

{accepted}
"""

HOW = "How it is measured, and where the band comes from:"

NO_SETS = """\
No fit has been run yet; every figure above is of the numbers as they stand in YAML.
"""

SETS = """\
Ranges of {parameters} numbers, all assumptions, were searched with {points} points of Sobol's
sequence (`experiments/patterns/parameters.yaml`). Sets that leave a range of life
(`experiments/life/ranges.yaml`) were rejected; of the others those nearest to the bands of the
calibrating half were lived again in more towns, and kept if nearer than the numbers as they stand.
Distance is the mean over calibrating patterns of how far figures lie outside their bands, over half
of the band's width or the figure's spread among the sets tried if that is more; 0 is inside all.
Name one with `accepted=set1` in any command. The sets were fitted in other towns (seeds from
{first_seed} on) than those that judge them here.

{values}

Passed of the criteria, in {towns} towns of each set:

{passes}
"""


def page(out: Path, figure: str) -> str:
    """Return the page that the stored tables make."""
    judged = pd.read_csv(out / "criteria.csv")
    birth = pd.read_json(out / "manifest.json", typ="series")
    listed = patterns().values()
    silent = [pattern for pattern in listed if not pattern.speaks]
    levels = "\n".join(_level(level, judged, listed) for level in LEVELS)
    return PAGE.format(
        towns=int(judged["towns"].max()),
        months=birth["months"],
        summary="\n".join(_summary(judged)),
        figure=figure,
        levels=levels,
        silent="\n".join(_table(["pattern", "what it says", "why not"], _silent(silent))),
        accepted=_accepted(out),
    )


def _summary(judged: pd.DataFrame) -> Iterator[str]:
    holds, half = passed(judged), judged.groupby("pattern", sort=False)["half"].first()
    level = judged.groupby("pattern", sort=False)["level"].first()
    rows = []
    for name in HALVES:
        cells = [
            _of(holds[(half == name) & (level == one)]) if one else _of(holds[half == name])
            for one in (*LEVELS, "")
        ]
        rows.append([name, *cells])
    yield from _table(["passed, of patterns that", *LEVELS, "all"], rows)


def _of(holds: pd.Series) -> str:
    return f"{int(holds.sum())} of {len(holds)}"


def _level(level: str, judged: pd.DataFrame, listed: Any) -> str:
    """Return the section of one level: a row for every criterion."""
    rows, measured = [], []
    holds = passed(judged)
    for pattern in listed:
        if pattern.level != level or not pattern.speaks:
            continue
        own = judged[judged["pattern"] == pattern.name]
        verdict = "**passes**" if holds[pattern.name] else "**fails**"
        first = [f"{pattern.name}, {own['half'].iloc[0]}: {verdict}", pattern.says]
        for place, (_, one) in enumerate(own.iterrows()):
            rows.append([*(first if place == 0 else ["", ""]), *_criterion(one)])
        measured += [
            f"- `{one.name}`: {one.formula}. Band: {one.source}." for one in pattern.criteria
        ]
    head = ["pattern", "what it says", "criterion", "figure (interval)", "band", "verdict"]
    title = [f"## {level.capitalize()}", ""]
    return "\n".join([*title, *_table(head, rows), "", HOW, "", *measured, ""])


def _criterion(one: Any) -> list[str]:
    given = criteria()[one["criterion"]]
    interval = f"{number(one['interval_low'])} to {number(one['interval_high'])}"
    known = math.isfinite(one["interval_low"])
    figure = f"{number(one['figure'])} ({interval})" if known else number(one["figure"])
    return [f"`{given.name}`", figure, edges(given.low, given.high), one["verdict"]]


def edges(low: float, high: float) -> str:
    """Write a band in words."""
    if math.isinf(high):
        return f"above {number(low)}"
    return f"below {number(high)}" if math.isinf(low) else f"{number(low)} to {number(high)}"


def number(value: float) -> str:
    """Write a figure with three digits that count."""
    if not math.isfinite(value):
        return "none"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{float(f'{value:.3g}'):g}"


def _silent(silent: Sequence[Pattern]) -> list[list[str]]:
    return [[one.name, one.says, one.why] for one in silent]


def _accepted(out: Path) -> str:
    sets = stored(out)
    if not (out / "accepted.csv").exists():
        return NO_SETS.rstrip()
    judged = pd.read_csv(out / "accepted.csv")
    given = pd.read_json(out / "fit.json", typ="series")["fit"]
    paths = list(parameters())
    rows = [
        [
            f"`{one['name']}`",
            f"`{one['hash'][:SHOWN]}`",
            number(one["distance"]),
            *(_shown(one["values"][path]) for path in paths),
        ]
        for one in sets
    ]
    values = _table(["set", "sha256", "distance", *(f"`{path}`" for path in paths)], rows)
    return SETS.format(
        parameters=len(paths),
        points=given["points"],
        first_seed=given["first_seed"],
        values="\n".join(values) if sets else "No set was accepted.",
        towns=int(judged["towns"].max()),
        passes="\n".join(_passes(judged)),
    ).rstrip()


def _passes(judged: pd.DataFrame) -> Iterator[str]:
    """Return a row for each set: patterns of each half that pass, and which judging ones do."""
    rows = []
    for name, own in judged.groupby("set", sort=False):
        holds, half = passed(own), own.groupby("pattern", sort=False)["half"].first()
        which = ", ".join(holds.index[holds & (half == HALVES[1])])
        said = "as in YAML" if name == AS_IN_YAML else f"`{name}`"
        inside = (own["verdict"] == PASSES).groupby(own["half"]).agg(["sum", "size"])
        rows.append(
            [
                said,
                *(_of(holds[half == one]) for one in HALVES),
                *(f"{inside.loc[one, 'sum']} of {inside.loc[one, 'size']}" for one in HALVES),
                which or "none",
            ]
        )
    yield from _table(
        [
            "numbers",
            *(f"patterns that {one[:-1]}" for one in HALVES),
            *(f"criteria of those that {one[:-1]}" for one in HALVES),
            "judging patterns that pass",
        ],
        rows,
    )


def _shown(value: Any) -> str:
    return ", ".join(number(one) for one in value) if isinstance(value, list) else number(value)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |",
        f"|{'|'.join([' --- '] * len(head))}|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]

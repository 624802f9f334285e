"""The page of known answers, written from what is stored: docs/validation.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from experiments.known_answers.answers import case_of, expectations

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "results/known_answers"
PAGE = ROOT / "docs/validation.md"
TITLES = {
    "T8": "T8, reach and output of places",
    "T1": "T1, Schelling",
    "T2": "T2, Axelrod and bounded confidence",
    "T3": "T3, March",
    "T5": "T5, the sign flip of copying the best against conformity",
    "T6": "T6, rent gap",
    "M": "Measures",
}
SETTINGS = {
    "city": "**the city** itself, with other numbers",
    "kernels": "the city's own **rules**, fed with arrays",
    "apart": "a small experiment **apart**: it says nothing about the city's rules",
    "measures": "what the recorder **measures**",
}
TEXT = """\
# Known answers

*Written by `python -m experiments.known_answers` from `results/known_answers/answers.csv` and
`experiments/known_answers/expectations.yaml`; change those instead.*

Where the answer is known beforehand, does this code give it? **{passed} of {total} pass{failing}.**
The bands were committed before the figures were worked out; an answer passes where its whole
95 % interval (over independent runs; the figure itself where nothing is drawn) lies in its band.
What was expected, what would refute it, what was changed since, and what the failures mean is told
in [experiments/known_answers](../experiments/known_answers/README.md).

| set as | answers | pass |
|---|---|---|
{settings}

{cases}

## What watches this

The essence of each case is asked of every change by `tests/limits/test_known_answers.py`, of
inequality, maps and networks by `tests/recorder/test_oracles.py`; `tests/docs/test_validation.py`
holds this page equal to what is stored. Every kernel is also held to a naive twin
(`tests/naive/`), and the city to what must add up and to its steady state (`tests/identities/`,
`tests/limits/`).
"""


def page() -> str:
    """Return the page that what is stored gives."""
    found = pd.read_csv(KEPT / "answers.csv", index_col="answer")
    known = expectations()
    failed = [name for name in found.index if not found.loc[name, "passes"]]
    cases = list(dict.fromkeys(case_of(name) for name in known))
    return TEXT.format(
        passed=len(found) - len(failed),
        total=len(found),
        failing=f"; {_listed(failed)} FAIL" if failed else "",
        settings="\n".join(_settings(found, known)),
        cases="\n\n".join(_case(case, found, known) for case in cases),
    )


def _listed(names: list[str]) -> str:
    """Name several answers in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _settings(found: pd.DataFrame, known: dict[str, Any]) -> list[str]:
    """Count how many answers pass in each setting."""
    lines = []
    for setting, words in SETTINGS.items():
        names = [name for name in found.index if known[name]["set"] == setting]
        lines.append(f"| {words} | {len(names)} | {int(found.loc[names, 'passes'].sum())} |")
    return lines


def _case(case: str, found: pd.DataFrame, known: dict[str, Any]) -> str:
    """Return the section of one case: its table, and its figure if it has one."""
    lines = [
        f"## {TITLES[case]}",
        "",
        "| answer | what is known, and from where | how this code was set | measured | figure"
        " [95 % interval], runs | band | |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_row(n, found.loc[n], known[n]) for n in found.index if case_of(n) == case]
    if (KEPT / f"{case}.png").exists():
        lines += ["", f"![{TITLES[case]}](../results/known_answers/{case}.png)"]
    return "\n".join(lines)


def _row(name: str, found: pd.Series, expected: dict[str, Any]) -> str:
    """Return one answer as a line of its table."""
    cells = [
        name,
        f"{expected['known']} ({expected['source']})",
        f"{expected['set']}: {expected['how']}",
        f"{expected['measure']} ({expected['unit']})",
        _figure(found),
        _band(expected["low"], expected["high"]),
        "pass" if found["passes"] else "**FAIL**",
    ]
    return f"| {' | '.join(cells)} |"


def _figure(found: pd.Series) -> str:
    """Return a figure with its interval, where there is one, and the number of runs."""
    if found["runs"] == 1:
        return f"{found['figure']:.3g}"
    interval = f"[{found['low']:.3g}, {found['high']:.3g}]"
    return f"{found['figure']:.3g} {interval}, {found['runs']}"


def _band(low: float | None, high: float | None) -> str:
    """Return a band in words."""
    if low is None:
        return f"{high:g} or less"
    if high is None:
        return f"{low:g} or more"
    return f"{low:g} to {high:g}"

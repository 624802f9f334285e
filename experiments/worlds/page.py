"""Writes tables and figures, and the part of docs/fairness.md they give."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import asking
from experiments.worlds import (
    boxes,
    deciding,
    figure_boxes,
    figures,
    judging,
    telling,
    telling_asked,
    weighing,
)
from experiments.worlds.geometry import static_ratios
from experiments.worlds.given import HERE, OUT, design
from sim.plots import style
from sim.plots.files import save
from sim.recorder.outcomes import OUTCOMES

PAGE = Path("docs/fairness.md")
SECTION = "sampled worlds"
"""What the marks of the page call what is written between them."""
DIGITS = 6
MOST_SAID = 4
UNTREATED = "none"
TEXT = HERE / "section.txt"


def write(registered: Mapping[str, Any], out: Path = OUT, page: Path = PAGE) -> None:
    """Judge what is lived, keep the tables and figures, and write the part of the page."""
    given = design()
    runs = judging.lived(given, out)
    tables = judged(runs, given, out) | of_books(runs, given, out)
    for name, table in tables.items():
        table.to_csv(out / f"{name}.csv", index=False, float_format=f"%.{DIGITS}g")
    apart = judging.gaps(runs, given["headline"], given["outcomes"])
    _draw(tables, apart, given, out)
    text = section(tables, apart, given, registered)
    before = page.read_text(encoding="utf-8")
    page.write_text(asking.with_section(before, SECTION, text), encoding="utf-8")
    print(page)


def judged(runs: pd.DataFrame, given: Mapping[str, Any], out: Path) -> dict[str, pd.DataFrame]:
    """Return every table of the verdict."""
    cash = [[arm, given["reference"]] for arm in reversed(given["headline"])]
    pairs = [given["headline"], given["matched"], *cash]
    apart = judging.gaps(runs, given["headline"], given["outcomes"])
    decided = deciding.what_decides(apart, given)
    ratios = static_ratios(runs, given, out)
    primary = set(given["outcomes"])
    others = [name for name in OUTCOMES if name in runs.columns and name not in primary]
    unpaid = [[arm, UNTREATED] for arm in (*reversed(given["headline"]), given["reference"])]
    return {
        "who_wins": judging.who_wins(runs, pairs, given),
        "beside": judging.who_wins(runs, [given["headline"], *cash], {**given, "outcomes": others}),
        "against_none": judging.who_wins(runs, unpaid, given),
        "decides": decided,
        "geometry": deciding.with_geometry(apart, ratios, given["outcomes"], judging.WORLD),
        "expected": judging.expected(runs, given),
        "expected_to_decide": deciding.expected_to_decide(decided, given["decides"]),
        "regret": weighing.regrets(runs, given),
        "pareto": weighing.pareto(runs, given),
        "boxes": boxes.boxes(apart, given),
        "boxes_otherwise": boxes.otherwise(apart, given),
    }


def of_books(runs: pd.DataFrame, given: Mapping[str, Any], out: Path) -> dict[str, pd.DataFrame]:
    """Return what was spent on what, and the verdict at equal cash and hours."""
    accounts = judging.books(given, out)
    pairs = [given["headline"], *([arm, given["reference"]] for arm in reversed(given["headline"]))]
    equal = judging.at_equal_resources(runs, accounts, given)
    return {
        "by_group": judging.by_group(given, [*pairs[1:], pairs[0]], out),
        "spending": judging.spending(accounts),
        "equal_resources": judging.who_wins(equal, pairs, given),
    }


def _draw(
    tables: Mapping[str, pd.DataFrame], apart: pd.DataFrame, given: Mapping[str, Any], out: Path
) -> None:
    """Draw the figures and keep them as pictures."""
    won = telling.of_pair(tables["who_wins"], given["headline"])
    with style.styled(given["headline"]):
        drawn = {
            "gaps": figures.gaps(apart, won, given),
            "deciding": figures.deciding(tables["decides"], given),
            "boxes": figure_boxes.boxes(tables["boxes"]),
        }
        for name, figure in drawn.items():
            save(figure, out, name, "sampled worlds")
            (out / f"{name}.pdf").unlink()


def section(
    tables: Mapping[str, pd.DataFrame],
    apart: pd.DataFrame,
    given: Mapping[str, Any],
    registered: Mapping[str, Any],
) -> str:
    """Return the part of the page that the tables give."""
    won = tables["who_wins"]
    counts = apart["city"].value_counts(sort=False)
    return TEXT.read_text(encoding="utf-8").format(
        registered=registered["registered"][:10],
        design=registered["design"][:12],
        worlds=registered["worlds"][:12],
        commit=registered["commit"][:7],
        worlds_said=" ".join(f"{city.capitalize()}: {n} worlds." for city, n in counts.items()),
        wins=telling.wins(telling.of_pair(won, given["headline"])),
        one_sided=telling.one_sided(apart, given),
        matched=telling.wins(telling.of_pair(won, given["matched"])),
        cash="\n\n".join(telling.against_cash(won, given)),
        equal=telling.wins(telling.of_pair(tables["equal_resources"], given["headline"])),
        by_group=telling.by_group(tables["by_group"]),
        spending=telling.spending(tables["spending"]),
        none="\n\n".join(telling.against(tables["against_none"])),
        beside=telling.wins(telling.of_pair(tables["beside"], given["headline"])),
        chance=100 * float(tables["decides"]["chance"].median()),
        most=MOST_SAID,
        decides=telling.decides(tables["decides"], MOST_SAID),
        geometry=telling.geometry(tables["geometry"]),
        expected=telling.expected(tables["expected"]),
        expected_to_decide=telling.expected_to_decide(tables["expected_to_decide"]),
        regret=telling_asked.regrets(tables["regret"]),
        pareto=telling_asked.pareto(tables["pareto"]),
        boxes=telling_asked.boxes(tables["boxes"]),
        otherwise=telling_asked.otherwise(tables["boxes_otherwise"]),
        no_box=telling_asked.asked_of_none(tables["boxes"], counts.index, given["outcomes"]),
    )

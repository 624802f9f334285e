"""What each policy would have to cost to have as much as the other has at the usual budget.

python -m experiments.equal_outcome                                  all of it, and the README
python -m experiments.equal_outcome city=village seeds=2 months=4 out=/tmp/trial      a trial

Words are those of `faireville compare`. Each budget is an ordinary comparison, so a killed command
goes on where it was. Tables and figure are kept once, by what was asked, in equal_outcome/ of
`out`; with any word that changes what is asked the README is left alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import yaml

from experiments import asking
from experiments.equal_outcome import page, tables
from experiments.several import Experiment

if TYPE_CHECKING:
    from sim.door.asking import Asked

GIVEN = Path(__file__).with_name("design.yaml")
PICTURE = "budgets"
EXPERIMENT = Experiment(
    "equal_outcome", tables.BUDGET, Path(__file__).with_name("README.md"), f"{PICTURE}.png"
)


@cache
def design() -> dict[str, Any]:
    """Read what is committed."""
    read: dict[str, Any] = yaml.safe_load(GIVEN.read_text(encoding="utf-8"))
    return read


def questions(given: Mapping[str, Any], more: Sequence[str] = ()) -> Iterator[tuple[str, Asked]]:
    """Yield the comparison at every budget; the untreated city stands beside the first alone."""
    for place, budget in enumerate(given["budgets"]):
        arms = ([] if place else [given["untreated"]]) + list(given["arms"])
        yield (
            str(budget),
            asking.asked(
                [
                    f"arms=[{','.join(arms)}]",
                    "matched=false",
                    f"budget={budget}",
                    f"seed={given['first_seed']}",
                    f"seeds={given['seeds']}",
                    *more,
                ]
            ),
        )


def main(words: Sequence[str]) -> None:
    """Ask each budget, then lay out what all of them showed."""
    EXPERIMENT.carry_out(dict(questions(design(), words)), words, lay_out)


def lay_out(runs: pd.DataFrame, told: Mapping[str, Any], folder: Path) -> None:
    """Write tables, figure and section of one result."""
    from experiments.equal_outcome import figure
    from sim.plots import style
    from sim.plots.files import save

    given = design()
    asking.write_table(tables.reached(runs, given), folder / "reached.csv")
    asking.write_table(tables.curves(runs, given), folder / "curves.csv")
    reached, curves = (pd.read_csv(folder / f"{name}.csv") for name in ("reached", "curves"))
    with style.styled([given["untreated"], *given["arms"]]):
        save(figure.draw(curves, given), folder, PICTURE, "outcomes by budget")
    (folder / f"{PICTURE}.pdf").unlink()
    written = page.section(reached, told, given, EXPERIMENT.picture)
    (folder / "section.md").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

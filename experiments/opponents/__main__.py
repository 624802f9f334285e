"""Holds both policies against sites drawn at random and against half of each, in 64 worlds.

python -m experiments.opponents                                  all of it, and the README
python -m experiments.opponents city=village worlds_of_a_set=2 months=4 out=/tmp/trial    a trial

Words are those of `faireville compare`, and `worlds_of_a_set`. Finished runs are kept in results/
and found there again, so a killed command goes on where it was. Tables and figure are kept once,
by what was asked, in opponents/ of `out`; with any word that changes what is asked the README is
left alone.
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
from experiments.opponents import page, tables
from experiments.several import Experiment

if TYPE_CHECKING:
    from sim.door.asking import Asked

GIVEN = Path(__file__).with_name("design.yaml")
PICTURE, COUNT = "opponents", "worlds_of_a_set"
EXPERIMENT = Experiment("opponents", "set", Path(__file__).with_name("README.md"), f"{PICTURE}.png")


@cache
def design() -> dict[str, Any]:
    """Read what is committed."""
    read: dict[str, Any] = yaml.safe_load(GIVEN.read_text(encoding="utf-8"))
    return read


def questions(given: Mapping[str, Any], more: Sequence[str] = ()) -> Iterator[tuple[str, Asked]]:
    """Yield the comparison of every accepted set, each in worlds of its own."""
    own = [int(word.partition("=")[2]) for word in more if word.startswith(f"{COUNT}=")]
    count = own[-1] if own else given[COUNT]
    others = [word for word in more if not word.startswith(f"{COUNT}=")]
    for place, accepted in enumerate(given["accepted"]):
        yield (
            accepted,
            asking.asked(
                [
                    f"arms=[{','.join(given['arms'])}]",
                    "matched=false",
                    f"city={given['city']}",
                    f"accepted={accepted}",
                    f"seed={given['first_seed'] + place * count}",
                    f"seeds={count}",
                    *others,
                ]
            ),
        )


def main(words: Sequence[str]) -> None:
    """Ask each set, then lay out what all of them showed."""
    EXPERIMENT.carry_out(dict(questions(design(), words)), words, lay_out)


def lay_out(runs: pd.DataFrame, told: Mapping[str, Any], folder: Path) -> None:
    """Write tables, figure and section of one result."""
    from experiments.beside import pair_said
    from experiments.opponents import figure
    from sim.plots import style
    from sim.plots.files import save

    given = design()
    held = tables.held(runs, given["pairs"])
    asking.write_table(held, folder / "contrasts.csv")
    with style.styled([pair_said(pair) for pair in given["pairs"]]):
        save(figure.draw(held, runs, given), folder, PICTURE, "opponents")
    (folder / f"{PICTURE}.pdf").unlink()
    written = page.section(held, told, given, EXPERIMENT.picture)
    (folder / "section.md").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

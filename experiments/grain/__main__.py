"""Lives the same cities on a finer grid and through months of another order.

python -m experiments.grain                                  all of it, and the README
python -m experiments.grain seeds=2 months=4 burn_in=2 out=/tmp/trial      a trial

Words are those of `faireville compare`. Nothing of a life is kept before all are lived, so a killed
command begins anew. Tables and figure are kept once, by what was asked, in grain/ of `out`; with
any word that changes what is asked the README is left alone.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import asking
from experiments.grain import living, page, tables
from experiments.grain.given import VARIANT, design, words_of
from experiments.several import Experiment

PICTURE, WIDE = "grain", 0.165
EXPERIMENT = Experiment("grain", VARIANT, Path(__file__).with_name("README.md"), f"{PICTURE}.png")


def main(words: Sequence[str]) -> None:
    """Ask each variant, then lay out what all of them showed."""
    given = design()
    questions = {one: asking.asked(words_of(one, given, words)) for one in given["variants"]}
    EXPERIMENT.carry_out(questions, words, lay_out, living.live, given["variants"])


def lay_out(runs: pd.DataFrame, told: Mapping[str, Any], folder: Path) -> None:
    """Write tables, figure and section of one result."""
    from experiments.beside import lines
    from sim.plots import style
    from sim.plots.files import save

    given = design()
    contrasts, changes = tables.by_variant(runs, given), tables.changes(runs, given)
    asking.write_table(contrasts, folder / "contrasts.csv")
    asking.write_table(changes, folder / "changes.csv")
    shown = page.title(contrasts, given), page.caption(contrasts, given)
    with style.styled(given["variants"]):
        drawn = lines(
            contrasts, runs, given["pairs"], list(given["variants"]), VARIANT, *shown, WIDE
        )
        save(drawn, folder, PICTURE, "another grain and another order")
    (folder / f"{PICTURE}.pdf").unlink()
    written = page.section(contrasts, changes, told, given, EXPERIMENT.picture)
    (folder / "section.md").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

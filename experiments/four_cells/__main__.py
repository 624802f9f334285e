"""Lives the four cells of failure modes, and keeps tables, a figure and a section of the page.

python -m experiments.four_cells                                   all of it, and the README
python -m experiments.four_cells city=village seeds=2 months=4 out=/tmp/trial      a trial

Words are those of `faireville compare`. Finished runs are kept in results/ and found there again,
so a killed command goes on where it was. Tables and figure are kept once, by what was asked, in
four_cells/ of `out`; with any word that changes what is asked the README is left alone.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import asking
from experiments.four_cells import cells, tables
from experiments.several import Experiment

PICTURE = "cells"
EXPERIMENT = Experiment(
    "four_cells", "cell", Path(__file__).with_name("README.md"), f"{PICTURE}.png"
)


def main(words: Sequence[str]) -> None:
    """Ask each cell, then lay out what all of them showed."""
    given = cells.design()
    questions = {cell: asking.asked(cells.words(cell, given, words)) for cell in given["cells"]}
    EXPERIMENT.carry_out(questions, words, lay_out)


def lay_out(runs: pd.DataFrame, told: Mapping[str, Any], folder: Path) -> None:
    """Write tables, figure and section of one result."""
    from experiments.four_cells import figure, page
    from sim.plots import style
    from sim.plots.files import save

    given = cells.design()
    contrasts, modes = tables.by_cell(runs, given["pairs"]), tables.by_family(runs, given)
    asking.write_table(contrasts, folder / "contrasts.csv")
    asking.write_table(modes, folder / "modes.csv")
    with style.styled(given["cells"]):
        save(figure.draw(contrasts, runs, given), folder, PICTURE, "four cells of failure modes")
    (folder / f"{PICTURE}.pdf").unlink()
    written = page.section(contrasts, modes, told, given, EXPERIMENT.picture)
    (folder / "section.md").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

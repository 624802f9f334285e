"""Lives the four cells of failure modes, and keeps tables, a figure and a section of the page.

python -m experiments.four_cells                                   all of it, and the README
python -m experiments.four_cells city=village seeds=2 months=4 out=/tmp/trial      a trial

Words are those of `faireville compare`. Finished runs are kept in results/ and found there again,
so a killed command goes on where it was. Tables and figure are kept once, by what was asked, in
four_cells/ of `out`; with any word that changes what is asked the README is left alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments import asking
from experiments.four_cells import cells, tables

if TYPE_CHECKING:
    from sim.door.asking import Asked
    from sim.ensemble.compare import Comparison

NAME = "four_cells"
PAGE = Path(__file__).with_name("README.md")
COMMAND = "python -m experiments.four_cells"


def main(words: Sequence[str]) -> None:
    """Ask each cell, then lay out what all of them showed."""
    from sim.ensemble.identity import hashed

    began, given = time.perf_counter(), cells.design()
    questions = {cell: asking.asked(cells.words(cell, given, words)) for cell in given["cells"]}
    identity = hashed([_named(question) for question in questions.values()])
    folder = asking.out_of(words) / NAME / identity
    if not folder.exists():
        answers = {cell: asking.answered(asked, cell) for cell, asked in questions.items()}
        with asking.kept_whole(folder) as staged:
            told = _told(identity, answers, words, time.perf_counter() - began)
            _lay_out(_runs(answers), told, given, staged)
    asking.show(folder, "cells.png", words, PAGE)


def _named(asked: Asked) -> list[Any]:
    return [asked.question.identity, list(asked.question.seeds)]


def _runs(answers: Mapping[str, Comparison]) -> pd.DataFrame:
    """Put the runs of all cells together, with their primary outcomes."""
    every = [answer.tables["runs"].assign(cell=cell) for cell, answer in answers.items()]
    return pd.concat(every, ignore_index=True)[tables.KEPT]


def _told(
    identity: str, answers: Mapping[str, Comparison], words: Sequence[str], seconds: float
) -> dict[str, Any]:
    """Return how the result was made: code, versions, seeds, and where each cell's answer lies."""
    one = next(iter(answers.values())).manifest
    return asking.certificate(
        COMMAND,
        words,
        identity=identity,
        seeds=one["seeds"],
        cells={
            cell: {
                "identity": answer.manifest["identity"],
                "overrides": answer.manifest["overrides"],
                "failed": answer.manifest["failed"],
            }
            for cell, answer in answers.items()
        },
        runs=sum(len(answer.tables["runs"]) for answer in answers.values()),
        failed=sum(answer.failed for answer in answers.values()),
        seconds=round(seconds),
    )


def _lay_out(
    runs: pd.DataFrame, told: Mapping[str, Any], given: Mapping[str, Any], folder: Path
) -> None:
    """Write tables, figure and section of one result."""
    from experiments.four_cells import figure, page
    from sim.plots import style
    from sim.plots.files import save

    # figure, section and whoever reads the files later see the same numbers
    asking.write_table(runs, folder / "runs.csv")
    runs = pd.read_csv(folder / "runs.csv")
    contrasts, modes = tables.by_cell(runs, given["pairs"]), tables.by_family(runs, given)
    asking.write_table(contrasts, folder / "contrasts.csv")
    asking.write_table(modes, folder / "modes.csv")
    with style.styled(given["cells"]):
        save(figure.draw(contrasts, runs, given), folder, "cells", "four cells of failure modes")
    (folder / "cells.pdf").unlink()
    written = page.section(contrasts, modes, told, given, "cells.png")
    (folder / "section.md").write_text(written, encoding="utf-8")
    asking.write_manifest(told, folder)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Improves both families' policies by one optimiser, then compares the best in fresh worlds.

python -m experiments.best_against_best                             all of it, and the README
python -m experiments.best_against_best optimiser.evaluations=3 training.seeds=2 fresh.seeds=2 \
    city=village burn_in=2 months=4 out=/tmp/trial                  a trial

Words set a number of design.yaml by its path, or are those of `faireville compare`. Rounds are
written down as they end and finished runs are kept, so a killed command goes on where it was. The
result is kept once, by what was asked, in best_against_best/ of `out`; with any word that changes
what is asked the README is left alone.
"""

from __future__ import annotations

import copy
import hashlib
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from experiments import asking
from experiments.best_against_best import living, searching
from experiments.best_against_best.living import winners
from experiments.best_against_best.searching import Vector
from experiments.best_against_best.space import GIVEN, Space, design, presets, spaces

NAME, LOG = "best_against_best", "rounds.jsonl"
PAGE = Path(__file__).with_name("README.md")
COMMAND = "python -m experiments.best_against_best"
MADE_BY = (GIVEN.with_name("space.py"), GIVEN.with_name("searching.py"))
"""What decides, beside the city and the design, which vectors are asked for."""


def main(words: Sequence[str]) -> None:
    """Search, compare the best, and lay out what came."""
    began, (given, more) = time.perf_counter(), settings(words)
    first = asking.asked(
        living.words(presets(given), given["baseline"], given["training"], more)
    ).question
    here = asking.out_of(words) / NAME
    identity = _identity(given, first.identity)
    folder, log = here / identity, here / f"{identity}.{LOG}"
    if not folder.exists():
        room = spaces(given, first.arms)
        tried = searching.searched(room, given["optimiser"], living.trainer(given, more), log)
        finals = searching.finalists(tried, list(room), given["finalists"]["of_each"])
        again = living.tried_again(finals, living.trainer(given, more, "finalists"))
        fresh = _fresh(winners(again, list(room)), given, more)
        with asking.kept_whole(folder) as staged:
            told = _told(identity, given, tried, words, began)
            asking.write_table(living.table_of(tried), staged / "tried.csv")
            _lay_out(fresh, again, room, told, given, staged)
            shutil.copy(log, staged / LOG)
        log.unlink()
    asking.show(folder, "best.png", words, PAGE)


def settings(words: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """Part what is said of the design from what is said of the city."""
    given, more = copy.deepcopy(design()), []
    for word in words:
        path, _, value = word.partition("=")
        part, _, name = path.partition(".")
        inside = given.get(part)
        if isinstance(inside, dict) and name in inside:
            inside[name] = yaml.safe_load(value)
        else:
            more.append(word)
    return given, more


def _identity(given: Mapping[str, Any], question: str) -> str:
    """Name a search: its design, its city and code, and who draws."""
    from importlib.metadata import version

    from sim.ensemble.identity import hashed

    code = [hashlib.sha256(path.read_bytes()).hexdigest() for path in MADE_BY]
    asked = {name: part for name, part in given.items() if name != "sources"}
    return hashed([asked, question, code, version("optuna")])


def _fresh(best: Mapping[str, Vector], given: Mapping[str, Any], more: Sequence[str]) -> Any:
    """Live the best vectors and the presets in worlds that no search has seen."""
    policies = presets(given) | {name: vector.policy for name, vector in best.items()}
    asked = living.words(policies, given["baseline"], given["fresh"], more)
    return asking.answered(asking.asked(asked), "fresh worlds")


def _told(
    identity: str,
    given: Mapping[str, Any],
    tried: Sequence[Vector],
    words: Sequence[str],
    began: float,
) -> dict[str, Any]:
    """Return how the result was made: code, versions, seeds and settings."""
    return asking.certificate(
        COMMAND,
        words,
        identity=identity,
        **{name: part for name, part in given.items() if name != "sources"},
        tried=len(tried),
        refused=sum(bool(vector.refused) for vector in tried),
        seconds=round(time.perf_counter() - began),
    )


def _lay_out(
    fresh: Any,
    finals: Sequence[Vector],
    room: Mapping[str, Space],
    told: Mapping[str, Any],
    given: Mapping[str, Any],
    folder: Path,
) -> None:
    """Write tables, figure and section of one result."""
    from experiments.best_against_best import figure, page
    from sim.plots import style
    from sim.plots.files import save

    kept = ["seed", "arm", "run_id", "status", *searching.PRIMARY]
    asking.write_table(fresh.tables["runs"][kept], folder / "runs.csv")
    runs = pd.read_csv(folder / "runs.csv")
    contrasts = living.compared(runs, given)
    asking.write_table(contrasts, folder / "contrasts.csv")
    asking.write_table(living.elsewhere(runs, given), folder / "all_outcomes.csv")
    asking.write_table(living.table_of(finals), folder / "finalists.csv")
    with style.styled():
        save(figure.draw(contrasts, runs, given), folder, "best", "best against best")
    (folder / "best.pdf").unlink()
    answer = {"fresh_identity": fresh.manifest["identity"], "failed": fresh.manifest["failed"]}
    written = page.section(contrasts, winners(finals, list(room)), room, told, "best.png")
    (folder / "section.md").write_text(written, encoding="utf-8")
    asking.write_manifest({**told, **answer}, folder)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Asks several ordinary comparisons for one experiment, and lays out their runs together, once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments import asking
from sim.recorder.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.door.asking import Asked

PRIMARY = [name for name, outcome in OUTCOMES.items() if outcome.primary]
OF_A_RUN = ["seed", "arm", "run_id", "status", *PRIMARY]

Lived = tuple[pd.DataFrame, Mapping[str, Any]]
"""A row for every run, with its outcomes; and of what they are: identity, seeds, those failed."""
LayOut = Callable[[pd.DataFrame, Mapping[str, Any], Path], None]
"""Writes a result: of runs, and how they were made, tables, figures and section in a folder."""


@dataclass(frozen=True)
class Experiment:
    """An experiment of several comparisons.

    Attributes
    ----------
    name : folder of its results, and what `python -m experiments.NAME` runs
    column : what tells the comparisons apart, as in the tables (cell, set, grain)
    page : the page that shows what came
    picture : the figure that the section shows
    """

    name: str
    column: str
    page: Path
    picture: str

    @property
    def command(self) -> str:
        """Return what is typed to run it."""
        return f"python -m experiments.{self.name}"

    def carry_out(
        self,
        questions: Mapping[str, Asked],
        words: Sequence[str],
        lay_out: LayOut,
        live: Callable[[str, Asked], Lived] | None = None,
        beside: Any = None,
    ) -> None:
        """Live what is not kept of each comparison, lay out what came, and show it.

        Whoever lives them otherwise than the engine does says by what (`live`), and what makes it
        another result than the engine's (`beside`).
        """
        from sim.ensemble.identity import hashed

        began = time.perf_counter()
        named = [_named(question) for question in questions.values()]
        identity = hashed(named if beside is None else [named, beside])
        folder = asking.out_of(words) / self.name / identity
        if not folder.exists():
            lived = {part: (live or by_engine)(part, asked) for part, asked in questions.items()}
            runs = self._runs(lived)
            told = self._told(identity, lived, words)
            told |= {"runs": len(runs), "seconds": round(time.perf_counter() - began)}
            with asking.kept_whole(folder) as staged:
                # figure, section and whoever reads the files later see the same numbers
                asking.write_table(runs, staged / "runs.csv")
                lay_out(pd.read_csv(staged / "runs.csv"), told, staged)
                asking.write_manifest(told, staged)
        asking.show(folder, self.picture, words, self.page)

    def _runs(self, lived: Mapping[str, Lived]) -> pd.DataFrame:
        """Put the runs of all comparisons together, with their primary outcomes."""
        every = [runs.assign(**{self.column: part}) for part, (runs, _) in lived.items()]
        return pd.concat(every, ignore_index=True)[[self.column, *OF_A_RUN]]

    def _told(
        self, identity: str, lived: Mapping[str, Lived], words: Sequence[str]
    ) -> dict[str, Any]:
        """Return how it was made: code, versions, and where each comparison's answer lies."""
        return asking.certificate(
            self.command,
            words,
            identity=identity,
            seeds=next(iter(lived.values()))[1]["seeds"],
            **{f"{self.column}s": {part: told for part, (_, told) in lived.items()}},
            failed=sum(len(told["failed"]) for _, told in lived.values()),
        )


def _named(asked: Asked) -> list[Any]:
    return [asked.question.identity, list(asked.question.seeds)]


def by_engine(part: str, asked: Asked) -> Lived:
    """Live a comparison as `faireville compare` does."""
    answer = asking.answered(asked, part)
    kept = ("identity", "overrides", "failed", "seeds")
    return answer.tables["runs"], {name: answer.manifest[name] for name in kept}


def head(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a section says first of how its result was made."""
    return {
        "identity": told["identity"],
        "commit": told["commit"][:7] or "unknown",
        "dirty": " with changes" if told["dirty"] else "",
        "runs": told["runs"],
        "failed": told["failed"],
    }

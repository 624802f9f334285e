"""From a question to its runs, and from those not yet lived to tasks, made in their turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from sim.config.refusal import Refusal
from sim.ensemble.identities import Identities
from sim.ensemble.task import Task

if TYPE_CHECKING:
    from sim.ensemble.question import Question

Presets = tuple[tuple[str, str], ...]
"""Groups and the preset chosen in each."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a question: an arm on a seed at a point; its scenario is made when needed."""

    run_id: str
    seed: int
    arm: str
    instruments: Sequence[str]
    """What this arm calls its instruments, in their order."""
    burn_in: str
    point: int = 0


def expanded(question: Question, first: Iterable[Any]) -> list[Run]:
    """Name every run of a question; each scenario is made once, so a wrong one is refused."""
    identities, runs = Identities(first), []
    for point in question.points:
        for arm, scenario in question.arms_at(point.number).items():
            names = tuple(scenario.policy.instruments)
            for seed in question.seeds:
                try:
                    lived = question.lived_in(scenario, point.number, seed)
                except Refusal as refusal:
                    where = question.place(arm, point.number, seed)
                    raise refusal.within(where) from None
                run_id, burn_in = identities.of(lived)
                runs.append(Run(run_id, seed, arm, names, burn_in, point.number))
    runs.sort(key=lambda run: (run.seed, run.point))  # stable: arms stay in their order
    return runs


def presets_at(
    values: Mapping[str, Any], known: Mapping[Presets, Any]
) -> tuple[Presets, dict[str, Any]]:
    """Part the presets a point chooses from the numbers it sets."""
    groups = [group for group, _ in next(iter(known), ())]
    chosen = tuple((group, str(values[group])) for group in groups)
    return chosen, {path: value for path, value in values.items() if path not in groups}


class Tasks(Sequence[Task]):
    """Runs still to be lived, those that share a burn-in together; no city is built yet."""

    def __init__(self, question: Question, groups: Sequence[Sequence[Run]]) -> None:
        self.question, self.groups = question, groups

    @classmethod
    def of(cls, question: Question, finished: Mapping[str, Any]) -> Tasks:
        """Put together the runs of a question that are not finished, each of them once."""
        together: dict[tuple[int, int, str], list[Run]] = {}
        taken = set(finished)
        for run in question.runs:
            if run.run_id not in taken:
                taken.add(run.run_id)
                together.setdefault((run.seed, run.point, run.burn_in), []).append(run)
        return cls(question, list(together.values()))

    def shared_out(self, workers: int) -> Tasks:
        """Cut tasks into pieces where they are fewer than workers; each repeats the burn-in."""
        pieces = -(-workers // max(1, len(self.groups)))
        if pieces < 2:
            return self
        return Tasks(
            self.question,
            [
                group[start::pieces]
                for group in self.groups
                for start in range(min(pieces, len(group)))
            ],
        )

    @property
    def runs(self) -> int:
        """Return how many runs there are in all tasks."""
        return sum(len(group) for group in self.groups)

    def __len__(self) -> int:
        return len(self.groups)

    @overload
    def __getitem__(self, at: int) -> Task: ...

    @overload
    def __getitem__(self, at: slice) -> Tasks: ...

    def __getitem__(self, at: int | slice) -> Task | Tasks:
        if isinstance(at, slice):
            return Tasks(self.question, self.groups[at])
        question, group = self.question, self.groups[at]
        arms = question.arms_at(group[0].point)
        scenarios = {
            run.run_id: question.lived_in(arms[run.arm], run.point, run.seed) for run in group
        }
        return Task(
            group[0].seed, scenarios, question.store, threads=question.threads, life=question.life
        )

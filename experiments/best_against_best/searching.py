"""Both families searched side by side by one optimiser, each outcome by a search of its own.

Optuna's storages keep trials but not the state of a sampler, so a study that is opened again draws
other points than one that was never closed. Here nothing of the optimiser is kept: what each
round gave is written down, and whoever goes on asks again from the first round with the same
seed, gets the same points, and tells what is written down instead of living it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from experiments.best_against_best.space import Point, Space
from sim.recorder.outcomes import OUTCOMES

if TYPE_CHECKING:
    from optuna.study import Study

PRIMARY = [name for name, outcome in OUTCOMES.items() if outcome.primary]
DIRECTIONS = {1: "maximize", -1: "minimize"}

Differences = Mapping[str, list[float]]
"""Of each primary outcome the difference from the baseline, one a training world."""
Live = Callable[[Mapping[str, str]], Mapping[str, Differences | str]]
"""Lives policies by name; returns what they changed, or a sentence that says why it cannot."""


@dataclass(frozen=True)
class Vector:
    """One policy that was tried: who asked for it, and what it changed against the baseline."""

    round: int
    family: str
    asked_for: str
    """The outcome whose search asked for it; empty for the preset."""
    point: Point
    policy: str
    refused: str = ""
    changed: dict[str, list[float]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return what it is called as an arm."""
        return f"{self.family}_{self.asked_for}" if self.asked_for else self.family

    def worth(self, outcome: str) -> float:
        """Return the mean difference over the worlds it was lived in."""
        return fmean(self.changed[outcome])


class Search:
    """Looks for the vector of one family that changes one outcome most."""

    def __init__(self, space: Space, outcome: str, optimiser: Mapping[str, Any]) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self.space, self.outcome = space, outcome
        sampler = optuna.samplers.TPESampler(
            seed=optimiser["seed"] + PRIMARY.index(outcome), n_startup_trials=optimiser["startup"]
        )
        direction = DIRECTIONS[OUTCOMES[outcome].direction]
        self.study: Study = optuna.create_study(direction=direction, sampler=sampler)
        self.pending: Any = None

    def ask(self, number: int) -> Vector:
        """Ask for the next vector; one that cannot be funded is refused and counts all the same."""
        self.pending = self.study.ask(self.space.distributions)
        point = dict(self.pending.params)
        space, why = self.space, self.space.refusal(point)
        return Vector(number, space.family, self.outcome, point, space.policy(point), why)

    def learn(self, vector: Vector) -> None:
        """Learn what a vector of the family was worth, whoever of the family asked for it."""
        from optuna.trial import TrialState, create_trial

        told = {"state": TrialState.PRUNED} if vector.refused else {}
        value = None if vector.refused else vector.worth(self.outcome)
        if vector.asked_for == self.outcome:
            self.study.tell(self.pending, value, **told)
            return
        distributions = self.space.distributions
        self.study.add_trial(
            create_trial(params=vector.point, distributions=distributions, value=value, **told)
        )


def searches(spaces: Mapping[str, Space], optimiser: Mapping[str, Any]) -> list[Search]:
    """Open a search for every family and primary outcome, all with the same settings."""
    return [Search(space, outcome, optimiser) for space in spaces.values() for outcome in PRIMARY]


def searched(
    spaces: Mapping[str, Space], optimiser: Mapping[str, Any], live: Live, log: Path
) -> list[Vector]:
    """Search every family for every outcome, round by round; return all vectors tried.

    In the first round the presets are lived. In each other round every search asks for one
    vector; all are lived together, and each search learns of all of its family's.
    """
    searching, tried = searches(spaces, optimiser), list[Vector]()
    written = list(rounds_of(log))
    for number in range(optimiser["evaluations"]):
        asked = _asked(searching, spaces, number)
        if number < len(written):
            found = _same(asked, written[number], log)
        else:
            found = _lived(asked, live)
            append(found, log)
        for search in searching:
            own = [vector for vector in found if vector.family == search.space.family]
            for vector in sorted(own, key=lambda vector: vector.asked_for != search.outcome):
                search.learn(vector)
        tried += found
    return tried


def _asked(searching: Sequence[Search], spaces: Mapping[str, Space], number: int) -> list[Vector]:
    if number:
        return [search.ask(number) for search in searching]
    points = {family: space.of_the_preset for family, space in spaces.items()}
    return [
        Vector(0, family, "", point, spaces[family].preset, spaces[family].refusal(point))
        for family, point in points.items()
    ]


def _lived(asked: Sequence[Vector], live: Live) -> list[Vector]:
    """Live what is not refused already."""
    wanted = {vector.name: vector.policy for vector in asked if not vector.refused}
    found = live(wanted) if wanted else {}
    lived = []
    for vector in asked:
        told = found.get(vector.name, vector.refused)
        refused = isinstance(told, str)
        lived.append(
            replace(vector, refused=told) if refused else replace(vector, changed=dict(told))
        )
    return lived


def _same(asked: Sequence[Vector], written: Sequence[Vector], log: Path) -> list[Vector]:
    """Return what is written down of a round, if it is of what was asked."""
    for one, other in zip(asked, written, strict=True):
        if (one.name, one.point) != (other.name, other.point):
            raise SystemExit(
                f"{log} tells of another search: round {one.round} of {one.name} asked for another "
                "vector. Give another folder with out=, or move the file away."
            )
    return list(written)


def append(found: Sequence[Vector], log: Path) -> None:
    """Write a round down; it is on the disk before the next one begins."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps([asdict(vector) for vector in found]) + "\n")
        file.flush()
        os.fsync(file.fileno())


def rounds_of(log: Path) -> Iterator[list[Vector]]:
    """Yield the rounds written down; a line that was cut short by a kill is taken off the file."""
    if not log.exists():
        return
    content = log.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        os.truncate(log, len(whole))
    for line in whole.decode("utf-8").splitlines():
        yield [Vector(**vector) for vector in json.loads(line)]


def finalists(tried: Sequence[Vector], families: Sequence[str], of_each: int) -> list[Vector]:
    """Return each family's preset, and for every outcome those that changed it most in training."""
    chosen: dict[str, Vector] = {}
    for family in families:
        able = [vector for vector in tried if vector.family == family and not vector.refused]
        first = [vector for vector in able if not vector.asked_for]
        for outcome in PRIMARY:
            sign = OUTCOMES[outcome].direction
            ordered = sorted(able, key=lambda vector: -sign * vector.worth(outcome))
            first += ordered[:of_each]
        chosen |= {vector.policy: vector for vector in first}
    return list(chosen.values())


def best(tried: Sequence[Vector], family: str, outcome: str) -> Vector:
    """Return the family's vector that changed an outcome most where it was lived last."""
    sign = OUTCOMES[outcome].direction
    able = [vector for vector in tried if vector.family == family and not vector.refused]
    return max(able, key=lambda vector: sign * vector.worth(outcome))

"""A question: which arms, on which seeds, in which worlds; and the runs it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.config.build import without_sources
from sim.config.catalogue import text
from sim.config.refusal import Refusal, shown
from sim.ensemble.identity import (
    burn_in_identity,
    question_identity,
    run_identity,
)
from sim.ensemble.task import Task
from sim.ensemble.worlds import Sampled, World, draw_world, free_of, in_world, sampled_parameters

MOST_SEEDS = 100_000


@dataclass(frozen=True)
class Run:
    """One run of a question: an arm on a seed."""

    run_id: str
    seed: int
    arm: str
    scenario: Mapping[str, Any]
    instruments: Sequence[str]
    """What this arm calls its instruments, in their order."""
    burn_in: str


@dataclass(frozen=True)
class Question:
    """What is asked: arms, seeds and worlds, and how and where to answer.

    Attributes
    ----------
    arms : mapping of arm to plain mapping
        The composed scenario of every arm; its own seed does not matter.
    seeds : the seeds every arm is lived on
    worlds : plain mapping
        What is sampled, one world per seed and the same for all arms.
    fixed : dotted paths set on the command line, which no world changes
    """

    arms: Mapping[str, Mapping[str, Any]]
    seeds: Sequence[int]
    out: Path
    worlds: Mapping[str, Any] = field(default_factory=dict)
    fixed: Sequence[str] = ()
    executor: str = "processes"
    workers: int | None = None
    threads: int = 1
    command: str = "compare"
    overrides: Sequence[str] = ()
    config: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        composed: Mapping[str, Any],
        arms: Mapping[str, Mapping[str, Any]],
        *,
        command: str = "compare",
        overrides: Sequence[str] = (),
    ) -> Question:
        """Read a question from a composed configuration and its arms, composed as well."""
        count = composed.get("seeds", 1)
        if not isinstance(count, int) or not 1 <= count <= MOST_SEEDS:
            raise Refusal.of(
                "ensemble.count_of_seeds", "seeds", given=shown(count), most=MOST_SEEDS
            )
        first = int(composed["seed"])
        executor = composed.get("executor") or {"kind": "serial"}
        return cls(
            arms={name: scenario_part(arm) for name, arm in arms.items()},
            seeds=range(first, first + count),
            out=Path(str(composed["out"])),
            worlds=without_sources(composed.get("worlds") or {}),
            fixed=[line.split("=", 1)[0].lstrip("+~") for line in overrides if "=" in line],
            executor=executor["kind"] if isinstance(executor, Mapping) else str(executor),
            workers=composed.get("workers"),
            threads=int(composed.get("threads", 1)),
            command=command,
            overrides=tuple(overrides),
            config=without_machine(composed),
        )

    @cached_property
    def _sampled(self) -> tuple[list[Sampled], list[str]]:
        return free_of(sampled_parameters(self.worlds), self.arms, self.fixed)

    @property
    def remarks(self) -> list[str]:
        """Return what the user should know about how the question was understood."""
        return self._sampled[1]

    @cached_property
    def worlds_of_seeds(self) -> dict[int, World]:
        """Return the sampled world of every seed."""
        city = next(iter(self.arms.values()))
        return {seed: draw_world(self._sampled[0], seed, city) for seed in self.seeds}

    @cached_property
    def runs(self) -> list[Run]:
        """Return every run the question needs, by seed and arm; refuses what cannot be lived."""
        return [
            _run(seed, arm, in_world({**plain, "seed": seed}, world))
            for seed, world in self.worlds_of_seeds.items()
            for arm, plain in self.arms.items()
        ]

    @cached_property
    def identity(self) -> str:
        """Return the name of the question's folder: its arms and worlds, not its seeds."""
        from sim.model.scenario import Scenario

        arms = {arm: Scenario.of(dict(plain)) for arm, plain in self.arms.items()}
        sampled = [list(astuple(drawn)) for drawn in self._sampled[0]]
        return question_identity(arms, sampled)

    @property
    def store(self) -> Path:
        """Return the folder where finished runs are kept, whatever the question."""
        return self.out / "runs"

    @property
    def folder(self) -> Path:
        """Return the folder of this answer; each set of seeds has one of its own."""
        if self.command == "run":
            return self.out / "run" / self.runs[0].run_id
        return self.out / self.command / self.identity / seeds_name(self.seeds)

    def tasks(self, finished: Mapping[str, Any]) -> list[Task]:
        """Return what is still to be lived: runs of one seed and one burn-in together."""
        together: dict[tuple[int, str], dict[str, Mapping[str, Any]]] = {}
        for run in self.runs:
            if run.run_id not in finished:
                together.setdefault((run.seed, run.burn_in), {})[run.run_id] = run.scenario
        return [
            Task(seed, runs, self.store, threads=self.threads)
            for (seed, _), runs in together.items()
        ]


def _run(seed: int, arm: str, plain: Mapping[str, Any]) -> Run:
    """Build the scenario of a run once, so that a wrong value is refused before anything runs."""
    from sim.model.scenario import Scenario

    try:
        scenario = Scenario.of(dict(plain))
    except Refusal as refusal:
        raise refusal.within(text("refusals.ensemble.at", arm=arm, seed=seed)) from None
    return Run(
        run_identity(scenario),
        seed,
        arm,
        plain,
        tuple(scenario.policy.instruments),
        burn_in_identity(scenario),
    )


def seeds_name(seeds: Sequence[int]) -> str:
    """Name a set of seeds: seeds_0_to_15, or seed_7."""
    return f"seed_{seeds[0]}" if len(seeds) == 1 else f"seeds_{seeds[0]}_to_{seeds[-1]}"


def scenario_part(composed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the numbers of a city and its policy, without sources and without the machine."""
    from dataclasses import fields

    from sim.model.scenario import Scenario

    known = {"_target_", *(declared.name for declared in fields(Scenario))}
    return {key: item for key, item in without_sources(composed).items() if key in known}


def without_machine(composed: Mapping[str, Any]) -> dict[str, Any]:
    """Return a composed configuration without what only this machine knows."""
    own = ("hydra", "out", "workers", "executor", "quiet", "threads")
    return {key: item for key, item in composed.items() if key not in own}

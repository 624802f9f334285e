"""A question: which arms, on which seeds, at which points, in which worlds; and its runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.config.build import without_sources
from sim.config.catalogue import text
from sim.config.refusal import Refusal, shown
from sim.ensemble.coalitions import Attribution, Coalitions, coalitions_of
from sim.ensemble.composed import paths_set, scenario_part, without_machine
from sim.ensemble.designs import Design, Point
from sim.ensemble.expansion import Presets, Run, Tasks, expanded, presets_at
from sim.ensemble.identity import hashed, question_identity
from sim.ensemble.moving import OF_A_POLICY, has_path, moved, value_at
from sim.ensemble.task import Life
from sim.ensemble.worlds import Sampled, World, draw_world, free_of, sampled_parameters

MOST_SEEDS = 100_000


@dataclass(frozen=True)
class Question:
    """What is asked: arms, seeds, points and worlds, and how and where to answer.

    Attributes
    ----------
    arms : mapping of arm to plain mapping
        The composed scenario of every arm; its own seed does not matter.
    seeds : the seeds every arm is lived on
    worlds : plain mapping
        What is sampled, one world per seed and the same for all arms.
    fixed : dotted paths set on the command line, which no world changes
    design : the points at which all this is lived; None is one point that changes nothing
    arms_of_presets : mapping of presets to arms
        The arms where factors of the design are presets, composed for each choice of them.
    attribution : how the instruments of the arms are told apart; None where they are not
    life : who lives the runs of one burn-in, the model where it is None
        The one place where a test or a benchmark may put something quicker in; such runs bear
        the names of real ones, so they belong into a store of their own.
    """

    arms: Mapping[str, Mapping[str, Any]]
    seeds: Sequence[int]
    out: Path
    worlds: Mapping[str, Any] = field(default_factory=dict)
    fixed: Sequence[str] = ()
    design: Design | None = None
    attribution: Attribution | None = None
    arms_of_presets: Mapping[Presets, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    executor: str = "processes"
    address: str = ""
    workers: int | None = None
    threads: int = 1
    command: str = "compare"
    overrides: Sequence[str] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    life: Life | None = None

    @classmethod
    def of(
        cls,
        composed: Mapping[str, Any],
        arms: Mapping[str, Mapping[str, Any]],
        *,
        command: str = "compare",
        overrides: Sequence[str] = (),
        **more: Any,
    ) -> Question:
        """Read a question from a composed configuration and its arms, composed as well."""
        count = composed.get("seeds", 1)
        if not isinstance(count, int) or not 1 <= count <= MOST_SEEDS:
            raise Refusal.of(
                "ensemble.count_of_seeds", "seeds", given=shown(count), most=MOST_SEEDS
            )
        first = int(composed["seed"])
        executor = composed.get("executor") or {"kind": "serial"}
        executor = executor if isinstance(executor, Mapping) else {"kind": str(executor)}
        return cls(
            arms={name: scenario_part(arm) for name, arm in arms.items()},
            seeds=range(first, first + count),
            out=Path(str(composed["out"])),
            worlds=without_sources(composed.get("worlds") or {}),
            fixed=paths_set(overrides),
            executor=executor["kind"],
            address=str(executor.get("address") or ""),
            workers=composed.get("workers"),
            threads=int(composed.get("threads", 1)),
            command=command,
            overrides=tuple(overrides),
            config=without_machine(composed),
            **more,
        )

    @property
    def points(self) -> Sequence[Point]:
        """Return the points at which every arm is lived on every seed."""
        return self.design.points if self.design else (Point(0, {}),)

    @property
    def paths(self) -> list[str]:
        """Return the paths of the factors of the design."""
        return [factor.path for factor in self.design.factors] if self.design else []

    @cached_property
    def _sampled(self) -> tuple[list[Sampled], list[str]]:
        fixed = [*self.fixed, *self.paths]
        return free_of(sampled_parameters(self.worlds), self.arms, fixed)

    @property
    def remarks(self) -> list[str]:
        """Return what the user should know about how the question was understood."""
        of_design = self.design.remarks if self.design else ()
        return [*self._sampled[1], *of_design, *self.coalitions.remarks]

    @cached_property
    def worlds_of_seeds(self) -> dict[int, World]:
        """Return the sampled world of every seed, before any point moves it."""
        city = next(iter(self.arms.values()))
        return {seed: draw_world(self._sampled[0], seed, city) for seed in self.seeds}

    @cached_property
    def multiples(self) -> bool:
        """Tell whether a sampled world depends on a number that a factor varies."""
        times = {path for drawn in self._sampled[0] for path in drawn.times}
        return any(
            path == one or path.startswith(f"{one}.") for path in times for one in self.paths
        )

    def world_at(self, point: int, seed: int) -> World:
        """Return the world of a seed at a point, the same for all arms."""
        if not self.multiples:
            return self.worlds_of_seeds[seed]
        return draw_world(self._sampled[0], seed, next(iter(self.arms_at(point).values())))

    @cached_property
    def coalitions(self) -> Coalitions:
        """Return what is lived beside the arms to tell their instruments apart."""
        return coalitions_of(self.arms, self.attribution, len(self.seeds))

    @cached_property
    def _built(self) -> dict[Presets, dict[str, Any]]:
        """Build the arms once for each choice of presets; refuses what cannot be lived."""
        from sim.model.scenario import Scenario

        composed = self.arms_of_presets or {(): {**self.arms, **self.coalitions.scenarios}}
        return {
            presets: {arm: Scenario.of(dict(plain)) for arm, plain in arms.items()}
            for presets, arms in composed.items()
        }

    @cached_property
    def _point_numbered(self) -> dict[int, Point]:
        return {point.number: point for point in self.points}

    def arms_at(self, point: int) -> dict[str, Any]:
        """Return the arms with the values a point gives, whatever the seed."""
        values = self._point_numbered[point].values
        presets, rest = presets_at(values, self.arms_of_presets)
        arms = {}
        for arm, scenario in self._built[presets].items():
            try:
                arms[arm] = moved(scenario, rest)
            except Refusal as refusal:
                raise refusal.within(self.place(arm, point)) from None
        return arms

    def place(self, arm: str, point: int, seed: int | None = None) -> str:
        """Say which run it is that cannot be lived."""
        place = text("refusals.ensemble.point", number=point) if self.design else ""
        at = text("refusals.ensemble.arm", arm=arm)
        on = "" if seed is None else text("refusals.ensemble.seed", seed=seed)
        return ", ".join(part for part in (place, at, on) if part)

    @cached_property
    def runs(self) -> list[Run]:
        """Return every run the question needs, by seed, point and arm; refuses a wrong one."""
        self._refuse_factors()
        return expanded(self, [each for arms in self._built.values() for each in arms.values()])

    @property
    def runs_of_arms(self) -> list[Run]:
        """Return the runs of the arms, without those of coalitions of their instruments."""
        return [run for run in self.runs if run.arm not in self.coalitions.members]

    @property
    def runs_of_coalitions(self) -> list[Run]:
        """Return the runs that are lived beside the arms."""
        return [run for run in self.runs if run.arm in self.coalitions.members]

    def _refuse_factors(self) -> None:
        """Refuse to vary what the arms differ in already, or what none of them has."""
        for arms in self._built.values():
            for path in self.paths:
                there = [value_at(arm, path) for arm in arms.values() if has_path(arm, path)]
                if len(set(map(repr, there))) > 1 and not path.startswith(OF_A_POLICY):
                    raise Refusal.of("ensemble.factor_of_arms", path=path)
                if not there and path not in dict(next(iter(self._built))):
                    raise Refusal.of("ensemble.no_arm_has", path=path)

    def scenario_of(self, run: Run) -> Any:
        """Return the scenario of a run, as its name was made of."""
        return self.lived_in(self.arms_at(run.point)[run.arm], run.point, run.seed)

    def lived_in(self, scenario: Any, point: int, seed: int) -> Any:
        """Move an arm into the world of a seed."""
        return moved(scenario, {**self.world_at(point, seed), "seed": seed})

    @cached_property
    def identity(self) -> str:
        """Return the name of the question's folder: its arms, points and worlds, not its seeds."""
        sampled = [list(astuple(drawn)) for drawn in self._sampled[0]]
        built, beside = next(iter(self._built.values())), self.coalitions.members
        own = {arm: scenario for arm, scenario in built.items() if arm not in beside}
        arms = question_identity(own, sampled)
        if self.attribution:
            asked = [self.attribution.method, self.attribution.reference]
            return hashed({"arms": arms, "attribution": asked})
        if not self.design:
            return arms
        listed = [[point.number, dict(point.values)] for point in self.points]
        return hashed({"arms": arms, "design": self.design.kind, "points": listed})

    @cached_property
    def store(self) -> Path:
        """Return the folder where finished runs are kept, whatever the question."""
        return self.out / "runs"

    @property
    def folder(self) -> Path:
        """Return the folder of this answer; each set of seeds has one of its own."""
        if self.command == "run":
            return self.out / "run" / self.runs[0].run_id
        return self.out / self.command / self.identity / seeds_name(self.seeds)

    def tasks(self, finished: Mapping[str, Any]) -> Tasks:
        """Return what is still to be lived: runs of one seed, point and burn-in together."""
        return Tasks.of(self, finished)


def seeds_name(seeds: Sequence[int]) -> str:
    """Name a set of seeds: seeds_0_to_15, or seed_7."""
    return f"seed_{seeds[0]}" if len(seeds) == 1 else f"seeds_{seeds[0]}_to_{seeds[-1]}"

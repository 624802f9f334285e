"""One city lived through: until it has settled, then under each policy asked for."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sim.config.catalogue import text
from sim.model.model import CityModel
from sim.model.scenario import Scenario
from sim.recorder.interruption import interrupted
from sim.recorder.memory import Memory
from sim.recorder.record import Record

EachMonth = Callable[[int, int], None]
"""Told the months lived so far and how many there are in all."""


@dataclass(frozen=True)
class Failure:
    """Where and why the city of one arm stopped."""

    arm: str
    stage: str
    problem: str
    trace: str


@dataclass
class Watch:
    """Where the cities of one question are: what the stage is called, how far they are."""

    months: int
    each_month: EachMonth | None = None
    on_failure: Callable[[Failure], None] | None = None
    lived: int = 0
    stage: str = ""

    def enter(self, stage: str, /, **parts: int) -> None:
        """Note that the next stage begins."""
        self.stage = text(f"problems.recorder.stage.{stage}", **parts)

    def month_lived(self) -> None:
        """Tell that one more month has passed."""
        self.lived += 1
        if self.each_month:
            self.each_month(self.lived, self.months)

    @contextmanager
    def over(self, *arms: str) -> Iterator[None]:
        """Tell of what goes wrong in these arms, if anybody listens; else let it rise."""
        try:
            yield
        except Exception as error:
            if interrupted(error):
                raise KeyboardInterrupt from error
            if self.on_failure is None:
                raise
            problem = " ".join(str(error).split()) or type(error).__name__
            trace = "".join(traceback.format_exception(error))
            for arm in arms:
                self.on_failure(Failure(arm, self.stage, problem, trace))


def run(scenario: Scenario, each_month: EachMonth | None = None) -> Record:
    """Live one city under its policy and return what is remembered of it."""
    return run_arms({"city": scenario}, each_month=each_month)[0]


def run_arms(
    scenarios: Mapping[str, Scenario],
    *,
    each_month: EachMonth | None = None,
    on_failure: Callable[[Failure], None] | None = None,
) -> list[Record]:
    """Live one city until it has settled, then on under each of several policies.

    All arms branch from the same city in the same month; nothing but the policy, its budget and
    the months it lasts may differ between them. Where `on_failure` is given, an arm that stops
    is told to it and the others go on; else the error rises.
    """
    return list(arms_lived(scenarios, each_month=each_month, on_failure=on_failure))


def arms_lived(
    scenarios: Mapping[str, Scenario],
    *,
    each_month: EachMonth | None = None,
    on_failure: Callable[[Failure], None] | None = None,
    city_model: type[CityModel] = CityModel,
) -> Iterator[Record]:
    """Do as `run_arms` does, and hand over what is remembered of each arm once it is lived.

    Whoever tries another order of the month hands over a `city_model` of her own.
    """
    first = next(iter(scenarios.values()))
    months = first.burn_in + sum(scenario.months for scenario in scenarios.values())
    watch = Watch(months, each_month, on_failure)
    before: list[tuple[CityModel, Memory, float]] = []
    with watch.over(*scenarios):
        started = time.perf_counter()
        settled = settle(first, watch, city_model)
        before.append((*settled, (time.perf_counter() - started) / len(scenarios)))
    for model, memory, share in before:
        for arm, scenario in scenarios.items():
            lived: list[Record] = []
            with watch.over(arm):
                lived.append(live(arm, scenario, model, memory.branch(), watch, share))
            yield from lived


def settle(
    scenario: Scenario, watch: Watch, city_model: type[CityModel] = CityModel
) -> tuple[CityModel, Memory]:
    """Let the city live without any policy until rents, ties and places have settled."""
    watch.enter("building")
    model, memory = city_model(scenario), Memory()
    for month in range(1 - scenario.burn_in, 1):
        watch.enter("month", month=month)
        model.step()
        memory.look(model, month)
        watch.month_lived()
    memory.look_around(model, 0)
    memory.look_at_founders(model)
    return model, memory


def live(
    arm: str,
    scenario: Scenario,
    settled: CityModel,
    memory: Memory,
    watch: Watch,
    seconds_before: float = 0.0,
) -> Record:
    """Let the settled city go on under one policy, and return what is remembered of it."""
    started = time.perf_counter()
    watch.enter("branching")
    model = settled.branch(scenario)
    for month in range(1, scenario.months + 1):
        watch.enter("month", month=month)
        model.step()
        memory.look(model, month)
        memory.look_around(model, month)
        watch.month_lived()
    watch.enter("looking_back")
    memory.look_back(model, scenario.months)
    return Record(
        scenario=scenario,
        arm=arm,
        **memory.pages(),
        seconds=seconds_before + time.perf_counter() - started,
    )


def rehearse(scenarios: Mapping[str, Scenario]) -> None:
    """Live two months of every arm and forget them, so that every kernel is compiled."""
    short = {arm: replace(scenario, burn_in=1, months=1) for arm, scenario in scenarios.items()}
    run_arms(short, on_failure=lambda _: None)

"""Ways to live the same runs: a plain loop, this repository's sweep, Mesa, EMA and Hydra.

Each engine lives one work at so many values of one assumption and returns the wall seconds of it,
without the start of Python and the loading of the engine, with the start of its workers.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))

VILLAGE = ("city=village", "burn_in=2", "months=4")
BARRIER = "behaviour.accept.barrier"
WORKERS = 2
END = "new_ideas_per_1000"

Work = Callable[[float], float]
Timer = Callable[[Callable[[], object]], float]


@cache
def village() -> Any:
    """Return the scenario of a village of a few months."""
    from sim.model.scenario import Scenario

    return Scenario.compose(*VILLAGE)


def nothing(barrier: float) -> float:
    """Live a run in which nothing happens."""
    return barrier


def village_at(barrier: float) -> float:
    """Live the village where meetings take as easily as given, and return an outcome."""
    from sim.ensemble.moving import moved
    from sim.recorder.run import run

    return run(moved(village(), {BARRIER: barrier})).outcomes[END]


WORKS: Mapping[str, Work] = {"nothing": nothing, "village": village_at}


def loop(work: str, points: Sequence[float]) -> float:
    """Live all runs in a loop that keeps what they return."""
    return seconds(lambda: [WORKS[work](point) for point in points])


def ours(executor: str) -> Callable[[str, Sequence[float]], float]:
    """Live all runs as a sweep: stored, and laid out as tables."""

    def live(work: str, points: Sequence[float]) -> float:
        from tests.ensemble.sweeping import nothing_happens

        return swept(executor, points, nothing_happens if work == "nothing" else None, seconds)

    return live


def swept(executor: str, points: Sequence[float], life: Any, timed: Timer) -> float:
    """Ask for a sweep of these points, time it, and check that all of it was lived."""
    from sim.ensemble.sweep import sweep
    from tests.ensemble.sweeping import grid, sweep_of

    asked = sweep_of(
        Path("results"),
        arms={"none": village_as_composed()},
        design=grid(behaviour__accept__barrier=tuple(points)),
        seeds=1,
        executor={"kind": executor},
        workers=WORKERS,
        life=life,
    )
    answers: list[Any] = []
    taken = timed(lambda: answers.append(sweep(asked)))
    if answers[-1].failed or len(answers[-1].tables["runs"]) != len(points):
        raise RuntimeError("the sweep has not lived all of its runs")
    return taken


def beside_the_model(points: Sequence[float]) -> tuple[float, float]:
    """Sweep villages in this process; return processor seconds in all, and those of the model."""
    from sim.recorder.run import arms_lived

    inside = 0.0

    def lived(scenarios: Mapping[str, Any], **told: Any) -> Iterator[Any]:
        nonlocal inside
        records = arms_lived(scenarios, **told)
        while True:
            started = time.process_time()
            record = next(records, None)
            inside += time.process_time() - started
            if record is None:
                return
            yield record

    return swept("serial", points, lived, processor_seconds), inside


def village_as_composed() -> dict[str, Any]:
    """Return the numbers of the village before they are built."""
    from sim.config.compose import compose
    from sim.ensemble.composed import scenario_part

    return scenario_part(compose([*VILLAGE], question="run"))


def of_mesa(workers: int) -> Callable[[str, Sequence[float]], float]:
    """Live all runs by `batch_run`, each as the one step of a model."""

    def live(work: str, points: Sequence[float]) -> float:
        import mesa_work
        from mesa.batchrunner import batch_run

        asked = {"work": [work], "barrier": list(points)}
        return seconds(
            lambda: batch_run(
                mesa_work.OneStep, asked, number_processes=workers, display_progress=False
            )
        )

    return live


def of_ema(workers: int) -> Callable[[str, Sequence[float]], float]:
    """Live all runs by `perform_experiments`, each as a call of a function."""

    def live(work: str, points: Sequence[float]) -> float:
        from ema_workbench import (
            Model,
            MultiprocessingEvaluator,
            RealParameter,
            ScalarOutcome,
            SequentialEvaluator,
            perform_experiments,
        )

        model = Model("city", function={"nothing": nothing_told, "village": village_told}[work])
        model.uncertainties = [RealParameter("barrier", 0.0, 1.0)]
        model.outcomes = [ScalarOutcome("end")]

        def perform() -> None:
            several = (
                MultiprocessingEvaluator(model, n_processes=workers)
                if workers > 1
                else SequentialEvaluator(model)
            )
            with several as evaluator:
                perform_experiments(model, len(points), evaluator=evaluator)

        return seconds(perform)

    return live


def nothing_told(barrier: float) -> dict[str, float]:
    """Return what `nothing` returns, by name."""
    return {"end": nothing(barrier)}


def village_told(barrier: float) -> dict[str, float]:
    """Return what `village_at` returns, by name."""
    return {"end": village_at(barrier)}


def of_hydra(work: str, points: Sequence[float]) -> float:
    """Live all runs by `-m` with the basic launcher; the village is composed anew by each job."""
    import hydra
    from omegaconf import OmegaConf

    small, folder = work == "nothing", Path.cwd()
    (folder / "small.yaml").write_text("barrier: 0.0\n", encoding="utf-8")

    def job(config: Any) -> float:
        if small:
            return nothing(config.barrier)
        from sim.model.scenario import Scenario
        from sim.recorder.run import run

        plain: Any = OmegaConf.to_container(config, resolve=True)
        return run(Scenario.of(plain)).outcomes[END]

    path, name = (str(folder), "small") if small else ("pkg://sim.configs", "life")
    program = hydra.main(config_path=path, config_name=name, version_base="1.3")(job)
    values = ",".join(map(repr, points))
    varied = [f"barrier={values}"] if small else [f"{BARRIER}={values}", *VILLAGE]
    sys.argv = [sys.argv[0], "-m", *varied]
    return seconds(program)


def warm(work: str) -> None:
    """Load and compile what the work needs, so that no engine is timed while it is done."""
    WORKS[work](1 / 2)


def seconds(act: Callable[[], object]) -> float:
    """Return the wall seconds that something takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def processor_seconds(act: Callable[[], object]) -> float:
    """Return the seconds of processor time that something takes in this process."""
    started = time.process_time()
    act()
    return time.process_time() - started


ENGINES: Mapping[str, Callable[[str, Sequence[float]], float]] = {
    "a plain loop": loop,
    "faireville sweep, serial": ours("serial"),
    "faireville sweep, 2 processes": ours("processes"),
    "faireville sweep, 2 workers of Dask": ours("dask"),
    "Mesa batch_run": of_mesa(1),
    "Mesa batch_run, 2 processes": of_mesa(WORKERS),
    "EMA perform_experiments": of_ema(1),
    "EMA perform_experiments, 2 processes": of_ema(WORKERS),
    "Hydra -m, basic launcher": of_hydra,
}

"""Ctrl-C while a compiled kernel runs is an interruption, not a run that failed."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numba import njit

from sim.ensemble.task import live_tasks
from sim.model.scenario import Scenario
from sim.recorder.interruption import interrupted
from sim.recorder.run import run_arms
from tests.ensemble.asking import scenario
from tests.ensemble.test_collector import two_runs

SIGNAL_AFTER_S = 0.01


@njit
def _longer_than_the_wait(numbers: np.ndarray, rounds: int) -> tuple[np.ndarray, float]:
    total = 0.0
    for index in range(rounds):
        total += (numbers[index % numbers.size] + total) % 7.0
    return numbers, total


@pytest.fixture
def kernel_with_ctrl_c() -> Iterator[Callable[..., None]]:
    """Return a month in which the kernel is interrupted before it hands back its result."""
    numbers = np.ones(8)
    _longer_than_the_wait(numbers, 1)
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)

    def month(*_) -> None:
        signal.setitimer(signal.ITIMER_REAL, SIGNAL_AFTER_S)
        _longer_than_the_wait(numbers, 10_000_000)

    yield month
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_a_kernel_gives_the_interruption_another_name(kernel_with_ctrl_c):
    with pytest.raises(SystemError) as risen:
        kernel_with_ctrl_c()

    assert interrupted(risen.value)
    assert interrupted(KeyboardInterrupt())
    assert not interrupted(SystemError("of its own"))


def test_no_arm_has_failed_when_its_kernel_was_interrupted(kernel_with_ctrl_c, monkeypatch):
    monkeypatch.setattr("sim.model.model.CityModel.step", kernel_with_ctrl_c)
    failures = []

    with pytest.raises(KeyboardInterrupt):
        run_arms({"none": Scenario.of(scenario("none"))}, on_failure=failures.append)

    assert failures == []


def test_no_run_has_failed_when_the_kernel_between_its_arms_was_interrupted(
    kernel_with_ctrl_c, tmp_path
):
    def life(*_, **__):
        kernel_with_ctrl_c()
        yield

    with pytest.raises(KeyboardInterrupt):
        list(live_tasks([two_runs(tmp_path, life)]))

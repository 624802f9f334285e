"""Designs whose points are drawn in the unit cube, by scipy and SALib, from one seed."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.config.refusal import Refusal
from sim.ensemble.designs.units import Units

Draw = Callable[[int, int, int, int], Units]
"""From how many points, how many factors, the seed and the levels to places in the unit cube."""


def random(count: int, factors: int, seed: int, _levels: int) -> Units:
    """Draw every point by itself; more points keep the first ones."""
    return np.random.default_rng(seed).random((count, factors))


def lhs(count: int, factors: int, seed: int, _levels: int) -> Units:
    """Draw a Latin hypercube: each of `count` equal shares of every factor holds one point."""
    from scipy.stats import qmc

    drawn: Units = qmc.LatinHypercube(factors, rng=np.random.default_rng(seed)).random(count)
    return drawn


def sobol(count: int, factors: int, seed: int, _levels: int) -> Units:
    """Take the first points of a scrambled Sobol sequence; more points keep the first ones."""
    from scipy.stats import qmc

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a remark says when it is no power of two
        sequence = qmc.Sobol(factors, scramble=True, rng=np.random.default_rng(seed))
        drawn: Units = sequence.random(count)
    return drawn


def saltelli(count: int, factors: int, seed: int, _levels: int) -> Units:
    """Draw Saltelli's points for Sobol indices; more base samples keep the first ones.

    Every base sample is factors + 2 points: A, A with one column of B each, and B.
    """
    from SALib.sample.sobol import sample

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a remark says when it is no power of two
        drawn: Units = sample(
            _cube(factors), count, calc_second_order=False, seed=np.random.default_rng(seed)
        )
    return drawn


def morris(count: int, factors: int, seed: int, levels: int) -> Units:
    """Walk Morris's trajectories, factors + 1 points each; more of them keep the first ones."""
    if levels < 2 or levels % 2:
        raise Refusal.of("design.odd_levels", "design.levels", given=levels)
    from SALib.sample.morris import sample

    # each trajectory has luck of its own, so that a further one leaves the others as they are
    walks = [
        sample(_cube(factors), 1, levels, seed=np.random.default_rng([seed, walk]))
        for walk in range(count)
    ]
    return np.concatenate(walks)


def _cube(factors: int) -> dict[str, Any]:
    """Return the unit cube as SALib knows it."""
    return {
        "num_vars": factors,
        "names": [f"x{number}" for number in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }

"""What people are when they come into the story, by luck that knows only who they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.plan import CENTS, Population
from sim.city.table import SHARE
from sim.kernels import birth, luck
from sim.kernels.arithmetic import all_in_steps
from sim.kernels.luck import Purpose

TECHNIQUES_IN_FAMILY = 4
_ALWAYS = 0


def kinds_by_luck(seed: int, identities: NDArray[np.int64], shares: Any) -> NDArray[np.int64]:
    """Draw each one's kind from the shares of kinds."""
    drawn = luck.uniforms(seed, int(Purpose.BIRTH_KIND), _ALWAYS, identities, 0)
    return np.minimum(np.searchsorted(np.cumsum(shares), drawn, side="right"), len(shares) - 1)


def kinds_by_quota(seed: int, identities: NDArray[np.int64], shares: Any) -> NDArray[np.int64]:
    """Give kinds in their exact shares, rounded, luck saying who is what."""
    drawn = luck.uniforms(seed, int(Purpose.BIRTH_KIND), _ALWAYS, identities, 0)
    bounds = np.round(np.cumsum(shares) * len(identities)).astype(np.int64)
    kind = np.empty(len(identities), np.int64)
    kind[np.argsort(drawn, kind="stable")] = np.searchsorted(
        bounds, np.arange(len(identities)), side="right"
    )
    return kind


def born(
    population: Population, seed: int, identities: NDArray[np.int64], kind: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    """Return what each person is like, by column of the people's table.

    Parameters
    ----------
    identities : int64 array, one per person
    kind : int64 array, one per person

    Returns
    -------
    dict of arrays, one entry per person: identity, kind, field, openness, participation (with
    their origins), skills, standing.
    """
    means = np.array([k.field for k in population.kinds.values()])[kind]
    field = np.empty((len(identities), means.shape[1]), SHARE)
    for axis in range(means.shape[1]):
        spread = luck.normals(seed, int(Purpose.BIRTH_FIELD), _ALWAYS, identities, axis)
        there = np.clip(means[:, axis] + population.field_sd * spread, 0.0, 1.0)
        field[:, axis] = all_in_steps(there)
    openness = _trait(population, seed, identities, kind, "openness", 0)
    participation = _trait(population, seed, identities, kind, "participation", 1)
    return {
        "identity": identities,
        "kind": kind,
        "field": field,
        "field_origin": field.copy(),
        "openness": openness,
        "openness_origin": openness.copy(),
        "participation": participation,
        "participation_origin": participation.copy(),
        "skills": _skills(population, seed, identities, kind),
        "standing": luck.normals(seed, int(Purpose.BIRTH_INCOME), _ALWAYS, identities, 0),
    }


def income_from_outside(
    population: Population, kind: NDArray[np.int64], standing: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return each one's median income of the kind, spread by her standing, cents a month."""
    median = population.array("income")[kind]
    spread = population.array("income_log_sd")[kind]
    return np.round(CENTS * median * np.exp(spread * standing)).astype(np.int64)


def _trait(
    population: Population,
    seed: int,
    identities: NDArray[np.int64],
    kind: NDArray[np.int64],
    name: str,
    pair: int,
) -> NDArray[np.uint16]:
    mean = population.array(name)[kind]
    spread = luck.normals(seed, int(Purpose.BIRTH_TRAIT), _ALWAYS, identities, pair)
    sd: float = getattr(population, f"{name}_sd")
    return np.asarray(all_in_steps(np.clip(mean + sd * spread, 0.0, 1.0)))


def _skills(
    population: Population, seed: int, identities: NDArray[np.int64], kind: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Draw techniques: a family by the kind's weights, then any technique of it."""
    weights = np.array([k.families for k in population.kinds.values()])
    running = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    fewest, most = population.fewest_skills, population.most_skills
    return np.asarray(birth.draw_skills(seed, identities, kind, running, fewest, most))

"""What people are when they come into the story, by luck that knows only who they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.city.plan import CENTS, Population
from sim.kernels import birth, luck
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
    field, openness, participation, standing = birth.draw_traits(
        seed,
        identities,
        kind,
        population.array("field"),
        population.field_sd,
        population.array("openness"),
        population.openness_sd,
        population.array("participation"),
        population.participation_sd,
    )
    fewest, most = population.fewest_skills, population.most_skills
    running = population.running_families
    return {
        "identity": identities,
        "kind": kind,
        "field": field,
        "field_origin": field.copy(),
        "openness": openness,
        "openness_origin": openness.copy(),
        "participation": participation,
        "participation_origin": participation.copy(),
        "skills": birth.draw_skills(seed, identities, kind, running, fewest, most),
        "standing": standing,
    }


def income_from_outside(
    population: Population, kind: NDArray[np.int64], standing: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return each one's median income of the kind, spread by her standing, cents a month."""
    median = population.array("income")[kind]
    spread = population.array("income_log_sd")[kind]
    return np.round(CENTS * median * np.exp(spread * standing)).astype(np.int64)

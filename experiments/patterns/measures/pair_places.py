"""Pairs who use one third place, with and without events (P10)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns import estimates, likeness, panel
from experiments.patterns.living import Life
from experiments.patterns.reading import Snapshot

Parts = dict[str, Any]
BAND, BANDS = 0.5, 12
"""Width, km, of the bands of distance between homes in which pairs are compared."""
MOST_USERS = 700
"""Users of a month among whom pairs are compared; a sample where there are more."""


def sharing_a_place(life: Life) -> Parts:
    """Count pairs of two fields who went out, and those tied a year later.

    Bands of distance between homes x (same place, different ones) x (pairs, tied).
    """
    counts = np.zeros((BANDS, 2, 2))
    for one, two in pairwise(life.snapshots):
        left, right, tied = _pairs(one, two)
        across = one.pole[left] != one.pole[right]
        apart = one.block[left] != one.block[right]
        work = (one.employer[left] < 0) | (one.employer[left] != one.employer[right])
        kept = across & apart & work
        left, right, tied = left[kept], right[kept], tied[kept]
        band = (life.ground.km(one.home[left], one.home[right]) / BAND).astype(int)
        band = np.minimum(band, BANDS - 1)
        different = (one.place[left] != one.place[right]).astype(int)
        np.add.at(counts, (band, different, 0), 1)
        np.add.at(counts, (band[tied], different[tied], 1), 1)
    return {"counts": counts.tolist()}


def odds_of_sharing(parts: Sequence[Parts]) -> float:
    """Return the odds of a tie of those who share a place over those who do not."""
    return estimates.mantel_haenszel(estimates.added([one["counts"] for one in parts]))


def ties_in_a_place(life: Life) -> Parts:
    """Add up a regression of being tied a year later on skill distance, users of one place."""
    total = np.zeros((3, 4))
    for one, two in pairwise(life.snapshots):
        left, right, tied = _pairs(one, two)
        same = one.place[left] == one.place[right]
        far = likeness.skill_distance(one.skills[left[same]], one.skills[right[same]])
        total += estimates.sums(tied[same], far**2, far, np.ones(len(far)))
    return {"sums": total.tolist()}


def curvature(parts: Sequence[Parts]) -> float:
    """Return the coefficient of the square."""
    return float(estimates.least_squares(estimates.added([one["sums"] for one in parts]))[0])


def _pairs(one: Snapshot, two: Snapshot) -> tuple[Any, Any, NDArray[np.bool_]]:
    """Return pairs of users of places who were not tied, and whether they are a year later.

    The two of a pair are rows of the earlier snapshot.
    """
    at, later = panel.together(one, two)
    users = np.flatnonzero(one.place[at] >= 0)
    if len(users) > MOST_USERS:
        users = np.random.default_rng(one.month).choice(users, MOST_USERS, replace=False)
        users.sort()
    left, right = np.triu_indices(len(users), k=1)
    was = panel.ties(one, at)[users][:, users].toarray() > 0
    now = panel.ties(two, later)[users][:, users].toarray() > 0
    new = ~was[left, right]
    left, right = left[new], right[new]
    return at[users[left]], at[users[right]], now[left, right]


PARTS = {"sharing_a_place": sharing_a_place}
PARTS_PROGRAMMED = {"ties_in_a_place": ties_in_a_place}
FIGURES = {
    "cross_ties_without_events": ("sharing_a_place", odds_of_sharing),
    "ties_by_distance_of_skills_with_events": ("ties_in_a_place", curvature),
}

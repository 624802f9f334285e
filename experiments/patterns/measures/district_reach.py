"""How far ties and hirings reach (P12, P13)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from experiments.patterns import estimates, panel
from experiments.patterns.living import YEAR, Life

Parts = dict[str, Any]
TIE_EDGES = np.linspace(0, 2, 11)
"""Bins of distance between homes, km."""
HIRE_EDGES = np.linspace(0, 8, 17)
START_KM = 0.25
FEWEST = 5
"""Hires expected in a bin from which it counts."""


def new_ties(life: Life) -> Parts:
    """Count new ties of the last year, pairs of residents and their distances, by distance."""
    bins = len(TIE_EDGES) - 1
    counts = np.zeros((3, bins))
    for one in life.snapshots:
        holder, other, slot = panel.others(one)
        new = one.born[holder, slot] > one.month - YEAR
        far = life.ground.km(one.home[holder[new]], one.home[other[new]])
        counts[0] += np.histogram(far, TIE_EDGES)[0]
        people = np.bincount(one.home, minlength=life.ground.side**2)
        apart, pairs = life.ground.pairs_by_offset(people)
        counts[1] += np.histogram(apart, TIE_EDGES, weights=pairs)[0]
        counts[2] += np.histogram(apart, TIE_EDGES, weights=pairs * apart)[0]
    return {"counts": counts.tolist()}


def reach(parts: Sequence[Parts]) -> float:
    """Return the e-folding of new ties per pair with distance between homes, km."""
    ties, pairs, far = estimates.added([one["counts"] for one in parts])
    return estimates.e_folding(far / np.maximum(pairs, 1.0), ties, pairs, START_KM)


def hires(life: Life) -> Parts:
    """Count hires of a year by distance between home and firm, seen and expected.

    Expected are those of each firm if all who were hired lived where any of them lived. The third
    line adds up the distances expected.
    """
    counts = np.zeros((3, len(HIRE_EDGES) - 1))
    for one, two in pairwise(life.snapshots):
        at, later = panel.together(one, two)
        new = (two.employer[later] >= 0) & (two.employer[later] != one.employer[at])
        firms = np.argsort(two.firm)
        place = panel.standing(two.firm[firms], two.employer[later[new]])
        cell = two.firm_cell[firms][place[place >= 0]]
        home = one.home[at[new]][place >= 0]
        if not len(cell):
            continue
        counts[0] += np.histogram(life.ground.km(home, cell), HIRE_EDGES)[0]
        chance = life.ground.km(home[:, None], cell[None, :]).ravel()
        counts[1] += np.histogram(chance, HIRE_EDGES)[0] / len(cell)
        counts[2] += np.histogram(chance, HIRE_EDGES, weights=chance)[0] / len(cell)
    return {"counts": counts.tolist()}


def hiring_decay(parts: Sequence[Parts]) -> float:
    """Return by how much hires seen over expected fall, log points a km."""
    seen, expected, far = estimates.added([one["counts"] for one in parts])
    known = (expected >= FEWEST) & (seen > 0)
    if known.sum() < 2:
        return float("nan")
    seen, expected, far = seen[known], expected[known], far[known]
    weight = np.sqrt(seen)
    added = estimates.sums(weight * np.log(seen / expected), weight * far / expected, weight)
    return -float(estimates.least_squares(added)[0])


def both(life: Life) -> Parts:
    """Return what both reaches need."""
    return {"ties": new_ties(life), "hires": hires(life)}


def slower(parts: Sequence[Parts]) -> float:
    """Return the decay of hiring over that of ties."""
    return hiring_decay([one["hires"] for one in parts]) * reach([one["ties"] for one in parts])


PARTS = {"new_ties": new_ties, "hires": hires, "both": both}
FIGURES = {
    "reach_of_new_ties": ("new_ties", reach),
    "hiring_decays": ("hires", hiring_decay),
    "hiring_decays_slower_than_ties": ("both", slower),
}

"""What is made: unconventional ideas, where and by whom, and what builds on what (P08, 15, 24)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns import estimates, likeness
from experiments.patterns.living import YEAR, Life
from experiments.patterns.months import PRESENT, REMOTE

Parts = dict[str, Any]
TENTH, QUARTER = 10, 25
"""Percentiles: of an idea's pairs, its novelty; of ideas, those that are unconventional."""
SHARED = 4
"""Techniques an idea shares with the earlier one it builds on."""
MEMORY = 60
"""Months an idea may be built on."""
NEAR_KM = 1.0


def settled(life: Life) -> dict[str, NDArray[Any]]:
    """Return the ideas made after the city settled."""
    kept = life.ideas["month"] > life.settled
    return {name: column[kept] for name, column in life.ideas.items()}


def unconventional(masks: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which ideas put techniques together that rarely meet: the least usual quarter.

    z of a pair = (seen - expected) / sqrt(expected), expected if each idea drew its techniques at
    random with their frequencies; an idea's novelty is a low percentile of its pairs' z.
    """
    held = likeness.techniques(masks).astype(np.float64)
    if not len(held):
        return np.zeros(0, bool)
    seen, often = held.T @ held, held.sum(axis=0)
    size = held.sum(axis=1).mean()
    expected = np.maximum(np.outer(often, often) / len(held) * (size - 1) / size, estimates.SMALL)
    z = (seen - expected) / np.sqrt(expected)
    inside = np.nonzero(held)[1].reshape(len(held), -1)  # ideas x techniques, as many in each
    one, other = np.triu_indices(inside.shape[1], k=1)
    novelty = np.percentile(z[inside[:, one], inside[:, other]], TENTH, axis=1)
    return novelty < np.percentile(novelty, QUARTER)


def by_density(life: Life) -> Parts:
    """Add up a regression of being unconventional on the density where the initiator lived."""
    made = settled(life)
    people = [np.bincount(one.block, minlength=life.ground.n_blocks) for one in life.snapshots]
    if not people:
        return {"sums": np.zeros((2, 3)).tolist()}
    year = np.minimum((made["month"] - life.settled - 1) // YEAR, len(people) - 1)
    density = np.log(np.maximum(np.array(people)[year, made["block"]], 1))
    odd = unconventional(made["techniques"])
    return {"sums": estimates.sums(odd, density, np.ones(len(odd))).tolist()}


def slope(parts: Sequence[Parts]) -> float:
    """Return the first coefficient."""
    return float(estimates.least_squares(estimates.added([one["sums"] for one in parts]))[0])


def by_presence(life: Life) -> Parts:
    """Count ideas and unconventional ones, of teams met in presence and of remote ones."""
    made = settled(life)
    odd = unconventional(made["techniques"])
    counts = [
        [int((made["lead_met"] == met).sum()), int(odd[made["lead_met"] == met].sum())]
        for met in (PRESENT, REMOTE)
    ]
    return {"counts": counts}


def remote_less_present(parts: Sequence[Parts]) -> float:
    """Return the unconventional share of remote teams less that of teams met in presence."""
    present, remote = estimates.added([one["counts"] for one in parts])
    return estimates.ratio(remote[1], remote[0]) - estimates.ratio(present[1], present[0])


def citations(life: Life) -> Parts:
    """Count pairs of an idea and an earlier one it builds on, those near, and their controls near.

    A control is another idea of the same field and year, made after what is built on, in the place
    of the one that builds.
    """
    made = settled(life)
    masks, month, block = made["techniques"], made["month"], made["block"]
    group = made["field"] + 3 * ((month - life.settled - 1) // YEAR)
    alike = {name: np.flatnonzero(group == name) for name in np.unique(group)}
    luck = np.random.default_rng(life.last)
    counts = np.zeros(3)
    for later in range(len(masks)):
        first, last = np.searchsorted(month, [month[later] - MEMORY, month[later]])
        shared = np.bitwise_count(masks[first:last] & masks[later])
        earlier = first + np.flatnonzero(shared >= SHARED)
        for before in earlier:
            peers = alike[group[later]]
            peers = peers[(peers != later) & (month[peers] > month[before])]
            if not len(peers) or _share_a_maker(made["members"], later, before):
                continue
            pair = block[[later, luck.choice(peers)]]
            near = life.ground.blocks_km(block[before], pair) <= NEAR_KM
            counts += [1, *near]
    return {"counts": counts.tolist()}


def _share_a_maker(members: NDArray[Any], one: int, other: int) -> bool:
    theirs = members[other]
    return bool(np.isin(members[one], theirs[theirs >= 0]).any())


def near_above_control(parts: Sequence[Parts]) -> float:
    """Return the share of what is built on nearby less that of the controls."""
    pairs, near, control = estimates.added([one["counts"] for one in parts])
    return estimates.ratio(near - control, pairs)


PARTS = {"by_density": by_density, "by_presence": by_presence, "citations": citations}
FIGURES = {
    "atypical_share_by_density": ("by_density", slope),
    "atypical_when_remote": ("by_presence", remote_less_present),
    "local_citations_above_control": ("citations", near_above_control),
}

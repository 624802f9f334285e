"""Pairs that come near, part, or live next door (P11, P23, P50, P56)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.patterns import estimates, likeness, panel
from experiments.patterns.living import Life
from experiments.patterns.reading import ARTISTIC, CIVIC, MARKET, Snapshot

Parts = dict[str, Any]
STRENGTHS = np.array([0.2, 0.4, 0.6, 0.8])
"""Edges of the fifths of strength by which ties are compared (P11)."""
NEAR, THIRD, ELSEWHERE = 0, 1, 2


def coming_near(life: Life) -> Parts:
    """Count pairs of a mover and one who stayed, and how many were tied a year after she came.

    Rows: those of the block she moved to, those of third blocks; columns: pairs, tied pairs.
    """
    counts = np.zeros((2, 2))
    for one, two, three in _years(life):
        at = panel.together(one, two, three)
        before, after = one.block[at[0]], two.block[at[1]]
        moved = before != after
        was, now = panel.ties(one, at[0]), panel.ties(three, at[2])
        stayed = np.bincount(before[~moved], minlength=life.ground.n_blocks)
        near = stayed[after[moved]].sum()
        third = moved.sum() * stayed.sum() - near - stayed[before[moved]].sum()
        known = _counted(was, moved, before, after)
        counts[:, 0] += np.array([near, third]) - known
        counts[:, 1] += _counted(now - now.multiply(was), moved, before, after)
    return {"counts": counts.tolist()}


def _counted(held: Any, moved: Any, before: Any, after: Any) -> NDArray[np.float64]:
    """Count ties between movers and those who stayed, in the new block and in third ones."""
    coordinates = held.tocoo()
    one, other = coordinates.coords
    tied = (coordinates.data > 0) & moved[one] & ~moved[other]
    which = _where(before, after, one[tied], other[tied])
    return np.bincount(which, minlength=3)[:2].astype(np.float64)


def _where(before: Any, after: Any, mover: Any, other: Any) -> NDArray[np.int64]:
    """Say where one who stayed lives, seen from a mover: in her new block, a third, her old one."""
    home = before[other]
    return np.where(home == after[mover], NEAR, np.where(home == before[mover], ELSEWHERE, THIRD))


def odds_on_coming_near(parts: Sequence[Parts]) -> float:
    """Return the odds of a tie in the new block over those in third blocks."""
    (pairs, tied), (far_pairs, far_tied) = estimates.added([one["counts"] for one in parts])
    return estimates.ratio(tied * (far_pairs - far_tied), (pairs - tied) * far_tied)


def growing_alike(life: Life) -> Parts:
    """Add up a regression of the change of likeness on coming near and likeness before.

    To every pair of a mover and one of her new block stands one with somebody of a third block.
    """
    total = np.zeros((3, 4))
    luck = np.random.default_rng(life.last)
    for one, two, three in _years(life):
        at = panel.together(one, two, three)
        before, after = one.block[at[0]], two.block[at[1]]
        movers, stayers = np.flatnonzero(before != after), np.flatnonzero(before == after)
        pairs = before[stayers][None, :] == after[movers][:, None]
        mover, other = np.nonzero(pairs)
        drawn = luck.integers(len(stayers), size=len(other)) if len(other) else other
        mover = np.concatenate([movers[mover], movers[mover]])
        other = np.concatenate([stayers[other], stayers[drawn]])
        where = _where(before, after, mover, other)
        tied = np.asarray(panel.ties(one, at[0])[mover, other]).ravel() > 0
        kept = (where != ELSEWHERE) & ~tied
        was = _alike(one, at[0][mover[kept]], at[0][other[kept]])
        change = _alike(three, at[2][mover[kept]], at[2][other[kept]]) - was
        total += estimates.sums(change, where[kept] == NEAR, was, np.ones(len(was)))
    return {"sums": total.tolist()}


def _alike(snapshot: Snapshot, one: Any, other: Any) -> NDArray[np.float64]:
    fields = likeness.field_distance(snapshot.field[one], snapshot.field[other])
    skills = likeness.skill_distance(snapshot.skills[one], snapshot.skills[other])
    return 1.0 - (fields + skills) / 2


def parting(life: Life) -> Parts:
    """Count ties of one block, and those that last two years, where one moved away and not.

    Strata of strength x (parted, stayed) x (ties, lasting ties).
    """
    counts = np.zeros((len(STRENGTHS) + 1, 2, 2))
    for one, two, three in _years(life):
        at = panel.together(one, two, three)
        before, after = one.block[at[0]], two.block[at[1]]
        held = panel.ties(one, at[0], one.strength).tocoo()
        left, right = held.coords
        both = (left < right) & (before[left] == before[right])
        left, right, strength = left[both], right[both], held.data[both]
        lasts = np.asarray(panel.ties(three, at[2])[left, right]).ravel() > 0
        parted = after[left] != after[right]
        stayed = (after[left] == before[left]) & (after[right] == before[right])
        stratum = np.searchsorted(STRENGTHS, strength, side="right")
        for place, among in enumerate((parted, stayed)):
            counts[:, place, 0] += np.bincount(stratum[among], minlength=len(counts))
            counts[:, place, 1] += np.bincount(stratum[among & lasts], minlength=len(counts))
    return {"counts": counts.tolist()}


def lasting_when_parted(parts: Sequence[Parts]) -> float:
    """Return the share of parted ties that last less that of the others, strength by strength."""
    counts = estimates.added([one["counts"] for one in parts])
    counts = counts[(counts[:, 1, 0] > 0) & (counts[:, 0, 0] > 0)]
    lasting = counts[:, :, 1] / counts[:, :, 0]
    weight = counts[:, 0, 0]
    return estimates.ratio((weight * (lasting[:, 0] - lasting[:, 1])).sum(), weight.sum())


def next_door(life: Life) -> Parts:
    """Count pairs, and ties of either channel, of one block and of different ones.

    Rows: one block, different ones; columns: pairs, ties last fed online, ties last fed otherwise.
    """
    counts = np.zeros((2, 3))
    for one in life.snapshots:
        holder, other, slot = panel.others(one)
        apart = (one.block[holder] != one.block[other]).astype(int)
        online = one.online[holder, slot]
        counts[:, 1] += np.bincount(apart[online], minlength=2)
        counts[:, 2] += np.bincount(apart[~online], minlength=2)
        living = np.bincount(one.block)
        near, every = (living * (living - 1)).sum(), len(one.block) * (len(one.block) - 1)
        counts[:, 0] += [near, every - near]
    return {"counts": counts.tolist()}


def near_against_far(channel: int) -> Any:
    """Return the join that holds ties per pair of one block against those of different blocks."""

    def joined(parts: Sequence[Parts]) -> float:
        near, far = estimates.added([one["counts"] for one in parts])
        return estimates.ratio(near[channel] * far[0], near[0] * far[channel])

    return joined


def fields_next_door(life: Life) -> Parts:
    """Count pairs of one block and ties between them, by the fields of the two: 3 x 3 each."""
    pairs, ties = np.zeros((3, 3)), np.zeros((3, 3))
    for one in life.snapshots:
        living = np.zeros((life.ground.n_blocks, 3))
        np.add.at(living, (one.block, one.pole), 1)
        pairs += living.T @ living - np.diag(living.sum(axis=0))
        holder, other, _ = panel.others(one)
        near = one.block[holder] == one.block[other]
        np.add.at(ties, (one.pole[holder[near]], one.pole[other[near]]), 1)
    return {"pairs": pairs.tolist(), "ties": ties.tolist()}


def across_next_door(one: int, other: int) -> Any:
    """Return the join that holds ties per pair of two fields against those of one field."""

    def joined(parts: Sequence[Parts]) -> float:
        pairs = estimates.added([each["pairs"] for each in parts])
        ties = estimates.added([each["ties"] for each in parts])
        across = estimates.ratio(ties[one, other] + ties[other, one], 2 * pairs[one, other])
        return estimates.ratio(across, estimates.ratio(np.trace(ties), np.trace(pairs)))

    return joined


def ties_of_fields(life: Life) -> Parts:
    """Return ties between the artistic and the market field over chance, mean of snapshots."""
    found = []
    for one in life.snapshots:
        holder, other, _ = panel.others(one)
        mixing = np.zeros((3, 3))
        np.add.at(mixing, (one.pole[holder], one.pole[other]), 1)
        out, back, total = mixing.sum(axis=1), mixing.sum(axis=0), mixing.sum()
        seen = mixing[ARTISTIC, MARKET] + mixing[MARKET, ARTISTIC]
        chance = out[ARTISTIC] * back[MARKET] + out[MARKET] * back[ARTISTIC]
        found.append(estimates.ratio(seen * total, chance))
    return {"value": float(np.mean(found)) if found else None}


def _years(life: Life) -> list[tuple[Snapshot, Snapshot, Snapshot]]:
    """Return every three snapshots in a row: t, t + 12 and t + 24."""
    firsts, seconds = life.snapshots[:-1], life.snapshots[1:]
    return [(a, b, c) for (a, b), (_, c) in pairwise(zip(firsts, seconds, strict=True))]


def likeness_gained(parts: Sequence[Parts]) -> float:
    """Return how much more alike pairs grow that came near."""
    return float(estimates.least_squares(estimates.added([one["sums"] for one in parts]))[0])


PARTS = {
    "coming_near": coming_near,
    "growing_alike": growing_alike,
    "parting": parting,
    "next_door": next_door,
    "fields_next_door": fields_next_door,
    "ties_of_fields": ties_of_fields,
}
FIGURES = {
    "ties_on_coming_near": ("coming_near", odds_on_coming_near),
    "likeness_on_coming_near": ("growing_alike", likeness_gained),
    "ties_after_separation": ("parting", lasting_when_parted),
    "near_ties_digital": ("next_door", near_against_far(1)),
    "near_ties_physical": ("next_door", near_against_far(2)),
    "artistic_market_next_door": ("fields_next_door", across_next_door(ARTISTIC, MARKET)),
    "artistic_civic_next_door": ("fields_next_door", across_next_door(ARTISTIC, CIVIC)),
    "artistic_market_ties": ("ties_of_fields", None),
}

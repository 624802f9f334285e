"""What passes between two people: learning, and what ties and likeness do to it (P16, 18, 19)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from experiments.patterns import estimates, likeness, panel
from experiments.patterns.living import Life

Parts = dict[str, Any]
EDGES = np.linspace(0, 1, 101)
"""Bins of likeness in which people are counted."""


def transfers(life: Life) -> Parts:
    """Return expected transfers between people who were tied, and all."""
    return {"tied": life.transfers[0], "all": life.transfers[1]}


def share_of_tied(parts: Sequence[Parts]) -> float:
    """Return the share of transfers between those who were tied."""
    return estimates.ratio(sum(one["tied"] for one in parts), sum(one["all"] for one in parts))


def lessons(life: Life) -> Parts:
    """Add up regressions of learning, of exploring and of exploiting on skill distance."""
    far = life.lessons[:, 0]
    columns = (far**2, far, np.ones(len(far)))
    names = ("learnt", "explored", "exploited")
    return {
        name: estimates.sums(life.lessons[:, place], *columns).tolist()
        for place, name in enumerate(names, start=1)
    }


def learning_curvature(parts: Sequence[Parts]) -> float:
    """Return the coefficient of the squared distance in learning."""
    return float(estimates.least_squares(estimates.added([one["learnt"] for one in parts]))[0])


def exploring_further(parts: Sequence[Parts]) -> float:
    """Return how much further away exploring is at its best than exploiting."""
    return _best(parts, "explored") - _best(parts, "exploited")


def _best(parts: Sequence[Parts], name: str) -> float:
    """Return the distance, between 0 and 1, at which a parabola fitted to it peaks."""
    found = estimates.least_squares(estimates.added([one[name] for one in parts]))
    return float(np.clip(optimum(found[0], found[1]), 0.0, 1.0))


def optimum(square: float, linear: float) -> float:
    """Return where a parabola peaks; nan where it has no peak."""
    return float(-linear / (2 * square)) if square < 0 else float("nan")


def likeness_of_ties(life: Life) -> Parts:
    """Add up a regression of next year's ideas on the mean likeness of a person's ties.

    Within kinds and years; people counted by likeness.
    """
    total, people = np.zeros((2, 3)), np.zeros(len(EDGES) - 1)
    makers, month = life.ideas["members"], life.ideas["month"]
    for one, two in pairwise(life.snapshots):
        held = panel.ties(one, np.arange(len(one.identity))).tocoo()
        left, right = held.coords
        alike = 1.0 - likeness.skill_distance(one.skills[left], one.skills[right])
        count = np.bincount(left, minlength=len(one.identity))
        mean = np.bincount(left, alike, len(one.identity)) / np.maximum(count, 1)
        soon = (month > one.month) & (month <= two.month)
        at = panel.standing(one.identity, makers[soon].ravel())
        made = np.bincount(at[at >= 0], minlength=len(one.identity))
        known = count > 0
        kind, mean, made = one.kind[known], mean[known], made[known]
        total += estimates.sums(
            estimates.within(made, kind),
            estimates.within(mean**2, kind),
            estimates.within(mean, kind),
        )
        people += np.histogram(mean, EDGES)[0]
    return {"sums": total.tolist(), "people": people.tolist()}


def likeness_curvature(parts: Sequence[Parts]) -> float:
    """Return the coefficient of the squared likeness."""
    return float(estimates.least_squares(estimates.added([one["sums"] for one in parts]))[0])


def likeness_optimum(parts: Sequence[Parts]) -> float:
    """Return the share of people whose ties are less alike than is best."""
    found = estimates.least_squares(estimates.added([one["sums"] for one in parts]))
    people = estimates.added([one["people"] for one in parts])
    return estimates.share_below(people, EDGES, optimum(found[0], found[1]))


PARTS = {"transfers": transfers, "lessons": lessons, "likeness_of_ties": likeness_of_ties}
FIGURES = {
    "transfers_between_tied": ("transfers", share_of_tied),
    "learning_by_distance": ("lessons", learning_curvature),
    "exploring_is_best_further_away": ("lessons", exploring_further),
    "ideas_by_likeness_of_ties": ("likeness_of_ties", likeness_curvature),
    "optimum_of_likeness": ("likeness_of_ties", likeness_optimum),
}

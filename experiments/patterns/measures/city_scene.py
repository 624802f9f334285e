"""The scene of those who make things together, as one network (P21, P22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, shortest_path

from experiments.patterns import estimates
from experiments.patterns.living import YEAR, Life

Parts = dict[str, Any]
MEMORY = 60
"""Months a team counts in the network."""
HIT = 90
"""Percentile of value from which an idea is a hit."""
FROM_MONTH = 120
SOURCES = 100
"""People from whom paths are measured, a sample where there are more."""


def scene(life: Life) -> Parts:
    """List, year by year, the small-world quotient, the hits and the largest component."""
    ideas = life.ideas
    kept = ideas["month"] > life.settled
    best = np.percentile(ideas["value"][kept], HIT) if kept.any() else np.inf
    rows = []
    for month in range(max(FROM_MONTH, life.settled + YEAR), life.last + 1, YEAR):
        recent = (ideas["month"] > month - MEMORY) & (ideas["month"] <= month)
        year = recent & (ideas["month"] > month - YEAR)
        joined = belonging(ideas["members"][recent])
        _, component = connected_components(joined.T @ joined, directed=False)
        largest = np.bincount(component).argmax() if len(component) else 0
        inside = component == largest
        quotient = small_world(joined[:, inside]) if inside.sum() > 2 else float("nan")
        hits = estimates.ratio((year & (ideas["value"] > best)).sum(), year.sum())
        rows.append([quotient, hits, float(inside.mean()) if len(inside) else float("nan")])
    return {"rows": [[None if not np.isfinite(v) else v for v in row] for row in rows]}


def belonging(members: NDArray[Any]) -> csr_array:
    """Return which makers belong to which teams: teams x makers, 1 or 0."""
    team, slot = np.nonzero(members >= 0)
    who, maker = np.unique(members[team, slot], return_inverse=True)
    size = (len(members), len(who))
    return (csr_array((np.ones(len(team)), (team, maker)), shape=size) > 0).astype(np.float64)


def small_world(joined: csr_array) -> float:
    """Return Q = (C / C_random) / (L / L_random) of co-makers, against random teams.

    C is the share of closed triples, L the mean path. Those of random teams of the same sizes and
    makers of the same numbers of teams are from generating functions (Newman, Strogatz and Watts
    2001): with f and g the distributions of teams a maker and of makers a team, m = f'/1 their
    means, z1 = m_f g''/g', z2 = f'' (g''/g')^2, L = ln(n / z1) / ln(z2 / z1) + 1 and
    C = (teams / makers) g''' / (f'' (g''/g')^2 + f' g'''/g').
    """
    joined = joined[np.asarray(joined.sum(axis=1)).ravel() > 1]
    tied = (joined.T @ joined).tolil()
    tied.setdiag(0)
    tied = (tied.tocsr() > 0).astype(np.float64)
    n = tied.shape[0]
    degree = np.asarray(tied.sum(axis=1)).ravel()
    triples = (degree * (degree - 1)).sum()
    closed = float((tied @ tied).multiply(tied).sum())
    sources = np.unique(np.linspace(0, n - 1, min(n, SOURCES)).astype(int))
    paths = shortest_path(tied, unweighted=True, indices=sources)
    known = np.isfinite(paths) & (paths > 0)
    if not triples or not known.any():
        return float("nan")
    a_maker = np.asarray(joined.sum(axis=0)).ravel()
    a_team = np.asarray(joined.sum(axis=1)).ravel()
    f1, f2 = a_maker.mean(), (a_maker * (a_maker - 1)).mean()
    g1, g2 = a_team.mean(), (a_team * (a_team - 1)).mean()
    g3 = (a_team * (a_team - 1) * (a_team - 2)).mean()
    once, twice = f1 * g2 / g1, f2 * (g2 / g1) ** 2
    if twice <= once:
        return float("nan")
    path = np.log(n / once) / np.log(twice / once) + 1.0
    closing = len(a_team) / n * g3 / (twice + f1 * g3 / g1)
    return float((closed / triples / closing) / (paths[known].mean() / path))


def hits_by_quotient(parts: Sequence[Parts]) -> float:
    """Return the coefficient of Q squared in a regression of hits on Q."""
    rows = [row[:2] for one in parts for row in one["rows"] if None not in row[:2]]
    if len(rows) < 3:
        return float("nan")
    quotient, hits = np.array(rows).T
    q = estimates.standardised(quotient)
    return float(estimates.least_squares(estimates.sums(hits, q**2, q, np.ones(len(q))))[0])


def largest_component(parts: Sequence[Parts]) -> float:
    """Return the mean share of makers in the largest component."""
    shares = [row[2] for one in parts for row in one["rows"] if row[2] is not None]
    return float(np.mean(shares)) if shares else float("nan")


PARTS = {"scene": scene}
FIGURES = {
    "hits_by_small_world": ("scene", hits_by_quotient),
    "giant_component": ("scene", largest_component),
}

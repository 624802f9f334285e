"""Estimates: regressions as sums that add up over towns, logits, decay, clustering."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares as nearest_curve

STEPS = 50
MOST_TRIES = 2000
SMALL = 1e-9


def sums(outcome: Any, *columns: Any) -> NDArray[np.float64]:
    """Return the sums of a least squares regression: X'X and, as last column, X'y."""
    x = np.stack([np.asarray(column, np.float64) for column in columns], axis=1)
    return np.column_stack([x.T @ x, x.T @ np.asarray(outcome, np.float64)])


def least_squares(added: Any) -> NDArray[np.float64]:
    """Return the coefficients that sums stand for; nan where they are not determined."""
    added = np.asarray(added, np.float64)
    square, right = added[:, :-1], added[:, -1]
    scale = np.sqrt(np.diag(square))
    if not (scale > 0).all():
        return np.full(len(right), np.nan)
    standard = square / np.outer(scale, scale)
    if np.linalg.matrix_rank(standard, tol=SMALL, hermitian=True) < len(right):
        return np.full(len(right), np.nan)
    return np.linalg.solve(standard, right / scale) / scale


def within(values: Any, group: Any) -> NDArray[np.float64]:
    """Return values less the mean of their group: effects of group taken out."""
    values, (_, group) = np.asarray(values, np.float64), np.unique(group, return_inverse=True)
    count = np.maximum(np.bincount(group), 1)
    return values - (np.bincount(group, values) / count)[group]


def standardised(values: Any) -> NDArray[np.float64]:
    """Return values less their mean, over their spread; 0 where they are all alike."""
    values = np.asarray(values, np.float64)
    spread = values.std()
    return (values - values.mean()) / spread if spread > SMALL else np.zeros(len(values))


def logit(outcome: Any, *columns: Any) -> NDArray[np.float64]:
    """Return the coefficients of a logistic regression, by Newton's method; nan without any."""
    y, x = np.asarray(outcome, np.float64), np.stack(columns, axis=1).astype(np.float64)
    found = np.zeros(x.shape[1])
    if not len(y) or y.min() == y.max():
        return np.full(x.shape[1], np.nan)
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(x @ found, -STEPS, STEPS)))
        curvature = x.T @ (x * (chance * (1.0 - chance))[:, None])
        step = _solved(curvature, x.T @ (y - chance))
        found = found + step
        if np.abs(step).max() < SMALL:
            return found
    return np.full(x.shape[1], np.nan)


def conditional_logit(offered: NDArray[Any], chosen: NDArray[Any]) -> NDArray[np.float64]:
    """Return the weights by which choosers take one of what is offered.

    Parameters
    ----------
    offered : float array, choices x alternatives x properties
    chosen : int array, one per choice
    """
    weights = np.zeros(offered.shape[2])
    if not len(chosen):
        return np.full(len(weights), np.nan)
    taken = offered[np.arange(len(chosen)), chosen]
    for _ in range(STEPS):
        worth = offered @ weights
        chance = np.exp(worth - worth.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        mean = np.einsum("ea,eak->ek", chance, offered)
        second = np.einsum("ea,eak,eal->kl", chance, offered, offered)
        step = _solved(second - mean.T @ mean, (taken - mean).sum(axis=0))
        weights = weights + step
        if np.abs(step).max() < SMALL:
            return weights
    return np.full(len(weights), np.nan)


def spatial_lag(outcome: Any, columns: Any, beside: NDArray[Any]) -> float:
    """Return rho of y = rho W y + X b + e, by maximum likelihood, W the mean of neighbours.

    ln L(rho) = ln |I - rho W| - n/2 ln(e(rho)' e(rho)); e(rho) = e0 - rho eW, the residuals of y
    and of W y on X (Ord 1975).
    """
    y, x = np.asarray(outcome, np.float64), np.asarray(columns, np.float64)
    mean = beside / np.maximum(beside.sum(axis=1, keepdims=True), 1.0)
    roots = np.linalg.eigvals(mean).real
    lagged = mean @ y
    project = x @ np.linalg.pinv(x)
    own, near = y - project @ y, lagged - project @ lagged
    if own @ own < SMALL:
        return float("nan")
    rho = np.linspace(-1, 1, 2001)[1:-1]
    left = own @ own - 2.0 * rho * (own @ near) + rho**2 * (near @ near)
    likelihood = np.log(np.abs(1.0 - np.outer(rho, roots))).sum(axis=1) - len(y) / 2 * np.log(left)
    return float(rho[np.argmax(likelihood)])


def moran_score(values: Any, beside: NDArray[Any]) -> float:
    """Return how many standard errors Moran's I lies above chance, under permutation.

    Mean and variance of I under randomisation as in Cliff and Ord (1981), symmetric W of 0 and 1.
    """
    z = np.asarray(values, np.float64) - np.mean(values)
    n, total = len(z), beside.sum()
    second = (z**2).mean()
    if second == 0.0:
        return float("nan")
    index = n / total * (z @ beside @ z) / (z @ z)
    kurtosis = (z**4).mean() / second**2
    s1, s2 = 2.0 * (beside**2).sum(), 4.0 * (beside.sum(axis=1) ** 2).sum()
    first = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * total**2)
    less = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * total**2)
    square = (first - less) / ((n - 1) * (n - 2) * (n - 3) * total**2)
    expected = -1.0 / (n - 1)
    return float((index - expected) / np.sqrt(square - expected**2))


def e_folding(distance: Any, events: Any, chances: Any, start: float) -> float:
    """Return L of rate = a exp(-distance / L) + c, events over chances by distance; nan if none."""
    distance, events, chances = (np.asarray(one, np.float64) for one in (distance, events, chances))
    known = (chances > 0) & (events > 0)
    if known.sum() < 4:
        return float("nan")
    rate = events[known] / chances[known]
    scale = rate.max()
    error = np.sqrt(events[known]) / chances[known] / scale

    def decay(far: Any, high: float, reach: float, floor: float) -> Any:
        return high * np.exp(-far / reach) + floor

    guess = (1.0, start, rate.min() / scale)
    bounds = ([0, start / 100, 0], [np.inf, start * 100, np.inf])
    found = fitted(decay, distance[known], rate / scale, guess, bounds, error)
    return float("nan") if found is None else float(found[1])


def fitted(
    curve: Callable[..., Any], at: Any, values: Any, guess: Any, bounds: Any, error: Any = 1.0
) -> NDArray[np.float64] | None:
    """Return the numbers that bring a curve nearest to values, each over its error; None if none.

    The numbers stay within bounds.
    """

    def off(numbers: Any) -> Any:
        return (curve(at, *numbers) - values) / error

    found = nearest_curve(off, guess, bounds=bounds, x_scale="jac", max_nfev=MOST_TRIES)
    return np.asarray(found.x) if found.success else None


def mantel_haenszel(tables: Any) -> float:
    """Return the common odds ratio of tables: strata x (exposed, not) x (pairs, events)."""
    tables = np.asarray(tables, np.float64)
    pairs, events = tables[..., 0], tables[..., 1]
    total = np.maximum(pairs.sum(axis=1), 1.0)
    for_it = (events[:, 0] * (pairs - events)[:, 1] / total).sum()
    against = (events[:, 1] * (pairs - events)[:, 0] / total).sum()
    return float(for_it / against) if against > 0 else float("nan")


def ratio(above: float, below: float) -> float:
    """Return above / below, nan where there is nothing below."""
    return float(above / below) if below else float("nan")


def share_below(counts: Any, edges: Any, point: float) -> float:
    """Return the share of a histogram that lies below a point."""
    running = np.concatenate([[0.0], np.cumsum(np.asarray(counts, np.float64))])
    if not np.isfinite(point) or running[-1] == 0:
        return float("nan")
    return float(np.interp(point, edges, running / running[-1]))


def _solved(matrix: NDArray[Any], right: NDArray[Any]) -> NDArray[np.float64]:
    """Return the step of Newton's method; none along what is not determined."""
    return np.asarray(np.linalg.lstsq(matrix, right, SMALL)[0])


def added(parts: Sequence[Any]) -> NDArray[np.float64]:
    """Return parts of several towns added up."""
    return np.sum([np.asarray(part, np.float64) for part in parts], axis=0)

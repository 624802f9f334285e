"""Where firms are, come to be and gain (P03, P04, P05, P12, P65, P66)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import entropy

from experiments.patterns import estimates, likeness
from experiments.patterns.living import YEAR, Life
from experiments.patterns.measures.pair_learning import optimum
from experiments.patterns.reading import MARKET, Snapshot

Parts = dict[str, Any]
JOBS_EDGES = np.linspace(-4, 8, 601)
"""Bins of ln jobs around in which firms are counted."""
FIVE_YEARS = 5


def jobs_of(life: Life, one: Snapshot, among: Any = True) -> NDArray[np.float64]:
    """Return jobs by block in the firms marked."""
    return life.ground.by_block(one.firm_cell, one.firm_jobs * among)


def clustering(life: Life) -> Parts:
    """Return the standard score of Moran's I of jobs in firms founded on an idea."""
    scores = [
        estimates.moran_score(jobs_of(life, one, one.firm_founded), life.ground.beside)
        for one in life.snapshots
    ]
    return {"value": mean(scores)}


def lag(life: Life) -> Parts:
    """Return the spatial lag of firms founded on an idea."""
    found = []
    for one in life.snapshots:
        own = life.ground.by_block(one.firm_cell, one.firm_founded)
        people = np.log1p(life.ground.by_block(one.home))
        jobs = np.log1p(jobs_of(life, one, ~one.firm_founded))
        columns = np.stack([np.ones(len(own)), people, jobs], axis=1)
        found.append(estimates.spatial_lag(own, columns, life.ground.beside))
    return {"value": mean(found)}


def mean(values: Sequence[float]) -> float | None:
    """Return the mean of the snapshots that have a figure, None where none has."""
    known = [value for value in values if np.isfinite(value)]
    return float(np.mean(known)) if known else None


def where_startups_go(life: Life) -> Parts:
    """Return what draws firms founded on an idea to a block: the weight of diversity."""
    when, start = life.firms["month"], life.firms["founded"] & (life.firms["month"] > life.settled)
    year = (when[start] - life.settled - 1) // YEAR
    seen = [_tissue(life, one) for one in life.snapshots]
    kept = year < len(seen)
    if not kept.any():
        return {"value": None}
    offered = np.array([seen[place] for place in year[kept]])
    chosen = life.ground.block(life.firms["cell"][start][kept])
    found = float(estimates.conditional_logit(offered, chosen)[0])
    return {"value": found if np.isfinite(found) else None}


def _tissue(life: Life, one: Snapshot) -> NDArray[np.float64]:
    """Return what each block offers: diversity, jobs, residents, share of the market field."""
    ground = life.ground
    around = ground.beside + np.eye(ground.n_blocks)
    families = likeness.techniques(likeness.families(one.firm_skills)).astype(np.float64)
    families /= np.maximum(families.sum(axis=1, keepdims=True), 1.0)
    tissue = np.zeros((ground.n_blocks, families.shape[1]))
    np.add.at(tissue, ground.block(one.firm_cell), families)
    near = around @ tissue
    diverse = np.where(
        near.sum(axis=1) > 0, np.nan_to_num(entropy(near + estimates.SMALL, axis=1)), 0
    )
    firms = around @ ground.by_block(one.firm_cell)
    market = around @ ground.by_block(one.firm_cell, one.firm_pole == MARKET)
    return np.stack(
        [
            diverse,
            np.log1p(jobs_of(life, one)),
            np.log1p(ground.by_block(one.home)),
            market / np.maximum(firms, 1.0),
        ],
        axis=1,
    )


def margins(life: Life) -> Parts:
    """Add up a regression of margins on ln jobs around, its square and productivity, by year."""
    total, firms = np.zeros((3, 4)), np.zeros(len(JOBS_EDGES) - 1)
    for one in life.snapshots:
        near = np.log(one.jobs_near[life.ground.block(one.firm_cell)])
        same = np.zeros(len(near))
        columns = [estimates.within(c, same) for c in (near**2, near, one.firm_productivity)]
        total += estimates.sums(estimates.within(one.firm_margin, same), *columns)
        firms += np.histogram(near, JOBS_EDGES)[0]
    return {"sums": total.tolist(), "firms": firms.tolist()}


def curvature(parts: Sequence[Parts]) -> float:
    """Return the first coefficient."""
    return float(estimates.least_squares(estimates.added([one["sums"] for one in parts]))[0])


def densest_that_pays(parts: Sequence[Parts]) -> float:
    """Return the share of firms with fewer jobs around than is best."""
    found = estimates.least_squares(estimates.added([one["sums"] for one in parts]))
    firms = estimates.added([one["firms"] for one in parts])
    return estimates.share_below(firms, JOBS_EDGES, optimum(found[0], found[1]))


def capitalised(life: Life) -> Parts:
    """Add up a regression of workspace rent a job on the gain a job, firms of tight blocks."""
    total = np.zeros((1, 2))
    numbers = life.constants
    for one in life.snapshots:
        stock = life.ground.by_block(np.arange(len(one.workspace)), one.workspace)
        used = life.ground.by_block(np.arange(len(one.workspace)), one.workspace_used)
        block = life.ground.block(one.firm_cell)
        tight = (1.0 - used / np.maximum(stock, 1.0))[block] < numbers["target_vacancy"]
        if not tight.any():
            continue
        rent = numbers["space"] * one.workspace_rent[one.firm_cell[tight]]
        gain = numbers["sales"] * one.gain[block[tight]]
        same = np.zeros(len(gain))
        total += estimates.sums(estimates.within(rent, same), estimates.within(gain, same))
    return {"sums": total.tolist()}


def growth(life: Life) -> Parts:
    """Add up a regression of five years' growth of jobs on creative share, skills and jobs."""
    total = np.zeros((3, 4))
    around = life.ground.beside + np.eye(life.ground.n_blocks)
    for one, later in zip(life.snapshots, life.snapshots[FIVE_YEARS:], strict=False):
        people = np.maximum(around @ life.ground.by_block(one.home), 1.0)
        creative = around @ life.ground.by_block(one.home, one.creative) / people
        held = np.bitwise_count(one.skills)
        skilled = around @ life.ground.by_block(one.home, held) / people
        then, now = (np.log1p(around @ jobs_of(life, each)) for each in (one, later))
        columns = (estimates.standardised(c) for c in (creative, skilled, then))
        total += estimates.sums(estimates.standardised(now - then), *columns)
    return {"sums": total.tolist()}


PARTS = {
    "clustering": clustering,
    "lag": lag,
    "where_startups_go": where_startups_go,
    "margins": margins,
    "capitalised": capitalised,
    "growth": growth,
}
FIGURES = {
    "moran_of_creative_jobs": ("clustering", None),
    "lag_of_creative_firms": ("lag", None),
    "diversity_draws_startups": ("where_startups_go", None),
    "margin_by_density": ("margins", curvature),
    "optimum_of_density": ("margins", densest_that_pays),
    "rent_takes_of_gain": ("capitalised", curvature),
    "growth_by_creative_share": ("growth", curvature),
}

"""T2: neighbours who copy those who are like them already end in regions of one culture.

Axelrod 1997, apart from the city, which has no such rule.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from experiments.known_answers.answers import Worked

SIDE = 10
SITES = SIDE * SIDE
FEATURES = (5, 10, 15)
TRAITS = (5, 10, 15)
RUNS = 40
BETWEEN_LOOKS = 2000


def work_out() -> Worked:
    """Count regions for all numbers of features and traits."""
    found = pd.concat([cultures(number) for number in FEATURES])
    at = found.set_index(["features", "traits", "run"])["regions"].sort_index()
    return Worked(
        {
            "T2 features": list(at[5, 15] - at[15, 15]),
            "T2 traits": list(at[5, 15] - at[5, 5]),
            "T2 corner": list(at[5, 15]),
        },
        {"regions": found},
    )


def cultures(features: int) -> pd.DataFrame:
    """Let cultures spread until nothing can change; return the regions left, a row a run."""
    chance = np.random.default_rng([2, features])
    traits = np.repeat(TRAITS, RUNS)
    culture = np.floor(
        chance.random((len(traits), SITES, features)) * traits[:, None, None]
    ).astype(np.int16)
    pairs = neighbours()
    both = np.concatenate([pairs, pairs[:, ::-1]])
    beside = [both[both[:, 0] == site, 1] for site in range(SITES)]
    choices = np.array([len(each) for each in beside])
    table = np.array([np.resize(each, choices.max()) for each in beside])
    going = np.arange(len(traits))
    while len(going):
        some = culture[going]
        spread(chance, some, table, choices)
        culture[going] = some
        going = going[can_change(some, pairs)]
    found = [regions(each, pairs) for each in culture]
    return pd.DataFrame(
        {
            "features": features,
            "traits": traits,
            "run": np.tile(np.arange(RUNS), len(TRAITS)),
            "regions": found,
        }
    )


def neighbours() -> np.ndarray:
    """Return every pair of sites that share a side."""
    site = np.arange(SITES).reshape(SIDE, SIDE)
    beside = np.stack([site[:, :-1].ravel(), site[:, 1:].ravel()], axis=1)
    below = np.stack([site[:-1].ravel(), site[1:].ravel()], axis=1)
    return np.concatenate([beside, below])


def spread(
    chance: np.random.Generator, culture: np.ndarray, table: np.ndarray, choices: np.ndarray
) -> None:
    """Let one site at a time meet a neighbour and take over a trait; all runs step together.

    With chance equal to the share of features they have in common, one of the others, each as
    likely, is taken over. Changes ``culture`` (runs x sites x features).
    """
    n_runs, _, features = culture.shape
    run = np.arange(n_runs)
    site = chance.integers(0, SITES, (BETWEEN_LOOKS, n_runs))
    other = table[site, (chance.random(site.shape) * choices[site]).astype(int)]
    willing = chance.random(site.shape) * features
    for step in range(BETWEEN_LOOKS):
        mine, theirs = culture[run, site[step]], culture[run, other[step]]
        differs = mine != theirs
        unlike = differs.sum(axis=1)
        acts = np.flatnonzero((willing[step] < features - unlike) & (unlike > 0))
        if not len(acts):
            continue
        which = (chance.random((len(acts), features)) * differs[acts]).argmax(axis=1)
        culture[acts, site[step, acts], which] = theirs[acts, which]


def can_change(culture: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Say in which runs some neighbours have some, but not all, features in common."""
    same = (culture[:, pairs[:, 0]] == culture[:, pairs[:, 1]]).mean(axis=2)
    return ((same > 0) & (same < 1)).any(axis=1)


def regions(culture: np.ndarray, pairs: np.ndarray) -> int:
    """Count regions of sites that touch and have one culture."""
    alike = pairs[(culture[pairs[:, 0]] == culture[pairs[:, 1]]).all(axis=1)]
    touching = coo_array((np.ones(len(alike)), (alike[:, 0], alike[:, 1])), (SITES, SITES))
    return int(connected_components(touching, directed=False)[0])
